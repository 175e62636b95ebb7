// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QLineEdit>

namespace latchkey {

/// A line edit with our ring: accent with the focus, danger when what is in it was refused.
class TextField : public QLineEdit
{
    Q_OBJECT

public:
    explicit TextField(QWidget *parent = nullptr);

    void setWrong(bool wrong);
    bool isWrong() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_wrong = false;
};

} // namespace latchkey

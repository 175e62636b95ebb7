// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QToolButton>

namespace latchkey {

/// The eye in a password field.
class EyeButton : public QToolButton
{
    Q_OBJECT

public:
    explicit EyeButton(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showWhatItDoes(bool revealed);
};

} // namespace latchkey

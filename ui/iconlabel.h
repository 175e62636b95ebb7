// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "theme.h"

#include <QIcon>
#include <QWidget>

namespace latchkey {

/// An icon on a page. Decoration: what it means stands beside it in words.
class IconLabel : public QWidget
{
    Q_OBJECT

public:
    explicit IconLabel(int side, QWidget *parent = nullptr);

    void setIcon(const QString &name, ColorRole color);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QIcon m_icon;
    int m_side;
};

} // namespace latchkey

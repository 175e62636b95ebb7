// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "iconlabel.h"

#include "iconloader.h"

#include <QPainter>

namespace latchkey {

IconLabel::IconLabel(int side, QWidget *parent)
    : QWidget(parent)
    , m_side(side)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void IconLabel::setIcon(const QString &name, ColorRole color)
{
    m_icon = IconLoader::icon(name, color);
    update();
}

QSize IconLabel::sizeHint() const
{
    const int side = Theme::scaled(m_side, font());
    return { side, side };
}

void IconLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    m_icon.paint(&painter, rect());
}

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "panel.h"

#include <QPainter>

namespace latchkey {

Panel::Panel(ColorRole fill, ColorRole border, int radius, QWidget *parent)
    : QWidget(parent)
    , m_fill(fill)
    , m_border(border)
    , m_radius(radius)
{ }

void Panel::setColors(ColorRole fill, ColorRole border)
{
    m_fill = fill;
    m_border = border;
    update();
}

void Panel::paintEvent(QPaintEvent *)
{
    const Colors &colors = Theme::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colors.*m_border, 1));
    painter.setBrush(colors.*m_fill);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), m_radius, m_radius);
}

} // namespace latchkey

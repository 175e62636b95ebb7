// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "focusring.h"

#include <QPainter>
#include <QWidget>

namespace latchkey {

void paintRing(QPainter &painter, const QRect &around, const QColor &color, int radius)
{
    constexpr qreal Width = 2;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, Width));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(
        QRectF(around).adjusted(Width / 2, Width / 2, -Width / 2, -Width / 2), radius - 1, radius - 1);
}

void paintFocusRing(QWidget *widget)
{
    QPainter painter(widget);
    paintRing(painter, widget->rect(), Theme::of(widget->palette()).accent);
}

} // namespace latchkey

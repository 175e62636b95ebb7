// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "checkbox.h"

#include "focusring.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyle>

#include <algorithm>

namespace latchkey {

CheckBox::CheckBox(const QString &text, QWidget *parent)
    : QCheckBox(text, parent)
{ }

int CheckBox::textIndent() const
{
    return side() + Theme::Space8;
}

QSize CheckBox::sizeHint() const
{
    const int height = std::max({ side(), fontMetrics().height(), int(Theme::SmallestTarget) });
    return { textIndent() + fontMetrics().size(Qt::TextShowMnemonic, text()).width() + Theme::Space4, height };
}

QSize CheckBox::minimumSizeHint() const
{
    return sizeHint();
}

bool CheckBox::hitButton(const QPoint &position) const
{
    return rect().contains(position);
}

void CheckBox::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect box(0, (height() - side()) / 2, side(), side());
    paintBox(painter, QStyle::visualRect(layoutDirection(), rect(), box));
    const QRect words = QStyle::visualRect(layoutDirection(), rect(), rect().adjusted(textIndent(), 0, 0, 0));
    painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    const auto alignment = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter);
    painter.drawText(words, int(alignment) | Qt::TextShowMnemonic, text());
}

int CheckBox::side() const
{
    return Theme::scaled(18, font());
}

void CheckBox::paintBox(QPainter &painter, const QRect &box) const
{
    const Colors &colors = Theme::of(palette());
    const QColor frame = !isEnabled() ? colors.line : isChecked() ? colors.accent : colors.edge;
    painter.setPen(QPen(frame, 1));
    painter.setBrush(isChecked() ? frame : colors.surface);
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), Theme::BarRadius, Theme::BarRadius);
    if (isChecked()) {
        const qreal unit = box.width() / 18.0;
        const QPointF corner = box.topLeft();
        painter.setPen(
            QPen(isEnabled() ? colors.onAccent : colors.edge, 2 * unit, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(QPolygonF({ corner + QPointF(4.5, 9.3) * unit, corner + QPointF(7.7, 12.5) * unit,
            corner + QPointF(13.5, 6) * unit }));
    }
    if (hasFocus()) {
        // Apart from the box by a gap: on a filled one the ring would not be seen.
        painter.setPen(QPen(colors.surface, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(box).adjusted(2.5, 2.5, -2.5, -2.5), 2, 2);
        paintRing(painter, box, colors.accent, Theme::BarRadius);
    }
}

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "spinner.h"

#include "theme.h"

#include <QPainter>
#include <QStyle>

namespace latchkey {

Spinner::Spinner(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        m_turn = (m_turn + TurnPerPicture) % 360;
        update();
    });
}

void Spinner::paint(QPainter &painter, const QRectF &rect, int turn, const QPalette &palette)
{
    const Colors &colors = Theme::of(palette);
    const qreal width = rect.width() / 9;
    const QRectF circle = rect.adjusted(width, width, -width, -width);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colors.line, width));
    painter.drawEllipse(circle);
    painter.setPen(QPen(colors.accent, width, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(circle, (60 - turn) * 16, -120 * 16);
}

int Spinner::interval(const QWidget *widget)
{
    constexpr int ThirtyPerSecond = 33;
    return widget->style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, widget) == 0 ? 0 : ThirtyPerSecond;
}

QSize Spinner::sizeHint() const
{
    const int side = Theme::scaled(20, font());
    return { side, side };
}

void Spinner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint(painter, rect(), m_turn, palette());
}

void Spinner::showEvent(QShowEvent *)
{
    if (const int pause = interval(this))
        m_clock.start(pause);
}

void Spinner::hideEvent(QHideEvent *)
{
    m_clock.stop();
}

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "textlabel.h"

#include <QApplication>
#include <QEvent>

namespace latchkey {

TextLabel::TextLabel(Theme::Text style, QFont::Weight weight, Tone tone, QWidget *parent)
    : QLabel(parent)
    , m_style(style)
    , m_weight(weight)
{
    if (tone == Tone::Muted)
        setForegroundRole(QPalette::PlaceholderText);
    adoptFont();
    adoptDirection();
}

void TextLabel::setElided(const QString &text)
{
    m_full = text;
    setTextFormat(Qt::PlainText);
    setAccessibleName(text);
    setText(text);
    updateGeometry();
    elide();
}

QSize TextLabel::sizeHint() const
{
    if (m_full.isEmpty())
        return QLabel::sizeHint();
    return { fontMetrics().horizontalAdvance(m_full) + 1, QLabel::sizeHint().height() };
}

QSize TextLabel::minimumSizeHint() const
{
    if (m_full.isEmpty())
        return QLabel::minimumSizeHint();
    return { fontMetrics().averageCharWidth() * 6, QLabel::minimumSizeHint().height() };
}

bool TextLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        adoptFont();
    if (event->type() == QEvent::LayoutDirectionChange)
        adoptDirection();
    return QLabel::event(event);
}

void TextLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    elide();
}

void TextLabel::adoptFont()
{
    setFont(Theme::font(m_style, QApplication::font(), m_weight));
}

/// QLabel aligns by the direction of its text, so that a name in Latin letters would stay left on a mirrored page.
void TextLabel::adoptDirection()
{
    if (alignment().testFlag(Qt::AlignHCenter))
        return;
    setAlignment(
        Qt::AlignVCenter | Qt::AlignAbsolute | (layoutDirection() == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft));
}

void TextLabel::elide()
{
    if (m_full.isEmpty())
        return;
    const QString shown = fontMetrics().elidedText(m_full, Qt::ElideMiddle, width());
    setText(shown);
    setToolTip(shown == m_full ? QString() : m_full);
}

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "serverlabel.h"

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

ServerLabel::ServerLabel(QWidget *parent)
    : TextLabel(Theme::Text::Body, QFont::Normal, Tone::Muted, parent)
{
    setTextFormat(Qt::RichText);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void ServerLabel::setServer(const QString &shown)
{
    m_server = shown;
    setAccessibleName(tr("to %1").arg(shown));
    updateGeometry();
    showServer();
}

QSize ServerLabel::sizeHint() const
{
    return { width(m_server), fontMetrics().height() };
}

QSize ServerLabel::minimumSizeHint() const
{
    return { fontMetrics().averageCharWidth() * 12, fontMetrics().height() };
}

void ServerLabel::resizeEvent(QResizeEvent *event)
{
    TextLabel::resizeEvent(event);
    showServer();
}

void ServerLabel::showServer()
{
    const int room = QWidget::width() - width(QString());
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    const QString fitting = QFontMetrics(bold).elidedText(m_server, Qt::ElideMiddle, room);
    // Isolated (U+2066, U+2069): an address stays left-to-right inside a right-to-left sentence.
    const QString strong = u"<span style=\"font-weight:600\">\u2066%1\u2069</span>"_s.arg(fitting.toHtmlEscaped());
    setText(tr("to %1").arg(strong));
    setToolTip(fitting == m_server ? QString() : m_server);
}

int ServerLabel::width(const QString &server) const
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    return fontMetrics().horizontalAdvance(tr("to %1").arg(QString())) + QFontMetrics(bold).horizontalAdvance(server)
        + 2;
}

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "actionbutton.h"

#include "focusring.h"
#include "iconloader.h"
#include "spinner.h"

#include <QApplication>
#include <QEvent>
#include <QPainter>
#include <QVariant>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {
constexpr int BusyDelay = 300;

QString styleName(ActionButton::Kind kind)
{
    switch (kind) {
    case ActionButton::Kind::Normal:
        return u"normal"_s;
    case ActionButton::Kind::Primary:
        return u"primary"_s;
    case ActionButton::Kind::Link:
        return u"link"_s;
    }
    return {};
}
} // namespace

ActionButton::ActionButton(const QString &text, Kind kind, QWidget *parent)
    : QPushButton(text, parent)
    , m_kind(kind)
{
    setProperty("kind", styleName(kind)); // The style sheet's selector.
    setFlat(kind == Kind::Link);
    setAutoDefault(false);
    adoptFont();
    m_delay.setSingleShot(true);
    connect(this, &QPushButton::clicked, this, [this] {
        if (!m_busy)
            Q_EMIT activated();
    });
    connect(&m_delay, &QTimer::timeout, this, [this] {
        m_clock.start(Spinner::interval(this) > 0 ? Spinner::interval(this) : BusyDelay);
        showPicture();
    });
    connect(&m_clock, &QTimer::timeout, this, [this] {
        m_turn = Spinner::interval(this) > 0 ? m_turn + Spinner::TurnPerPicture : 0;
        showPicture();
    });
}

void ActionButton::setProminent()
{
    setProperty("prominent", true);
}

void ActionButton::setIconName(const QString &name)
{
    m_icon = IconLoader::icon(name, m_kind == Kind::Primary ? &Colors::onAccent : &Colors::text);
    setIcon(m_icon);
    adoptFont();
}

void ActionButton::setBusy(bool busy)
{
    if (busy == m_busy)
        return;
    m_busy = busy;
    m_turn = 0;
    m_clock.stop();
    setIcon(m_icon);
    if (busy)
        m_delay.start(BusyDelay);
    else
        m_delay.stop();
}

bool ActionButton::isBusy() const
{
    return m_busy;
}

bool ActionButton::isSpinning() const
{
    return m_clock.isActive();
}

bool ActionButton::event(QEvent *event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        adoptFont();
    return QPushButton::event(event);
}

void ActionButton::paintEvent(QPaintEvent *event)
{
    QPushButton::paintEvent(event);
    if (!hasFocus())
        return;
    const Colors &colors = Theme::of(palette());
    QPainter painter(this);
    // On a filled button the ring needs a gap to be seen.
    if (m_kind == Kind::Primary)
        paintRing(painter, rect().adjusted(2, 2, -2, -2), colors.onAccent, Theme::BarRadius);
    paintRing(painter, rect(), colors.accent);
}

void ActionButton::adoptFont()
{
    setFont(Theme::font(
        Theme::Text::Body, QApplication::font(), m_kind == Kind::Primary ? QFont::DemiBold : QFont::Normal));
    const int side = Theme::scaled(14, font());
    setIconSize({ side + Theme::Space4, side }); // The style's own gap to the text is too small.
}

void ActionButton::showPicture()
{
    const qreal ratio = devicePixelRatioF();
    QPixmap picture(iconSize() * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    const int side = iconSize().height();
    Spinner::paint(painter, QRectF((iconSize().width() - side) / 2, 0, side, side), m_turn, palette());
    painter.end();
    setIcon(picture);
}

} // namespace latchkey

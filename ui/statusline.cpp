// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "statusline.h"

#include "actionbutton.h"
#include "iconlabel.h"
#include "textlabel.h"

#include <QHBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {
struct StatusSign
{
    QString icon;
    ColorRole color;
};

StatusSign sign(HomeStatus::Kind kind)
{
    switch (kind) {
    case HomeStatus::Kind::LoggedIn:
        return { u"check-circle-fill"_s, &Colors::ok };
    case HomeStatus::Kind::Offline:
        return { u"cloud-slash"_s, &Colors::muted };
    case HomeStatus::Kind::ServerProblem:
        return { u"exclamation-triangle-fill"_s, &Colors::warn };
    case HomeStatus::Kind::KeychainLocked:
        return { u"lock"_s, &Colors::warn };
    case HomeStatus::Kind::LoggedOut:
        return { u"dash-circle"_s, &Colors::muted };
    }
    return {};
}
} // namespace

StatusLine::StatusLine(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_icon(new IconLabel(15))
    , m_text(new TextLabel(Theme::Text::Body, QFont::Normal, TextLabel::Tone::Muted))
    , m_tryAgain(createButton(Message::Action::TryAgain, name + ".tryAgain"_L1))
    , m_logInInstead(createButton(Message::Action::LogInInstead, name + ".logInInstead"_L1))
{
    m_text->setObjectName(name);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::Space8);
    buttons->addWidget(m_tryAgain);
    buttons->addWidget(m_logInInstead);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(14);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addLayout(buttons);
    setStatus({});
}

void StatusLine::setStatus(const HomeStatus &status)
{
    const StatusSign shown = sign(status.kind);
    m_icon->setIcon(shown.icon, shown.color);
    m_icon->setVisible(!status.text.isEmpty());
    m_text->setText(status.text);
    using Kind = HomeStatus::Kind;
    const bool locked = status.kind == Kind::KeychainLocked;
    m_tryAgain->setVisible(locked || status.kind == Kind::Offline || status.kind == Kind::ServerProblem);
    m_logInInstead->setVisible(locked);
}

QString StatusLine::text() const
{
    return m_text->text();
}

ActionButton *StatusLine::createButton(Message::Action action, const QString &name)
{
    auto *button = new ActionButton(actionText(action), ActionButton::Kind::Link);
    button->setObjectName(name);
    connect(button, &ActionButton::activated, this, [this, action] { Q_EMIT activated(action); });
    return button;
}

} // namespace latchkey

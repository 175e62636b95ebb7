// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "messagebar.h"

#include "actionbutton.h"
#include "iconlabel.h"
#include "textlabel.h"

#include <QHBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {
struct MessageLook
{
    QString icon;
    ColorRole color;
    ColorRole soft;
};

MessageLook look(Message::Severity severity)
{
    switch (severity) {
    case Message::Severity::Information:
        return { u"info-circle-fill"_s, &Colors::accent, &Colors::accentSoft };
    case Message::Severity::Success:
        return { u"check-circle-fill"_s, &Colors::ok, &Colors::okSoft };
    case Message::Severity::Warning:
        return { u"exclamation-triangle-fill"_s, &Colors::warn, &Colors::warnSoft };
    case Message::Severity::Error:
        return { u"x-octagon-fill"_s, &Colors::danger, &Colors::dangerSoft };
    }
    return {};
}

TextLabel *createLine(QFont::Weight weight)
{
    auto *line = new TextLabel(Theme::Text::Body, weight);
    line->setWordWrap(true);
    line->setTextFormat(Qt::PlainText);
    return line;
}
} // namespace

MessageBar::MessageBar(const QString &name, QWidget *parent)
    : Panel(&Colors::surface, &Colors::line, Theme::ControlRadius, parent)
    , m_icon(new IconLabel(18))
    , m_title(createLine(QFont::DemiBold))
    , m_text(createLine(QFont::Normal))
    , m_buttonRow(new QWidget)
{
    setObjectName(name);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_title);
    words->addWidget(m_text);
    auto *top = new QHBoxLayout;
    top->setSpacing(10);
    top->setContentsMargins(0, 0, 0, 2);
    top->addWidget(m_icon, 0, Qt::AlignTop);
    top->addLayout(words, 1);
    m_buttonRow->setLayout(createButtons(name));
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(13, 10, 12, 8);
    all->setSpacing(2);
    all->addLayout(top);
    all->addWidget(m_buttonRow);
    hide();
}

void MessageBar::showMessage(const Message &message)
{
    m_title->setText(message.title);
    m_text->setText(message.text);
    m_text->setVisible(!message.text.isEmpty());
    setAccessibleName(message.text.isEmpty() ? message.title : message.title + u' ' + message.text);
    showSeverity(message.severity);
    for (const auto &[action, button] : m_buttons)
        button->setVisible(message.actions.contains(action));
    m_buttonRow->setVisible(!message.actions.isEmpty());
    show();
}

void MessageBar::clear()
{
    setAccessibleName(QString());
    hide();
}

QString MessageBar::text() const
{
    return accessibleName();
}

QHBoxLayout *MessageBar::createButtons(const QString &name)
{
    using Action = Message::Action;
    using Kind = ActionButton::Kind;
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::Space12);
    row->addStretch();
    const auto add = [&](Action action, Kind kind, const QString &part) {
        auto *button = new ActionButton(actionText(action), kind);
        button->setObjectName(name + part);
        connect(button, &ActionButton::activated, this, [this, action] { Q_EMIT activated(action); });
        row->addWidget(button);
        m_buttons.emplace(action, button);
    };
    add(Action::Details, Kind::Link, u".details"_s);
    add(Action::LogInInstead, Kind::Link, u".logInInstead"_s);
    add(Action::TryAgain, Kind::Normal, u".tryAgain"_s);
    add(Action::LogInAgain, Kind::Primary, u".logIn"_s);
    return row;
}

void MessageBar::showSeverity(Message::Severity severity)
{
    const MessageLook wanted = look(severity);
    m_icon->setIcon(wanted.icon, wanted.color);
    setColors(wanted.soft, wanted.color);
}

} // namespace latchkey

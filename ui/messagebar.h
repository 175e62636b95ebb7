// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "message.h"
#include "panel.h"

#include <map>

class QHBoxLayout;

namespace latchkey {

class ActionButton;
class IconLabel;
class TextLabel;

/// A message on the page itself, with what can be done about it. Hidden while there is none.
class MessageBar : public Panel
{
    Q_OBJECT

public:
    /// `name` becomes the object name; a button is called by it too: NAME.tryAgain, .details, .logIn, .logInInstead.
    explicit MessageBar(const QString &name, QWidget *parent = nullptr);

    void showMessage(const Message &message);
    void clear();
    /// Empty while hidden.
    QString text() const;

Q_SIGNALS:
    void activated(latchkey::Message::Action action);

private:
    QHBoxLayout *createButtons(const QString &name);
    void showSeverity(Message::Severity severity);

    IconLabel *m_icon = nullptr;
    TextLabel *m_title = nullptr;
    TextLabel *m_text = nullptr;
    QWidget *m_buttonRow = nullptr;
    std::map<Message::Action, ActionButton *> m_buttons;
};

} // namespace latchkey

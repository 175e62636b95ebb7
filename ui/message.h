// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

namespace latchkey {

/// What a page tells the user inline: a title, a sentence, what can be done about it.
struct Message
{
    enum class Severity { Information, Success, Warning, Error };
    enum class Action { TryAgain, Details, LogInAgain, LogInInstead };

    Severity severity = Severity::Information;
    QString title = {};
    QString text = {};
    QList<Action> actions = {}; ///< The last one is the main one.

    friend bool operator==(const Message &, const Message &) = default;
};

/// The words on the action's button.
QString actionText(Message::Action action);

} // namespace latchkey

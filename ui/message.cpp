// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "message.h"

#include <QCoreApplication>

namespace latchkey {

QString actionText(Message::Action action)
{
    switch (action) {
    case Message::Action::TryAgain:
        return QCoreApplication::translate("latchkey::Message", "Try again");
    case Message::Action::Details:
        return QCoreApplication::translate("latchkey::Message", "Details");
    case Message::Action::LogInAgain:
        return QCoreApplication::translate("latchkey::Message", "Log in again");
    case Message::Action::LogInInstead:
        return QCoreApplication::translate("latchkey::Message", "Log in instead");
    }
    return {};
}

} // namespace latchkey

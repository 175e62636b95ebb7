// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/tokenerror.h>

#include "message.h"

#include <optional>

namespace latchkey {

/// The field of the log-in page that an error is about.
enum class LoginField { None, UserName, Password };

/// What the log-in page says after a failed log-in.
struct LoginProblem
{
    Message message = {};
    LoginField field = LoginField::None; ///< Marked and given the focus.

    friend bool operator==(const LoginProblem &, const LoginProblem &) = default;
};

/// The words for an error of TokenManager::logIn() and restore(). None for Cancelled and NotSignedIn: nothing went
/// wrong.
std::optional<LoginProblem> loginProblem(const tokenmanager::TokenError &error);

/// A certificate that is not trusted. TokenError does not tell it from other network errors, QSslError does.
LoginProblem untrustedCertificate(const QString &server);

/// What the log-in page says after a log-out.
Message loggedOut();
Message loggedOutHereOnly();

} // namespace latchkey

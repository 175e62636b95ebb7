// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "loginmessages.h"

#include <QCoreApplication>

namespace latchkey {

using tokenmanager::TokenError;

namespace {

struct LoginMessages
{
    Q_DECLARE_TR_FUNCTIONS(latchkey::LoginMessages)
};

QString waitSentence(std::optional<std::chrono::seconds> wait)
{
    if (!wait)
        return LoginMessages::tr("Try again in a moment.");
    const auto seconds = int(wait->count());
    if (seconds == 1)
        return LoginMessages::tr("Wait 1 second.");
    if (seconds <= 120)
        return LoginMessages::tr("Wait %n seconds.", nullptr, seconds);
    return LoginMessages::tr("Wait %n minutes.", nullptr, (seconds + 59) / 60);
}

LoginProblem wrongPassword()
{
    return { { Message::Severity::Error, LoginMessages::tr("Wrong user name or password."),
                 LoginMessages::tr("Check both and try again.") },
        LoginField::Password };
}

LoginProblem notReached()
{
    return { { Message::Severity::Error, LoginMessages::tr("The server cannot be reached."),
        LoginMessages::tr("Check the address and your connection."), { Message::Action::TryAgain } } };
}

LoginProblem notUnderstood()
{
    return { { Message::Severity::Error,
        LoginMessages::tr("The server sent an answer this program does not understand."), {},
        { Message::Action::Details } } };
}

LoginProblem serverProblem(const TokenError &error)
{
    if (error.httpStatus == 429)
        return { { Message::Severity::Warning, LoginMessages::tr("Too many attempts."),
            waitSentence(error.retryAfter) } };
    return { { Message::Severity::Error, LoginMessages::tr("The server has a problem."),
        LoginMessages::tr("Try again in a moment.") } };
}

LoginProblem keychainProblem()
{
    return { { Message::Severity::Warning, LoginMessages::tr("The keychain cannot be used."),
        LoginMessages::tr("Log in to go on."), { Message::Action::Details } } };
}

LoginProblem sessionOver()
{
    return { { Message::Severity::Warning, LoginMessages::tr("Your session has ended."),
        LoginMessages::tr("Log in again to go on."), { Message::Action::Details } } };
}

} // namespace

std::optional<LoginProblem> loginProblem(const TokenError &error)
{
    switch (error.kind) {
    case TokenError::Kind::NotSignedIn:
    case TokenError::Kind::Cancelled:
        return std::nullopt;
    case TokenError::Kind::InvalidGrant:
        return sessionOver();
    case TokenError::Kind::Rejected:
        return error.httpStatus == 401 ? wrongPassword() : notUnderstood();
    case TokenError::Kind::Network:
    case TokenError::Kind::TimedOut:
        return notReached();
    case TokenError::Kind::Server:
        return serverProblem(error);
    case TokenError::Kind::Malformed:
        return notUnderstood();
    case TokenError::Kind::Keychain:
        return keychainProblem();
    }
    return notUnderstood();
}

LoginProblem untrustedCertificate(const QString &server)
{
    return { { Message::Severity::Error, LoginMessages::tr("The certificate of %1 is not trusted.").arg(server), {},
        { Message::Action::Details } } };
}

Message loggedOut()
{
    return { Message::Severity::Success, LoginMessages::tr("Logged out.") };
}

Message loggedOutHereOnly()
{
    return { Message::Severity::Warning, LoginMessages::tr("Logged out on this computer."),
        LoginMessages::tr("The server could not be told.") };
}

} // namespace latchkey

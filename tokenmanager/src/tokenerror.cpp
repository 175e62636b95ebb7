// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/tokenerror.h>

#include <QDebug>

namespace tokenmanager {

namespace {
const char *name(TokenError::Kind kind)
{
    switch (kind) {
    case TokenError::Kind::NotSignedIn:
        return "NotSignedIn";
    case TokenError::Kind::InvalidGrant:
        return "InvalidGrant";
    case TokenError::Kind::Rejected:
        return "Rejected";
    case TokenError::Kind::Network:
        return "Network";
    case TokenError::Kind::Server:
        return "Server";
    case TokenError::Kind::Malformed:
        return "Malformed";
    case TokenError::Kind::Keychain:
        return "Keychain";
    case TokenError::Kind::TimedOut:
        return "TimedOut";
    case TokenError::Kind::Cancelled:
        return "Cancelled";
    }
    return "?";
}
} // namespace

QDebug operator<<(QDebug debug, TokenError::Kind kind)
{
    const QDebugStateSaver saver(debug);
    return debug.nospace() << "TokenError::" << name(kind);
}

QDebug operator<<(QDebug debug, const TokenError &error)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << error.kind << '(' << error.message;
    if (!error.oauthError.isEmpty())
        debug << ", " << error.oauthError;
    if (error.httpStatus != 0)
        debug << ", HTTP " << error.httpStatus;
    if (error.retryAfter)
        debug << ", retry after " << error.retryAfter->count() << " s";
    return debug << ')';
}

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/export.h>

#include <QMetaType>
#include <QString>

#include <chrono>
#include <optional>

class QDebug;

namespace tokenmanager {

/// Why no access token could be had. A value; no member ever holds a secret.
struct TokenError
{
    enum class Kind {
        NotSignedIn, ///< There is no session.
        InvalidGrant, ///< The server refused the refresh token (RFC 6749 §5.2 `invalid_grant`): log in again.
        Rejected, ///< Any other refusal: the same request would be refused again. The refresh token is kept.
        Network, ///< No complete answer: name, connection, TLS, proxy, silence. The refresh token is kept.
        Server, ///< 408, 425, 429 or 5xx: for now. Wait at least `retryAfter`. The refresh token is kept.
        Malformed, ///< A 2xx that is no RFC 6749 §5.1 response. The refresh token is kept.
        Keychain, ///< The keychain refused; `message` says what to do. The refresh token is kept.
        TimedOut, ///< Nobody answered in time, or another window is renewing the session for too long.
        Cancelled, ///< The caller, a later call or the end of the TokenManager came first.
    };

    Kind kind = Kind::Cancelled;
    QString message = {}; ///< One sentence for people, translated.
    QString oauthError = {}; ///< RFC 6749 §5.2 `error`; empty if there was none.
    int httpStatus = 0; ///< Of the token endpoint's answer; 0: there was none.
    std::optional<std::chrono::seconds> retryAfter = {}; ///< RFC 9110 §10.2.3, clamped to 1 s … 1 h.

    /// True where only the user can help: NotSignedIn and InvalidGrant.
    bool asksForLogIn() const { return kind == Kind::NotSignedIn || kind == Kind::InvalidGrant; }

    friend bool operator==(const TokenError &, const TokenError &) = default;
};

TOKENMANAGER_EXPORT QDebug operator<<(QDebug debug, TokenError::Kind kind);
TOKENMANAGER_EXPORT QDebug operator<<(QDebug debug, const TokenError &error);

} // namespace tokenmanager

Q_DECLARE_METATYPE(tokenmanager::TokenError)

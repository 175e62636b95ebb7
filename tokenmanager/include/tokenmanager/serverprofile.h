// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/export.h>

#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>

class QDebug;

namespace tokenmanager {

/// Where the server is and how it speaks. A value; set members after making one by express() or oauth2().
struct TOKENMANAGER_EXPORT ServerProfile
{
    /// How token requests are written.
    enum class Dialect {
        ExpressJson, ///< JSON bodies: `{"username","password"}` and `{"token"}`. First-party servers only (RFC 9700
                     ///< §2.4).
        OAuth2, ///< `application/x-www-form-urlencoded` (RFC 6749 §6).
    };

    /// A first-party server that offers `/login`, `/token` and `/logout` below `baseUrl`; its origin may get the token.
    static ServerProfile express(const QUrl &baseUrl);
    /// A public client of an RFC 6749 server. No origin may get the token until `allowedOrigins` is set.
    static ServerProfile oauth2(const QUrl &tokenEndpoint, const QString &clientId);

    Dialect dialect = Dialect::OAuth2;
    QString issuer = {}; ///< Names the keychain item together with the account.
    QUrl logInEndpoint = {}; ///< Empty: not offered, as for every endpoint.
    QUrl tokenEndpoint = {};
    QUrl logOutEndpoint = {};
    QUrl revocationEndpoint = {}; ///< RFC 7009 §2.
    QString clientId = {}; ///< RFC 6749 §2.2.
    QStringList scopes = {}; ///< RFC 6749 §3.3, as asked for.
    QList<QUrl> allowedOrigins = {}; ///< Scheme, host and port: where the access token may go.
    QList<int> rejectedStatusCodes = { 401 }; ///< Of a protected resource: the access token is refused.
    QList<int>
        deadStatusCodes = {}; ///< Of the token endpoint, without a readable OAuth error: the refresh token is dead.
    bool jwtExpiryHint =
        false; ///< Lifetime from the JWT's `exp - iat` where the answer has no expiry (RFC 9068 §6: a hint).
    std::chrono::seconds defaultLifetime { 300 }; ///< Where nothing says how long.

    /// One sentence, translated, for each mistake; empty: the profile can be used.
    QStringList problems() const;

    friend bool operator==(const ServerProfile &, const ServerProfile &) = default;
};

TOKENMANAGER_EXPORT QDebug operator<<(QDebug debug, const ServerProfile &profile);

} // namespace tokenmanager

Q_DECLARE_METATYPE(tokenmanager::ServerProfile)

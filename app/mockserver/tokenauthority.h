// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "accesstokens.h"
#include "refreshtokens.h"
#include "requestlog.h"
#include "settings.h"

namespace mockserver {

/// What a log-in or an exchange gives.
struct IssuedTokens
{
    QByteArray accessToken;
    QByteArray refreshToken; ///< empty: the client keeps the one it has
    qint64 expiresIn = 0; ///< seconds, of the access token
};

/// Issues, exchanges and judges tokens by the settings and the server's clock, and writes down the checks it makes.
class TokenAuthority
{
public:
    explicit TokenAuthority(const Settings &settings)
        : m_settings(settings)
    { }

    /// The clock that stamps and judges tokens: the machine's, moved by Settings::clockOffset.
    [[nodiscard]] qint64 now() const;

    IssuedTokens logIn(const QString &user);
    /// POST /token's checks after "token present", in the tutorial's order; nothing where one fails.
    std::optional<IssuedTokens> exchange(const QByteArray &refreshToken, RequestRecord &record);
    /// The checks of a protected route after "token present". \return the user; nothing where one fails.
    [[nodiscard]] std::optional<QString> authorize(QByteArrayView accessToken, RequestRecord &record) const;

    [[nodiscard]] AccessTokens &access() { return m_access; }
    [[nodiscard]] RefreshTokens &refresh() { return m_refresh; }

private:
    std::optional<IssuedTokens> exchangeAgain(const RefreshTokens::Entry &exchanged);
    [[nodiscard]] QByteArray issueAccess(const QString &user);

    const Settings &m_settings;
    AccessTokens m_access;
    RefreshTokens m_refresh;
};

} // namespace mockserver

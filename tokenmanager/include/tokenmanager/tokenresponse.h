// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/export.h>

#include <QByteArray>
#include <QMetaType>
#include <QStringList>

#include <chrono>
#include <optional>

class QDebug;

namespace tokenmanager {

/// A successful answer of a token endpoint (RFC 6749 §5.1), for tokens that were obtained by other means. A value.
struct TokenResponse
{
    QByteArray accessToken = {}; ///< A secret.
    QByteArray tokenType = "Bearer"; ///< Compared without case (RFC 6749 §5.1).
    QByteArray refreshToken = {}; ///< A secret; empty: none was issued.
    std::optional<std::chrono::seconds> expiresIn = {}; ///< 0 and less, or nullopt: unknown.
    QStringList scopes = {}; ///< Empty: as asked for.

    friend bool operator==(const TokenResponse &, const TokenResponse &) = default;
};

/// Prints the type, the lifetime and whether there are tokens; never a token.
TOKENMANAGER_EXPORT QDebug operator<<(QDebug debug, const TokenResponse &response);

} // namespace tokenmanager

Q_DECLARE_METATYPE(tokenmanager::TokenResponse)

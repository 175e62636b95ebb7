// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/export.h>

#include <QByteArray>
#include <QDateTime>
#include <QMetaType>
#include <QStringList>

#include <optional>

class QDebug;

namespace tokenmanager {

/// An access token as the server issued it (RFC 6749 §1.4, §5.1), with what the client knows of it. A value.
struct AccessToken
{
    QByteArray value = {}; ///< As received: printable ASCII (RFC 6750 §2.1). A secret.
    QByteArray type = {}; ///< "Bearer" or "DPoP", spelled so whatever the server's case (RFC 6749 §5.1, §7.1).
    std::optional<QDateTime> expiresAt = {}; ///< UTC, by the injected clock; nullopt: nobody said.
    QStringList scopes = {}; ///< As granted; as asked for where the answer is silent (RFC 6749 §3.3).
    quint64 generation = 0; ///< Grows by one with every token; never starts again within one TokenManager.

    friend bool operator==(const AccessToken &, const AccessToken &) = default;
};

/// Prints the type, the generation and the expiry; never the value.
TOKENMANAGER_EXPORT QDebug operator<<(QDebug debug, const AccessToken &token);

} // namespace tokenmanager

Q_DECLARE_METATYPE(tokenmanager::AccessToken)

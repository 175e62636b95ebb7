// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>

namespace mockserver {

/// What a token of this server says (RFC 7519 §4.1, and `name` as the tutorial has it).
struct Claims
{
    QString name;
    qint64 issuedAt = 0; ///< seconds since 1970
    qint64 expiresAt = 0;
    QByteArray id;
};

/// JSON Web Tokens with HS256 and nothing else (RFC 7515, RFC 8725 §3.1).
class Jwt
{
public:
    explicit Jwt(QByteArray key)
        : m_key(std::move(key))
    { }

    [[nodiscard]] QByteArray sign(const Claims &claims) const;
    /// The claims of a token that this key signed with HS256; nothing for any other, whatever its header says. Expiry
    /// is not looked at.
    [[nodiscard]] std::optional<Claims> verify(QByteArrayView token) const;

private:
    [[nodiscard]] QByteArray signature(QByteArrayView signedPart) const;

    QByteArray m_key;
};

} // namespace mockserver

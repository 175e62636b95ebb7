// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "recordedrequest.h"

#include <QHash>
#include <QString>
#include <QStringList>

namespace latchkey {

/// What the server has issued and which refresh tokens it holds, followed from what it recorded and from what the
/// player did to it: its answers are not recorded, so issued tokens are counted.
class TokenBook
{
public:
    void setRotation(bool rotation) { m_rotation = rotation; }

    /// Enters one recorded request. \return the names of the tokens its answer carries: "AT-2", "AT-1, RT-1", "".
    QString enter(const RecordedRequest &request);
    void revokeAll() { m_held.clear(); } ///< The player had the server forget every refresh token.
    void tamper(bool inStore, const QString &digest); ///< Of the newest refresh token, in the client or in both.
    void learnDigest(const QString &name, const QString &digest);

    QString newestRefreshToken() const; ///< "RT-1", "RT-1 (altered)"; "none" before the first log-in.
    QStringList held() const; ///< The server's list, as labels.
    QString nameOf(const QString &digest) const { return m_digests.key(digest); } ///< Empty: never seen.
    QHash<QString, QString> digests() const { return m_digests; } ///< By name.
    QString label(const QString &name) const; ///< With its digest, if that is known: "RT-1 •••• 7c1e".

private:
    QString issue(bool refreshToken);
    QString newestName() const;

    bool m_rotation = false;
    quint64 m_accessTokens = 0;
    quint64 m_refreshTokens = 0;
    bool m_tampered = false;
    QStringList m_held;
    QHash<QString, QString> m_digests;
};

} // namespace latchkey

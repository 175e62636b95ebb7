// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "jwt.h"

#include <QHash>

#include <deque>

namespace mockserver {

/// The access tokens of this run: signs them, numbers them AT-1, AT-2, …, and judges what requests carry.
///
/// A token that was issued here is known by its text, which is cheaper than its signature. The newest 10,000 are
/// known; an older one counts as expired.
class AccessTokens
{
public:
    struct Verdict
    {
        bool signatureValid = false;
        bool notExpired = false;
        std::optional<quint64> generation {};
        QString user {};
    };

    AccessTokens();

    QByteArray issue(const QString &user, qint64 nowMs, qint64 lifetimeSeconds);
    [[nodiscard]] Verdict judge(QByteArrayView token, qint64 nowMs) const;

    /// These return how many tokens were alive until then. What is expired here stays so, wherever the clock goes.
    int expireAll(qint64 nowMs);
    int expireUser(const QString &user, qint64 nowMs);
    int expireToken(const QByteArray &token, qint64 nowMs);

private:
    struct Issued
    {
        quint64 generation = 0;
        QString user {};
        qint64 expiresAtMs = 0; ///< to the millisecond: `exp` has whole seconds, `expiresIn` is to be the truth
        bool expiredByControl = false;
    };

    template <typename Selects>
    int expireWhere(qint64 nowMs, Selects selects);

    Jwt m_jwt;
    quint64 m_lastGeneration = 0;
    QHash<QByteArray, Issued> m_issued;
    std::deque<QByteArray> m_order;
};

} // namespace mockserver

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "accesstokens.h"

#include "secret.h"

namespace mockserver {

namespace {
constexpr qsizetype mostAccessTokens = 10'000;
}

AccessTokens::AccessTokens()
    : m_jwt(randomSecret(32))
{ }

QByteArray AccessTokens::issue(const QString &user, qint64 nowMs, qint64 lifetimeSeconds)
{
    const qint64 issuedAt = nowMs / 1000;
    const QByteArray token = m_jwt.sign({ user, issuedAt, issuedAt + lifetimeSeconds, randomSecret(16) });
    m_issued.insert(token, { ++m_lastGeneration, user, nowMs + lifetimeSeconds * 1000 });
    m_order.push_back(token);
    if (m_issued.size() > mostAccessTokens) {
        m_issued.remove(m_order.front());
        m_order.pop_front();
    }
    return token;
}

AccessTokens::Verdict AccessTokens::judge(QByteArrayView token, qint64 nowMs) const
{
    const auto found = m_issued.constFind(QByteArray::fromRawData(token.data(), token.size()));
    if (found == m_issued.constEnd())
        return { .signatureValid = m_jwt.verify(token).has_value() };
    return { true, !found->expiredByControl && nowMs < found->expiresAtMs, found->generation, found->user };
}

template <typename Selects>
int AccessTokens::expireWhere(qint64 nowMs, Selects selects)
{
    int alive = 0;
    for (Issued &issued : m_issued) {
        if (!selects(issued))
            continue;
        alive += !issued.expiredByControl && nowMs < issued.expiresAtMs;
        issued.expiredByControl = true;
    }
    return alive;
}

int AccessTokens::expireAll(qint64 nowMs)
{
    return expireWhere(nowMs, [](const Issued &) { return true; });
}

int AccessTokens::expireUser(const QString &user, qint64 nowMs)
{
    return expireWhere(nowMs, [&](const Issued &issued) { return issued.user == user; });
}

int AccessTokens::expireToken(const QByteArray &token, qint64 nowMs)
{
    const auto found = m_issued.constFind(token);
    if (found == m_issued.constEnd())
        return 0;
    return expireWhere(
        nowMs, [generation = found->generation](const Issued &issued) { return issued.generation == generation; });
}

} // namespace mockserver

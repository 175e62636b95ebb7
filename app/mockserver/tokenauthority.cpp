// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "tokenauthority.h"

#include <chrono>

namespace mockserver {

namespace {

constexpr qint64 graceMs = 10'000;

bool passes(RequestRecord &record, const char *check, bool result)
{
    record.checks.push_back({ check, result });
    return result;
}

} // namespace

qint64 TokenAuthority::now() const
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count() + m_settings.clockOffset;
}

QByteArray TokenAuthority::issueAccess(const QString &user)
{
    return m_access.issue(user, now(), m_settings.accessLifetime);
}

IssuedTokens TokenAuthority::logIn(const QString &user)
{
    return { issueAccess(user), m_refresh.issue(user, now(), m_settings.refreshLifetime), m_settings.accessLifetime };
}

std::optional<IssuedTokens> TokenAuthority::exchange(const QByteArray &refreshToken, RequestRecord &record)
{
    const auto entry = m_refresh.find(refreshToken);
    if (entry)
        record.tokenGeneration = entry->generation;
    if (!passes(record, "token in list", entry && entry->isListed()))
        return entry ? exchangeAgain(*entry) : std::nullopt;
    if (!passes(record, "signature valid", m_refresh.isSigned(refreshToken)))
        return std::nullopt;
    if (!passes(record, "not expired", now() < entry->expiresAtMs))
        return std::nullopt;
    m_refresh.touch(entry->family);
    IssuedTokens issued { issueAccess(entry->user), {}, m_settings.accessLifetime };
    if (m_settings.rotation)
        issued.refreshToken = m_refresh.rotate(refreshToken, now(), m_settings.refreshLifetime);
    return issued;
}

/// An exchanged token has come back: lost answer or theft (RFC 9700 §4.14.2).
std::optional<IssuedTokens> TokenAuthority::exchangeAgain(const RefreshTokens::Entry &exchanged)
{
    const bool early = m_settings.reuse == Reuse::Grace && now() - exchanged.exchangedAtMs <= graceMs;
    if (early && m_refresh.find(exchanged.successor))
        return IssuedTokens { issueAccess(exchanged.user), exchanged.successor, m_settings.accessLifetime };
    if (m_settings.reuse != Reuse::Off)
        m_refresh.removeFamily(exchanged.family);
    return std::nullopt;
}

std::optional<QString> TokenAuthority::authorize(QByteArrayView accessToken, RequestRecord &record) const
{
    const AccessTokens::Verdict verdict = m_access.judge(accessToken, now());
    record.tokenGeneration = verdict.generation;
    if (!passes(record, "signature valid", verdict.signatureValid)
        || !passes(record, "not expired", verdict.notExpired))
        return std::nullopt;
    return verdict.user;
}

} // namespace mockserver

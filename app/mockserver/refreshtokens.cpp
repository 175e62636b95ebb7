// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "refreshtokens.h"

#include "secret.h"

namespace mockserver {

namespace {
constexpr qsizetype mostFamilies = 10'000;
constexpr std::size_t mostExchanged = 20'000;
} // namespace

RefreshTokens::RefreshTokens()
    : m_jwt(randomSecret(32))
{ }

QByteArray RefreshTokens::add(quint64 family, const QString &user, qint64 nowMs, qint64 lifetimeSeconds)
{
    const qint64 issuedAt = nowMs / 1000;
    const QByteArray token = m_jwt.sign({ user, issuedAt, issuedAt + lifetimeSeconds, randomSecret(16) });
    m_entries.insert(token, { ++m_lastGeneration, family, user, nowMs + lifetimeSeconds * 1000, {}, 0 });
    m_families[family].tokens.append(token);
    return token;
}

QByteArray RefreshTokens::issue(const QString &user, qint64 nowMs, qint64 lifetimeSeconds)
{
    const quint64 family = ++m_lastFamily;
    m_families.insert(family, { {}, m_byUse.insert(m_byUse.end(), family) });
    if (m_families.size() > mostFamilies)
        removeFamily(m_byUse.front());
    return add(family, user, nowMs, lifetimeSeconds);
}

QByteArray RefreshTokens::rotate(const QByteArray &token, qint64 nowMs, qint64 lifetimeSeconds)
{
    const Entry old = m_entries.value(token);
    const QByteArray successor = add(old.family, old.user, nowMs, lifetimeSeconds);
    m_entries[token].successor = successor;
    m_entries[token].exchangedAtMs = nowMs;
    rememberExchanged(token);
    return successor;
}

void RefreshTokens::rememberExchanged(const QByteArray &token)
{
    m_exchanged.push_back(token);
    if (m_exchanged.size() <= mostExchanged)
        return;
    const auto oldest = m_entries.constFind(m_exchanged.front());
    if (oldest != m_entries.constEnd()) { // its family may be gone already
        m_families[oldest->family].tokens.removeOne(oldest.key());
        m_entries.erase(oldest);
    }
    m_exchanged.pop_front();
}

std::optional<RefreshTokens::Entry> RefreshTokens::find(const QByteArray &token) const
{
    const auto found = m_entries.constFind(token);
    return found == m_entries.constEnd() ? std::nullopt : std::optional(*found);
}

void RefreshTokens::touch(quint64 family)
{
    const auto found = m_families.constFind(family);
    if (found != m_families.constEnd())
        m_byUse.splice(m_byUse.end(), m_byUse, found->use);
}

int RefreshTokens::remove(const QByteArray &token)
{
    const auto entry = find(token);
    return entry && entry->isListed() ? removeFamily(entry->family) : 0;
}

int RefreshTokens::removeFamily(quint64 family)
{
    const auto found = m_families.constFind(family);
    if (found == m_families.constEnd())
        return 0;
    int listed = 0;
    for (const QByteArray &token : found->tokens)
        listed += m_entries.take(token).isListed();
    m_byUse.erase(found->use);
    m_families.erase(found);
    return listed;
}

int RefreshTokens::removeUser(const QString &user)
{
    QList<quint64> families;
    for (auto family = m_families.constBegin(); family != m_families.constEnd(); ++family)
        if (m_entries.value(family->tokens.first()).user == user)
            families.append(family.key());
    int removed = 0;
    for (const quint64 family : families)
        removed += removeFamily(family);
    return removed;
}

int RefreshTokens::removeAll()
{
    int removed = 0;
    while (!m_byUse.empty())
        removed += removeFamily(m_byUse.front());
    return removed;
}

std::optional<QByteArray> RefreshTokens::tamper(const QByteArray &token)
{
    const auto entry = find(token);
    if (!entry || !entry->isListed())
        return std::nullopt;
    QByteArray tampered = token;
    char &first = tampered[tampered.lastIndexOf('.') + 1]; // the last character has bits that mean nothing
    first = first == 'A' ? 'B' : 'A';
    m_entries.remove(token);
    m_entries.insert(tampered, *entry);
    QList<QByteArray> &tokens = m_families[entry->family].tokens;
    tokens[tokens.indexOf(token)] = tampered;
    return tampered;
}

} // namespace mockserver

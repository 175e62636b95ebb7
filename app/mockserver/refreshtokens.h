// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "jwt.h"

#include <QHash>
#include <QList>

#include <deque>
#include <list>

namespace mockserver {

/// The server's list of refresh tokens, and those that were exchanged. All that descend from one log-in are a family.
///
/// 10,000 families are kept, the one used longest ago leaves first; of the exchanged ones the newest 20,000.
class RefreshTokens
{
public:
    struct Entry
    {
        quint64 generation = 0;
        quint64 family = 0;
        QString user;
        qint64 expiresAtMs = 0;
        QByteArray successor; ///< what it was exchanged for; empty while it is in the list
        qint64 exchangedAtMs = 0;

        [[nodiscard]] bool isListed() const { return successor.isEmpty(); }
    };

    RefreshTokens();

    /// The first of a new family.
    QByteArray issue(const QString &user, qint64 nowMs, qint64 lifetimeSeconds);
    /// Takes `token` out of the list and puts a new one of its family there.
    QByteArray rotate(const QByteArray &token, qint64 nowMs, qint64 lifetimeSeconds);

    [[nodiscard]] std::optional<Entry> find(const QByteArray &token) const;
    [[nodiscard]] bool isSigned(const QByteArray &token) const { return m_jwt.verify(token).has_value(); }
    void touch(quint64 family);

    /// These return how many tokens left the list.
    int remove(const QByteArray &token);
    int removeFamily(quint64 family);
    int removeUser(const QString &user);
    int removeAll();

    /// Changes one character of the signature; the list has the result in the place of `token`.
    std::optional<QByteArray> tamper(const QByteArray &token);

private:
    struct Family
    {
        QList<QByteArray> tokens;
        std::list<quint64>::iterator use;
    };

    QByteArray add(quint64 family, const QString &user, qint64 nowMs, qint64 lifetimeSeconds);
    void rememberExchanged(const QByteArray &token);

    Jwt m_jwt;
    quint64 m_lastGeneration = 0;
    quint64 m_lastFamily = 0;
    QHash<QByteArray, Entry> m_entries;
    QHash<quint64, Family> m_families;
    std::list<quint64> m_byUse; ///< the one used longest ago first
    std::deque<QByteArray> m_exchanged;
};

} // namespace mockserver

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "sessionhub.h"

#include "relay.h"

#include <QCoreApplication>

#include <algorithm>

namespace tokenmanager {

namespace {
struct HubTexts
{
    Q_DECLARE_TR_FUNCTIONS(tokenmanager::TokenManager)
};
} // namespace

TokenError cancelledError()
{
    return { .kind = TokenError::Kind::Cancelled, .message = HubTexts::tr("The request was cancelled.") };
}

TokenError notSignedInError()
{
    return { .kind = TokenError::Kind::NotSignedIn, .message = HubTexts::tr("Nobody is logged in.") };
}

SessionHub::SessionHub(ServerProfile profile, std::shared_ptr<Clock> clock)
    : m_profile(std::move(profile))
    , m_clock(std::move(clock))
{ }

quint64 SessionHub::currentSession() const
{
    const QMutexLocker lock(&m_mutex);
    return m_snapshot.session;
}

std::optional<AccessToken> SessionHub::usableToken(quint64 session) const
{
    const auto now = m_clock->elapsed();
    const QMutexLocker lock(&m_mutex);
    const Snapshot &known = m_snapshot;
    if (known.session != session || !known.token || known.token->generation <= m_refusedGeneration
        || !isFresh(known.life, now, known.leeway))
        return {};
    return known.token;
}

std::optional<AccessToken> SessionHub::token(quint64 session) const
{
    const QMutexLocker lock(&m_mutex);
    return m_snapshot.session == session ? m_snapshot.token : std::nullopt;
}

void SessionHub::ask(const Question &question, QObject *context, Done done)
{
    post({ .question = question, .done = Relay::to(context, std::move(done)) });
}

void SessionHub::post(Wish wish)
{
    {
        const QMutexLocker lock(&m_mutex);
        if (m_wake) {
            // From here on nothing more is sent with the refused token, whichever thread asks.
            m_refusedGeneration = std::max(m_refusedGeneration, wish.question.refusedGeneration);
            const bool wasEmpty = isEmpty();
            m_mail.wishes.push_back(std::move(wish));
            wakeUp(wasEmpty);
            return;
        }
    }
    wish.done(cancelledError());
}

void SessionHub::trace(TraceEvent event)
{
    const QMutexLocker lock(&m_mutex);
    if (!m_wake)
        return;
    const bool wasEmpty = isEmpty();
    event.time = m_clock->now();
    m_mail.events.push_back(std::move(event));
    wakeUp(wasEmpty);
}

void SessionHub::reportUselessRefresh(int status, quint64 generation)
{
    const QMutexLocker lock(&m_mutex);
    if (status != 401)
        m_uselessGeneration = std::max(m_uselessGeneration, generation);
    if (!m_wake)
        return;
    const bool wasEmpty = isEmpty();
    m_mail.uselessGenerations.push_back(generation);
    wakeUp(wasEmpty);
}

bool SessionHub::isRefusal(int status, quint64 generation) const
{
    if (!m_profile.rejectedStatusCodes.contains(status))
        return false;
    // A 403 may mean "forbidden" too: once a fresh token was refused so, its life is not spent on asking again.
    const QMutexLocker lock(&m_mutex);
    return status == 401 || generation > m_uselessGeneration;
}

std::optional<TokenError> SessionHub::endOf(quint64 session) const
{
    const QMutexLocker lock(&m_mutex);
    if (const auto end = m_ends.find(session); end != m_ends.end())
        return end->second;
    return m_wake ? std::nullopt : std::optional(cancelledError());
}

bool SessionHub::isGone() const
{
    const QMutexLocker lock(&m_mutex);
    return !m_wake;
}

void SessionHub::open(Wake wake)
{
    const QMutexLocker lock(&m_mutex);
    m_wake = std::move(wake);
}

void SessionHub::close()
{
    Mail mail;
    {
        const QMutexLocker lock(&m_mutex);
        m_wake = nullptr;
        m_snapshot = {};
        mail = std::exchange(m_mail, {});
    }
    for (const Wish &wish : mail.wishes)
        wish.done(cancelledError());
}

void SessionHub::publish(const Snapshot &snapshot)
{
    const QMutexLocker lock(&m_mutex);
    m_snapshot = snapshot;
}

void SessionHub::end(quint64 session, const TokenError &reason)
{
    const QMutexLocker lock(&m_mutex);
    m_ends.emplace(session, reason);
}

bool SessionHub::isRefused(quint64 generation) const
{
    const QMutexLocker lock(&m_mutex);
    return generation <= m_refusedGeneration;
}

void SessionHub::forgiveRefusal(quint64 generation)
{
    const QMutexLocker lock(&m_mutex);
    if (m_refusedGeneration == generation)
        --m_refusedGeneration;
}

SessionHub::Mail SessionHub::takeMail()
{
    const QMutexLocker lock(&m_mutex);
    return std::exchange(m_mail, {});
}

bool SessionHub::isEmpty() const
{
    return m_mail.wishes.empty() && m_mail.events.empty() && m_mail.uselessGenerations.empty();
}

void SessionHub::wakeUp(bool wasEmpty)
{
    if (wasEmpty)
        m_wake();
}

} // namespace tokenmanager

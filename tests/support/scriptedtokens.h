// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/networkaccessmanager.h>
#include <tokenmanager/virtualclock.h>

#include "tokensource.h"

#include <QHash>
#include <QList>
#include <QPointer>

#include <set>

namespace testing {

/// A session whose tokens the test deals. Tokens are called "AT-1", "AT-2", … by their generation.
class ScriptedTokens : public tokenmanager::TokenSource
{
public:
    explicit ScriptedTokens(const QList<QUrl> &allowedOrigins);

    // What the test sets and reads.
    std::optional<tokenmanager::AccessToken> current = makeToken(1);
    bool isStale = false; ///< The clock knows that the current token has expired.
    bool answersAtOnce = true; ///< A refresh ends by itself, with the next token; else settle() ends it.
    bool isTracing = false;
    bool gone = false;
    int refreshes = 0;
    QList<Question> questions;
    QList<tokenmanager::TraceEvent> events;
    QList<std::pair<int, quint64>> useless;
    std::set<std::pair<int, quint64>> notRefusals; ///< Status and generation that isRefusal() denies.

    static tokenmanager::AccessToken makeToken(quint64 generation);
    bool isWaiting() const { return !m_waiters.isEmpty(); }
    /// The running refresh ends.
    void settle(const tokenmanager::TokenResult &result);
    void settleWithNextToken() { settle(makeToken(current ? current->generation + 1 : 1)); }
    /// The session ends; a new one begins with `next`, if given.
    void endSession(tokenmanager::TokenError::Kind kind, std::optional<tokenmanager::AccessToken> next = {});

    const tokenmanager::ServerProfile &profile() const override { return m_profile; }
    const std::shared_ptr<tokenmanager::Clock> &clock() const override { return m_clock; }
    tokenmanager::VirtualClock &virtualClock() const { return *m_virtualClock; }
    quint64 currentSession() const override { return m_ends.contains(m_session) ? 0 : m_session; }
    std::optional<tokenmanager::AccessToken> usableToken(quint64 session) const override;
    std::optional<tokenmanager::AccessToken> token(quint64 session) const override;
    void ask(const Question &question, QObject *context, Done done) override;
    std::optional<tokenmanager::TokenError> endOf(quint64 session) const override;
    bool isGone() const override { return gone; }
    bool isRefusal(int status, quint64 generation) const override;
    void reportUselessRefresh(int status, quint64 generation) override { useless.append({ status, generation }); }
    quint64 nextRequestId() override { return ++m_requests; }
    bool isTraced() const override { return isTracing; }
    void trace(tokenmanager::TraceEvent event) override { events += event; }

private:
    struct Waiter
    {
        quint64 session = 0;
        QPointer<QObject> context;
        Done done;
    };
    static void tell(const Waiter &waiter, const tokenmanager::TokenResult &result);
    void beginRefresh();

    tokenmanager::ServerProfile m_profile;
    std::shared_ptr<tokenmanager::VirtualClock> m_virtualClock;
    std::shared_ptr<tokenmanager::Clock> m_clock;
    quint64 m_session = 1;
    quint64 m_requests = 0;
    quint64 m_refused = 0;
    QHash<quint64, tokenmanager::TokenError> m_ends;
    QList<Waiter> m_waiters;
    QObject m_loop;
};

/// The drop-in over scripted tokens.
class ScriptedNetwork : public tokenmanager::NetworkAccessManager
{
public:
    explicit ScriptedNetwork(const std::shared_ptr<ScriptedTokens> &tokens, QObject *parent = nullptr)
        : NetworkAccessManager(tokens, parent)
    { }
};

} // namespace testing

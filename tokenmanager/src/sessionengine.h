// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "breaker.h"
#include "clocktimer.h"
#include "refreshexchange.h"
#include "refreshmachine.h"
#include "session.h"
#include "sessionhub.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace tokenmanager {

/// Keeps one session's access token fresh. Turns what happens into events of the refresh machine and carries out its
/// actions: one exchange at a time for timer, refusal, start-up and "refresh now"; everybody who waits gets its
/// outcome.
class SessionEngine : public QObject
{
    Q_OBJECT

public:
    using Done = SessionHub::Done;

    explicit SessionEngine(const SessionParts &parts, QObject *parent = nullptr);
    ~SessionEngine() override; ///< Who still waits gets Cancelled.

    const refresh::State &state() const { return m_state; }
    const std::optional<Session> &session() const { return m_session; }
    const std::optional<TokenError> &lastError() const { return m_lastError; }
    void setLastError(const std::optional<TokenError> &error) { m_lastError = error; }
    const RefreshLeeway &leeway() const { return m_leeway; }
    void setLeeway(const RefreshLeeway &leeway);

    quint64 newSessionNumber() { return ++m_lastSession; }
    /// Gives a session its next access token.
    /// \param sentAt when it was asked for, by Clock::elapsed()
    void grant(Session &session, const TokenAnswer::Access &access, std::chrono::nanoseconds sentAt);

    // Each is a turn of the caller's.
    void open(Session session); ///< A session with its token begins.
    void restore(Session session); ///< A stored session goes on; its first refresh starts.
    /// The session, if there is one, is over without the server's doing; nobody is logged in.
    void close(const TokenError &reason);

    /// Wishes of a session that is being opened wait until it is, or until failPending().
    void want(SessionHub::Wish wish);
    void failPending(quint64 session, const TokenError &error);
    void refreshWasUseless(quint64 generation);

Q_SIGNALS:
    void changed(); ///< State, token or error: whatever a snapshot shows.
    void tokenChanged();

private:
    void dispatch(const refresh::Event &event);
    void perform(refresh::Action action, const refresh::Event &event);
    void wantNow(SessionHub::Wish wish);
    void requestRefresh();
    std::optional<AccessToken> answerAtHand(const TokenSource::Question &question) const;

    void startExchange();
    void settle(const RefreshExchange::Outcome &outcome);
    void renew(const RefreshExchange::Renewed &renewed);
    void fail(const RefreshExchange::Failed &failed);
    void endSession();
    void storeSession();
    void noteSaved(const QByteArray &record);
    void releaseLock();

    void scheduleRetry(const refresh::Event &event);
    void startRoundTimer();
    void watchExpiry();
    void lookAtExpiry();

    void resumeWaiters();
    void failWaiters(const TokenError &error, bool impatientOnly = false);
    TokenError errorFor(const refresh::Event &event) const;
    void traceExchange(const RefreshExchange &exchange, const RefreshExchange::Outcome &outcome);
    void traceDue();
    QString planAfterDue() const;
    void tracePause(std::chrono::milliseconds pause);

    const SessionParts m_parts;
    refresh::State m_state;
    std::optional<Session> m_session;
    std::optional<TokenError> m_lastError;
    RefreshLeeway m_leeway;
    std::vector<SessionHub::Wish> m_waiters;
    quint64 m_lastSession = 0;
    quint64 m_lastGeneration = 0;
    quint64 m_lastRefresh = 0;

    std::unique_ptr<RefreshExchange> m_exchange;
    LockWait::Held m_lock;
    Breaker m_breaker;
    quint64 m_uselessGeneration = 0;
    std::chrono::nanoseconds m_embargoUntil { 0 }; // the server's last order to wait
    ClockTimer m_retryTimer;
    ClockTimer m_roundTimer;
    ClockTimer m_expiryTimer;
};

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "tokenlife.h"
#include "tokensource.h"

#include <QMutex>

#include <atomic>
#include <functional>
#include <map>
#include <vector>

namespace tokenmanager {

/// The part of a TokenManager that other threads see: the current session as a value behind a mutex, and an inbox for
/// what only the manager's own thread can answer. Outlives the manager.
class SessionHub : public TokenSource
{
public:
    /// What everybody may know. Published by the manager after each change.
    struct Snapshot
    {
        quint64 session = 0; ///< The living session, else the one being opened; 0: none.
        std::optional<AccessToken> token = {};
        TokenLife life = {};
        RefreshLeeway leeway = {};
    };
    /// One caller's wish, waiting for the manager's thread.
    struct Wish
    {
        Question question = {};
        bool refreshNow = false;
        Done done = {}; ///< Called in the manager's thread, or where the hub is closed.
    };

    SessionHub(ServerProfile profile, std::shared_ptr<Clock> clock);

    const ServerProfile &profile() const override { return m_profile; }
    const std::shared_ptr<Clock> &clock() const override { return m_clock; }
    quint64 currentSession() const override;
    std::optional<AccessToken> usableToken(quint64 session) const override;
    std::optional<AccessToken> token(quint64 session) const override;
    void ask(const Question &question, QObject *context, Done done) override;
    std::optional<TokenError> endOf(quint64 session) const override;
    bool isGone() const override;
    bool isRefusal(int status, quint64 generation) const override;
    void reportUselessRefresh(int status, quint64 generation) override;
    quint64 nextRequestId() override { return ++m_lastRequestId; }
    bool isTraced() const override { return m_traced.load(std::memory_order_relaxed); }
    void trace(TraceEvent event) override;

    /// Hands a wish to the manager's thread, to be answered from its event loop. After close(): Cancelled, at once.
    void post(Wish wish);

    // For the manager, in its thread.
    using Wake = std::function<void()>;
    void open(Wake wake); ///< `wake` arranges for takeMail() from the manager's event loop; called from any thread.
    void close(); ///< The manager is going: whatever waits ends with Cancelled.
    void publish(const Snapshot &snapshot);
    void end(quint64 session, const TokenError &reason);
    void setTraced(bool traced) { m_traced.store(traced, std::memory_order_relaxed); }
    /// True if a server refused this generation and nothing says that it was for another reason than its age.
    bool isRefused(quint64 generation) const;
    /// The refresh that a refusal asked for cannot be had: the refusal may have had another reason.
    void forgiveRefusal(quint64 generation);

    struct Mail
    {
        std::vector<Wish> wishes = {};
        std::vector<TraceEvent> events = {};
        std::vector<quint64> uselessGenerations = {};
    };
    Mail takeMail();

private:
    void wakeUp(bool wasEmpty);
    bool isEmpty() const;

    const ServerProfile m_profile;
    const std::shared_ptr<Clock> m_clock;
    std::atomic<quint64> m_lastRequestId { 0 };
    std::atomic<bool> m_traced { false };

    mutable QMutex m_mutex; // guards everything below
    Wake m_wake;
    Mail m_mail;
    Snapshot m_snapshot;
    std::map<quint64, TokenError> m_ends;
    quint64 m_refusedGeneration = 0;
    quint64 m_uselessGeneration = 0; // the newest that was refused while fresh, otherwise than by 401
};

TokenError cancelledError();
TokenError notSignedInError();

} // namespace tokenmanager

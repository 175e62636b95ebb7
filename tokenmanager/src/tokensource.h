// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/clock.h>
#include <tokenmanager/serverprofile.h>
#include <tokenmanager/tokenresult.h>
#include <tokenmanager/traceevent.h>

#include <QObject>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace tokenmanager {

/// What a NetworkAccessManager knows of a session. Shared with the TokenManager and outlives it; every function may be
/// called from any thread. An interface so that requests can be tested against scripted tokens.
///
/// A *session* has a number that is never used again: a request belongs to the session it was asked under, and what was
/// asked under one session is never sent under another.
class TokenSource
{
public:
    using Done = std::function<void(const TokenResult &)>;

    /// Why and for whom a token is wanted.
    struct Question
    {
        quint64 session = 0; ///< As given by currentSession().
        quint64 refusedGeneration =
            0; ///< The answer must be newer than this one, which a server refused; 0: any fresh one.
        int refusedStatus = 0; ///< With which status it was refused.
        bool failOffline = false; ///< Give up at the first failed exchange.
        /// A token that is known to live shorter than this is refreshed first, once: for a body that cannot be sent
        /// again.
        std::chrono::milliseconds minimumLife { 0 };
    };

    virtual ~TokenSource() = default;

    virtual const ServerProfile &profile() const = 0; ///< Never changes.
    virtual const std::shared_ptr<Clock> &clock() const = 0;

    /// The session a request asked for now belongs to: the living one, else the one being opened; 0: there is none.
    virtual quint64 currentSession() const = 0;
    /// The session's token if a request may be sent with it at once: its session lives, it is not stale, and no server
    /// has refused it. Costs no event.
    virtual std::optional<AccessToken> usableToken(quint64 session) const = 0;
    /// The session's token at hand, fresh or not (for synchronous requests, and for replies to late refusals).
    virtual std::optional<AccessToken> token(quint64 session) const = 0;
    /// Asks for a token, refreshing if need be. `done` runs in `context`'s thread, from the event loop, exactly once,
    /// unless `context` is gone by then. `context` must be alive now.
    virtual void ask(const Question &question, QObject *context, Done done) = 0;
    /// Why a session that is over is over: InvalidGrant refused, NotSignedIn logged out, Cancelled replaced or gone.
    /// nullopt: it lives.
    virtual std::optional<TokenError> endOf(quint64 session) const = 0;
    /// True: the TokenManager is destroyed. Tells its end from that of a session that was replaced.
    virtual bool isGone() const = 0;

    /// True if an answer of `status` to a request sent with this generation says that the token is refused
    /// (ServerProfile::rejectedStatusCodes; a status other than 401 only until the generation was refused while fresh).
    virtual bool isRefusal(int status, quint64 generation) const = 0;
    /// A request that was sent again with a token fetched for it was refused again: the refresh did not help.
    virtual void reportUselessRefresh(int status, quint64 generation) = 0;

    virtual quint64 nextRequestId() = 0;
    /// False: nobody listens, so make no event.
    virtual bool isTraced() const = 0;
    /// Number and time are filled in by the receiver. Reaches TokenManager::traced in the manager's thread.
    virtual void trace(TraceEvent event) = 0;
};

} // namespace tokenmanager

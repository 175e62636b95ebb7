// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/tokenstore.h>

#include "lockwait.h"
#include "refreshmachine.h"
#include "session.h"
#include "tokenanswer.h"

#include <QObject>

#include <variant>

namespace tokenmanager {

/// One refresh (RFC 6749 §6), so that a kill at any moment loses nothing (D4): lock, read the record again, mark it as
/// in use, one `POST /token`. The refresh token in an answer is in the session before anything else is judged.
class RefreshExchange : public QObject
{
    Q_OBJECT

public:
    struct Renewed
    {
        TokenAnswer::Access access = {};
        std::chrono::nanoseconds sentAt { 0 };
    };
    struct Failed
    {
        TokenError error = {};
        refresh::Next next = refresh::Next::Later;
        bool sent = false; ///< The server may have seen it.
    };
    struct Refused
    {
        TokenError error = {};
    };
    struct Gone // another window has logged out
    { };
    using Outcome = std::variant<Renewed, Failed, Refused, Gone>;
    using Done = std::function<void(const Outcome &)>;

    /// \param session changed in place: the refresh token, and what the store is known to hold
    /// \param lock taken if it is not held yet, and left to the caller
    RefreshExchange(const SessionParts &parts, Session &session, LockWait::Held &lock, Done done);

    /// `done` runs once and may destroy this object; not before the event loop was reached.
    void start();

    /// "RT-1": what was sent last; empty: nothing was.
    const QString &tokenName() const { return m_tokenName; }

private:
    void readRecord();
    void compareRecord(const TokenStore::LoadResult &loaded);
    bool takeOver(const SessionRecord &record);
    void mark();
    void post();
    void keepRefreshToken(const TokenAnswer &answer);
    void lookForSibling(const TokenError &error);
    void finish(const Outcome &outcome);

    const SessionParts m_parts;
    Session &m_session;
    LockWait::Held &m_lock;
    Done m_done;
    LockWait m_lockWait;
    std::unique_ptr<QObject> m_request;
    std::chrono::nanoseconds m_sentAt { 0 };
    QString m_tokenName;
    bool m_lookedForSibling = false;
};

/// What a store's refusal means for whoever wants a token.
TokenError keychainError(const TokenStore::StoreError &error);

} // namespace tokenmanager

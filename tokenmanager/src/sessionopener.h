// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/tokenresponse.h>
#include <tokenmanager/tokenresult.h>
#include <tokenmanager/tokenstore.h>

#include "clocktimer.h"
#include "lockwait.h"
#include "session.h"
#include "tokenanswer.h"

#include <QObject>
#include <QPromise>

#include <memory>
#include <optional>

namespace tokenmanager {

class SessionEngine;

/// The ways into a session: log-in, tokens obtained by other means, and the store. The last call wins.
class SessionOpener : public QObject
{
    Q_OBJECT

public:
    SessionOpener(const SessionParts &parts, SessionEngine &engine, QString account, QObject *parent = nullptr);
    ~SessionOpener() override; ///< An unfinished future ends with Cancelled.

    QFuture<TokenResult> logIn(const QString &userName, const QString &password);
    QFuture<TokenResult> adopt(const TokenResponse &tokens);
    QFuture<TokenResult> restore();
    /// Ends what is going on, its future with `error`.
    void cancel(const TokenError &error);

    /// The session that is being opened; 0: none.
    quint64 session() const { return m_attempt ? m_attempt->session : 0; }
    bool isSigningIn() const { return m_attempt && m_attempt->kind != Kind::Restore; }

Q_SIGNALS:
    void changed();
    void storing(); ///< From here on the store holds a new session's record.
    /// The store holds a session that was logged out and whose log-out is not finished.
    void foundUnfinishedLogOut();

private:
    enum class Kind { LogIn, Adopt, Restore };
    using Promise = QPromise<TokenResult>;
    struct Attempt
    {
        Kind kind = Kind::LogIn;
        quint64 session = 0;
        std::shared_ptr<Promise> promise = {};
        QString userName = {}; ///< For the trace.
    };

    QFuture<TokenResult> begin(Kind kind);
    void finish(const TokenResult &result, const TokenError &forWaiters);
    void fail(const TokenError &error);

    void judgeLogIn(const TokenAnswer &answer, std::chrono::nanoseconds sentAt);
    void accept(const TokenAnswer &tokens, std::chrono::nanoseconds sentAt);
    void revoke(const QByteArray &refreshToken);
    void replaceLivingSession();
    void learnGeneration();
    void store();
    void storeNothing();
    void opened();

    void load();
    void judgeRecord(const TokenStore::LoadResult &loaded);
    void resume(const SessionRecord &record);
    void failRestore(const TokenStore::StoreError &error);
    void signedOut(const TokenError &error);
    void traceLogIn(const QString &result, int status);
    void traceRestore(const QString &result);

    const SessionParts m_parts;
    SessionEngine &m_engine;
    const QString m_account;
    std::optional<Attempt> m_attempt;
    Session m_session; // being opened
    std::unique_ptr<QObject> m_request;
    LockWait m_lockWait;
    LockWait::Held m_lock;
    ClockTimer m_loadAgain;
    int m_loadFailures = 0;
    quint64 m_loadNumber = 0; // of the newest load: an older one's result no longer counts
};

} // namespace tokenmanager

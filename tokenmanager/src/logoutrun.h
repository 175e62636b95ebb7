// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/tokenresult.h>

#include "lockwait.h"
#include "session.h"

#include <QObject>
#include <QPromise>

namespace tokenmanager {

/// A log-out after the session is over here: mark, server, store. Killed at any moment, the next start carries it on.
class LogOutRun : public QObject
{
    Q_OBJECT

public:
    /// \param session as it was; nullopt: the store may know of one
    LogOutRun(const SessionParts &parts, const QString &account, std::optional<Session> session, QObject *parent);
    ~LogOutRun() override; ///< An unfinished future ends with Cancelled.

    QFuture<LogOutResult> start();
    /// Somebody has logged in meanwhile: what is in the store now is theirs.
    void leaveStoreAlone() { m_storeIsOurs = false; }

private:
    void findRecord();
    void markRecord();
    void tellServer(const QByteArray &refreshToken);
    void emptyStore(const std::optional<TokenError> &serverError);
    void finish(const LogOutResult &result);
    void settle(const LogOutResult &result);

    const SessionParts m_parts;
    const QString m_account;
    std::optional<Session> m_session;
    QPromise<LogOutResult> m_promise;
    LockWait m_lockWait;
    LockWait::Held m_lock;
    bool m_storeIsOurs = true;
    bool m_finished = false;
};

} // namespace tokenmanager

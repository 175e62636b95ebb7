// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "logoutrun.h"

#include <tokenmanager/serverprofile.h>

#include "outbox.h"
#include "refreshexchange.h"
#include "revocation.h"
#include "sessionhub.h"
#include "signoutmark.h"
#include "storekeeper.h"
#include "trace.h"
#include "tracer.h"

#include <QPointer>

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;

LogOutRun::LogOutRun(const SessionParts &parts, const QString &account, std::optional<Session> session, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_account(account)
    , m_session(std::move(session))
{ }

LogOutRun::~LogOutRun()
{
    if (!m_finished)
        settle(cancelledError());
}

QFuture<LogOutResult> LogOutRun::start()
{
    m_promise.start();
    SignOutMark::set(m_parts.profile.issuer, m_account);
    m_lockWait.start(m_parts.clock, m_parts.keeper.lockPath(), [this](Expected<LockWait::Held, TokenError> lock) {
        if (lock)
            m_lock = std::move(*lock); // without it the log-out goes on: it must not hang on a stuck window
        if (m_session)
            markRecord();
        else
            findRecord();
    });
    return m_promise.future();
}

void LogOutRun::findRecord()
{
    m_parts.keeper.load(this, [this](const TokenStore::LoadResult &loaded) {
        const auto record =
            loaded ? SessionRecord::decode(*loaded) : Expected<SessionRecord, QString>(loaded.error().message);
        tellServer(record && belongsTo(*record, m_parts.profile) ? record->refreshToken : QByteArray());
    });
}

void LogOutRun::markRecord()
{
    if (!m_session->stored || !m_storeIsOurs)
        return tellServer(m_session->refreshToken);
    const SessionRecord record = recordOf(*m_session, m_parts.profile, SessionRecord::Phase::LoggingOut);
    m_parts.keeper.save(record.encode(), StoreKeeper::Persistence::Once, this,
        [this](const TokenStore::StoreResult &) { tellServer(m_session->refreshToken); });
}

void LogOutRun::tellServer(const QByteArray &refreshToken)
{
    auto *revocation = new Revocation(m_parts, refreshToken, this);
    revocation->start([this](const std::optional<TokenError> &error) {
        const Outbox::Turn turn(m_parts.outbox);
        emptyStore(error);
    });
}

void LogOutRun::emptyStore(const std::optional<TokenError> &serverError)
{
    const LogOutResult told = serverError ? LogOutResult(*serverError) : LogOutResult();
    if (!m_storeIsOurs)
        return finish(told);
    m_parts.keeper.remove(
        StoreKeeper::Persistence::UntilDone, this, [this, told](const TokenStore::StoreResult &removed) {
            const Outbox::Turn turn(m_parts.outbox);
            finish(told && !removed ? LogOutResult(keychainError(removed.error())) : told);
        });
}

void LogOutRun::finish(const LogOutResult &result)
{
    if (m_parts.tracer.isOn()) {
        TraceEvent event;
        event.action = u"Log out"_s;
        event.input = m_session ? m_parts.tracer.nameOf(m_session->refreshToken) : QString();
        event.result = result ? u"the server and the store were told"_s : result.error().message;
        event.httpStatus = result ? 0 : result.error().httpStatus;
        m_parts.tracer.add(std::move(event));
    }
    m_lock.reset();
    deleteLater();
    m_parts.outbox.tell([self = QPointer(this), result] {
        if (self)
            self->settle(result);
    });
}

void LogOutRun::settle(const LogOutResult &result)
{
    if (std::exchange(m_finished, true))
        return;
    m_promise.addResult(result);
    m_promise.finish();
}

} // namespace tokenmanager

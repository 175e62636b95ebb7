// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "sessionopener.h"

#include <tokenmanager/serverprofile.h>

#include "backoff.h"
#include "logging.h"
#include "outbox.h"
#include "refreshexchange.h"
#include "revocation.h"
#include "sessionengine.h"
#include "sessionhub.h"
#include "signoutmark.h"
#include "storekeeper.h"
#include "tokenchannel.h"
#include "tokendialect.h"
#include "trace.h"
#include "tracer.h"

#include <QCoreApplication>

#include <algorithm>

namespace tokenmanager {

using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

struct OpenerTexts
{
    Q_DECLARE_TR_FUNCTIONS(tokenmanager::TokenManager)
};

TokenError notOfferedError()
{
    return { .kind = TokenError::Kind::Rejected,
        .message = OpenerTexts::tr("This server does not take user names and passwords from a program.") };
}

TokenError unusableTokensError()
{
    return { .kind = TokenError::Kind::Malformed, .message = OpenerTexts::tr("These tokens cannot be used.") };
}

TokenError damagedRecordError(const QString &why)
{
    return { .kind = TokenError::Kind::Keychain,
        .message = OpenerTexts::tr("The saved session cannot be read: %1 Log in again to replace it.").arg(why) };
}

std::function<void(const TokenResult &)> answering(const std::shared_ptr<QPromise<TokenResult>> &promise)
{
    return [promise](const TokenResult &result) {
        promise->addResult(result);
        promise->finish();
    };
}

} // namespace

SessionOpener::SessionOpener(const SessionParts &parts, SessionEngine &engine, QString account, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_engine(engine)
    , m_account(std::move(account))
{ }

SessionOpener::~SessionOpener()
{
    if (m_attempt && m_attempt->promise)
        answering(m_attempt->promise)(cancelledError());
}

QFuture<TokenResult> SessionOpener::begin(Kind kind)
{
    cancel(cancelledError());
    m_attempt = Attempt { kind, m_engine.newSessionNumber(), std::make_shared<Promise>() };
    m_attempt->promise->start();
    if (kind != Kind::Restore)
        m_engine.setLastError({});
    Q_EMIT changed();
    return m_attempt->promise->future();
}

void SessionOpener::cancel(const TokenError &error)
{
    m_loadAgain.stop();
    m_loadFailures = 0;
    ++m_loadNumber;
    if (!m_attempt)
        return;
    if (m_session.token) { // issued already: nobody will ever use them
        revoke(m_session.refreshToken);
        m_parts.keeper.remove(StoreKeeper::Persistence::UntilDone, this, [](const TokenStore::StoreResult &) {});
    }
    finish(error, error);
}

void SessionOpener::revoke(const QByteArray &refreshToken)
{
    auto *revocation = new Revocation(m_parts, refreshToken, this);
    revocation->start([revocation](const std::optional<TokenError> &) { revocation->deleteLater(); });
}

/// \param forWaiters what becomes of those who have asked for a token of this session
void SessionOpener::finish(const TokenResult &result, const TokenError &forWaiters)
{
    m_request.reset();
    m_lock.reset();
    m_lockWait = LockWait();
    const Attempt over = std::exchange(m_attempt, {}).value();
    if (over.promise)
        m_parts.outbox.deliver(answering(over.promise), result);
    if (!result) {
        m_engine.failPending(over.session, forWaiters);
        m_parts.hub.end(over.session, forWaiters);
    }
    m_session = {};
    Q_EMIT changed();
}

void SessionOpener::fail(const TokenError &error)
{
    qCInfo(lcSession) << "log-in failed:" << error;
    m_engine.setLastError(error);
    finish(error, notSignedInError());
}

// --- Log-in and adopted tokens
// ------------------------------------------------------------------------------------------

QFuture<TokenResult> SessionOpener::logIn(const QString &userName, const QString &password)
{
    const QFuture<TokenResult> future = begin(Kind::LogIn);
    m_attempt->userName = userName;
    const ServerProfile &profile = m_parts.profile;
    if (profile.dialect != ServerProfile::Dialect::ExpressJson || profile.logInEndpoint.isEmpty()) {
        fail(notOfferedError());
        return future;
    }
    const auto sentAt = m_parts.clock.elapsed();
    m_request = m_parts.channel.send(
        logInRequest(profile, userName, password), 30s, [this, sentAt](const ChannelAnswer &answer) {
            const Outbox::Turn turn(m_parts.outbox);
            judgeLogIn(readTokenAnswer(m_parts.profile, TokenRequestKind::LogIn, answer, m_parts.clock.now()), sentAt);
        });
    return future;
}

void SessionOpener::judgeLogIn(const TokenAnswer &answer, std::chrono::nanoseconds sentAt)
{
    if (answer.verdict == TokenAnswer::Verdict::Success)
        return accept(answer, sentAt);
    traceLogIn(answer.error.message, answer.error.httpStatus);
    fail(answer.error);
}

QFuture<TokenResult> SessionOpener::adopt(const TokenResponse &tokens)
{
    const QFuture<TokenResult> future = begin(Kind::Adopt);
    const TokenAnswer answer = readTokenResponse(m_parts.profile, tokens);
    if (answer.verdict == TokenAnswer::Verdict::Success)
        accept(answer, m_parts.clock.elapsed());
    else
        fail(unusableTokensError());
    return future;
}

void SessionOpener::accept(const TokenAnswer &tokens, std::chrono::nanoseconds sentAt)
{
    m_session = {};
    m_session.number = m_attempt->session;
    m_session.refreshToken = tokens.refreshToken;
    if (const auto &living = m_engine.session())
        m_session.recordGeneration = living->recordGeneration;
    replaceLivingSession();
    m_engine.grant(m_session, *tokens.access, sentAt);
    const QString refreshTokenName =
        tokens.refreshToken.isEmpty() ? u"no refresh token"_s : m_parts.tracer.nameOf(tokens.refreshToken);
    traceLogIn(u"%1 and %2 issued"_s.arg(accessTokenName(m_session.token->generation), refreshTokenName), 200);
    m_lockWait.start(m_parts.clock, m_parts.keeper.lockPath(), [this](Expected<LockWait::Held, TokenError> lock) {
        if (lock)
            m_lock = std::move(*lock); // without it the log-in goes on: it must not hang on a stuck window
        learnGeneration();
    });
}

// What was asked under one session is never sent under another.
void SessionOpener::replaceLivingSession()
{
    const auto &living = m_engine.session();
    if (!living)
        return;
    if (living->refreshToken != m_session.refreshToken)
        revoke(living->refreshToken);
    m_engine.close(cancelledError());
}

// The generation of the record only grows, also over log-ins in other windows.
void SessionOpener::learnGeneration()
{
    if (m_parts.keeper.lockPath().isEmpty() || m_session.refreshToken.isEmpty())
        return store();
    m_parts.keeper.load(this, [this](const TokenStore::LoadResult &loaded) {
        const Outbox::Turn turn(m_parts.outbox);
        if (!m_attempt)
            return;
        if (const auto record = loaded ? SessionRecord::decode(*loaded) : Expected<SessionRecord, QString>(QString()))
            m_session.recordGeneration = std::max(m_session.recordGeneration, record->generation);
        store();
    });
}

void SessionOpener::store()
{
    Q_EMIT storing();
    if (m_session.refreshToken.isEmpty())
        return storeNothing();
    ++m_session.recordGeneration;
    const SessionRecord record = recordOf(m_session, m_parts.profile, SessionRecord::Phase::Idle);
    m_parts.keeper.save(record.encode(), StoreKeeper::Persistence::UntilDone, this,
        [this, record, number = m_session.number](const TokenStore::StoreResult &result) {
            const Outbox::Turn turn(m_parts.outbox);
            if (!m_attempt || m_attempt->session != number)
                return;
            if (result)
                m_session.stored = record;
            opened();
        });
}

/// A session that cannot be refreshed leaves nothing behind, and above all no former session.
void SessionOpener::storeNothing()
{
    SignOutMark::set(m_parts.profile.issuer, m_account);
    m_parts.keeper.remove(
        StoreKeeper::Persistence::UntilDone, this, [this, number = m_session.number](const TokenStore::StoreResult &) {
            const Outbox::Turn turn(m_parts.outbox);
            if (m_attempt && m_attempt->session == number)
                opened();
        });
}

void SessionOpener::opened()
{
    qCInfo(lcSession) << "session opened";
    const AccessToken token = *m_session.token;
    m_engine.open(std::exchange(m_session, {}));
    finish(token, {});
}

// --- Restoring
// ----------------------------------------------------------------------------------------------------------

QFuture<TokenResult> SessionOpener::restore()
{
    const QFuture<TokenResult> future = begin(Kind::Restore);
    if (const auto &living = m_engine.session()) {
        // Nothing to take up again: a fresh token of the living session is what the caller wants.
        const std::shared_ptr<Promise> promise = std::exchange(m_attempt, {})->promise;
        m_engine.want({ .question = { .session = living->number }, .done = answering(promise) });
        Q_EMIT changed();
    } else if (SignOutMark::isSet(m_parts.profile.issuer, m_account)) {
        traceRestore(u"logged out before: not restored"_s);
        signedOut(notSignedInError());
        Q_EMIT foundUnfinishedLogOut();
    } else {
        load();
    }
    return future;
}

void SessionOpener::load()
{
    m_parts.keeper.load(this, [this, number = ++m_loadNumber](const TokenStore::LoadResult &loaded) {
        const Outbox::Turn turn(m_parts.outbox);
        if (number == m_loadNumber)
            judgeRecord(loaded);
    });
}

void SessionOpener::judgeRecord(const TokenStore::LoadResult &loaded)
{
    if (!loaded)
        return failRestore(loaded.error());
    m_loadFailures = 0;
    const auto record = SessionRecord::decode(*loaded);
    if (!record || !belongsTo(*record, m_parts.profile)) {
        m_parts.keeper.setState(StoreState::Unavailable);
        const QString why = record ? OpenerTexts::tr("It is another server's.") : record.error();
        traceRestore(why);
        return signedOut(damagedRecordError(why));
    }
    m_parts.keeper.setState(StoreState::Saved);
    switch (record->phase) {
    case SessionRecord::Phase::Idle:
    case SessionRecord::Phase::InFlight:
        return resume(*record);
    case SessionRecord::Phase::LoggingOut:
        signedOut(notSignedInError());
        Q_EMIT foundUnfinishedLogOut();
        return;
    case SessionRecord::Phase::Out:
        return signedOut(notSignedInError());
    }
}

void SessionOpener::resume(const SessionRecord &record)
{
    Session session;
    session.number = m_attempt ? m_attempt->session : m_engine.newSessionNumber();
    session.refreshToken = record.refreshToken;
    session.scopes = record.scopes;
    session.recordGeneration = record.generation;
    session.rotates = record.rotates;
    session.idempotencyKey = record.idempotencyKey;
    session.stored = record;
    traceRestore(u"%1 found"_s.arg(m_parts.tracer.nameOf(record.refreshToken)));
    const std::optional<Attempt> attempt = std::exchange(m_attempt, {});
    m_engine.restore(session);
    if (attempt && attempt->promise)
        m_engine.want({ .question = { .session = session.number }, .done = answering(attempt->promise) });
    Q_EMIT changed();
}

void SessionOpener::failRestore(const TokenStore::StoreError &error)
{
    using Failure = TokenStore::Failure;
    traceRestore(error.failure == Failure::NotFound ? u"nothing stored"_s : error.message);
    switch (error.failure) {
    case Failure::NotFound:
        m_parts.keeper.setState(StoreState::Saved);
        return signedOut(notSignedInError());
    case Failure::Damaged:
        m_parts.keeper.setState(StoreState::Unavailable);
        return signedOut(damagedRecordError(error.message));
    case Failure::Unavailable:
        m_parts.keeper.setState(StoreState::Unavailable);
        signedOut(keychainError(error));
        break;
    case Failure::Locked:
    case Failure::Refused:
        m_parts.keeper.setState(StoreState::Locked);
        m_engine.setLastError(keychainError(error));
        if (m_attempt)
            finish(keychainError(error), keychainError(error));
        break;
    }
    // A keyring that starts late or is unlocked later is picked up without anybody's doing.
    m_loadAgain.start(m_parts.clock, patientPause(++m_loadFailures), [this] { load(); });
}

void SessionOpener::signedOut(const TokenError &error)
{
    m_engine.close(error);
    if (error.kind != TokenError::Kind::NotSignedIn)
        m_engine.setLastError(error);
    if (m_attempt)
        finish(error, error);
}

// --- Trace
// --------------------------------------------------------------------------------------------------------------

void SessionOpener::traceLogIn(const QString &result, int status)
{
    if (!m_parts.tracer.isOn())
        return;
    TraceEvent event;
    const bool adopted = m_attempt->kind == Kind::Adopt;
    event.action = adopted ? u"Adopt tokens"_s : u"POST %1"_s.arg(m_parts.profile.logInEndpoint.path());
    event.input = adopted ? QString() : u"user = %1"_s.arg(m_attempt->userName);
    event.httpStatus = adopted ? 0 : status;
    event.result = event.httpStatus == 0 ? result : u"%1, %2"_s.arg(status).arg(result);
    event.generation = m_session.token ? m_session.token->generation : 0;
    if (m_session.token)
        event.details.insert(u"refreshTokenDigest"_s, digestOf(m_session.refreshToken));
    m_parts.tracer.add(std::move(event));
}

void SessionOpener::traceRestore(const QString &result)
{
    if (!m_parts.tracer.isOn())
        return;
    TraceEvent event;
    event.kind = TraceEvent::Kind::Keychain;
    event.action = u"Read the stored session"_s;
    event.result = result;
    m_parts.tracer.add(std::move(event));
}

} // namespace tokenmanager

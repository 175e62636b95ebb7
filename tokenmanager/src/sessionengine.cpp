// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "sessionengine.h"

#include <tokenmanager/serverprofile.h>

#include "backoff.h"
#include "logging.h"
#include "outbox.h"
#include "overloaded.h"
#include "storekeeper.h"
#include "trace.h"
#include "tracer.h"

#include <QCoreApplication>
#include <QRandomGenerator>

#include <algorithm>

namespace tokenmanager {

using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;
using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

namespace {

struct EngineTexts
{
    Q_DECLARE_TR_FUNCTIONS(tokenmanager::TokenManager)
};

double randomShare()
{
    return QRandomGenerator::global()->generateDouble();
}

TokenError silenceError()
{
    return { .kind = TokenError::Kind::Network, .message = EngineTexts::tr("The server does not answer.") };
}

TokenError breakerError()
{
    return { .kind = TokenError::Kind::TimedOut,
        .message = EngineTexts::tr("The session was renewed too often in a short time. Try again in a minute.") };
}

TokenError noRefreshTokenError()
{
    return { .kind = TokenError::Kind::Rejected,
        .message = EngineTexts::tr("The server gave no refresh token. Log in again when the session is over.") };
}

/// Status and result of an exchange that brought no token.
TraceEvent describe(const RefreshExchange::Outcome &outcome)
{
    TraceEvent event;
    bool sent = true;
    std::visit(Overloaded {
                   [&](const RefreshExchange::Renewed &) { event.httpStatus = 200; },
                   [&](const RefreshExchange::Failed &failed) {
                       sent = failed.sent;
                       event.httpStatus = failed.error.httpStatus;
                       event.result = failed.error.httpStatus != 0
                           ? u"%1, %2"_s.arg(failed.error.httpStatus).arg(failed.error.message)
                           : failed.error.message;
                   },
                   [&](const RefreshExchange::Refused &refused) {
                       event.httpStatus = refused.error.httpStatus;
                       event.result = u"%1, refused: log in again"_s.arg(refused.error.httpStatus);
                   },
                   [&](const RefreshExchange::Gone &) {
                       sent = false;
                       event.result = u"not sent: logged out in another window"_s;
                   },
               },
        outcome);
    event.details.insert(u"sent"_s, sent);
    return event;
}

TokenError elsewhereError()
{
    return { .kind = TokenError::Kind::NotSignedIn, .message = EngineTexts::tr("Logged out in another window.") };
}

} // namespace

SessionEngine::SessionEngine(const SessionParts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    connect(&m_parts.keeper, &StoreKeeper::saved, this, &SessionEngine::noteSaved);
}

SessionEngine::~SessionEngine()
{
    for (SessionHub::Wish &wish : std::exchange(m_waiters, {}))
        wish.done(cancelledError());
}

void SessionEngine::setLeeway(const RefreshLeeway &leeway)
{
    m_leeway = leeway;
    watchExpiry();
    Q_EMIT changed();
}

void SessionEngine::grant(Session &session, const TokenAnswer::Access &access, nanoseconds sentAt)
{
    // Without a refresh token and a word on its life, a token is used until it is refused.
    const auto unsaid =
        session.refreshToken.isEmpty() ? std::chrono::seconds(24h * 365) : m_parts.profile.defaultLifetime;
    const auto now = m_parts.clock.elapsed();
    session.life = TokenLife::make(sentAt, now, access.lifetime.value_or(unsaid), 2 * randomShare() - 1);
    session.scopes = access.scopes;
    session.token = AccessToken { access.value, access.type, {}, access.scopes, ++m_lastGeneration };
    if (access.lifetime)
        session.token->expiresAt =
            m_parts.clock.now().addMSecs(duration_cast<milliseconds>(session.life.left(now)).count());
}

// --- Sessions
// ---------------------------------------------------------------------------------------------------------

void SessionEngine::open(Session session)
{
    m_session = std::move(session);
    m_lastError.reset();
    dispatch(refresh::Opened {});
    watchExpiry();
    Q_EMIT tokenChanged();
}

void SessionEngine::restore(Session session)
{
    m_session = std::move(session);
    dispatch(refresh::Restored {});
    startRoundTimer();
}

void SessionEngine::close(const TokenError &reason)
{
    const bool hadToken = m_session && m_session->token;
    m_exchange.reset();
    m_retryTimer.stop();
    m_roundTimer.stop();
    m_expiryTimer.stop();
    m_embargoUntil = {};
    releaseLock();
    if (m_session) {
        m_parts.hub.end(m_session->number, reason);
        failPending(m_session->number, reason);
        m_session.reset();
    }
    dispatch(refresh::Closed {});
    if (hadToken)
        Q_EMIT tokenChanged();
}

void SessionEngine::noteSaved(const QByteArray &record)
{
    const auto saved = SessionRecord::decode(record);
    if (saved && m_session && saved->refreshToken == m_session->refreshToken)
        m_session->stored = *saved;
}

// --- Wishes
// -----------------------------------------------------------------------------------------------------------

void SessionEngine::want(SessionHub::Wish wish)
{
    if (m_session && m_session->number == wish.question.session)
        wantNow(std::move(wish));
    else
        m_waiters.push_back(std::move(wish));
}

void SessionEngine::wantNow(SessionHub::Wish wish)
{
    const TokenSource::Question &question = wish.question;
    if (const auto token = answerAtHand(question); token && !wish.refreshNow)
        return m_parts.outbox.deliver(std::move(wish.done), *token);
    if (m_session->refreshToken.isEmpty())
        return m_parts.outbox.deliver(std::move(wish.done), noRefreshTokenError());
    if (const auto *pausing = std::get_if<refresh::Pausing>(&m_state); pausing && question.failOffline)
        return m_parts.outbox.deliver(std::move(wish.done), pausing->last);
    m_waiters.push_back(std::move(wish));
    requestRefresh();
}

std::optional<AccessToken> SessionEngine::answerAtHand(const TokenSource::Question &question) const
{
    const std::optional<AccessToken> token = m_parts.hub.usableToken(question.session);
    const bool lives = token && m_session->life.left(m_parts.clock.elapsed()) >= question.minimumLife;
    return lives && token->generation > question.refusedGeneration ? token : std::nullopt;
}

void SessionEngine::requestRefresh()
{
    const auto now = m_parts.clock.elapsed();
    if (!std::holds_alternative<refresh::Refreshing>(m_state) && m_breaker.isOpen(now))
        return failWaiters(m_lastError.value_or(breakerError()));
    dispatch(refresh::Wanted { std::max(milliseconds::zero(), duration_cast<milliseconds>(m_embargoUntil - now)) });
    startRoundTimer();
}

void SessionEngine::failPending(quint64 session, const TokenError &error)
{
    for (SessionHub::Wish &wish : m_waiters) {
        if (wish.question.session == session)
            m_parts.outbox.deliver(std::move(wish.done), error);
    }
    std::erase_if(m_waiters, [&](const SessionHub::Wish &wish) { return wish.question.session == session; });
}

void SessionEngine::refreshWasUseless(quint64 generation)
{
    if (std::exchange(m_uselessGeneration, std::max(m_uselessGeneration, generation)) < generation)
        m_breaker.count(m_parts.clock.elapsed());
}

void SessionEngine::resumeWaiters()
{
    std::vector<SessionHub::Wish> waiting;
    for (SessionHub::Wish &wish : std::exchange(m_waiters, {})) {
        if (m_session && wish.question.session == m_session->number)
            m_parts.outbox.deliver(std::move(wish.done), *m_session->token);
        else
            waiting.push_back(std::move(wish));
    }
    m_waiters = std::move(waiting);
}

void SessionEngine::failWaiters(const TokenError &error, bool impatientOnly)
{
    std::vector<SessionHub::Wish> waiting;
    for (SessionHub::Wish &wish : std::exchange(m_waiters, {})) {
        const bool mine = m_session && wish.question.session == m_session->number;
        if (!mine || (impatientOnly && !wish.question.failOffline)) {
            waiting.push_back(std::move(wish));
            continue;
        }
        if (wish.question.refusedStatus != 0 && wish.question.refusedStatus != 401)
            m_parts.hub.forgiveRefusal(wish.question.refusedGeneration);
        m_parts.outbox.deliver(std::move(wish.done), error);
    }
    m_waiters = std::move(waiting);
}

// --- The machine
// ------------------------------------------------------------------------------------------------------

void SessionEngine::dispatch(const refresh::Event &event)
{
    refresh::Transition transition = refresh::advance(m_state, event);
    m_state = std::move(transition.state);
    for (const refresh::Action action : transition.actions)
        perform(action, event);
    if (!refresh::isForeground(m_state))
        m_roundTimer.stop();
    Q_EMIT changed();
}

void SessionEngine::perform(refresh::Action action, const refresh::Event &event)
{
    switch (action) {
    case refresh::Action::StartExchange:
        return startExchange();
    case refresh::Action::ScheduleRetry:
        return scheduleRetry(event);
    case refresh::Action::ResumeWaiters:
        return resumeWaiters();
    case refresh::Action::FailWaiters:
        return failWaiters(errorFor(event));
    case refresh::Action::FailImpatient:
        return failWaiters(errorFor(event), true);
    case refresh::Action::EndSession:
        return endSession();
    }
}

TokenError SessionEngine::errorFor(const refresh::Event &event) const
{
    const auto own = std::visit(Overloaded {
                                    [](const refresh::Failed &e) -> std::optional<TokenError> { return e.error; },
                                    [](const refresh::Barred &e) -> std::optional<TokenError> { return e.error; },
                                    [](const refresh::RoundExpired &e) -> std::optional<TokenError> { return e.error; },
                                    [](const refresh::Refused &e) -> std::optional<TokenError> { return e.error; },
                                    [](const auto &) -> std::optional<TokenError> { return std::nullopt; },
                                },
        event);
    return own.value_or(m_lastError.value_or(notSignedInError()));
}

// --- Exchanges
// --------------------------------------------------------------------------------------------------------

void SessionEngine::startExchange()
{
    m_retryTimer.stop();
    if (m_breaker.isOpen(m_parts.clock.elapsed()))
        return dispatch(refresh::Barred { m_lastError.value_or(breakerError()) });
    ++m_lastRefresh;
    qCInfo(lcRefresh) << "refresh started for" << m_waiters.size() << "caller(s)";
    m_exchange = std::make_unique<RefreshExchange>(m_parts, *m_session, m_lock, [this](const auto &outcome) {
        const Outbox::Turn turn(m_parts.outbox);
        settle(outcome);
    });
    m_exchange->start();
}

void SessionEngine::settle(const RefreshExchange::Outcome &outcome)
{
    RefreshExchange *exchange = m_exchange.release();
    exchange->deleteLater(); // it is calling
    traceExchange(*exchange, outcome);
    std::visit(Overloaded {
                   [this](const RefreshExchange::Renewed &renewed) { renew(renewed); },
                   [this](const RefreshExchange::Failed &failed) { fail(failed); },
                   [this](const RefreshExchange::Refused &refused) {
                       m_lastError = refused.error;
                       dispatch(refresh::Refused { refused.error });
                   },
                   [this](const RefreshExchange::Gone &) {
                       qCInfo(lcSession) << "logged out in another window";
                       close(elsewhereError());
                   },
               },
        outcome);
}

void SessionEngine::renew(const RefreshExchange::Renewed &renewed)
{
    grant(*m_session, renewed.access, renewed.sentAt);
    m_lastError.reset();
    m_embargoUntil = {};
    qCInfo(lcRefresh) << "refreshed:" << accessTokenName(m_session->token->generation);
    dispatch(refresh::Succeeded {});
    storeSession(); // after the waiters: they are not held up by the store
    watchExpiry();
    Q_EMIT tokenChanged();
}

void SessionEngine::fail(const RefreshExchange::Failed &failed)
{
    const auto now = m_parts.clock.elapsed();
    qCInfo(lcRefresh) << "refresh failed:" << failed.error;
    m_lastError = failed.error;
    const bool isLocal =
        failed.error.kind == TokenError::Kind::Keychain || failed.error.kind == TokenError::Kind::TimedOut;
    if (!isLocal)
        m_breaker.count(now);
    if (failed.error.retryAfter)
        m_embargoUntil = now + *failed.error.retryAfter;
    dispatch(refresh::Failed { failed.error, failed.next });
    storeSession(); // an answer that could not be used may still have brought a refresh token
    if (failed.next != refresh::Next::Soon)
        releaseLock();
}

/// The refresh token is forgotten, in the store too: there it leaves a mark that the session is over.
void SessionEngine::endSession()
{
    qCInfo(lcSession) << "the server ended the session";
    const Session over = std::exchange(m_session, {}).value();
    m_expiryTimer.stop();
    m_retryTimer.stop();
    m_parts.hub.end(over.number, *m_lastError);
    failPending(over.number, *m_lastError);
    if (over.stored) {
        Session empty = over;
        empty.refreshToken.clear();
        ++empty.recordGeneration;
        m_parts.keeper.save(recordOf(empty, m_parts.profile, SessionRecord::Phase::Out).encode(),
            StoreKeeper::Persistence::UntilDone, this, [this](const auto &) { releaseLock(); });
    } else {
        m_parts.keeper.forget();
        releaseLock();
    }
    m_parts.outbox.endSession(*m_lastError);
    Q_EMIT tokenChanged();
}

void SessionEngine::storeSession()
{
    if (!m_session || m_session->refreshToken.isEmpty())
        return releaseLock();
    const SessionRecord record = recordOf(*m_session, m_parts.profile, SessionRecord::Phase::Idle);
    const bool pendingExchange = !m_session->idempotencyKey.isEmpty();
    const std::optional<SessionRecord> &stored = m_session->stored;
    if (stored && (*stored == record || (pendingExchange && stored->refreshToken == record.refreshToken)))
        return pendingExchange ? void() : releaseLock();
    m_parts.keeper.save(
        record.encode(), StoreKeeper::Persistence::UntilDone, this, [this](const TokenStore::StoreResult &) {
            if (!m_exchange)
                releaseLock();
        });
}

void SessionEngine::releaseLock()
{
    m_lock.reset();
}

// --- Time
// -------------------------------------------------------------------------------------------------------------

void SessionEngine::scheduleRetry(const refresh::Event &event)
{
    const auto *failed = std::get_if<refresh::Failed>(&event);
    const auto *pausing = std::get_if<refresh::Pausing>(&m_state);
    if (!pausing)
        return;
    const auto now = m_parts.clock.elapsed();
    const milliseconds pause =
        std::max({ pauseAfter(*pausing, failed ? failed->next : refresh::Next::Later, randomShare()),
            duration_cast<milliseconds>(m_breaker.closesIn(now)), duration_cast<milliseconds>(m_embargoUntil - now) });
    qCInfo(lcRefresh) << "next try in" << pause.count() << "ms";
    tracePause(pause);
    m_retryTimer.start(m_parts.clock, pause, [this] {
        const Outbox::Turn turn(m_parts.outbox);
        dispatch(refresh::RetryDue {});
    });
}

void SessionEngine::startRoundTimer()
{
    if (m_waiters.empty() || m_roundTimer.isActive())
        return;
    m_roundTimer.start(m_parts.clock, refresh::roundLimit, [this] {
        const Outbox::Turn turn(m_parts.outbox);
        dispatch(refresh::RoundExpired { m_lastError.value_or(silenceError()) });
    });
}

void SessionEngine::watchExpiry()
{
    m_expiryTimer.stop();
    if (!m_session || !m_session->token)
        return;
    const nanoseconds wait = dueAt(m_session->life, m_leeway) - m_parts.clock.elapsed();
    // Never longer than an hour, then look again: the clock decides, the timer only when to look.
    const auto pause = std::clamp<milliseconds>(std::chrono::ceil<milliseconds>(wait), 0ms, 1h);
    m_expiryTimer.start(m_parts.clock, pause, [this] {
        const Outbox::Turn turn(m_parts.outbox);
        lookAtExpiry();
    });
}

void SessionEngine::lookAtExpiry()
{
    if (!m_session)
        return;
    const auto now = m_parts.clock.elapsed();
    if (now < dueAt(m_session->life, m_leeway))
        return watchExpiry();
    traceDue();
    dispatch(refresh::FellDue {});
    if (!m_leeway && !m_session->refreshToken.isEmpty())
        dispatch(refresh::BackgroundTurn {});
}

// --- Trace
// ------------------------------------------------------------------------------------------------------------

QString SessionEngine::planAfterDue() const
{
    if (m_session->refreshToken.isEmpty() || (m_leeway && *m_leeway <= 0s))
        return u"used until the server refuses it"_s;
    return m_leeway ? u"refreshed before its next use"_s : u"start POST %1"_s.arg(m_parts.profile.tokenEndpoint.path());
}

void SessionEngine::traceDue()
{
    if (!m_parts.tracer.isOn())
        return;
    const double left = double(m_session->life.left(m_parts.clock.elapsed()).count()) / 1e9;
    const double lifetime = double(m_session->life.lifetime.count()) / 1e9;
    TraceEvent event;
    event.kind = TraceEvent::Kind::Token;
    event.action = left > 0 ? u"Refresh window opens"_s : u"Access token expires"_s;
    event.input = accessTokenName(m_session->token->generation);
    event.check = left > 0
        ? u"Expired or about to? yes, %1 s left of %2 s"_s.arg(left, 0, 'f', 1).arg(lifetime, 0, 'f', 0)
        : u"Expired or about to? yes, after %1 s"_s.arg(lifetime, 0, 'f', 0);
    event.result = planAfterDue();
    event.generation = m_session->token->generation;
    m_parts.tracer.add(std::move(event));
}

void SessionEngine::tracePause(milliseconds pause)
{
    if (!m_parts.tracer.isOn())
        return;
    const refresh::Round round = std::get<refresh::Pausing>(m_state).round;
    TraceEvent event;
    event.kind = TraceEvent::Kind::Retry;
    event.action = u"Wait before POST %1"_s.arg(m_parts.profile.tokenEndpoint.path());
    event.check = round.foreground ? u"Attempt %1 of %2"_s.arg(round.failures + 1).arg(refresh::foregroundTries)
                                   : u"In the background, nobody waits"_s;
    event.result = u"try again in %1 s"_s.arg(double(pause.count()) / 1e3, 0, 'f', 1);
    event.refreshId = m_lastRefresh;
    m_parts.tracer.add(std::move(event));
}

void SessionEngine::traceExchange(const RefreshExchange &exchange, const RefreshExchange::Outcome &outcome)
{
    if (!m_parts.tracer.isOn())
        return;
    const auto *refreshing = std::get_if<refresh::Refreshing>(&m_state);
    TraceEvent event = describe(outcome);
    event.kind = TraceEvent::Kind::Token;
    event.attempt = refreshing ? refreshing->round.failures + 1 : 1;
    event.action = u"POST %1"_s.arg(m_parts.profile.tokenEndpoint.path());
    if (event.attempt > 1)
        event.action += u", attempt %1"_s.arg(event.attempt);
    event.input = exchange.tokenName();
    event.refreshId = m_lastRefresh;
    if (std::holds_alternative<RefreshExchange::Renewed>(outcome)) {
        event.generation = m_lastGeneration + 1; // granted right after this
        event.result = u"200, %1, %2"_s.arg(accessTokenName(event.generation),
            m_session->rotates ? m_parts.tracer.nameOf(m_session->refreshToken)
                               : u"%1 kept"_s.arg(exchange.tokenName()));
    }
    event.details.insert(u"refreshToken"_s, exchange.tokenName());
    m_parts.tracer.add(std::move(event));
}

} // namespace tokenmanager

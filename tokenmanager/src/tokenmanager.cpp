// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/keychaintokenstore.h>
#include <tokenmanager/systemclock.h>
#include <tokenmanager/tokenmanager.h>

#include "relay.h"
#include "signoutmark.h"
#include "tokenmanager_p.h"
#include "tokensourceof.h"

#include <QCoreApplication>
#include <QMetaMethod>
#include <QPromise>

namespace tokenmanager {

namespace {

TokenManager::Setup completed(TokenManager::Setup setup)
{
    if (!setup.store)
        setup.store = std::make_shared<KeychainTokenStore>(setup.profile.issuer);
    if (!setup.clock)
        setup.clock = std::make_shared<SystemClock>();
    return setup;
}

} // namespace

TokenManager::Private::Private(TokenManager *manager, Setup given)
    : q(manager)
    , setup(completed(std::move(given)))
    , hub(std::make_shared<SessionHub>(setup.profile, setup.clock))
    , tracer(*hub, outbox)
    , keeper(setup.store, setup.account, setup.clock)
    , channel(setup.clock)
    , parts { setup.profile, *setup.clock, keeper, channel, *hub, outbox, tracer }
    , engine(parts)
    , opener(parts, engine, setup.account)
{
    hub->open([manager] {
        QMetaObject::invokeMethod(
            manager, [manager] { manager->d->takeMail(); }, Qt::QueuedConnection);
    });
    outbox.setFlush([this] { announce(); });
    const auto forgetMark = [this] { SignOutMark::clear(setup.profile.issuer, setup.account); };
    QObject::connect(&keeper, &StoreKeeper::saved, manager, forgetMark);
    QObject::connect(&keeper, &StoreKeeper::removed, manager, forgetMark);
    QObject::connect(&keeper, &StoreKeeper::stateChanged, manager, [this] { const Outbox::Turn turn(outbox); });
    QObject::connect(&engine, &SessionEngine::changed, manager, [this] { publish(); });
    QObject::connect(&engine, &SessionEngine::tokenChanged, manager, [this] { tokenChanged = true; });
    QObject::connect(&opener, &SessionOpener::changed, manager, [this] { publish(); });
    QObject::connect(&opener, &SessionOpener::storing, manager, [this] { leaveStoreToNewSession(); });
    QObject::connect(&opener, &SessionOpener::foundUnfinishedLogOut, manager, [this] { startLogOut({}); });
}

TokenManager::Private::~Private()
{
    outbox.setFlush({});
    QObject::disconnect(&engine, nullptr, q, nullptr);
    QObject::disconnect(&opener, nullptr, q, nullptr);
    QObject::disconnect(&keeper, nullptr, q, nullptr);
    for (const auto &run : logOuts)
        delete run.data();
    hub->close();
}

SessionState TokenManager::Private::state() const
{
    return opener.isSigningIn() ? SessionState::SigningIn : refresh::publicState(engine.state());
}

// --- What comes from other threads and from event loops
// -----------------------------------------------------------------

QFuture<TokenResult> TokenManager::Private::post(bool refreshNow)
{
    auto promise = std::make_shared<QPromise<TokenResult>>();
    promise->start();
    hub->post({ .question = { .session = hub->currentSession() },
        .refreshNow = refreshNow,
        .done = [promise](const TokenResult &result) {
            promise->addResult(result);
            promise->finish();
        } });
    return promise->future();
}

void TokenManager::Private::takeMail()
{
    const Outbox::Turn turn(outbox);
    SessionHub::Mail mail = hub->takeMail();
    for (TraceEvent &event : mail.events)
        tracer.add(std::move(event));
    for (const quint64 generation : mail.uselessGenerations)
        engine.refreshWasUseless(generation);
    for (SessionHub::Wish &wish : mail.wishes)
        grantWish(std::move(wish));
}

void TokenManager::Private::grantWish(SessionHub::Wish wish)
{
    const quint64 session = wish.question.session;
    if (const auto end = hub->endOf(session))
        outbox.deliver(std::move(wish.done), *end);
    else if (session != 0 && (session == opener.session() || (engine.session() && engine.session()->number == session)))
        engine.want(std::move(wish));
    else
        outbox.deliver(std::move(wish.done), noSessionError());
}

TokenError TokenManager::Private::noSessionError() const
{
    if (const auto *ended = std::get_if<refresh::Ended>(&engine.state()))
        return ended->reason;
    const bool unknown = std::holds_alternative<refresh::Unknown>(engine.state());
    if (unknown && keeper.state() == StoreState::Locked)
        return engine.lastError().value_or(notSignedInError());
    return notSignedInError();
}

// --- Logging out
// --------------------------------------------------------------------------------------------------------

QFuture<LogOutResult> TokenManager::Private::logOut()
{
    opener.cancel(cancelledError());
    std::optional<Session> session = engine.session();
    engine.close(notSignedInError());
    engine.setLastError({});
    return startLogOut(std::move(session));
}

QFuture<LogOutResult> TokenManager::Private::startLogOut(std::optional<Session> session)
{
    auto *run = new LogOutRun(parts, setup.account, std::move(session), nullptr);
    std::erase_if(logOuts, [](const auto &one) { return one.isNull(); });
    logOuts.emplace_back(run);
    return run->start();
}

void TokenManager::Private::leaveStoreToNewSession()
{
    for (const auto &run : logOuts) {
        if (run)
            run->leaveStoreAlone();
    }
}

// --- What is told to the world
// ------------------------------------------------------------------------------------------

void TokenManager::Private::publish()
{
    SessionHub::Snapshot snapshot { .session = opener.session(), .leeway = engine.leeway() };
    if (const auto &session = engine.session()) {
        snapshot.session = session->number;
        snapshot.token = session->token;
        snapshot.life = session->life;
    }
    hub->publish(snapshot);
}

void TokenManager::Private::announce()
{
    while (announceOne()) { }
}

/// One thing at a time: whoever is told may change everything, and is then told of that first.
bool TokenManager::Private::announceOne()
{
    if (outbox.takeEvent([this](const TraceEvent &event) { Q_EMIT q->traced(event); }))
        return true;
    if (announcedState != state()) {
        announcedState = state();
        Q_EMIT q->stateChanged(announcedState);
        return true;
    }
    if (announcedStoreState != keeper.state()) {
        announcedStoreState = keeper.state();
        Q_EMIT q->storeStateChanged(announcedStoreState);
        return true;
    }
    if (std::exchange(tokenChanged, false)) {
        Q_EMIT q->accessTokenChanged();
        return true;
    }
    return outbox.takeEnd([this](const TokenError &reason) { Q_EMIT q->sessionEnded(reason); }) || outbox.takeAnswer();
}

// --- The façade
// -----------------------------------------------------------------------------------------------------------

TokenManager::TokenManager(ServerProfile profile, QObject *parent)
    : TokenManager(Setup { .profile = std::move(profile) }, parent)
{ }

TokenManager::TokenManager(Setup setup, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(setup)))
{
    qRegisterMetaType<TokenResult>();
}

TokenManager::~TokenManager() = default;

QFuture<TokenResult> TokenManager::restore()
{
    const Outbox::Turn turn(d->outbox);
    return d->opener.restore();
}

QFuture<TokenResult> TokenManager::logIn(const QString &userName, const QString &password)
{
    const Outbox::Turn turn(d->outbox);
    return d->opener.logIn(userName, password);
}

QFuture<TokenResult> TokenManager::adopt(const TokenResponse &tokens)
{
    const Outbox::Turn turn(d->outbox);
    return d->opener.adopt(tokens);
}

QFuture<LogOutResult> TokenManager::logOut()
{
    const Outbox::Turn turn(d->outbox);
    return d->logOut();
}

QFuture<TokenResult> TokenManager::freshAccessToken()
{
    return d->post(false);
}

void TokenManager::freshAccessToken(QObject *context, std::function<void(const TokenResult &)> done)
{
    d->hub->ask({ .session = d->hub->currentSession() }, context, std::move(done));
}

QFuture<TokenResult> TokenManager::refreshNow()
{
    return d->post(true);
}

ServerProfile TokenManager::profile() const
{
    return d->setup.profile;
}

QString TokenManager::account() const
{
    return d->setup.account;
}

SessionState TokenManager::state() const
{
    return d->state();
}

StoreState TokenManager::storeState() const
{
    return d->keeper.state();
}

std::optional<TokenError> TokenManager::lastError() const
{
    return d->engine.lastError();
}

std::optional<AccessToken> TokenManager::accessToken() const
{
    const auto &session = d->engine.session();
    return session ? session->token : std::nullopt;
}

std::optional<std::chrono::seconds> TokenManager::refreshLeeway() const
{
    return d->engine.leeway();
}

void TokenManager::setRefreshLeeway(std::optional<std::chrono::seconds> leeway)
{
    const Outbox::Turn turn(d->outbox);
    d->engine.setLeeway(leeway);
}

// Events are made only while somebody listens.
void TokenManager::connectNotify(const QMetaMethod &signal)
{
    if (signal == QMetaMethod::fromSignal(&TokenManager::traced))
        d->hub->setTraced(true);
}

void TokenManager::disconnectNotify(const QMetaMethod &)
{
    d->hub->setTraced(isSignalConnected(QMetaMethod::fromSignal(&TokenManager::traced)));
}

std::shared_ptr<TokenSource> tokenSourceOf(const TokenManager *tokens)
{
    return tokens->d->hub;
}

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/memorytokenstore.h>
#include <tokenmanager/tokenmanager.h>
#include <tokenmanager/virtualclock.h>

#include "scriptedserver.h"
#include "sessionrecord.h"
#include "testregistry.h"

#include <QPromise>
#include <QSignalSpy>
#include <QTest>

using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using testing::HttpAnswer;
using testing::HttpRequest;
using testing::ScriptedServer;
using Kind = TokenError::Kind;

namespace managertest {

/// A store whose answers a test chooses, and which writes down what it is asked.
class ChosenStore : public MemoryTokenStore
{
public:
    std::optional<Failure> loading, saving, removing;
    QStringList calls;
    std::optional<SessionRecord> record;

    QFuture<LoadResult> load(const QString &account) override
    {
        calls += u"load"_s;
        return loading ? finished<LoadResult>(StoreError { *loading, u"told to"_s }) : MemoryTokenStore::load(account);
    }
    QFuture<StoreResult> save(const QString &account, const QByteArray &bytes) override
    {
        calls += u"save"_s;
        if (saving)
            return finished<StoreResult>(StoreError { *saving, u"told to"_s });
        record = *SessionRecord::decode(bytes);
        return MemoryTokenStore::save(account, bytes);
    }
    QFuture<StoreResult> remove(const QString &account) override
    {
        calls += u"remove"_s;
        if (removing)
            return finished<StoreResult>(StoreError { *removing, u"told to"_s });
        record.reset();
        return MemoryTokenStore::remove(account);
    }

private:
    template <typename Result>
    static QFuture<Result> finished(const Result &result)
    {
        QPromise<Result> promise;
        promise.start();
        promise.addResult(result);
        promise.finish();
        return promise.future();
    }
};

HttpAnswer issued(int access, int refresh, int lifetime = 60)
{
    QByteArray body = "{\"accessToken\":\"access-" + QByteArray::number(access) + '"';
    if (refresh != 0)
        body += ",\"refreshToken\":\"refresh-" + QByteArray::number(refresh) + '"';
    return { 200, body + ",\"expiresIn\":" + QByteArray::number(lifetime) + '}' };
}

} // namespace managertest

using managertest::ChosenStore;
using managertest::issued;

/// Sessions from log-in to log-out: the server's count and the store's record decide, not the client's view.
class tst_tokenmanager : public QObject
{
    Q_OBJECT

private:
    std::shared_ptr<VirtualClock> clock;
    std::shared_ptr<ChosenStore> store;
    std::unique_ptr<ScriptedServer> server;
    std::unique_ptr<TokenManager> manager;
    int issuedTokens = 0;
    std::function<HttpAnswer(const HttpRequest &)> onToken;

    int exchanges() const { return server->countOf("/token"); }

    TokenManager::Setup setup() const
    {
        ServerProfile profile = ServerProfile::express(server->origin());
        profile.issuer = u"https://issuer.test"_s; // the port changes: one name for marks and records
        return { .profile = profile, .store = store, .clock = clock };
    }

    TokenResult wait(const QFuture<TokenResult> &future)
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 5000))
            return TokenError { .message = u"never finished"_s };
        return future.result();
    }

    bool logIn() { return wait(manager->logIn(u"demo"_s, u"demo"_s)).has_value(); }

    /// Lets virtual time pass until `done`, as a clock would, in steps.
    template <typename Done>
    bool passTime(std::chrono::milliseconds step, Done done)
    {
        return QTest::qWaitFor([&] { return done() || (clock->advance(step), done()); }, 5000);
    }

private Q_SLOTS:
    void init()
    {
        clock = std::make_shared<VirtualClock>();
        store = std::make_shared<ChosenStore>();
        issuedTokens = 0;
        onToken = [this](const HttpRequest &) { return issued(++issuedTokens, 0); };
        server = std::make_unique<ScriptedServer>([this](const HttpRequest &request) -> HttpAnswer {
            if (request.path == "/login")
                return request.body.contains("wrong") ? HttpAnswer { 401 } : issued(++issuedTokens, 1);
            if (request.path == "/token")
                return onToken(request);
            return { 204 };
        });
        manager = std::make_unique<TokenManager>(setup());
    }

    void cleanup()
    {
        manager.reset();
        server.reset();
    }

    void logInGivesATokenAndSavesTheRecord()
    {
        QSignalSpy states(manager.get(), &TokenManager::stateChanged);
        const auto future = manager->logIn(u"demo"_s, u"demo"_s);
        QCOMPARE(manager->state(), SessionState::SigningIn);
        const TokenResult result = wait(future);
        QVERIFY(result);
        QCOMPARE(result->value, "access-1");
        QCOMPARE(result->type, "Bearer");
        QCOMPARE(result->generation, 1u);
        QCOMPARE(result->expiresAt, std::optional(clock->now().addSecs(60)));
        QCOMPARE(manager->state(), SessionState::Valid);
        QCOMPARE(manager->storeState(), StoreState::Saved);
        QCOMPARE(store->record->refreshToken, "refresh-1");
        QCOMPARE(store->record->phase, SessionRecord::Phase::Idle);
        QCOMPARE(states.size(), 2);
    }

    void aWrongPasswordIsRejectedAndChangesNothing()
    {
        const TokenResult result = wait(manager->logIn(u"demo"_s, u"wrong"_s));
        QCOMPARE(result.error().kind, Kind::Rejected);
        QCOMPARE(result.error().httpStatus, 401);
        QCOMPARE(server->countOf("/login"), 1);
        QVERIFY(store->calls.isEmpty());
        QCOMPARE(manager->lastError()->kind, Kind::Rejected);
    }

    void withoutASessionThereIsNoToken()
    {
        QCOMPARE(wait(manager->freshAccessToken()).error().kind, Kind::NotSignedIn);
        QCOMPARE(server->requests().size(), 0);
    }

    void whoAsksDuringTheLogInGetsItsToken()
    {
        const auto logIn = manager->logIn(u"demo"_s, u"demo"_s);
        const auto fresh = manager->freshAccessToken();
        QCOMPARE(wait(fresh)->value, "access-1");
        QVERIFY(wait(logIn));
    }

    void manyCallersShareOneRefresh()
    {
        QVERIFY(logIn());
        clock->setRate(0);
        clock->suspend(59s);
        QList<QFuture<TokenResult>> futures;
        for (int i = 0; i < 100; ++i)
            futures += manager->freshAccessToken();
        for (const auto &future : futures)
            QCOMPARE(wait(future)->value, "access-2");
        QCOMPARE(exchanges(), 1);
    }

    void aDueTokenIsRefreshedInTheBackground()
    {
        QVERIFY(logIn());
        clock->advance(46s); // 12 s before the end, a tenth of them at random
        QCOMPARE(manager->state(), SessionState::Valid);
        QCOMPARE(exchanges(), 0);
        clock->advance(4s);
        QCOMPARE(manager->state(), SessionState::Refreshing);
        QTRY_COMPARE(manager->state(), SessionState::Valid);
        QCOMPARE(manager->accessToken()->generation, 2u);
        QCOMPARE(exchanges(), 1);
    }

    void withALeewayThereIsNoBackgroundRefresh()
    {
        QVERIFY(logIn());
        manager->setRefreshLeeway(10s);
        clock->advance(55s);
        QCOMPARE(manager->state(), SessionState::Due);
        QCOMPARE(exchanges(), 0);
        QCOMPARE(wait(manager->freshAccessToken())->value, "access-2");
        QCOMPARE(exchanges(), 1);
    }

    void refreshNowNeedsNoReasonAndJoins()
    {
        QVERIFY(logIn());
        const auto first = manager->refreshNow();
        const auto second = manager->refreshNow();
        QCOMPARE(wait(first)->generation, 2u);
        QCOMPARE(wait(second)->generation, 2u);
        QCOMPARE(exchanges(), 1);
    }

    void refusedByTheServerMeansOneEndAndNoLoop()
    {
        QVERIFY(logIn());
        onToken = [](const HttpRequest &) { return HttpAnswer { 403 }; };
        QStringList order;
        connect(manager.get(), &TokenManager::stateChanged, this, [&](SessionState state) {
            if (state == SessionState::Ended)
                order += u"state"_s;
        });
        connect(manager.get(), &TokenManager::sessionEnded, this, [&] { order += u"ended"_s; });
        manager->refreshNow().then(this, [&](const TokenResult &) { order += u"future"_s; });
        QTRY_COMPARE(order, (QStringList { u"state"_s, u"ended"_s, u"future"_s }));
        QCOMPARE(manager->state(), SessionState::Ended);
        QCOMPARE(wait(manager->freshAccessToken()).error().kind, Kind::InvalidGrant);
        QCOMPARE(wait(manager->refreshNow()).error().kind, Kind::InvalidGrant);
        QCOMPARE(exchanges(), 1);
        QTRY_COMPARE(store->record->phase, SessionRecord::Phase::Out);
        QVERIFY(store->record->refreshToken.isEmpty());
    }

    void troubleKeepsTheSession_data()
    {
        QTest::addColumn<HttpAnswer>("answer");
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<int>("tries");
        QTest::newRow("503") << HttpAnswer { 503 } << Kind::Server << 3;
        QTest::newRow("500") << HttpAnswer { 500 } << Kind::Server << 3;
        QTest::newRow("503, come back in ten minutes")
            << HttpAnswer { 503, {}, { { "Retry-After", "600" } } } << Kind::Server << 1;
        QTest::newRow("cut") << HttpAnswer { .isCut = true } << Kind::Network << 3;
        QTest::newRow("garbage") << HttpAnswer { 200, "<html>" } << Kind::Malformed << 3;
        QTest::newRow("not found") << HttpAnswer { 404 } << Kind::Rejected << 1;
    }

    void troubleKeepsTheSession()
    {
        QFETCH(HttpAnswer, answer);
        QFETCH(Kind, kind);
        QFETCH(int, tries);
        QVERIFY(logIn());
        onToken = [answer](const HttpRequest &) { return answer; };
        const auto future = manager->refreshNow();
        QVERIFY(passTime(500ms, [&] { return future.isFinished(); }));
        QCOMPARE(future.result().error().kind, kind);
        QVERIFY(!future.result().error().asksForLogIn());
        QCOMPARE(exchanges(), tries);
        QCOMPARE(store->record->refreshToken, "refresh-1");
        QVERIFY(manager->state() != SessionState::Ended);
        onToken = [this](const HttpRequest &) { return issued(++issuedTokens, 0); };
        QVERIFY(passTime(5s, [&] { return manager->accessToken()->generation > 1; }));
    }

    void theSameKeyIsSentUntilTheExchangeIsSettled()
    {
        QVERIFY(logIn());
        onToken = [](const HttpRequest &) { return HttpAnswer { .isCut = true }; };
        const auto future = manager->refreshNow();
        QTRY_COMPARE(exchanges(), 1);
        onToken = [this](const HttpRequest &) { return issued(++issuedTokens, 2); };
        QVERIFY(passTime(500ms, [&] { return future.isFinished(); }));
        QVERIFY(future.result());
        QVERIFY(wait(manager->refreshNow()));
        QList<QByteArray> keys;
        for (const HttpRequest &request : server->requests()) {
            if (request.path == "/token")
                keys += request.header("idempotency-key");
        }
        QCOMPARE(keys.size(), 3);
        QVERIFY(!keys[0].isEmpty());
        QCOMPARE(keys[1], keys[0]);
        QVERIFY(keys[2] != keys[0]);
    }

    void theIntentIsWrittenBeforeTheTokenIsSpent()
    {
        QVERIFY(logIn());
        std::optional<SessionRecord> whenSent;
        onToken = [&](const HttpRequest &) {
            whenSent = store->record;
            return issued(2, 2);
        };
        QVERIFY(wait(manager->refreshNow()));
        QCOMPARE(whenSent->phase, SessionRecord::Phase::InFlight);
        QVERIFY(!whenSent->idempotencyKey.isEmpty());
        QTRY_COMPARE(store->record->refreshToken, "refresh-2");
        QCOMPARE(store->record->phase, SessionRecord::Phase::Idle);
        QVERIFY(store->record->generation > whenSent->generation);
    }

    void whatCannotBeMarkedIsNotSpent()
    {
        QVERIFY(logIn());
        store->saving = TokenStore::Failure::Locked;
        const auto future = manager->refreshNow();
        QVERIFY(passTime(500ms, [&] { return future.isFinished(); }));
        QCOMPARE(future.result().error().kind, Kind::Keychain);
        QCOMPARE(manager->storeState(), StoreState::Locked);
        QCOMPARE(exchanges(), 0);
        QCOMPARE(wait(manager->freshAccessToken())->value, "access-1"); // still good
    }

    void aServerThatDoesNotRotateNeedsNoMark()
    {
        QVERIFY(logIn());
        QVERIFY(wait(manager->refreshNow()));
        QTRY_COMPARE(store->record->phase, SessionRecord::Phase::Idle);
        store->saving = TokenStore::Failure::Locked;
        store->calls.clear();
        QVERIFY(wait(manager->refreshNow()));
        QVERIFY(store->calls.isEmpty());
        QCOMPARE(exchanges(), 2);
    }

    void anErrorThatRepeatsTheRefreshTokenIsNotShown()
    {
        QVERIFY(logIn());
        onToken = [](const HttpRequest &) { return HttpAnswer { 400, R"({"error":"bad token: refresh-1"})" }; };
        const TokenError error = wait(manager->refreshNow()).error();
        QCOMPARE(error.kind, Kind::Rejected);
        QVERIFY(error.oauthError.isEmpty());
    }

    void aSessionThatCouldNeverBeSavedLivesInMemory()
    {
        store->saving = TokenStore::Failure::Unavailable;
        QVERIFY(logIn());
        QCOMPARE(manager->storeState(), StoreState::Unavailable);
        onToken = [this](const HttpRequest &) { return issued(++issuedTokens, 2); };
        QVERIFY(wait(manager->refreshNow()));
        QCOMPARE(exchanges(), 1);
        store->saving.reset();
        QVERIFY(passTime(1s, [&] { return store->record && store->record->refreshToken == "refresh-2"; }));
        QTRY_COMPARE(manager->storeState(), StoreState::Saved);
    }

    void restoreTakesTheSessionUp()
    {
        QVERIFY(logIn());
        manager = std::make_unique<TokenManager>(setup());
        QCOMPARE(manager->state(), SessionState::Unknown);
        const TokenResult result = wait(manager->restore());
        QVERIFY(result);
        QCOMPARE(manager->state(), SessionState::Valid);
        QCOMPARE(exchanges(), 1);
        QCOMPARE(server->countOf("/login"), 1);
    }

    void restoreSaysWhyItCannot_data()
    {
        using Failure = TokenStore::Failure;
        QTest::addColumn<int>("failure");
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<SessionState>("state");
        QTest::addColumn<StoreState>("storeState");
        QTest::newRow("nothing") << int(Failure::NotFound) << Kind::NotSignedIn << SessionState::SignedOut
                                 << StoreState::Saved;
        QTest::newRow("locked") << int(Failure::Locked) << Kind::Keychain << SessionState::Unknown
                                << StoreState::Locked;
        QTest::newRow("refused") << int(Failure::Refused) << Kind::Keychain << SessionState::Unknown
                                 << StoreState::Locked;
        QTest::newRow("unavailable") << int(Failure::Unavailable) << Kind::Keychain << SessionState::SignedOut
                                     << StoreState::Unavailable;
        QTest::newRow("damaged") << int(Failure::Damaged) << Kind::Keychain << SessionState::SignedOut
                                 << StoreState::Unavailable;
    }

    void restoreSaysWhyItCannot()
    {
        QFETCH(int, failure);
        store->loading = TokenStore::Failure(failure);
        const TokenResult result = wait(manager->restore());
        QTEST(result.error().kind, "kind");
        QTEST(manager->state(), "state");
        QTEST(manager->storeState(), "storeState");
        QCOMPARE(store->calls, QStringList { u"load"_s });
        QCOMPARE(server->requests().size(), 0);
    }

    void anUnlockedStoreIsPickedUp()
    {
        QVERIFY(logIn());
        manager = std::make_unique<TokenManager>(setup());
        store->loading = TokenStore::Failure::Locked;
        QCOMPARE(wait(manager->restore()).error().kind, Kind::Keychain);
        QCOMPARE(wait(manager->freshAccessToken()).error().kind, Kind::Keychain);
        store->loading.reset();
        QVERIFY(passTime(1s, [&] { return manager->state() == SessionState::Valid; }));
        QCOMPARE(exchanges(), 1);
    }

    void aDamagedRecordIsLeftAsItIs()
    {
        store->MemoryTokenStore::save(u"default"_s, "banana");
        const TokenResult result = wait(manager->restore());
        QCOMPARE(result.error().kind, Kind::Keychain);
        QCOMPARE(manager->state(), SessionState::SignedOut);
        QCOMPARE(store->MemoryTokenStore::load(u"default"_s).result().value(), "banana");
    }

    void aRecordOfAnotherEndpointIsNeverSent()
    {
        QVERIFY(logIn());
        TokenManager::Setup other = setup();
        ScriptedServer elsewhere([](const HttpRequest &) { return HttpAnswer { 200 }; });
        other.profile.tokenEndpoint = elsewhere.url(u"/token"_s);
        manager = std::make_unique<TokenManager>(other);
        QCOMPARE(wait(manager->restore()).error().kind, Kind::Keychain);
        QCOMPARE(elsewhere.requests().size(), 0);
    }

    void restoreOfflineKeepsTheSession()
    {
        QVERIFY(logIn());
        manager = std::make_unique<TokenManager>(setup());
        onToken = [](const HttpRequest &) { return HttpAnswer { .isCut = true }; };
        const auto future = manager->restore();
        QVERIFY(passTime(500ms, [&] { return future.isFinished(); }));
        QCOMPARE(future.result().error().kind, Kind::Network);
        QCOMPARE(manager->state(), SessionState::Offline);
        QCOMPARE(store->record->refreshToken, "refresh-1");
    }

    void logOutIsHereAtOnceAndThenEverywhere()
    {
        QVERIFY(logIn());
        const auto future = manager->logOut();
        QCOMPARE(manager->state(), SessionState::SignedOut);
        QVERIFY(!manager->accessToken());
        QTRY_VERIFY(future.isFinished());
        QVERIFY(future.result());
        QCOMPARE(server->countOf("/logout"), 1);
        QCOMPARE(server->requests().last().body, R"({"token":"refresh-1"})");
        QVERIFY(!store->record);
        manager = std::make_unique<TokenManager>(setup());
        QCOMPARE(wait(manager->restore()).error().kind, Kind::NotSignedIn);
    }

    void aRefusedRemovalDoesNotBringTheUserBack()
    {
        QVERIFY(logIn());
        store->removing = TokenStore::Failure::Locked;
        store->saving = TokenStore::Failure::Locked;
        const auto future = manager->logOut();
        QTRY_VERIFY(future.isFinished());
        QCOMPARE(future.result().error().kind, Kind::Keychain);
        manager = std::make_unique<TokenManager>(setup());
        QCOMPARE(wait(manager->restore()).error().kind, Kind::NotSignedIn);
        QCOMPARE(manager->state(), SessionState::SignedOut);
        store->removing.reset();
        QVERIFY(passTime(1s, [&] { return !store->record; }));
        QCOMPARE(exchanges(), 0);
    }

    void whatWaitedBeforeALogOutIsNotSignedIn()
    {
        QVERIFY(logIn());
        onToken = [](const HttpRequest &) { return HttpAnswer { .isHeld = true }; };
        const auto waiting = manager->refreshNow();
        QTRY_COMPARE(exchanges(), 1);
        (void)manager->logOut();
        QCOMPARE(wait(waiting).error().kind, Kind::NotSignedIn);
    }

    void aSecondLogInReplacesTheFirst()
    {
        QVERIFY(logIn());
        onToken = [](const HttpRequest &) { return HttpAnswer { .isHeld = true }; };
        QSignalSpy ended(manager.get(), &TokenManager::sessionEnded);
        const auto waiting = manager->refreshNow();
        QTRY_COMPARE(exchanges(), 1);
        QVERIFY(logIn());
        QCOMPARE(wait(waiting).error().kind, Kind::Cancelled);
        QCOMPARE(ended.size(), 0);
        QCOMPARE(manager->state(), SessionState::Valid);
        QCOMPARE(manager->accessToken()->generation, 2u);
    }

    void aFailedSecondLogInChangesNothing()
    {
        QVERIFY(logIn());
        QCOMPARE(wait(manager->logIn(u"demo"_s, u"wrong"_s)).error().kind, Kind::Rejected);
        QCOMPARE(manager->state(), SessionState::Valid);
        QCOMPARE(wait(manager->freshAccessToken())->value, "access-1");
    }

    void theLastCallWins()
    {
        const auto first = manager->logIn(u"demo"_s, u"demo"_s);
        const auto second = manager->restore();
        const auto third = manager->logIn(u"demo"_s, u"demo"_s);
        QCOMPARE(wait(first).error().kind, Kind::Cancelled);
        QCOMPARE(wait(second).error().kind, Kind::Cancelled);
        QVERIFY(wait(third));
    }

    void adoptedTokensAreASession()
    {
        const TokenResult result = wait(manager->adopt(
            { .accessToken = "given", .tokenType = "bEaReR", .refreshToken = "refresh-9", .expiresIn = 20s }));
        QCOMPARE(result->type, "Bearer");
        QCOMPARE(store->record->refreshToken, "refresh-9");
        QCOMPARE(manager->state(), SessionState::Valid);
        QCOMPARE(wait(manager->adopt({ .accessToken = "a b" })).error().kind, Kind::Malformed);
        QCOMPARE(manager->accessToken()->value, "given");
    }

    void adoptWithoutARefreshTokenLeavesNothingStored()
    {
        QVERIFY(logIn());
        QVERIFY(wait(manager->adopt({ .accessToken = "given" })));
        QVERIFY(!store->record);
        QCOMPARE(wait(manager->refreshNow()).error().kind, Kind::Rejected);
        clock->advance(24h);
        QCOMPARE(wait(manager->freshAccessToken())->value, "given");
        QCOMPARE(exchanges(), 0);
    }

    void theBreakerStopsAStorm()
    {
        QVERIFY(logIn());
        onToken = [](const HttpRequest &) { return HttpAnswer { 404 }; };
        for (int i = 0; i < 20; ++i)
            QCOMPARE(wait(manager->refreshNow()).error().kind, Kind::Rejected);
        QCOMPARE(exchanges(), 5);
    }

    void aWallClockThatJumpsCostsNothing()
    {
        QVERIFY(logIn());
        clock->setNow(clock->now().addDays(1));
        QCOMPARE(wait(manager->freshAccessToken())->value, "access-1");
        clock->setNow(QDateTime(QDate(1970, 1, 1), QTime(0, 0), Qt::UTC));
        QCOMPARE(wait(manager->freshAccessToken())->value, "access-1");
        QCOMPARE(exchanges(), 0);
    }

    void theEndOfTheManagerAnswersEverybody()
    {
        QVERIFY(logIn());
        onToken = [](const HttpRequest &) { return HttpAnswer { .isHeld = true }; };
        const auto waiting = manager->refreshNow();
        QTRY_COMPARE(exchanges(), 1);
        const auto inTheMail = manager->freshAccessToken();
        const auto logIn = manager->logIn(u"demo"_s, u"demo"_s);
        const auto logOut = manager->logOut();
        manager.reset();
        QCOMPARE(wait(logIn).error().kind, Kind::Cancelled);
        QVERIFY(logOut.isFinished());
        QCOMPARE(logOut.result().error().kind, Kind::Cancelled);
        QVERIFY(waiting.isFinished());
        QVERIFY(inTheMail.isFinished());
    }

    void callersMayCallAgainFromEverySlot()
    {
        int tokens = 0;
        connect(manager.get(), &TokenManager::stateChanged, this, [&](SessionState state) {
            if (state == SessionState::Valid)
                manager->freshAccessToken(this, [&](const TokenResult &result) { tokens += result.has_value(); });
            else if (state == SessionState::Ended)
                manager->logIn(u"demo"_s, u"demo"_s);
        });
        QVERIFY(logIn());
        QTRY_COMPARE(tokens, 1);
        onToken = [](const HttpRequest &) { return HttpAnswer { 403 }; };
        QCOMPARE(wait(manager->refreshNow()).error().kind, Kind::InvalidGrant);
        QTRY_COMPARE(tokens, 2);
        QCOMPARE(server->countOf("/login"), 2);
    }

    void otherThreadsMayAsk()
    {
        QVERIFY(logIn());
        clock->suspend(59s);
        std::atomic<int> good { 0 };
        std::vector<std::unique_ptr<QThread>> threads;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back(QThread::create([&] {
                const QFuture<TokenResult> future = manager->freshAccessToken();
                good += future.result().has_value();
            }));
            threads.back()->start();
        }
        QTRY_COMPARE(good.load(), 8);
        for (const auto &thread : threads)
            thread->wait();
        QCOMPARE(exchanges(), 1);
    }

    void theTraceNamesAndNeverShows()
    {
        QList<TraceEvent> events;
        connect(manager.get(), &TokenManager::traced, this, [&](const TraceEvent &event) { events += event; });
        QVERIFY(logIn());
        QVERIFY(wait(manager->refreshNow()));
        QString printed;
        QDebug(&printed) << events;
        QVERIFY(printed.contains(u"AT-2"_s) && printed.contains(u"RT-1"_s));
        QVERIFY(!printed.contains(u"access-"_s) && !printed.contains(u"refresh-1"_s));
        quint64 number = 0;
        for (const TraceEvent &event : events)
            QCOMPARE(event.number, ++number);
        const auto posts =
            std::count_if(events.begin(), events.end(), [](const TraceEvent &e) { return e.action == u"POST /token"; });
        QCOMPARE(posts, exchanges());
    }
};

TEST_CLASS(tst_tokenmanager)
#include "tst_tokenmanager.moc"

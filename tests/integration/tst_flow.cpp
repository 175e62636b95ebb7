// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/memorytokenstore.h>
#include <tokenmanager/networkaccessmanager.h>
#include <tokenmanager/systemclock.h>
#include <tokenmanager/tokenmanager.h>
#include <tokenmanager/virtualclock.h>

#include "mockcontrol.h"
#include "testregistry.h"

#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

/// The whole way, from an application's request to the mock server and back. Every count is the server's.
class tst_flow : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<testing::MockControl> mock;
    std::shared_ptr<VirtualClock> clock;
    std::unique_ptr<TokenManager> tokens;
    std::unique_ptr<NetworkAccessManager> network;
    std::vector<std::unique_ptr<QNetworkReply>> replies;
    QList<TraceEvent> events;

    void start(std::shared_ptr<Clock> time = {})
    {
        tokens = std::make_unique<TokenManager>(TokenManager::Setup { .profile = ServerProfile::express(mock->url()),
            .store = std::make_shared<MemoryTokenStore>(),
            .clock = time ? time : clock });
        network = std::make_unique<NetworkAccessManager>(tokens.get());
        connect(tokens.get(), &TokenManager::traced, this, [this](const TraceEvent &event) { events += event; });
        const auto future = tokens->logIn(u"demo"_s, u"demo"_s);
        QTRY_VERIFY(future.isFinished());
        QVERIFY(future.result().has_value());
    }

    QNetworkReply *get(const QString &path = u"/api/notes"_s)
    {
        replies.emplace_back(network->get(QNetworkRequest(mock->url(path))));
        return replies.back().get();
    }

    void getMany(int number)
    {
        for (int i = 0; i < number; ++i)
            get();
    }

    bool allFinished() const
    {
        return std::all_of(replies.begin(), replies.end(), [](const auto &reply) { return reply->isFinished(); });
    }

    qsizetype answeredWith(int status) const
    {
        return std::count_if(replies.begin(), replies.end(), [status](const auto &reply) {
            return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == status;
        });
    }

    template <typename Done>
    bool passTime(std::chrono::milliseconds step, Done done)
    {
        return QTest::qWaitFor([&] { return done() || (clock->advance(step), done()); }, 10000);
    }

    static QByteArray bearerOf(const QJsonObject &request)
    {
        for (const QJsonValue header : request.value("headers"_L1).toArray()) {
            if (header.toArray().at(0).toString().compare("authorization"_L1, Qt::CaseInsensitive) == 0)
                return header.toArray().at(1).toString().toLatin1();
        }
        return {};
    }

    static void expiredStatusRows()
    {
        QTest::addColumn<int>("expiredStatus");
        QTest::newRow("401") << 401;
        QTest::newRow("403") << 403;
    }

    void setExpiredStatus()
    {
        QFETCH(int, expiredStatus);
        mock->set({ { u"expiredStatus"_s, expiredStatus } });
    }

private Q_SLOTS:
    void init()
    {
        mock = std::make_unique<testing::MockControl>();
        clock = std::make_shared<VirtualClock>();
        events.clear();
    }

    void cleanup()
    {
        replies.clear();
        network.reset();
        tokens.reset();
        mock.reset();
    }

    void aHundredRequestsThatKnowOfTheExpiry_data() { expiredStatusRows(); }
    void aHundredRequestsThatKnowOfTheExpiry()
    {
        setExpiredStatus();
        start();
        mock->expireAccessTokens();
        clock->suspend(60s);
        getMany(100);
        QTRY_VERIFY(allFinished());
        QCOMPARE(answeredWith(200), 100);
        QCOMPARE(mock->count(u"POST /token"_s), 1);
        QCOMPARE(mock->count(u"GET /api/notes"_s), 100);
    }

    void aHundredRequestsThatLearnOfTheExpiryFromTheServer_data() { expiredStatusRows(); }
    void aHundredRequestsThatLearnOfTheExpiryFromTheServer()
    {
        setExpiredStatus();
        start();
        const QByteArray dead = "Bearer " + tokens->accessToken()->value;
        mock->expireAccessTokens();
        getMany(100);
        QTRY_VERIFY(allFinished());
        QCOMPARE(answeredWith(200), 100);
        QCOMPARE(mock->count(u"POST /token"_s), 1);
        QVERIFY2(mock->count(u"GET /api/notes"_s) <= 106, "one more for each connection at most");
        bool refreshed = false;
        for (const QJsonValue request : mock->requests()) {
            refreshed = refreshed || request["path"_L1] == u"/token"_s;
            if (refreshed)
                QVERIFY(bearerOf(request.toObject()) != dead);
        }
    }

    void aLateRefusalOfTheOldTokenCausesNoRefresh_data() { expiredStatusRows(); }
    void aLateRefusalOfTheOldTokenCausesNoRefresh()
    {
        setExpiredStatus();
        start();
        mock->expireAccessTokens();
        mock->arm({ { u"route"_s, u"GET /api/profile"_s }, { u"kind"_s, u"delay"_s }, { u"ms"_s, 500 } });
        get(u"/api/profile"_s);
        QTRY_COMPARE(mock->count(u"GET /api/profile"_s), 1);
        get();
        QTRY_VERIFY(replies[1]->isFinished());
        QTRY_VERIFY(allFinished());
        QCOMPARE(answeredWith(200), 2);
        QCOMPARE(mock->count(u"GET /api/profile"_s), 2);
        QCOMPARE(mock->count(u"POST /token"_s), 1);
    }

    void abortingTheTriggerNeitherAbortsNorRepeatsTheRefresh()
    {
        start();
        mock->expireAccessTokens();
        mock->arm({ { u"route"_s, u"POST /token"_s }, { u"kind"_s, u"delay"_s }, { u"ms"_s, 300 } });
        get();
        QTRY_COMPARE(mock->count(u"POST /token"_s), 1);
        replies[0]->abort();
        get();
        QTRY_VERIFY(allFinished());
        QCOMPARE(answeredWith(200), 1);
        QCOMPARE(mock->count(u"POST /token"_s), 1);
        QCOMPARE(mock->count(u"GET /api/notes"_s), 2);
    }

    void aSecondRefusalReachesTheCallerAndKeepsTheSession_data() { expiredStatusRows(); }
    void aSecondRefusalReachesTheCallerAndKeepsTheSession()
    {
        QFETCH(int, expiredStatus);
        start();
        mock->arm({ { u"route"_s, u"GET /api/notes"_s }, { u"kind"_s, u"status"_s }, { u"status"_s, expiredStatus },
            { u"body"_s, u"no"_s }, { u"count"_s, u"always"_s } });
        get();
        QTRY_VERIFY(allFinished());
        QCOMPARE(answeredWith(expiredStatus), 1);
        QCOMPARE(replies[0]->readAll(), "no");
        QCOMPARE(mock->count(u"GET /api/notes"_s), 2);
        QCOMPARE(mock->count(u"POST /token"_s), 1);
        QCOMPARE(tokens->state(), SessionState::Valid);
    }

    void aForbiddenResourceCostsOneRefreshForEachLifeOfAToken()
    {
        start();
        mock->arm({ { u"route"_s, u"GET /api/profile"_s }, { u"kind"_s, u"status"_s }, { u"status"_s, 403 },
            { u"count"_s, u"always"_s } });
        for (int i = 0; i < 5; ++i) {
            get(u"/api/profile"_s);
            QTRY_VERIFY(allFinished());
        }
        QCOMPARE(mock->count(u"POST /token"_s), 1);
        QCOMPARE(mock->count(u"GET /api/profile"_s), 6);
    }

    void aRefusedRefreshEndsEveryRequestOnceAndWithoutALoop()
    {
        start();
        QSignalSpy ended(tokens.get(), &TokenManager::sessionEnded);
        mock->call("POST", u"/empty-store"_s);
        mock->expireAccessTokens();
        getMany(20);
        QTRY_VERIFY(allFinished());
        for (const auto &reply : replies) {
            QCOMPARE(reply->error(), QNetworkReply::AuthenticationRequiredError);
            QCOMPARE(NetworkAccessManager::report(reply.get()).tokenError->kind, TokenError::Kind::InvalidGrant);
        }
        QCOMPARE(ended.size(), 1);
        QCOMPARE(mock->count(u"POST /token"_s), 1);
        QVERIFY(mock->count(u"GET /api/notes"_s) <= 6);
        QCOMPARE(tokens->state(), SessionState::Ended);
    }

    void troubleWithTheRefreshKeepsTheSession_data()
    {
        QTest::addColumn<QJsonObject>("fault");
        QTest::addColumn<bool>("rotation");
        const auto row = [](const char *name, QJsonObject fault) {
            fault.insert(u"route"_s, u"POST /token"_s);
            for (const bool rotation : { false, true })
                QTest::addRow("%s, %s", name, rotation ? "rotation" : "no rotation") << fault << rotation;
        };
        row("500", { { u"kind"_s, u"status"_s }, { u"status"_s, 500 } });
        row("503", { { u"kind"_s, u"status"_s }, { u"status"_s, 503 } });
        row("garbage", { { u"kind"_s, u"status"_s }, { u"status"_s, 200 }, { u"body"_s, u"<html>"_s } });
        row("cut before the answer", { { u"kind"_s, u"drop"_s }, { u"at"_s, u"before"_s } });
        row("cut in the head", { { u"kind"_s, u"drop"_s }, { u"at"_s, u"head"_s } });
        row("cut in the body", { { u"kind"_s, u"drop"_s }, { u"at"_s, u"body"_s } });
        row("truncated", { { u"kind"_s, u"truncate"_s } });
        row("answer lost after the commit", { { u"kind"_s, u"lose-answer"_s } });
    }

    void troubleWithTheRefreshKeepsTheSession()
    {
        QFETCH(QJsonObject, fault);
        QFETCH(bool, rotation);
        mock->set({ { u"rotation"_s, rotation } });
        start();
        mock->arm(fault);
        mock->expireAccessTokens();
        get();
        QVERIFY(passTime(200ms, [&] { return allFinished(); }));
        QCOMPARE(answeredWith(200), 1);
        QCOMPARE(tokens->state(), SessionState::Valid);
        const auto told = std::count_if(events.begin(), events.end(), [](const TraceEvent &event) {
            return event.action.startsWith(u"POST /token"_s) && event.details.value(u"sent"_s).toBool();
        });
        QCOMPARE(mock->count(u"POST /token"_s), int(told));
        QCOMPARE(told, 2);
    }

    void aServerThatIsGoneKeepsTheSession()
    {
        start();
        clock->suspend(60s);
        const QUrl url = mock->url(u"/api/notes"_s);
        mock.reset();
        replies.emplace_back(network->get(QNetworkRequest(url)));
        QVERIFY(passTime(200ms, [&] { return allFinished(); }));
        QCOMPARE(replies[0]->error(), QNetworkReply::TemporaryNetworkFailureError);
        QCOMPARE(tokens->state(), SessionState::Offline);
        mock = std::make_unique<testing::MockControl>();
    }

    void shortLivesNeedFewRefreshes()
    {
        mock->set({ { u"accessLifetime"_s, 3 } });
        start(std::make_shared<SystemClock>());
        QTimer timer;
        connect(&timer, &QTimer::timeout, this, [&] {
            get();
            if (replies.size() == 60)
                timer.stop();
        });
        timer.start(100);
        QTRY_VERIFY_WITH_TIMEOUT(replies.size() == 60 && allFinished(), 20000);
        QCOMPARE(answeredWith(200), 60);
        QVERIFY2(mock->count(u"POST /token"_s) <= 3, "two are ideal");
        QVERIFY(mock->count(u"POST /token"_s) >= 1);
    }
};

TEST_CLASS(tst_flow)
#include "tst_flow.moc"

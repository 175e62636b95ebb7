// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "scriptedserver.h"
#include "scriptedtokens.h"
#include "testregistry.h"

#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>

using namespace testing;
using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;

/// Tokens on the way to the server: which request carries which, what a refusal costs.
class tst_networkaccessmanager : public QObject
{
    Q_OBJECT

private:
    // A server that knows one valid token and answers everything else with 401.
    QByteArray valid = "AT-1";
    std::unique_ptr<ScriptedServer> server;
    std::shared_ptr<ScriptedTokens> tokens;
    std::unique_ptr<ScriptedNetwork> network;

    HttpAnswer protectedAnswer(const HttpRequest &request) const
    {
        if (request.token() == valid)
            return { .body = "for " + request.path };
        return { .status = 401, .body = "no", .headers = { { "WWW-Authenticate", "Bearer error=\"invalid_token\"" } } };
    }
    QNetworkReply *get(const QString &path = u"/a"_s) { return network->get(QNetworkRequest(server->url(path))); }
    QList<QNetworkReply *> getMany(int count)
    {
        QList<QNetworkReply *> replies;
        for (int i = 0; i < count; ++i)
            replies += get(u"/%1"_s.arg(i));
        return replies;
    }
    static int finished(const QList<QNetworkReply *> &replies)
    {
        return int(std::count_if(replies.begin(), replies.end(), [](auto *reply) { return reply->isFinished(); }));
    }
    static int status(const QNetworkReply *reply)
    {
        return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }
    int sentWith(const QByteArray &token) const
    {
        return server->count([&](const HttpRequest &request) { return request.token() == token; });
    }

private Q_SLOTS:
    void init()
    {
        valid = "AT-1";
        server =
            std::make_unique<ScriptedServer>([this](const HttpRequest &request) { return protectedAnswer(request); });
        tokens = std::make_shared<ScriptedTokens>(QList { server->origin() });
        network = std::make_unique<ScriptedNetwork>(tokens);
    }
    void cleanup()
    {
        network.reset();
        tokens.reset();
        server.reset();
    }

    void aRequestCarriesTheToken()
    {
        QNetworkReply *const reply = get();
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QCOMPARE(status(reply), 200);
        QCOMPARE(reply->readAll(), "for /a");
        QCOMPARE(server->requests().first().header("authorization"), "Bearer AT-1");
        QCOMPARE(tokens->questions.size(), 0);
    }

    void aHeaderSetByHandIsReplaced()
    {
        QNetworkRequest request(server->url(u"/a"_s));
        request.setRawHeader("Authorization", "Basic c2VjcmV0");
        QNetworkReply *const reply = network->get(request);
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(server->requests().first().header("authorization"), "Bearer AT-1");
    }

    void otherOriginsAndWithoutTokenAreLeftToQt()
    {
        ScriptedServer other([](const HttpRequest &) { return HttpAnswer {}; });
        QNetworkReply *const elsewhere = network->get(QNetworkRequest(other.url(u"/x"_s)));
        QNetworkRequest request(server->url(u"/a"_s));
        request.setAttribute(NetworkAccessManager::WithoutToken, true);
        QNetworkReply *const without = network->get(request);
        QNetworkReply *const data = network->get(QNetworkRequest(QUrl(u"data:,hello"_s)));
        QTRY_COMPARE(finished({ elsewhere, without, data }), 3);
        QVERIFY(!other.requests().first().headers.contains("authorization"));
        QCOMPARE(status(without), 401);
        QVERIFY(!server->requests().first().headers.contains("authorization"));
        QCOMPARE(data->readAll(), "hello");
        QCOMPARE(NetworkAccessManager::report(without), RequestReport());
    }

    void aHundredRequestsWithAKnownExpiryMakeOneRefreshAndAHundredCalls()
    {
        tokens->isStale = true;
        valid = "AT-2";
        const auto replies = getMany(100);
        QTRY_COMPARE(finished(replies), 100);
        for (const QNetworkReply *reply : replies)
            QCOMPARE(status(reply), 200);
        QCOMPARE(tokens->refreshes, 1);
        QCOMPARE(server->requests().size(), 100);
        QCOMPARE(sentWith("AT-2"), 100);
    }

    void aHundredRequestsThatLearnItFromA401MakeOneRefreshAndAtMostSixCallsMore()
    {
        tokens->answersAtOnce = false;
        valid = "AT-2";
        const auto replies = getMany(100);
        QTRY_COMPARE(tokens->refreshes, 1);
        QTRY_COMPARE(sentWith("AT-1"), 6);
        // Nothing is sent with the expired token once the refresh has begun: the event loop has nothing left to do.
        for (int i = 0; i < 50; ++i)
            QCoreApplication::processEvents();
        QCOMPARE(server->requests().size(), 6);
        tokens->settleWithNextToken();
        QTRY_COMPARE(finished(replies), 100);
        for (QNetworkReply *reply : replies) {
            QCOMPARE(status(reply), 200);
            QCOMPARE(reply->error(), QNetworkReply::NoError);
        }
        QCOMPARE(tokens->refreshes, 1);
        QCOMPARE(server->requests().size(), 106);
        QCOMPARE(sentWith("AT-2"), 100);
    }

    void anExpiryThatIsSaidWith403IsTreatedAlike()
    {
        server->setScript(
            [](const HttpRequest &request) { return HttpAnswer { .status = request.token() == "AT-2" ? 200 : 403 }; });
        const auto replies = getMany(20);
        QTRY_COMPARE(finished(replies), 20);
        for (const QNetworkReply *reply : replies)
            QCOMPARE(status(reply), 200);
        QCOMPARE(tokens->refreshes, 1);
    }

    void a403ThatIsNoRefusalGoesToTheCaller()
    {
        tokens->notRefusals.insert({ 403, 1 });
        server->setScript([](const HttpRequest &) { return HttpAnswer { .status = 403, .body = "forbidden" }; });
        QNetworkReply *const reply = get();
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::ContentAccessDenied);
        QCOMPARE(reply->readAll(), "forbidden");
        QCOMPARE(tokens->questions.size(), 0);
        QCOMPARE(server->requests().size(), 1);
    }

    void aLate401CausesNoRefresh()
    {
        server->setScript([](const HttpRequest &) { return HttpAnswer { .isHeld = true }; });
        QNetworkReply *const reply = get();
        QTRY_COMPARE(server->held(), 1);
        tokens->current = ScriptedTokens::makeToken(2); // refreshed meanwhile
        valid = "AT-2";
        server->setScript([this](const HttpRequest &request) { return protectedAnswer(request); });
        server->release(1, { .status = 401 });
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(status(reply), 200);
        QCOMPARE(tokens->questions.size(), 0);
        const RequestReport report = NetworkAccessManager::report(reply);
        QCOMPARE(report.attempts.size(), 2);
        QCOMPARE(report.attempts[0].generation, 1u);
        QCOMPARE(report.attempts[0].httpStatus, 401);
        QCOMPARE(report.attempts[1].generation, 2u);
        QCOMPARE(report.attempts[1].httpStatus, 200);
        QVERIFY(report.explanation.contains(u"renewed"_s));
    }

    void aSecond401GoesToTheCallerWithItsBody()
    {
        server->setScript([](const HttpRequest &request) {
            return HttpAnswer { .status = 401, .body = "refused " + request.token() };
        });
        QNetworkReply *const reply = get();
        QSignalSpy heads(reply, &QNetworkReply::metaDataChanged);
        QSignalSpy ends(reply, &QNetworkReply::finished);
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::AuthenticationRequiredError);
        QCOMPARE(status(reply), 401);
        QCOMPARE(reply->readAll(), "refused AT-2");
        QCOMPARE(server->requests().size(), 2);
        QCOMPARE(tokens->refreshes, 1);
        QCOMPARE(tokens->useless, (QList<std::pair<int, quint64>> { { 401, 2u } }));
        QCOMPARE(heads.size(), 1);
        QCOMPARE(ends.size(), 1);
        QVERIFY(!NetworkAccessManager::report(reply).tokenError);
    }

    void challengesOfAnyKindAreARefusalAndPromptNobody_data()
    {
        QTest::addColumn<QByteArray>("challenge");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("Basic") << QByteArray("Basic realm=\"x\"");
        QTest::newRow("Negotiate") << QByteArray("Negotiate");
        QTest::newRow("two") << QByteArray("Basic realm=\"x\", Bearer error=\"invalid_token\"");
        QTest::newRow("bad syntax") << QByteArray(",,=\"");
    }

    void challengesOfAnyKindAreARefusalAndPromptNobody()
    {
        QFETCH(QByteArray, challenge);
        server->setScript([&](const HttpRequest &request) {
            if (request.token() == "AT-2")
                return HttpAnswer {};
            HttpAnswer answer { .status = 401 };
            if (!challenge.isEmpty())
                answer.headers.append({ "WWW-Authenticate", challenge });
            return answer;
        });
        QNetworkReply *const reply = get();
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(status(reply), 200);
        QCOMPARE(tokens->refreshes, 1);
        QCOMPARE(server->requests().size(), 2);
    }

    void whoWaitsForATokenHoldsNoSlot()
    {
        // Six are refused and wait for the refresh; one without a token check on its way must get through.
        tokens->answersAtOnce = false;
        server->setScript([this](const HttpRequest &request) {
            return request.path == "/public" ? HttpAnswer { .status = 200 } : protectedAnswer(request);
        });
        valid = "AT-2";
        const auto replies = getMany(6);
        QTRY_COMPARE(tokens->questions.size(), 6);
        tokens->current = ScriptedTokens::makeToken(2);
        QNetworkReply *const other = get(u"/public"_s);
        QTRY_VERIFY(other->isFinished());
        QCOMPARE(finished(replies), 0);
        tokens->settle(ScriptedTokens::makeToken(2));
        QTRY_COMPARE(finished(replies), 6);
    }

    void moreThanSixAreNotGivenToQt()
    {
        server->setScript([](const HttpRequest &) { return HttpAnswer { .isHeld = true }; });
        const auto replies = getMany(20);
        QTRY_COMPARE(server->held(), 6);
        QNetworkRequest urgent(server->url(u"/urgent"_s));
        urgent.setPriority(QNetworkRequest::HighPriority);
        QNetworkReply *const first = network->get(urgent);
        server->release(1, {});
        QTRY_COMPARE(server->requests().size(), 7);
        QCOMPARE(server->requests().last().path, "/urgent");
        server->setScript([](const HttpRequest &) { return HttpAnswer {}; });
        for (int number = 2; number <= 7; ++number)
            server->release(number, {});
        QTRY_COMPARE(finished(replies), 20);
        QVERIFY(first->isFinished());
        // Those that waited went in the order of their calls.
        QList<QByteArray> order;
        for (const HttpRequest &request : server->requests())
            order += request.path;
        order.removeOne("/urgent");
        for (int i = 6; i < 20; ++i)
            QVERIFY(std::abs(order.indexOf("/" + QByteArray::number(i)) - i) < 6);
    }

    void abortingThousandsOfParkedRequestsCostsNothing()
    {
        server->setScript([](const HttpRequest &) { return HttpAnswer { .isHeld = true }; });
        const auto replies = getMany(10000);
        QTRY_COMPARE(server->held(), 6);
        for (QNetworkReply *reply : replies)
            reply->abort();
        QTRY_COMPARE(finished(replies), 10000);
        for (const QNetworkReply *reply : replies)
            QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
        QCOMPARE(server->requests().size(), 6);
    }

    void abortingTheRequestThatTriggeredTheRefreshNeitherAbortsNorRepeatsIt()
    {
        tokens->answersAtOnce = false;
        valid = "AT-2";
        QNetworkReply *const first = get(u"/first"_s);
        QTRY_COMPARE(tokens->refreshes, 1);
        QNetworkReply *const second = get(u"/second"_s);
        first->abort();
        QTRY_COMPARE(tokens->questions.size(), 2);
        tokens->settleWithNextToken();
        QTRY_VERIFY(second->isFinished());
        QCOMPARE(status(second), 200);
        QCOMPARE(tokens->refreshes, 1);
        QCOMPARE(server->countOf("/first"), 1);
        QCOMPARE(server->countOf("/second"), 1);
    }

    void aTokenThatIsStaleAtOnceIsUsedAllTheSame()
    {
        tokens->isStale = true;
        tokens->answersAtOnce = false;
        valid = "AT-2";
        QNetworkReply *const reply = get();
        for (int i = 0; i < 2; ++i) {
            QTRY_COMPARE(tokens->questions.size(), i + 1);
            tokens->settle(ScriptedTokens::makeToken(2));
            tokens->isStale = true;
        }
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(status(reply), 200);
        QCOMPARE(tokens->questions.size(), 2);
    }

    void theHookSeesEachAttemptAndMayReplaceTheHeader()
    {
        QList<RequestAttempt> seen;
        network->setAttemptHook([&](QNetworkRequest &request, const RequestAttempt &attempt) {
            seen += attempt;
            QCOMPARE(request.rawHeader("Authorization"), "Bearer AT-" + QByteArray::number(attempt.generation));
            request.setRawHeader("Authorization", "DPoP AT-" + QByteArray::number(attempt.generation));
            request.setRawHeader("DPoP", "proof-" + QByteArray::number(attempt.number));
            request.setUrl(QUrl(u"http://127.0.0.1:1/elsewhere"_s));
        });
        server->setScript([](const HttpRequest &request) {
            return HttpAnswer { .status = request.header("dpop") == "proof-2" ? 200 : 401 };
        });
        QNetworkReply *const reply = get();
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(status(reply), 200);
        QCOMPARE(seen.size(), 2);
        QCOMPARE(seen[0], (RequestAttempt { .number = 1, .generation = 1 }));
        QCOMPARE(seen[1], (RequestAttempt { .number = 2, .generation = 2 }));
        QCOMPARE(server->requests().last().header("authorization"), "DPoP AT-2");
    }

    void theReportTellsWhatHappened()
    {
        tokens->answersAtOnce = false;
        valid = "AT-2";
        QNetworkReply *const reply = get();
        QTRY_COMPARE(tokens->refreshes, 1);
        tokens->virtualClock().advance(std::chrono::milliseconds(700));
        tokens->settleWithNextToken();
        QTRY_VERIFY(reply->isFinished());
        const RequestReport report = NetworkAccessManager::report(reply);
        QCOMPARE(report.attempts.size(), 2);
        QCOMPARE(report.attempts[0].number, 1);
        QCOMPARE(report.attempts[0].error, QNetworkReply::AuthenticationRequiredError);
        QCOMPARE(report.attempts[1].number, 2);
        QCOMPARE(report.attempts[1].error, QNetworkReply::NoError);
        QCOMPARE(report.waitedForRefresh, std::chrono::milliseconds(700));
        QCOMPARE(report.parked, std::chrono::milliseconds(0));
        QVERIFY(report.explanation.contains(u"refused"_s));
        QCOMPARE(NetworkAccessManager::report(nullptr), RequestReport());
    }

    void theTraceHasOneRowForEachAttemptAndNoSecret()
    {
        tokens->isTracing = true;
        tokens->current->value = "secret-AT-1";
        tokens->current->expiresAt = tokens->clock()->now().addMSecs(13600);
        valid = "AT-2";
        QNetworkReply *const reply = get(u"/api/notes?password=hidden"_s);
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(tokens->events.size(), 2);
        const TraceEvent &refused = tokens->events[0];
        QCOMPARE(refused.kind, TraceEvent::Kind::Request);
        QCOMPARE(refused.action, u"GET /api/notes"_s);
        QCOMPARE(refused.input, u"AT-1"_s);
        QCOMPARE(refused.check, u"Expired? no, 13.6 s left"_s);
        QCOMPARE(refused.result, u"401 invalid_token, queued"_s);
        QCOMPARE(refused.attempt, 1);
        QCOMPARE(refused.httpStatus, 401);
        const TraceEvent &retry = tokens->events[1];
        QCOMPARE(retry.kind, TraceEvent::Kind::Retry);
        QCOMPARE(retry.action, u"Retry GET /api/notes"_s);
        QCOMPARE(retry.input, u"AT-2"_s);
        QCOMPARE(retry.check, u"Attempt 2 of 2"_s);
        QCOMPARE(retry.result, u"200, 30 B"_s);
        QCOMPARE(retry.requestId, refused.requestId);
        QCOMPARE(retry.generation, 2u);
        for (const TraceEvent &event : tokens->events) {
            QString text;
            QDebug(&text) << event << event.details;
            QVERIFY2(!text.contains(u"secret"_s) && !text.contains(u"hidden"_s), qPrintable(text));
        }
    }

    void theTraceSaysWhenARequestWaits()
    {
        tokens->isTracing = true;
        tokens->isStale = true;
        tokens->current->expiresAt = tokens->clock()->now().addMSecs(-2000);
        valid = "AT-2";
        QNetworkReply *const reply = get();
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(tokens->events.size(), 2);
        QCOMPARE(tokens->events[0].kind, TraceEvent::Kind::Check);
        QCOMPARE(tokens->events[0].check, u"Expired? yes, 2.0 s ago"_s);
        QCOMPARE(tokens->events[0].result, u"queued"_s);
        QCOMPARE(tokens->events[1].check, u"Expired? nobody said"_s);
    }
};

TEST_CLASS(tst_networkaccessmanager)
#include "tst_networkaccessmanager.moc"

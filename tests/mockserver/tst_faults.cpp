// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "mockfixture.h"
#include "testregistry.h"

#include <QElapsedTimer>
#include <QTest>

using namespace testing;
using namespace Qt::Literals::StringLiterals;

namespace {

QJsonObject fault(const QString &route, const QString &kind, QJsonObject more = {})
{
    more[u"route"_s] = route;
    more[u"kind"_s] = kind;
    return more;
}

mockserver::Options rotatingServer()
{
    mockserver::Options options;
    options.settings.rotation = true;
    return options;
}

/// "status/sent" of the newest request that is recorded.
QString outcomeOf(const MockFixture &mock)
{
    const QJsonObject request = mock.lastRequest();
    const QString status = request[u"status"_s].isNull() ? u"null"_s : QString::number(request[u"status"_s].toInt());
    return status + u'/' + request[u"sent"_s].toString();
}

} // namespace

/// What goes wrong on purpose: what the client sees of it, and whether the request was carried out.
class tst_faults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statusAnswersInTheRequestsPlace()
    {
        const MockFixture mock(rotatingServer());
        const TokenPair tokens = mock.logIn();
        const int id = mock.arm(fault(u"POST /token"_s, u"status"_s,
            { { u"status"_s, 503 }, { u"headers"_s, QJsonObject { { u"Retry-After"_s, u"120"_s } } },
                { u"body"_s, u"<p>Später"_s } }));
        RawClient client = mock.client();
        const RawAnswer answer =
            client.send(mock.request("POST", "/token", {}, "{\"token\":\"" + tokens.refresh + "\"}")).answer();
        QCOMPARE(answer.status, 503);
        QCOMPARE(answer.header("Retry-After"), QByteArray("120"));
        QCOMPARE(answer.body, QByteArray("<p>Später"));
        QCOMPARE(outcomeOf(mock), u"503/full"_s);
        QCOMPARE(mock.lastRequest()[u"fault"_s].toInt(), id);
        QCOMPARE(checksOf(mock.lastRequest()), QString());
        // Not carried out: the token has not been exchanged. And the connection stays
        QCOMPARE(
            client.send(mock.request("POST", "/token", {}, "{\"token\":\"" + tokens.refresh + "\"}")).answer().status,
            200);
        QVERIFY(mock.lastRequest()[u"fault"_s].isNull());
        QCOMPARE(mock.counters()[u"POST /token"_s].toInt(), 2);
    }

    void delayHoldsTheTrueAnswer()
    {
        const MockFixture mock(rotatingServer());
        const TokenPair tokens = mock.logIn();
        mock.arm(fault(u"/token"_s, u"delay"_s, { { u"ms"_s, 200 } }));
        QElapsedTimer timer;
        timer.start();
        RawClient client = mock.client();
        client.send(mock.request("POST", "/token", {}, "{\"token\":\"" + tokens.refresh + "\"}"));
        QTRY_COMPARE(mock.counters()[u"POST /token"_s].toInt(), 1); // counted on arrival
        QCOMPARE(outcomeOf(mock), u"null/none"_s);
        QCOMPARE(client.answer().status, 200);
        QVERIFY(timer.elapsed() >= 199);
        QCOMPARE(outcomeOf(mock), u"200/full"_s);
    }

    void whatIsHeldIsCarriedOutEvenIfItsClientHasGone()
    {
        const MockFixture mock(rotatingServer());
        const TokenPair tokens = mock.logIn();
        mock.arm(fault(u"/token"_s, u"delay"_s, { { u"ms"_s, 100 } }));
        RawClient client = mock.client();
        client.send(mock.request("POST", "/token", {}, "{\"token\":\"" + tokens.refresh + "\"}"));
        QTRY_COMPARE(mock.counters()[u"POST /token"_s].toInt(), 1);
        client.abort();
        QTRY_COMPARE(outcomeOf(mock), u"200/none"_s);
        QCOMPARE(mock.refresh(tokens.refresh).status, 403); // it has been exchanged
    }

    void dropCutsTheConnection_data()
    {
        QTest::addColumn<QJsonObject>("where");
        QTest::addColumn<bool>("carriedOut");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("before") << QJsonObject { { u"at"_s, u"before"_s } } << false << u"null/none"_s;
        QTest::newRow("after 0 bytes") << QJsonObject { { u"afterBytes"_s, 0 } } << false << u"null/none"_s;
        QTest::newRow("in the head") << QJsonObject { { u"at"_s, u"head"_s } } << true << u"200/part"_s;
        QTest::newRow("in the body") << QJsonObject { { u"at"_s, u"body"_s } } << true << u"200/part"_s;
        QTest::newRow("after 1 byte") << QJsonObject { { u"afterBytes"_s, 1 } } << true << u"200/part"_s;
        QTest::newRow("after 300 bytes") << QJsonObject { { u"afterBytes"_s, 300 } } << true << u"200/part"_s;
        QTest::newRow("at the end") << QJsonObject { { u"afterBytes"_s, 100'000 } } << true << u"200/full"_s;
    }
    void dropCutsTheConnection()
    {
        QFETCH(QJsonObject, where);
        QFETCH(bool, carriedOut);
        const MockFixture mock(rotatingServer());
        const TokenPair tokens = mock.logIn();
        mock.arm(fault(u"POST /token"_s, u"drop"_s, where));
        RawClient client = mock.client();
        const QByteArray seen =
            client.send(mock.request("POST", "/token", {}, "{\"token\":\"" + tokens.refresh + "\"}")).everything();
        const QByteArray head = seen.left(seen.indexOf("\r\n\r\n") + 4);
        const QString at = where[u"at"_s].toString();
        if (where.contains(u"afterBytes"_s) && where[u"afterBytes"_s].toInt() < 1000)
            QCOMPARE(seen.size(), where[u"afterBytes"_s].toInt());
        if (at == u"before")
            QCOMPARE(seen, QByteArray());
        if (at == u"head")
            QVERIFY(seen.startsWith("HTTP/1.1 200 OK\r\n") && !seen.contains("\r\n\r\n"));
        if (at == u"body")
            QVERIFY(head.size() > 4 && seen.size() > head.size() && !seen.endsWith('}'));
        if (where[u"afterBytes"_s].toInt() > 1000)
            QVERIFY(seen.endsWith('}'));
        QTEST(outcomeOf(mock), "outcome");
        QCOMPARE(mock.counters()[u"POST /token"_s].toInt(), 1);
        QCOMPARE(checksOf(mock.lastRequest()).isEmpty(), !carriedOut);
        QCOMPARE(mock.refresh(tokens.refresh).status, carriedOut ? 403 : 200);
    }

    void streamsAreCutWhereTheFaultSays()
    {
        const MockFixture mock;
        const QByteArray access = mock.logIn().access;
        mock.arm(fault(u"/api/stream"_s, u"drop"_s, { { u"afterBytes"_s, 3'000'000 } }));
        RawClient client = mock.client();
        const QByteArray seen =
            client.send(mock.request("GET", "/api/stream?bytes=5000000", bearer(access))).everything();
        QCOMPARE(seen.size(), 3'000'000);
        QVERIFY(seen.contains("Content-Length: 5000000\r\n"));
        QCOMPARE(outcomeOf(mock), u"200/part"_s);
    }

    void truncateShortensBodyAndLength_data()
    {
        QTest::addColumn<QJsonObject>("more");
        QTest::addColumn<int>("percent");
        QTest::newRow("half by default") << QJsonObject {} << 50;
        QTest::newRow("nothing left") << QJsonObject { { u"percent"_s, 0 } } << 0;
        QTest::newRow("almost all") << QJsonObject { { u"percent"_s, 99 } } << 99;
    }
    void truncateShortensBodyAndLength()
    {
        QFETCH(QJsonObject, more);
        QFETCH(int, percent);
        const MockFixture mock(rotatingServer());
        const TokenPair tokens = mock.logIn();
        const QByteArray whole = mock.get("/api/notes", tokens.access).body;
        mock.arm(fault(u"/api/notes"_s, u"truncate"_s, more));
        RawClient client = mock.client();
        const RawAnswer answer = client.send(mock.request("GET", "/api/notes", bearer(tokens.access))).answer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, whole.left(whole.size() * percent / 100));
        QCOMPARE(answer.header("Content-Length").toInt(), answer.body.size());
        QCOMPARE(outcomeOf(mock), u"200/part"_s);
        QCOMPARE(client.send(mock.request("GET", "/x")).answer().status, 404);
        // Carried out
        mock.arm(fault(u"/token"_s, u"truncate"_s, more));
        QCOMPARE(mock.refresh(tokens.refresh).status, 200);
        QCOMPARE(mock.refresh(tokens.refresh).status, 403);
    }

    void loseAnswerCommitsAndSaysNothing()
    {
        const MockFixture mock(rotatingServer());
        const TokenPair tokens = mock.logIn();
        mock.arm(fault(u"POST /token"_s, u"lose-answer"_s));
        RawClient client = mock.client();
        const RawHeaders key { { "Idempotency-Key", "k" } };
        QCOMPARE(
            client.send(mock.request("POST", "/token", key, "{\"token\":\"" + tokens.refresh + "\"}")).everything(),
            QByteArray());
        QCOMPARE(outcomeOf(mock), u"200/none"_s);
        QCOMPARE(mock.lastRequest()[u"checks"_s].toArray().size(), 4);
        // What was lost can be had again with the key, and only so
        const RawAnswer replay = mock.refresh(tokens.refresh, key);
        QCOMPARE(replay.status, 200);
        QCOMPARE(mock.refresh(tokensOf(replay).refresh).status, 200);
        QCOMPARE(mock.refresh(tokens.refresh).status, 403);
    }

    void lostNotesAreThere()
    {
        const MockFixture mock;
        const QByteArray access = mock.logIn().access;
        mock.arm(fault(u"POST /api/notes"_s, u"lose-answer"_s));
        RawClient client = mock.client();
        QCOMPARE(client.send(mock.request("POST", "/api/notes", bearer(access), R"({"text":"kept"})")).everything(),
            QByteArray());
        QCOMPARE(mock.get("/api/notes/6", access).status, 200);
    }

    void routesMatch_data()
    {
        QTest::addColumn<QString>("route");
        QTest::addColumn<QByteArrayList>("hit");
        QTest::addColumn<QByteArrayList>("missed");
        QTest::newRow("method and path") << u"GET /api/notes"_s
                                         << QByteArrayList { "GET /api/notes", "GET /api/notes?a" }
                                         << QByteArrayList { "HEAD /api/notes", "POST /api/notes", "GET /api/notes/1",
                                                "GET /api" };
        QTest::newRow("path") << u"/api/notes"_s << QByteArrayList { "GET /api/notes", "PUT /api/notes" }
                              << QByteArrayList { "GET /api/profile" };
        QTest::newRow("any rest") << u"/api/*"_s << QByteArrayList { "GET /api/", "POST /api/x/y" }
                                  << QByteArrayList { "GET /api", "GET /token" };
        QTest::newRow("method and any rest") << u"PUT /api/n*"_s << QByteArrayList { "PUT /api/notes/1" }
                                             << QByteArrayList { "GET /api/notes", "PUT /api/m" };
        QTest::newRow("everything") << u"*"_s
                                    << QByteArrayList { "GET /", "POST /token", "OPTIONS /x",
                                           "DELETE /control/nothing" }
                                    << QByteArrayList {};
        QTest::newRow("unknown path") << u"/no/such"_s << QByteArrayList { "GET /no/such" }
                                      << QByteArrayList { "GET /" };
    }
    void routesMatch()
    {
        QFETCH(QString, route);
        QFETCH(QByteArrayList, hit);
        QFETCH(QByteArrayList, missed);
        const MockFixture mock;
        mock.arm(fault(route, u"status"_s, { { u"status"_s, 599 }, { u"count"_s, u"always"_s } }));
        const auto statusOf = [&](const QByteArray &line) {
            return mock.ask(line.left(line.indexOf(' ')), line.mid(line.indexOf(' ') + 1)).status;
        };
        for (const QByteArray &line : hit)
            QCOMPARE(statusOf(line), 599);
        for (const QByteArray &line : missed)
            if (!line.startsWith("HEAD"))
                QVERIFY2(statusOf(line) != 599, line);
        QCOMPARE(mock.control("GET", "settings").status, 200); // never control
    }

    void theOldestOfSeveralFiresOnceForEachRequest()
    {
        const MockFixture mock;
        const int first = mock.arm(fault(u"*"_s, u"status"_s, { { u"status"_s, 500 }, { u"count"_s, 2 } }));
        const int second = mock.arm(fault(u"GET /x"_s, u"status"_s, { { u"status"_s, 502 } }));
        const int third = mock.arm(fault(u"/x"_s, u"status"_s, { { u"status"_s, 504 }, { u"count"_s, u"always"_s } }));
        QCOMPARE(QList<int>({ first, second, third }), QList<int>({ 1, 2, 3 }));
        QList<int> seen;
        for (int i = 0; i < 6; ++i)
            seen << mock.ask("GET", "/x").status;
        QCOMPARE(seen, QList<int>({ 500, 500, 502, 504, 504, 504 }));
        QCOMPARE(mock.lastRequest()[u"fault"_s].toInt(), third);
    }

    void refusedRequestsUseUpNoFault()
    {
        const MockFixture mock;
        mock.arm(fault(u"*"_s, u"status"_s, { { u"status"_s, 500 } }));
        QCOMPARE(mock.ask("GET", "/x", { { "Host", "evil.example" } }).status, 421);
        QCOMPARE(mock.ask("BREW", "/x").status, 501);
        QCOMPARE(mock.ask("POST", "/x", { { "Content-Length", "99999" } }).status, 413);
        QCOMPARE(mock.ask("GET", "/x").status, 500);
    }

    void faultsCanBeListedAndDisarmed()
    {
        const MockFixture mock;
        mock.arm(fault(u"POST /token"_s, u"drop"_s, { { u"at"_s, u"body"_s }, { u"count"_s, 3 } }));
        mock.arm(fault(u"/api/*"_s, u"delay"_s, { { u"ms"_s, 5 }, { u"count"_s, u"always"_s } }));
        mock.arm(fault(u"*"_s, u"status"_s,
            { { u"status"_s, 500 }, { u"headers"_s, QJsonArray { QJsonArray { u"A"_s, u"b"_s } } } }));
        mock.ask("POST", "/token");
        const QJsonArray armed = mock.control("GET", "faults").json()[u"faults"_s].toArray();
        QCOMPARE(armed.size(), 3);
        QCOMPARE(armed[0].toObject(),
            (QJsonObject { { u"id"_s, 1 }, { u"route"_s, u"POST /token"_s }, { u"kind"_s, u"drop"_s },
                { u"at"_s, u"body"_s }, { u"remaining"_s, 2 } }));
        QCOMPARE(armed[1].toObject(),
            (QJsonObject { { u"id"_s, 2 }, { u"route"_s, u"/api/*"_s }, { u"kind"_s, u"delay"_s }, { u"ms"_s, 5 },
                { u"remaining"_s, u"always"_s } }));
        QCOMPARE(armed[2][u"headers"_s].toArray(), (QJsonArray { QJsonArray { u"A"_s, u"b"_s } }));
        QCOMPARE(mock.ask("GET", "/x").header("A"), QByteArray("b"));
        QCOMPARE(mock.control("GET", "faults").json()[u"faults"_s].toArray().size(), 2); // used up
        QCOMPARE(mock.control("DELETE", "faults/1").status, 204);
        QCOMPARE(mock.control("DELETE", "faults/1").status, 404);
        QCOMPARE(mock.control("DELETE", "faults/x").status, 404);
        QCOMPARE(mock.control("GET", "faults/2").status, 405);
        QCOMPARE(mock.control("DELETE", "faults").status, 204);
        QCOMPARE(mock.control("GET", "faults").json(), (QJsonObject { { u"faults"_s, QJsonArray() } }));
        QCOMPARE(mock.arm(fault(u"*"_s, u"lose-answer"_s)), 4); // numbers are not used again
    }

    void badFaultsAreRefusedByField_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *body, const char *field) {
            QTest::newRow(body) << QByteArray(body) << QString::fromLatin1(field);
        };
        row(R"({"kind":"lose-answer"})", "route");
        row(R"({"route":1,"kind":"lose-answer"})", "route");
        row(R"({"route":"","kind":"lose-answer"})", "route");
        row(R"({"route":"token","kind":"lose-answer"})", "route");
        row(R"({"route":"BREW /token","kind":"lose-answer"})", "route");
        row(R"({"route":"/a*b","kind":"lose-answer"})", "route");
        row(R"({"route":"/control/reset","kind":"lose-answer"})", "route");
        row(R"({"route":"*"})", "kind");
        row(R"({"route":"*","kind":"explode"})", "kind");
        row(R"({"route":"*","kind":"lose-answer","count":0})", "count");
        row(R"({"route":"*","kind":"lose-answer","count":-1})", "count");
        row(R"({"route":"*","kind":"lose-answer","count":1.5})", "count");
        row(R"({"route":"*","kind":"lose-answer","count":"twice"})", "count");
        row(R"({"route":"*","kind":"lose-answer","count":null})", "count");
        row(R"({"route":"*","kind":"lose-answer","ms":1})", "ms");
        row(R"({"route":"*","kind":"status"})", "status");
        row(R"({"route":"*","kind":"status","status":199})", "status");
        row(R"({"route":"*","kind":"status","status":600})", "status");
        row(R"({"route":"*","kind":"status","status":"500"})", "status");
        row(R"({"route":"*","kind":"status","status":500,"body":{}})", "body");
        row(R"({"route":"*","kind":"status","status":500,"headers":1})", "headers");
        row(R"({"route":"*","kind":"status","status":500,"headers":{"A":1}})", "headers");
        row(R"({"route":"*","kind":"status","status":500,"headers":{"A b":"c"}})", "headers");
        row(R"({"route":"*","kind":"status","status":500,"headers":{"A":"b\r\nC: d"}})", "headers");
        row(R"({"route":"*","kind":"status","status":500,"headers":{"content-length":"1"}})", "headers");
        row(R"({"route":"*","kind":"status","status":500,"headers":{"Transfer-Encoding":"chunked"}})", "headers");
        row(R"({"route":"*","kind":"status","status":500,"headers":[["Connection","close"]]})", "headers");
        row(R"({"route":"*","kind":"status","status":500,"headers":[["A"]]})", "headers");
        row(R"({"route":"*","kind":"delay"})", "ms");
        row(R"({"route":"*","kind":"delay","ms":-1})", "ms");
        row(R"({"route":"*","kind":"delay","ms":600001})", "ms");
        row(R"({"route":"*","kind":"drop"})", "at");
        row(R"({"route":"*","kind":"drop","at":"end"})", "at");
        row(R"({"route":"*","kind":"drop","at":"head","afterBytes":1})", "afterBytes");
        row(R"({"route":"*","kind":"drop","afterBytes":-1})", "afterBytes");
        row(R"({"route":"*","kind":"truncate","percent":100})", "percent");
        row(R"({"route":"*","kind":"truncate","percent":-1})", "percent");
    }
    void badFaultsAreRefusedByField()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, field);
        const MockFixture mock;
        const RawAnswer answer = mock.ask("POST", "/control/faults", { { "Control-Secret", mock.secret() } }, body);
        QCOMPARE(answer.status, 400);
        QVERIFY2(answer.json()[u"error"_s].toString().contains(u'"' + field + u'"'), answer.body);
        QCOMPARE(mock.control("GET", "faults").json()[u"faults"_s].toArray().size(), 0);
    }
};

TEST_CLASS(tst_faults)
#include "tst_faults.moc"

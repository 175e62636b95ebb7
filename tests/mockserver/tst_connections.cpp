// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "mockfixture.h"
#include "testregistry.h"

#include <QElapsedTimer>
#include <QTest>

using namespace testing;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

mockserver::Options impatient(std::chrono::milliseconds mockserver::ConnectionLimits::*which)
{
    mockserver::Options options;
    options.limits.*which = 100ms;
    return options;
}

mockserver::Options withRoomFor(int connections)
{
    mockserver::Options options;
    options.limits.connections = connections;
    return options;
}

} // namespace

/// One connection and its requests: order, persistence, refusals on the wire, patience, number.
class tst_connections : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void connectionsStayOpenForMoreRequests()
    {
        const MockFixture mock;
        RawClient client = mock.client();
        for (int i = 0; i < 3; ++i)
            QCOMPARE(client.send(mock.request("GET", "/api/profile")).answer().status, 401);
        const QJsonArray requests = mock.requests();
        QCOMPARE(requests[0][u"connection"_s], requests[2][u"connection"_s]);
    }

    void pipelinedAnswersComeInOrderBehindAHeldOne()
    {
        const MockFixture mock;
        const TokenPair tokens = mock.logIn();
        mock.arm({ { u"route"_s, u"GET /api/profile"_s }, { u"kind"_s, u"delay"_s }, { u"ms"_s, 300 } });
        RawClient client = mock.client();
        QElapsedTimer timer;
        timer.start();
        client.send(mock.request("GET", "/api/profile", bearer(tokens.access)) + mock.request("GET", "/nothing")
            + mock.request("HEAD", "/api/notes", bearer(tokens.access)) + mock.request("POST", "/token", {}, "{}"));
        // Nobody else is held up
        QCOMPARE(mock.get("/api/notes", tokens.access).status, 200);
        QVERIFY(timer.elapsed() < 300);
        QCOMPARE(client.answer().body, QByteArray(R"({"name":"demo"})"));
        QVERIFY(timer.elapsed() >= 299);
        QCOMPARE(client.answer().status, 404);
        QCOMPARE(client.answer(true).status, 200);
        QCOMPARE(client.answer().status, 401);
    }

    void manyPipelinedRequestsAreAllAnswered()
    {
        const MockFixture mock;
        RawClient client = mock.client();
        client.send(mock.request("GET", "/nothing").repeated(3000));
        for (int i = 0; i < 3000; ++i)
            QCOMPARE(client.answer().status, 404);
        QCOMPARE(mock.counters(), (QJsonObject { { u"GET *"_s, 3000 } }));
    }

    void closeIsKept_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<QByteArray>("connection");
        QTest::addColumn<bool>("closed");
        QTest::newRow("HTTP/1.1 close") << QByteArray("GET /a HTTP/1.1\r\nConnection: close\r\n") << QByteArray("close")
                                        << true;
        QTest::newRow("HTTP/1.0") << QByteArray("GET /a HTTP/1.0\r\n") << QByteArray("close") << true;
        QTest::newRow("HTTP/1.0 keep-alive")
            << QByteArray("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n") << QByteArray("keep-alive") << false;
        QTest::newRow("HTTP/1.1") << QByteArray("GET /a HTTP/1.1\r\n") << QByteArray() << false;
    }
    void closeIsKept()
    {
        QFETCH(QByteArray, head);
        QFETCH(bool, closed);
        const MockFixture mock;
        RawClient client = mock.client();
        const RawAnswer answer = client.send(head + "Host: " + mock.host() + "\r\n\r\n").answer();
        QVERIFY(answer.raw.startsWith("HTTP/1.1 404 "));
        QTEST(answer.header("Connection"), "connection");
        if (closed)
            QVERIFY(client.isClosedByServer());
        else
            QCOMPARE(client.send(mock.request("GET", "/b")).answer().status, 404);
    }

    void headIsGetWithoutTheBody()
    {
        const MockFixture mock;
        const TokenPair tokens = mock.logIn();
        const RawAnswer get = mock.get("/api/notes", tokens.access);
        RawClient client = mock.client();
        const RawAnswer head = client.send(mock.request("HEAD", "/api/notes", bearer(tokens.access))).answer(true);
        QCOMPARE(head.status, 200);
        QCOMPARE(head.header("Content-Length").toInt(), get.body.size());
        QCOMPARE(head.header("Content-Type"), get.header("Content-Type"));
        QCOMPARE(client.send(mock.request("GET", "/x")).answer().status, 404); // no stray octet in between
        QCOMPARE(mock.ask("HEAD", "/nothing").status, 404);
        QCOMPARE(mock.ask("HEAD", "/api/stream?bytes=1000000000000", bearer(tokens.access)).header("Content-Length"),
            QByteArray("1000000000000"));
    }

    void aBodyIsAskedForWhereTheClientExpectsIt()
    {
        const MockFixture mock;
        RawClient client = mock.client();
        const QByteArray head = mock.request("POST", "/token",
            { { "Expect", "100-Continue" }, { "Content-Type", "application/json" }, { "Content-Length", "2" } });
        QCOMPARE(client.send(head).answer().raw, QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
        QCOMPARE(client.send("{}").answer().status, 401);
        // A body that is there already is not asked for, nor one that is refused
        QCOMPARE(client.send(head + "{}").answer().status, 401);
        QCOMPARE(
            mock.ask("POST", "/token", { { "Expect", "100-continue" }, { "Content-Length", "65537" } }).status, 413);
        QCOMPARE(mock.ask("POST", "/token", { { "Expect", "a miracle" } }).status, 417);
    }

    void chunkedBodiesWithTrailersCount()
    {
        const MockFixture mock;
        RawClient client = mock.client();
        const QByteArray head = mock.request(
            "POST", "/login", { { "Transfer-Encoding", "chunked" }, { "Content-Type", "application/json" } });
        const QByteArray body =
            "b\r\n{\"username\"\r\n1a;x=y\r\n:\"demo\",\"password\":\"demo\"}\r\n0\r\nTrailer: t\r\n\r\n";
        QCOMPARE(client.send(head + body).answer().status, 200);
        QCOMPARE(mock.lastRequest()[u"bodySize"_s].toInt(), 37);
        QCOMPARE(client.send(mock.request("GET", "/x")).answer().status, 404);
    }

    void refusalsEndTheConnection_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<int>("status");
        QTest::addColumn<QJsonObject>("counters");
        const auto row = [](const char *name, const QByteArray &octets, int status, const QJsonObject &counters = {}) {
            QTest::newRow(name) << octets << status << counters;
        };
        row("bare LF", "GET / HTTP/1.1\nHost: HOST\n\n", 400);
        row("space before the colon", "GET / HTTP/1.1\r\nHost : HOST\r\n\r\n", 400);
        row("folded line", "GET / HTTP/1.1\r\nHost: HOST\r\nA: b\r\n c\r\n\r\n", 400);
        row("NUL", QByteArray("GET / HTTP/1.1\r\nHost: HOST\r\nA: \0\r\n\r\n", 37), 400);
        row("two lengths", "POST /token HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n", 400,
            { { u"POST /token"_s, 1 } });
        row("length and chunked",
            "POST /token HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400, { { u"POST /token"_s, 1 } });
        row("bad chunk size", "POST /token HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400,
            { { u"POST /token"_s, 1 } });
        row("request line", "GET /" + QByteArray(9000, 'a') + " HTTP/1.1\r\nHost: HOST\r\n\r\n", 414);
        row("path of 1 MiB", "GET /" + QByteArray(1024 * 1024, 'a') + " HTTP/1.1\r\nHost: HOST\r\n\r\n", 414);
        row("head", "GET / HTTP/1.1\r\nHost: HOST\r\nA: " + QByteArray(17000, 'a') + "\r\n\r\n", 431);
        row("fields", "GET / HTTP/1.1\r\nHost: HOST\r\n" + QByteArray("A: b\r\n").repeated(64) + "\r\n", 431,
            { { u"GET *"_s, 1 } });
        row("body by length", "POST /token HTTP/1.1\r\nHost: HOST\r\nContent-Length: 65537\r\n\r\n", 413,
            { { u"POST /token"_s, 1 } });
        row("body on an unknown path", "POST /nothing HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1000000000\r\n\r\n",
            413, { { u"POST *"_s, 1 } });
        row("body in chunks", "POST /token HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n10001\r\n", 413,
            { { u"POST /token"_s, 1 } });
        row("unknown method", "BREW /token HTTP/1.1\r\nHost: HOST\r\n\r\n", 501, { { u"* *"_s, 1 } });
        row("other version", "GET /token HTTP/1.2\r\nHost: HOST\r\n\r\n", 505, { { u"GET /token"_s, 1 } });
    }
    void refusalsEndTheConnection()
    {
        QFETCH(QByteArray, octets);
        QFETCH(int, status);
        QFETCH(QJsonObject, counters);
        const MockFixture mock;
        RawClient client = mock.client();
        // Whatever comes behind is not read any more
        const RawAnswer answer =
            client.send(octets.replace("HOST", mock.host()) + mock.request("GET", "/api/profile")).answer();
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.header("Connection"), QByteArray("close"));
        QVERIFY(!answer.json()[u"error"_s].toString().isEmpty());
        QCOMPARE(client.everything(), QByteArray());
        QCOMPARE(mock.counters(), counters);
    }

    void methodsOfAnotherRouteAre405WithAllow_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("allow");
        const auto row = [](const char *method, const char *path, const char *allow) {
            QTest::addRow("%s %s", method, path) << QByteArray(method) << QByteArray(path) << QByteArray(allow);
        };
        row("GET", "/login", "POST");
        row("GET", "/token", "POST");
        row("POST", "/logout", "DELETE");
        row("GET", "/oauth/token", "POST");
        row("POST", "/api/profile", "GET, HEAD");
        row("DELETE", "/api/notes", "GET, HEAD, POST");
        row("POST", "/api/notes/1", "GET, HEAD, PUT, DELETE");
        row("GET", "/api/upload", "POST, PUT");
        row("POST", "/api/stream", "GET, HEAD");
        row("OPTIONS", "/login", "POST");
        row("TRACE", "/login", "POST");
        row("PATCH", "/api/notes", "GET, HEAD, POST");
    }
    void methodsOfAnotherRouteAre405WithAllow()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        const MockFixture mock;
        RawClient client = mock.client();
        // Before the token, the media type and the body are looked at
        const RawAnswer answer =
            client.send(mock.request(method, path, { { "Content-Type", "text/plain" } }, "no JSON")).answer();
        QCOMPARE(answer.status, 405);
        QTEST(answer.header("Allow"), "allow");
        QCOMPARE(client.send(mock.request("GET", "/x")).answer().status, 404);
    }

    void unknownPathsAre404_data()
    {
        QTest::addColumn<QByteArray>("path");
        for (const char *path : { "/", "/health", "/login/", "//login", "/Login", "/api", "/api/notes/", "/api/notes/a",
                 "/api/notes/-1", "/%6cogin", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/api/../login",
                 "/favicon.ico", "/control" })
            QTest::newRow(path) << QByteArray(path);
    }
    void unknownPathsAre404()
    {
        QFETCH(QByteArray, path);
        const MockFixture mock;
        QCOMPARE(mock.ask("GET", path).status, 404);
        QCOMPARE(mock.ask("POST", path, {}, "{}").status, 404);
        QCOMPARE(mock.counters(), (QJsonObject { { u"GET *"_s, 1 }, { u"POST *"_s, 1 } }));
    }

    void aLateHeadIs408()
    {
        const MockFixture mock(impatient(&mockserver::ConnectionLimits::head));
        RawClient client = mock.client();
        QCOMPARE(client.send("GET / HTTP/1.1\r\n").answer().status, 408);
        QVERIFY(client.isClosedByServer());
    }

    void aLateBodyIs408()
    {
        const MockFixture mock(impatient(&mockserver::ConnectionLimits::body));
        RawClient client = mock.client();
        QCOMPARE(client.send(mock.request("POST", "/token", { { "Content-Length", "5" } }) + "{").answer().status, 408);
        QVERIFY(client.isClosedByServer());
        QCOMPARE(mock.lastRequest()[u"status"_s].toInt(), 408);
    }

    void anUploadThatStopsIs408AndOneThatGoesOnIsNot()
    {
        mockserver::Options options;
        options.limits.uploadPause = 400ms;
        options.limits.body = 400ms;
        const MockFixture mock(options);
        RawClient client = mock.client();
        client.send(mock.request(
            "POST", "/api/upload", bearer(mock.logIn().access) + RawHeaders { { "Content-Length", "20" } }));
        // Given an upload that takes longer than the pause all in all, but never rests that long
        QElapsedTimer timer;
        timer.start();
        for (int sent = 0; sent < 19; ++sent) {
            const qint64 next = timer.elapsed() + 50;
            QTRY_VERIFY(timer.elapsed() >= next);
            client.send("x");
        }
        QVERIFY(timer.elapsed() > 900);
        QVERIFY(client.isConnected());
        QCOMPARE(client.soFar(), QByteArray());
        // When it rests
        QCOMPARE(client.answer().status, 408);
    }

    void idleConnectionsAreClosed()
    {
        const MockFixture mock(impatient(&mockserver::ConnectionLimits::idle));
        RawClient fresh = mock.client();
        QCOMPARE(fresh.everything(), QByteArray());
        RawClient used = mock.client();
        QCOMPARE(used.send(mock.request("GET", "/x")).answer().status, 404);
        QCOMPARE(used.everything(), QByteArray());
    }

    void aClientThatDoesNotReadIsDropped()
    {
        // Given the only place, taken by somebody who does not read
        mockserver::Options options;
        options.limits.unreadAnswer = 500ms;
        options.limits.connections = 1;
        const MockFixture mock(options);
        const QByteArray access = mock.logIn().access;
        RawClient client = mock.client();
        client.send(
            mock.request("GET", "/nothing") + mock.request("GET", "/api/stream?bytes=1000000000", bearer(access)));
        QCOMPARE(client.answer().status, 404);
        client.readNothing();
        QCOMPARE(mock.ask("GET", "/x").status, 503);
        // Then the place is free again after a while
        QTRY_COMPARE(mock.ask("GET", "/x").status, 404);
        const QJsonObject stream = mock.requests()[2].toObject();
        QCOMPARE(stream[u"sent"_s].toString(), u"part"_s);
        QCOMPARE(stream[u"status"_s].toInt(), 200);
    }

    void beyondTheLimitTheLongestIdleOneIsClosed()
    {
        const MockFixture mock(withRoomFor(2));
        RawClient oldest = mock.client();
        QCOMPARE(oldest.send(mock.request("GET", "/x")).answer().status, 404);
        RawClient newer = mock.client();
        QCOMPARE(newer.send(mock.request("GET", "/x")).answer().status, 404);
        RawClient newest = mock.client();
        QCOMPARE(newest.send(mock.request("GET", "/x")).answer().status, 404);
        QCOMPARE(oldest.everything(), QByteArray());
        QCOMPARE(newer.send(mock.request("GET", "/x")).answer().status, 404);
    }

    void beyondTheLimitWithNoneIdleIs503()
    {
        const MockFixture mock(withRoomFor(2));
        RawClient slow = mock.client();
        RawClient slower = mock.client();
        // The answer to the first says that the beginning of the second is there as well
        QCOMPARE(slow.send(mock.request("GET", "/x") + "GET /x HTT").answer().status, 404);
        QCOMPARE(slower.send(mock.request("GET", "/x") + "GET /x HTT").answer().status, 404);
        QCOMPARE(mock.client().answer().status, 503);
        // Those who were there first are served
        QCOMPARE(slow.send("P/1.1\r\nHost: " + mock.host() + "\r\n\r\n").answer().status, 404);
    }

    void slowClientsHoldUpNobody()
    {
        const MockFixture mock;
        std::vector<std::unique_ptr<RawClient>> slow;
        for (int i = 0; i < 200; ++i) {
            slow.push_back(std::make_unique<RawClient>(mock.port()));
            slow.back()->send("POST /login HTTP/1.1\r\nHost: ");
        }
        QCOMPARE(mock.ask("GET", "/x").status, 404);
        QVERIFY(slow.front()->isConnected());
    }

    void bothLoopbackAddressesAreServed()
    {
        const MockFixture mock;
        RawClient client(mock.port(), QHostAddress::LocalHostIPv6);
        if (client.isConnected()) // a machine without ::1 has nothing to show here
            QCOMPARE(client.send("GET /x HTTP/1.1\r\nHost: [::1]:" + QByteArray::number(mock.port()) + "\r\n\r\n")
                         .answer()
                         .status,
                404);
        mockserver::Options options;
        options.port = mock.port();
        mockserver::MockServer second(options);
        QCOMPARE(second.listen(), u"Port %1 is in use."_s.arg(mock.port()));
    }
};

TEST_CLASS(tst_connections)
#include "tst_connections.moc"

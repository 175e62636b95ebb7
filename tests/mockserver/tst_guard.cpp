// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "mockfixture.h"
#include "testregistry.h"

#include <QTest>

using namespace testing;
using namespace Qt::Literals::StringLiterals;

namespace {

struct GuardCase
{
    const char *name;
    const char *lines; ///< of the head; PORT stands for the server's port
    int status; ///< 0: let through
};

constexpr GuardCase guardCases[] = {
    { "no Host", "", 400 },
    { "two Hosts", "Host: 127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT\r\n", 400 },
    { "empty Host", "Host:\r\n", 400 },
    { "Host with a space", "Host: a b\r\n", 400 },
    { "Host with a user", "Host: x@127.0.0.1:PORT\r\n", 400 },
    { "Host with a path", "Host: 127.0.0.1:PORT/\r\n", 400 },
    { "Host with two ports", "Host: 127.0.0.1:PORT:80\r\n", 400 },
    { "Host with a port that is none", "Host: 127.0.0.1:http\r\n", 400 },
    { "Host with an open bracket", "Host: [::1\r\n", 400 },
    { "another name", "Host: evil.example\r\n", 421 },
    { "another name, our port", "Host: evil.example:PORT\r\n", 421 },
    { "our name, no port", "Host: localhost\r\n", 421 },
    { "our name, another port", "Host: localhost:1\r\n", 421 },
    { "our name as a prefix", "Host: localhost.evil.example:PORT\r\n", 421 },
    { "our address as a prefix", "Host: 127.0.0.1.evil.example:PORT\r\n", 421 },
    { "root label", "Host: localhost.:PORT\r\n", 421 },
    { "short address", "Host: 127.1:PORT\r\n", 421 },
    { "another loopback address", "Host: 127.0.0.2:PORT\r\n", 421 },
    { "long ::1", "Host: [0:0:0:0:0:0:0:1]:PORT\r\n", 421 },
    { "mapped address", "Host: [::ffff:127.0.0.1]:PORT\r\n", 421 },
    { "any address", "Host: 0.0.0.0:PORT\r\n", 421 },
    { "rebound name with an Origin like it", "Host: evil.example:PORT\r\nOrigin: http://evil.example:PORT\r\n", 421 },
    { "foreign Origin", "Host: localhost:PORT\r\nOrigin: http://evil.example\r\n", 403 },
    { "null Origin", "Host: localhost:PORT\r\nOrigin: null\r\n", 403 },
    { "empty Origin", "Host: localhost:PORT\r\nOrigin:\r\n", 403 },
    { "Origin with our name as a prefix", "Host: localhost:PORT\r\nOrigin: http://localhost.evil:PORT\r\n", 403 },
    { "Origin without our port", "Host: localhost:PORT\r\nOrigin: http://localhost\r\n", 403 },
    { "Origin with another port", "Host: localhost:PORT\r\nOrigin: http://localhost:1\r\n", 403 },
    { "Origin with another scheme", "Host: localhost:PORT\r\nOrigin: https://localhost:PORT\r\n", 403 },
    { "Origin with a path", "Host: localhost:PORT\r\nOrigin: http://localhost:PORT/\r\n", 403 },
    { "Origin list", "Host: localhost:PORT\r\nOrigin: http://localhost:PORT http://evil.example\r\n", 403 },
    { "second Origin foreign",
        "Host: localhost:PORT\r\nOrigin: http://localhost:PORT\r\nOrigin: http://evil.example\r\n", 403 },
    { "cross-site", "Host: localhost:PORT\r\nSec-Fetch-Site: cross-site\r\n", 403 },
    { "same-site", "Host: localhost:PORT\r\nSec-Fetch-Site: Same-Site\r\n", 403 },
    { "cross-site with our Origin",
        "Host: localhost:PORT\r\nOrigin: http://localhost:PORT\r\nSec-Fetch-Site: cross-site\r\n", 403 },
    { "address", "Host: 127.0.0.1:PORT\r\n", 0 },
    { "name in capitals", "HOST: LOCALHOST:PORT\r\n", 0 },
    { "IPv6", "Host: [::1]:PORT\r\n", 0 },
    { "our Origin", "Host: localhost:PORT\r\nOrigin: http://127.0.0.1:PORT\r\n", 0 },
    { "our Origin by IPv6", "Host: localhost:PORT\r\nOrigin: http://[::1]:PORT\r\n", 0 },
    { "same-origin", "Host: localhost:PORT\r\nSec-Fetch-Site: same-origin\r\n", 0 },
    { "typed in by hand", "Host: localhost:PORT\r\nSec-Fetch-Site: none\r\n", 0 },
};

constexpr const char *everywhere[] = { "/", "/health", "/login", "/token", "/logout", "/oauth/token", "/api/profile",
    "/api/notes", "/api/notes/1", "/api/upload", "/api/stream?bytes=1", "/control", "/control/counters",
    "/control/nothing" };

} // namespace

/// Host, Origin and Sec-Fetch-Site: looked at first, everywhere, and every refusal says the same.
class tst_guard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRouteRefusesTheSame_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<int>("status");
        for (const GuardCase &row : guardCases)
            if (row.status != 0)
                QTest::newRow(row.name) << QByteArray(row.lines) << row.status;
    }
    void everyRouteRefusesTheSame()
    {
        QFETCH(QByteArray, lines);
        QFETCH(int, status);
        const MockFixture mock;
        lines.replace("PORT", QByteArray::number(mock.port()));
        QSet<QByteArray> bodies;
        for (const char *path : everywhere) {
            for (const char *method : { "GET", "HEAD", "OPTIONS", "POST", "BREW" }) {
                // Even with the secret and with a body that is far too long: the guard comes first.
                const QByteArray request = QByteArray(method) + ' ' + path + " HTTP/1.1\r\n" + lines
                    + "Control-Secret: " + mock.secret() + "\r\nContent-Length: 999999\r\n\r\n";
                const RawAnswer answer = mock.client().send(request).answer(qstrcmp(method, "HEAD") == 0);
                QCOMPARE(answer.status, status);
                QVERIFY(!answer.raw.contains("Access-Control"));
                if (qstrcmp(method, "HEAD") != 0)
                    bodies << answer.body;
            }
        }
        QCOMPARE(bodies.size(), 1);
    }

    void letsThroughWhatIsOurs_data()
    {
        QTest::addColumn<QByteArray>("lines");
        for (const GuardCase &row : guardCases)
            if (row.status == 0)
                QTest::newRow(row.name) << QByteArray(row.lines);
    }
    void letsThroughWhatIsOurs()
    {
        QFETCH(QByteArray, lines);
        const MockFixture mock;
        lines.replace("PORT", QByteArray::number(mock.port()));
        QCOMPARE(mock.client().send("GET /api/profile HTTP/1.1\r\n" + lines + "\r\n").answer().status, 401);
        QCOMPARE(mock.client().send("GET /nothing HTTP/1.1\r\n" + lines + "\r\n").answer().status, 404);
    }

    void absoluteFormHasToAgreeWithHost_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<int>("status");
        QTest::newRow("alike") << QByteArray("http://127.0.0.1:PORT/api/profile") << QByteArray("127.0.0.1:PORT")
                               << 401;
        QTest::newRow("alike but for case")
            << QByteArray("HTTP://LocalHost:PORT/api/profile") << QByteArray("localhost:PORT") << 401;
        QTest::newRow("two of our names")
            << QByteArray("http://localhost:PORT/api/profile") << QByteArray("127.0.0.1:PORT") << 400;
        QTest::newRow("foreign target") << QByteArray("http://evil.example/api/profile") << QByteArray("127.0.0.1:PORT")
                                        << 400;
        QTest::newRow("foreign both") << QByteArray("http://evil.example/api/profile") << QByteArray("evil.example")
                                      << 421;
        QTest::newRow("user in the target")
            << QByteArray("http://x@127.0.0.1:PORT/") << QByteArray("127.0.0.1:PORT") << 400;
    }
    void absoluteFormHasToAgreeWithHost()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, host);
        const MockFixture mock;
        const QByteArray port = QByteArray::number(mock.port());
        const RawAnswer answer =
            mock.ask("GET", target.replace("PORT", port), { { "Host", host.replace("PORT", port) } });
        QTEST(answer.status, "status");
    }

    void refusalsAreCountedUnlessTheyAreControls()
    {
        const MockFixture mock;
        const RawHeaders foreign { { "Host", "evil.example" } };
        mock.ask("GET", "/api/profile", foreign);
        mock.ask("GET", "/control/counters", foreign);
        mock.ask("GET", "/control/counters", { { "Host", "evil.example" }, { "Control-Secret", mock.secret() } });
        QCOMPARE(mock.counters(), (QJsonObject { { u"GET /api/profile"_s, 1 }, { u"GET *"_s, 1 } }));
        const QJsonObject refused = mock.requests().first().toObject();
        QCOMPARE(refused[u"status"_s].toInt(), 421);
        QCOMPARE(refused[u"checks"_s].toArray().size(), 0);
    }

    void preflightsGetNoPermission()
    {
        const MockFixture mock;
        const RawHeaders preflight { { "Origin", "http://" + mock.host() },
            { "Access-Control-Request-Method", "POST" } };
        const RawAnswer answer = mock.ask("OPTIONS", "/login", preflight);
        QCOMPARE(answer.status, 405);
        QVERIFY(!answer.raw.contains("Access-Control"));
    }
};

TEST_CLASS(tst_guard)
#include "tst_guard.moc"

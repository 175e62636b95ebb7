// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "mockfixture.h"
#include "testregistry.h"

#include <QTest>

using namespace testing;
using namespace Qt::Literals::StringLiterals;

namespace {

/// The answer without its date.
QByteArray undated(const RawAnswer &answer)
{
    const QByteArray date = "Date: " + answer.header("Date") + "\r\n";
    return QByteArray(answer.raw).replace(date, "");
}

QJsonArray firstOf(const QJsonArray &array, qsizetype count)
{
    QJsonArray result;
    for (qsizetype i = 0; i < count && i < array.size(); ++i)
        result.append(array[i]);
    return result;
}

QString asString(const QByteArray &token)
{
    return QString::fromLatin1(token);
}

} // namespace

/// The calls under /control.
class tst_control : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutTheSecretThereIsNoControl_data()
    {
        QTest::addColumn<QByteArray>("method");
        for (const char *method : { "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW" })
            QTest::newRow(method) << QByteArray(method);
    }
    void withoutTheSecretThereIsNoControl()
    {
        QFETCH(QByteArray, method);
        const MockFixture mock;
        const bool toHead = method == "HEAD";
        const QByteArray long_ = QByteArray(70'000, ' ');
        const QList<RawHeaders> attempts { {}, { { "Control-Secret", "" } },
            { { "Control-Secret", mock.secret().chopped(1) } }, { { "Control-Secret", mock.secret() + 'x' } },
            { { "Control-Secret", mock.secret().toLower() } },
            { { "Control-Secret", mock.secret() }, { "Control-Secret", mock.secret() } } };
        for (const RawHeaders &headers : attempts) {
            const auto ask = [&](const QByteArray &path, const QByteArray &body) {
                return undated(mock.client().send(mock.request(method, path, headers, body)).answer(toHead));
            };
            for (const char *path :
                { "/control", "/control/", "/control/counters", "/control/reset", "/control/faults/1", "/control/x" }) {
                QCOMPARE(ask(path, {}), ask("/unknown", {}));
                QCOMPARE(ask(path, "no JSON"), ask("/unknown", "no JSON"));
                QCOMPARE(ask(path, long_), ask("/unknown", long_));
            }
        }
        QVERIFY(mock.ask(method, "/control/counters").status == (method == "BREW" ? 501 : 404) || toHead);
    }

    void controlIsNeitherCountedNorRecorded()
    {
        const MockFixture mock;
        mock.control("GET", "counters");
        mock.control("GET", "nothing");
        mock.control("POST", "faults");
        QCOMPARE(mock.counters(), QJsonObject());
        QCOMPARE(mock.requests(), QJsonArray());
    }

    void controlKnowsItsPathsAndMethods()
    {
        const MockFixture mock;
        QCOMPARE(mock.control("GET", "nothing").status, 404);
        QCOMPARE(mock.control("POST", "counters").header("Allow"), QByteArray("GET, HEAD"));
        QCOMPARE(mock.control("GET", "reset").status, 405);
        QCOMPARE(mock.control("OPTIONS", "settings").header("Allow"), QByteArray("GET, HEAD, PATCH"));
        const RawHeaders secret { { "Control-Secret", mock.secret() } };
        QCOMPARE(mock.ask("POST", "/control/reset", secret, "{").status, 400);
        QCOMPARE(mock.ask("POST", "/control/reset", secret, "[]").status, 400);
        QCOMPARE(
            mock.ask("POST", "/control/reset", secret + RawHeaders { { "Content-Type", "text/plain" } }, "{}").status,
            415);
    }

    void controlTakesBodiesOfOneMiB()
    {
        const MockFixture mock;
        const auto statusFor = [&](qsizetype size) {
            const QByteArray body = "{\"user\":\"\"" + QByteArray(size - 11, ' ') + '}';
            return mock.ask("POST", "/control/expire-access-tokens", { { "Control-Secret", mock.secret() } }, body)
                .status;
        };
        QCOMPARE(statusFor(1024 * 1024), 200);
        QCOMPARE(statusFor(1024 * 1024 + 1), 413);
    }

    void countersCountByRoute()
    {
        const MockFixture mock;
        const TokenPair tokens = mock.logIn();
        mock.get("/api/notes?a=b", tokens.access);
        mock.get("/api/notes", tokens.access);
        mock.get("/api/notes/7", tokens.access);
        mock.get("/token", tokens.access);
        mock.get("/x", tokens.access);
        mock.get("/y", tokens.access);
        mock.ask("POST", "/y");
        mock.ask("BREW", "/y");
        mock.ask("BREW", "/token");
        QCOMPARE(mock.counters(),
            (QJsonObject { { u"POST /login"_s, 1 }, { u"GET /api/notes"_s, 2 }, { u"GET /api/notes/7"_s, 1 },
                { u"GET /token"_s, 1 }, { u"GET *"_s, 2 }, { u"POST *"_s, 1 }, { u"* *"_s, 2 } }));
    }

    void requestsAreCountedAsSoonAsTheirHeadIsThere()
    {
        const MockFixture mock;
        RawClient client = mock.client();
        client.send(mock.request("POST", "/token", { { "Content-Length", "2" } }));
        QTRY_COMPARE(mock.counters(), (QJsonObject { { u"POST /token"_s, 1 } }));
        QVERIFY(mock.lastRequest()[u"status"_s].isNull());
        QCOMPARE(mock.lastRequest()[u"sent"_s].toString(), u"none"_s);
    }

    void requestsAreRecordedAsTheyCame()
    {
        const MockFixture mock;
        RawClient client = mock.client();
        const QByteArray head =
            "POST /login?a=%20&b HTTP/1.1\r\nHOST: " + mock.host() + "\r\nx-Twice: 1\r\nX-twice:  2 \r\n";
        const QByteArray body = R"({"username":"demo","password":"no"})";
        client
            .send(head + "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size())
                + "\r\n\r\n" + body)
            .answer();
        mock.ask("GET", "/x");
        client.send(mock.request("GET", "/api/profile")).answer();
        const QJsonArray all = mock.requests();
        QCOMPARE(all.size(), 3);
        const QJsonObject first = all[0].toObject();
        QCOMPARE(first.keys(),
            (QStringList { u"body"_s, u"bodySize"_s, u"checks"_s, u"connection"_s, u"fault"_s, u"headers"_s,
                u"method"_s, u"number"_s, u"path"_s, u"query"_s, u"sent"_s, u"status"_s, u"time"_s,
                u"tokenGeneration"_s }));
        QCOMPARE(first[u"number"_s].toInt(), 1);
        QCOMPARE(first[u"method"_s].toString(), u"POST"_s);
        QCOMPARE(first[u"path"_s].toString(), u"/login"_s);
        QCOMPARE(first[u"query"_s].toString(), u"a=%20&b"_s);
        QCOMPARE(firstOf(first[u"headers"_s].toArray(), 3),
            (QJsonArray { QJsonArray { u"HOST"_s, asString(mock.host()) }, QJsonArray { u"x-Twice"_s, u"1"_s },
                QJsonArray { u"X-twice"_s, u"2"_s } }));
        QCOMPARE(first[u"body"_s].toString(), asString(body));
        QCOMPARE(first[u"bodySize"_s].toInt(), body.size());
        QCOMPARE(first[u"status"_s].toInt(), 401);
        QCOMPARE(first[u"sent"_s].toString(), u"full"_s);
        QVERIFY(first[u"fault"_s].isNull());
        QVERIFY(first[u"tokenGeneration"_s].isNull());
        const QDateTime time = QDateTime::fromString(first[u"time"_s].toString(), Qt::ISODateWithMs);
        QVERIFY(qAbs(time.msecsTo(QDateTime::currentDateTimeUtc())) < 60'000);
        QCOMPARE(first[u"connection"_s], all[2][u"connection"_s]);
        QVERIFY(first[u"connection"_s] != all[1][u"connection"_s]);
        // Since a number
        QCOMPARE(mock.requests("?since=2").size(), 1);
        QCOMPARE(mock.requests("?since=2")[0][u"number"_s].toInt(), 3);
        QCOMPARE(mock.requests("?since=3").size(), 0);
        for (const char *bad : { "?since=", "?since=-1", "?since=x", "?since", "?since=1.5" })
            QCOMPARE(mock.control("GET", QByteArray("requests") + bad).status, 400);
    }

    void bodiesAreKeptUpTo4KiB_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("member");
        QTest::addColumn<QByteArray>("kept");
        QTest::newRow("text") << QByteArray("ä") << u"body"_s << QByteArray("ä");
        QTest::newRow("no text") << QByteArray("\xff\x00", 2) << u"bodyBase64"_s << QByteArray("/wA=");
        QTest::newRow("long") << QByteArray(5000, 'a') << u"body"_s << QByteArray(4096, 'a');
        QTest::newRow("a character on the cut") << QByteArray(4095, 'a') + "ä" << u"body"_s << QByteArray(4095, 'a');
    }
    void bodiesAreKeptUpTo4KiB()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, member);
        QFETCH(QByteArray, kept);
        const MockFixture mock;
        mock.ask("POST", "/x", {}, body);
        QCOMPARE(mock.lastRequest()[member].toString(), QString::fromUtf8(kept));
        QCOMPARE(mock.lastRequest()[u"bodySize"_s].toInt(), body.size());
        QCOMPARE(mock.lastRequest().contains(u"body"_s), member == u"body");
    }

    void theNewest10000AreKept()
    {
        const MockFixture mock;
        RawClient client = mock.client();
        for (int hundred = 0; hundred < 101; ++hundred) {
            client.send(QByteArray("GET /x HTTP/1.1\r\nHost: " + mock.host() + "\r\n\r\n").repeated(100));
            for (int i = 0; i < 100; ++i)
                client.answer();
        }
        const QJsonArray kept = mock.requests();
        QCOMPARE(kept.size(), 10'000);
        QCOMPARE(kept.first()[u"number"_s].toInt(), 101);
        QCOMPARE(kept.last()[u"number"_s].toInt(), 10'100);
        QCOMPARE(mock.counters()[u"GET *"_s].toInt(), 10'100);
    }

    void generationsNumberTheTokens()
    {
        mockserver::Options options;
        options.settings.rotation = true;
        const MockFixture mock(options);
        const TokenPair first = mock.logIn();
        const TokenPair second = tokensOf(mock.refresh(first.refresh));
        QCOMPARE(mock.lastRequest()[u"tokenGeneration"_s].toInt(), 1);
        mock.get("/api/profile", second.access);
        QCOMPARE(mock.lastRequest()[u"tokenGeneration"_s].toInt(), 2);
        mock.ask("DELETE", "/logout", {}, "{\"token\":\"" + second.refresh + "\"}");
        QCOMPARE(mock.lastRequest()[u"tokenGeneration"_s].toInt(), 2);
        mock.get("/api/profile", "unknown");
        QVERIFY(mock.lastRequest()[u"tokenGeneration"_s].isNull());
    }

    void resetTakesEverythingBackToTheStart()
    {
        mockserver::Options options;
        options.settings.accessLifetime = 7;
        options.faults = { std::get<mockserver::Fault>(mockserver::Fault::fromJson(
            { { u"route"_s, u"/atStart"_s }, { u"kind"_s, u"status"_s }, { u"status"_s, 555 } })) };
        const MockFixture mock(options);
        const TokenPair tokens = mock.logIn();
        QCOMPARE(mock.ask("POST", "/api/notes", bearer(tokens.access), R"({"text":"x"})").status, 201);
        QCOMPARE(mock.ask("GET", "/atStart").status, 555);
        mock.arm({ { u"route"_s, u"/x"_s }, { u"kind"_s, u"lose-answer"_s } });
        mock.set({ { u"accessLifetime"_s, 3 }, { u"clockOffset"_s, 1000 }, { u"rotation"_s, true } });

        QCOMPARE(mock.control("POST", "reset").status, 204);

        QCOMPARE(mock.counters(), QJsonObject());
        QCOMPARE(mock.requests(), QJsonArray());
        QCOMPARE(mock.control("GET", "settings").json(), options.settings.toJson());
        const QJsonArray armed = mock.control("GET", "faults").json()[u"faults"_s].toArray();
        QCOMPARE(armed.size(), 1);
        QCOMPARE(armed[0][u"id"_s].toInt(), 1);
        QCOMPARE(mock.refresh(tokens.refresh).status, 403);
        QCOMPARE(mock.lastRequest()[u"number"_s].toInt(), 1);
        QCOMPARE(mock.lastRequest()[u"connection"_s].toInt(), 1);
        QCOMPARE(mock.get("/api/profile", tokens.access).status, 401);
        const TokenPair fresh = mock.logIn();
        QCOMPARE(mock.get("/api/notes", fresh.access).json()[u"notes"_s].toArray().size(), 5);
        QCOMPARE(mock.lastRequest()[u"tokenGeneration"_s].toInt(), 1);
    }

    void resetDropsHeldAnswers()
    {
        const MockFixture mock;
        const TokenPair tokens = mock.logIn();
        mock.arm({ { u"route"_s, u"/token"_s }, { u"kind"_s, u"delay"_s }, { u"ms"_s, 600'000 } });
        RawClient client = mock.client();
        RawClient bystander = mock.client();
        QCOMPARE(bystander.send(mock.request("GET", "/x")).answer().status, 404);
        client.send(mock.request("POST", "/token", {}, "{\"token\":\"" + tokens.refresh + "\"}"));
        QTRY_COMPARE(mock.counters()[u"POST /token"_s].toInt(), 1);
        QCOMPARE(mock.control("POST", "reset").status, 204);
        QCOMPARE(client.everything(), QByteArray());
        QCOMPARE(mock.counters(), QJsonObject());
        // A connection that goes on is a new one in the new log
        QCOMPARE(bystander.send(mock.request("GET", "/x")).answer().status, 404);
        QCOMPARE(mock.lastRequest()[u"connection"_s].toInt(), 1);
    }

    void accessTokensCanBeExpired()
    {
        mockserver::Options options;
        options.users = { { u"ann"_s, u"a"_s }, { u"bob"_s, u"b"_s } };
        const MockFixture mock(options);
        const QByteArray ann = mock.logIn("ann", "a").access;
        const TokenPair bob = mock.logIn("bob", "b");
        const auto expire = [&](const QJsonObject &body) {
            return mock.control("POST", "expire-access-tokens", body).json()[u"expired"_s].toInt(-1);
        };
        QCOMPARE(expire({ { u"token"_s, u"unknown"_s } }), 0);
        QCOMPARE(expire({ { u"user"_s, u"carl"_s } }), 0);
        QCOMPARE(expire({ { u"token"_s, asString(ann) } }), 1);
        QCOMPARE(expire({ { u"token"_s, asString(ann) } }), 0);
        QCOMPARE(mock.get("/api/profile", ann).status, 401);
        QCOMPARE(checksOf(mock.lastRequest()), u"token present: true, signature valid: true, not expired: false"_s);
        QCOMPARE(mock.get("/api/profile", bob.access).status, 200);
        // By token, not by time: the one that follows at once lives, and the clock revives nothing
        const QByteArray next = tokensOf(mock.refresh(bob.refresh)).access;
        QCOMPARE(expire({ { u"user"_s, u"bob"_s } }), 2);
        QCOMPARE(mock.get("/api/profile", next).status, 401);
        const QByteArray afterwards = tokensOf(mock.refresh(bob.refresh)).access;
        QCOMPARE(mock.get("/api/profile", afterwards).status, 200);
        mock.set({ { u"clockOffset"_s, -3'600'000 } });
        QCOMPARE(mock.get("/api/profile", next).status, 401);
        QCOMPARE(expire({}), 1);
        QCOMPARE(mock.get("/api/profile", afterwards).status, 401);
    }

    void refreshTokensCanBeRevoked()
    {
        mockserver::Options options;
        options.users = { { u"ann"_s, u"a"_s }, { u"bob"_s, u"b"_s } };
        const MockFixture mock(options);
        const TokenPair ann = mock.logIn("ann", "a");
        const TokenPair bob = mock.logIn("bob", "b");
        const TokenPair bobToo = mock.logIn("bob", "b");
        const auto revoke = [&](const QJsonObject &body) {
            return mock.control("POST", "revoke-refresh-token", body).json()[u"removed"_s].toInt(-1);
        };
        QCOMPARE(revoke({ { u"token"_s, u"unknown"_s } }), 0);
        QCOMPARE(revoke({ { u"user"_s, u"carl"_s } }), 0);
        QCOMPARE(revoke({ { u"token"_s, asString(ann.refresh) } }), 1);
        QCOMPARE(mock.refresh(ann.refresh).status, 403);
        QCOMPARE(mock.get("/api/profile", ann.access).status, 200);
        QCOMPARE(revoke({ { u"user"_s, u"bob"_s } }), 2);
        QCOMPARE(mock.refresh(bob.refresh).status, 403);
        QCOMPARE(mock.refresh(bobToo.refresh).status, 403);
    }

    void theStoreCanBeEmptied()
    {
        const MockFixture mock;
        const TokenPair tokens = mock.logIn();
        mock.logIn();
        QCOMPARE(mock.control("POST", "empty-store").json()[u"removed"_s].toInt(), 2);
        QCOMPARE(mock.control("POST", "empty-store").json()[u"removed"_s].toInt(), 0);
        QCOMPARE(mock.refresh(tokens.refresh).status, 403);
        QCOMPARE(mock.get("/api/profile", tokens.access).status, 200);
    }

    void tamperChangesOneCharacterInTheStore()
    {
        const MockFixture mock;
        const TokenPair tokens = mock.logIn();
        const QByteArray tampered = mock.control("POST", "tamper", { { u"token"_s, asString(tokens.refresh) } })
                                        .json()[u"token"_s]
                                        .toString()
                                        .toLatin1();
        QCOMPARE(tampered.size(), tokens.refresh.size());
        QList<qsizetype> changed;
        for (qsizetype i = 0; i < tampered.size(); ++i)
            if (tampered[i] != tokens.refresh[i])
                changed << i;
        QCOMPARE(changed.size(), 1);
        QVERIFY(changed.first() > tampered.lastIndexOf('.'));
        QCOMPARE(mock.refresh(tokens.refresh).status, 403);
        QCOMPARE(checksOf(mock.lastRequest()), u"token present: true, token in list: false"_s);
        QCOMPARE(mock.refresh(tampered).status, 403);
        QCOMPARE(checksOf(mock.lastRequest()), u"token present: true, token in list: true, signature valid: false"_s);
        QCOMPARE(mock.control("POST", "tamper", { { u"token"_s, asString(tokens.refresh) } }).status, 404);
    }

    void settingsCanBeChangedOneByOne()
    {
        const MockFixture mock;
        const QJsonObject start = mock.control("GET", "settings").json();
        QCOMPARE(start,
            (QJsonObject { { u"accessLifetime"_s, 60 }, { u"refreshLifetime"_s, 2'592'000 }, { u"rotation"_s, false },
                { u"reuse"_s, u"strict"_s }, { u"expiredStatus"_s, 401 }, { u"clockOffset"_s, 0 } }));
        const QJsonObject changes { { u"accessLifetime"_s, 2 }, { u"refreshLifetime"_s, 9 }, { u"rotation"_s, true },
            { u"reuse"_s, u"grace"_s }, { u"expiredStatus"_s, 403 }, { u"clockOffset"_s, qint64(-315'360'000'000) } };
        QJsonObject expected = start;
        for (auto change = changes.begin(); change != changes.end(); ++change) {
            expected[change.key()] = change.value();
            QCOMPARE(mock.control("PATCH", "settings", { { change.key(), change.value() } }).json(), expected);
        }
        QCOMPARE(mock.control("GET", "settings").json(), expected);
        QCOMPARE(mock.control("PATCH", "settings").json(), expected);
        mock.set({ { u"clockOffset"_s, 0 } });
        QCOMPARE(
            mock.ask("POST", "/login", {}, R"({"username":"demo","password":"demo"})").json()[u"expiresIn"_s].toInt(),
            2);
    }

    void oneBadMemberChangesNothing_data()
    {
        QTest::addColumn<QByteArray>("call");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field");
        const auto settings = [](const char *member, const char *field) {
            QTest::newRow(member) << QByteArray("settings") << "{\"rotation\":true," + QByteArray(member) + '}'
                                  << QString::fromLatin1(field);
        };
        settings(R"("accessLifetime":0)", "accessLifetime");
        settings(R"("accessLifetime":1.5)", "accessLifetime");
        settings(R"("accessLifetime":"60")", "accessLifetime");
        settings(R"("refreshLifetime":-1)", "refreshLifetime");
        settings(R"("refreshLifetime":null)", "refreshLifetime");
        settings(R"("reuse":"lenient")", "reuse");
        settings(R"("reuse":true)", "reuse");
        settings(R"("expiredStatus":402)", "expiredStatus");
        settings(R"("expiredStatus":"401")", "expiredStatus");
        settings(R"("clockOffset":400000000000)", "clockOffset");
        settings(R"("clockOffset":0.5)", "clockOffset");
        settings(R"("unknown":1)", "unknown");
        QTest::newRow("rotation") << QByteArray("settings") << QByteArray(R"({"rotation":1})") << u"rotation"_s;
        QTest::newRow("expire: number") << QByteArray("expire-access-tokens") << QByteArray(R"({"user":1})")
                                        << u"user"_s;
        QTest::newRow("expire: both") << QByteArray("expire-access-tokens")
                                      << QByteArray(R"({"user":"demo","token":"x"})") << u"token"_s;
        QTest::newRow("expire: unknown") << QByteArray("expire-access-tokens") << QByteArray(R"({"User":"demo"})")
                                         << u"User"_s;
        QTest::newRow("revoke: neither") << QByteArray("revoke-refresh-token") << QByteArray("{}") << u"token"_s;
        QTest::newRow("revoke: null") << QByteArray("revoke-refresh-token") << QByteArray(R"({"token":null})")
                                      << u"token"_s;
        QTest::newRow("revoke: both") << QByteArray("revoke-refresh-token")
                                      << QByteArray(R"({"user":"demo","token":"x"})") << u"token"_s;
        QTest::newRow("tamper: none") << QByteArray("tamper") << QByteArray("{}") << u"token"_s;
        QTest::newRow("tamper: list") << QByteArray("tamper") << QByteArray(R"({"token":[]})") << u"token"_s;
        QTest::newRow("reset: anything") << QByteArray("reset") << QByteArray(R"({"hard":true})") << u"hard"_s;
        QTest::newRow("empty: anything") << QByteArray("empty-store") << QByteArray(R"({"user":"demo"})") << u"user"_s;
    }
    void oneBadMemberChangesNothing()
    {
        QFETCH(QByteArray, call);
        QFETCH(QByteArray, body);
        QFETCH(QString, field);
        const MockFixture mock;
        const TokenPair tokens = mock.logIn();
        const QJsonObject before = mock.control("GET", "settings").json();
        const RawAnswer answer = mock.ask(
            call == "settings" ? "PATCH" : "POST", "/control/" + call, { { "Control-Secret", mock.secret() } }, body);
        QCOMPARE(answer.status, 400);
        QVERIFY2(answer.json()[u"error"_s].toString().contains(u'"' + field + u'"'), answer.body);
        QCOMPARE(mock.control("GET", "settings").json(), before);
        QCOMPARE(mock.get("/api/profile", tokens.access).status, 200);
        QCOMPARE(mock.refresh(tokens.refresh).status, 200);
    }

    void secretsAreLongAndNewInEveryRun()
    {
        const MockFixture first;
        const MockFixture second;
        QVERIFY(QByteArray::fromBase64(first.secret(), QByteArray::Base64UrlEncoding).size() >= 16);
        QVERIFY(first.secret() != second.secret());
        QCOMPARE(first.server().url().toString(), u"http://127.0.0.1:%1"_s.arg(first.port()));
        QCOMPARE(first.server().controlUrl().toString(), first.server().url().toString() + u"/control"_s);
    }
};

TEST_CLASS(tst_control)
#include "tst_control.moc"

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "mockfixture.h"
#include "testregistry.h"

#include <QCryptographicHash>
#include <QTest>

using namespace testing;
using namespace Qt::Literals::StringLiterals;

namespace {
constexpr const char *protectedPaths[] = { "/api/profile", "/api/notes", "/api/notes/1", "/api/stream?bytes=1" };
}

/// What is behind the access token, and what stands before it.
class tst_resources : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusedAccessTokens_data()
    {
        QTest::addColumn<RawHeaders>("headers"); // <…>: tokens by these names; no token can hold such a bracket
        QTest::addColumn<int>("expiredStatus");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("challenge");
        QTest::addColumn<QString>("checks");
        const QByteArray invalid = R"(Bearer error="invalid_token")";
        const QString missing = u"token present: false"_s;
        const QString unsigned_ = u"token present: true, signature valid: false"_s;
        for (const int status : { 401, 403 }) {
            const auto row = [&](const char *name, const RawHeaders &headers, int answer, const QByteArray &challenge,
                                 const QString &checks) {
                QTest::addRow("%s, expired is %d", name, status)
                    << headers << status << answer << (answer == 403 ? QByteArray() : challenge) << checks;
            };
            row("none", {}, 401, "Bearer", missing);
            row("another scheme", { { "Authorization", "Basic ZGVtbzpkZW1v" } }, 401, "Bearer", missing);
            row("scheme alone", { { "Authorization", "Bearer" } }, 401, "Bearer", missing);
            row("scheme without a space", { { "Authorization", "Bearer<AT>" } }, 401, "Bearer", missing);
            row("rubbish", { { "Authorization", "Bearer x.y.z" } }, status, invalid, unsigned_);
            row("signature changed", { { "Authorization", "Bearer <BAD>" } }, status, invalid, unsigned_);
            row("algorithm none", { { "Authorization", "Bearer <NONE>" } }, status, invalid, unsigned_);
            row("refresh token", { { "Authorization", "Bearer <RT>" } }, status, invalid, unsigned_);
            row("two tokens", { { "Authorization", "Bearer <AT>" }, { "Authorization", "Bearer <AT>" } }, status,
                invalid, unsigned_);
            row("expired", { { "Authorization", "Bearer <OLD>" } }, status, invalid,
                u"token present: true, signature valid: true, not expired: false"_s);
        }
    }
    void refusedAccessTokens()
    {
        QFETCH(RawHeaders, headers);
        QFETCH(int, expiredStatus);
        mockserver::Options options;
        options.settings.expiredStatus = expiredStatus;
        const MockFixture mock(options);
        const QByteArray old = mock.logIn().access;
        mock.control("POST", "expire-access-tokens");
        const TokenPair tokens = mock.logIn();
        QByteArray changed = tokens.access;
        changed[changed.lastIndexOf('.') + 1] = changed[changed.lastIndexOf('.') + 1] == 'A' ? 'B' : 'A';
        const QByteArray none =
            QByteArray(R"({"alg":"none"})").toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
            + tokens.access.mid(
                tokens.access.indexOf('.'), tokens.access.lastIndexOf('.') - tokens.access.indexOf('.') + 1);
        for (auto &header : headers)
            header.second.replace("<BAD>", changed)
                .replace("<NONE>", none)
                .replace("<OLD>", old)
                .replace("<AT>", tokens.access)
                .replace("<RT>", tokens.refresh);
        for (const char *path : protectedPaths) {
            const RawAnswer answer = mock.ask("GET", path, headers);
            QTEST(answer.status, "status");
            QTEST(answer.header("WWW-Authenticate"), "challenge");
            QTEST(checksOf(mock.lastRequest()), "checks");
        }
        // The token is looked at before the media type and the body
        QTEST(mock.ask("POST", "/api/notes", headers + RawHeaders { { "Content-Type", "text/plain" } }, "x").status,
            "status");
        QTEST(mock.ask("POST", "/api/upload", headers, "x").status, "status");
    }

    void anAccessTokenWorksUntilItExpires()
    {
        const MockFixture mock;
        const QByteArray access = mock.logIn().access;
        QCOMPARE(mock.ask("GET", "/api/profile", { { "authorization", "bearer  " + access } }).status, 200);
        QCOMPARE(checksOf(mock.lastRequest()), u"token present: true, signature valid: true, not expired: true"_s);
        QCOMPARE(mock.lastRequest()[u"tokenGeneration"_s].toInt(), 1);
        mock.set({ { u"clockOffset"_s, 50'000 } });
        QCOMPARE(mock.get("/api/profile", access).status, 200);
        mock.set({ { u"clockOffset"_s, 60'000 } });
        QCOMPARE(mock.get("/api/profile", access).status, 401);
        mock.set({ { u"clockOffset"_s, -3'600'000 } });
        QCOMPARE(mock.get("/api/profile", access).status, 200);
    }

    void everybodyHasNotesOfTheirOwn()
    {
        mockserver::Options options;
        options.users = { { u"ann"_s, u"a"_s }, { u"bob"_s, u"b"_s } };
        const MockFixture mock(options);
        const QByteArray ann = mock.logIn("ann", "a").access;
        const QByteArray bob = mock.logIn("bob", "b").access;
        QCOMPARE(mock.get("/api/notes", ann).json()[u"notes"_s].toArray().size(), 5);
        const RawAnswer created = mock.ask("POST", "/api/notes", bearer(ann), R"({"text":"Grüße \"x\""})");
        QCOMPARE(created.status, 201);
        QCOMPARE(created.header("Location"), QByteArray("/api/notes/6"));
        QCOMPARE(created.json(), (QJsonObject { { u"id"_s, 6 }, { u"text"_s, u"Grüße \"x\""_s } }));
        QCOMPARE(mock.get("/api/notes/6", ann).json(), created.json());
        QCOMPARE(mock.get("/api/notes/6", bob).status, 404);
        QCOMPARE(mock.get("/api/notes", bob).json()[u"notes"_s].toArray().size(), 5);

        const RawAnswer replaced = mock.ask("PUT", "/api/notes/6", bearer(ann), R"({"text":"y"})");
        QCOMPARE(replaced.status, 200);
        QCOMPARE(replaced.json(), (QJsonObject { { u"id"_s, 6 }, { u"text"_s, u"y"_s } }));
        QCOMPARE(mock.get("/api/notes", ann).json()[u"notes"_s].toArray().last().toObject(), replaced.json());
        QCOMPARE(mock.ask("DELETE", "/api/notes/6", bearer(ann)).status, 204);
        QCOMPARE(mock.ask("DELETE", "/api/notes/6", bearer(ann)).status, 404);
        QCOMPARE(mock.ask("PUT", "/api/notes/6", bearer(ann), R"({"text":"y"})").status, 404);
        QCOMPARE(mock.get("/api/notes", ann).json()[u"notes"_s].toArray().size(), 5);
    }

    void notesHaveLimits()
    {
        const MockFixture mock;
        const QByteArray access = mock.logIn().access;
        const auto post = [&](const QByteArray &body) {
            return mock.ask("POST", "/api/notes", bearer(access), body).status;
        };
        QCOMPARE(post("{\"text\":\"" + QByteArray(4096, 'a') + "\"}"), 201);
        QCOMPARE(post("{\"text\":\"" + QByteArray(4097, 'a') + "\"}"), 400);
        QCOMPARE(post("{\"text\":\"" + QByteArray("ä").repeated(2049) + "\"}"), 400);
        QCOMPARE(post("{\"text\":1}"), 400);
        QCOMPARE(post("{}"), 400);
        QCOMPARE(post("[]"), 400);
        QCOMPARE(mock.ask("PUT", "/api/notes/1", bearer(access), "{\"text\":null}").status, 400);
        RawClient client = mock.client();
        for (int i = 6; i < 1000; ++i)
            QCOMPARE(
                client.send(mock.request("POST", "/api/notes", bearer(access), R"({"text":""})")).answer().status, 201);
        QCOMPARE(post(R"({"text":"x"})"), 409);
        QCOMPARE(mock.ask("DELETE", "/api/notes/1", bearer(access)).status, 204);
        QCOMPARE(post(R"({"text":"x"})"), 201);
    }

    void uploadsAreHashedAndNotKept_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<bool>("chunked");
        QTest::newRow("nothing") << QByteArray() << false;
        QTest::newRow("no chunk") << QByteArray() << true;
        QTest::newRow("a few octets") << QByteArray("abc\0\xff", 5) << false;
        QTest::newRow("in chunks") << QByteArray("abc") << true;
        QTest::newRow("beyond the limit of others") << QByteArray(3'000'000, 'u') << false;
        QTest::newRow("beyond the limit of others, in chunks") << QByteArray(3'000'000, 'u') << true;
    }
    void uploadsAreHashedAndNotKept()
    {
        QFETCH(QByteArray, content);
        QFETCH(bool, chunked);
        const MockFixture mock;
        RawHeaders headers = bearer(mock.logIn().access);
        headers.append(chunked
                ? std::pair<QByteArray, QByteArray> { "Transfer-Encoding", "chunked" }
                : std::pair<QByteArray, QByteArray> { "Content-Length", QByteArray::number(content.size()) });
        const QByteArray chunk =
            content.isEmpty() ? QByteArray() : QByteArray::number(content.size(), 16) + "\r\n" + content + "\r\n";
        RawClient client = mock.client();
        client.send(mock.request("POST", "/api/upload", headers) + (chunked ? chunk + "0\r\n\r\n" : content));
        const QString digest =
            QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
        QCOMPARE(client.answer().json(), (QJsonObject { { u"sha256"_s, digest }, { u"size"_s, content.size() } }));
        const QJsonObject recorded = mock.lastRequest();
        QCOMPARE(recorded[u"bodySize"_s].toInt(), content.size());
        QCOMPARE(recorded[u"body"_s].toString(), QString());
        QCOMPARE(client.send(mock.request("GET", "/x")).answer().status, 404);
    }

    void streamsHaveExactlyTheirLength_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<qint64>("size"); // -1: 400
        QTest::newRow("none") << QByteArray("?bytes=0") << qint64(0);
        QTest::newRow("one") << QByteArray("?a=b&bytes=1") << qint64(1);
        QTest::newRow("20 MB") << QByteArray("?bytes=20000001") << qint64(20'000'001);
        for (const char *bad :
            { "", "?", "?bytes", "?bytes=", "?bytes=-1", "?bytes=+1", "?bytes=1.5", "?bytes=x", "?bytes=1099511627777",
                "?bytes=99999999999999999999", "?bytes=1&bytes=1", "?Bytes=1", "?bytes=0x10", "?bytes=%31" })
            QTest::newRow(bad) << QByteArray(bad) << qint64(-1);
    }
    void streamsHaveExactlyTheirLength()
    {
        QFETCH(qint64, size);
        QFETCH(QByteArray, query);
        const MockFixture mock;
        const QByteArray access = mock.logIn().access;
        RawClient client = mock.client();
        const RawAnswer answer = client.send(mock.request("GET", "/api/stream" + query, bearer(access))).answer();
        QCOMPARE(answer.status, size < 0 ? 400 : 200);
        if (size < 0)
            return;
        QCOMPARE(answer.header("Content-Length").toLongLong(), size);
        QCOMPARE(answer.body.size(), size);
        QCOMPARE(client.send(mock.request("GET", "/x")).answer().status, 404);
        QCOMPARE(mock.requests()[1][u"sent"_s].toString(), u"full"_s);
    }
};

TEST_CLASS(tst_resources)
#include "tst_resources.moc"

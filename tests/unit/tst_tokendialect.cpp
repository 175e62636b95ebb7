// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "testregistry.h"
#include "tokendialect.h"

#include <QTest>

using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;

namespace {
ServerProfile expressProfile()
{
    return ServerProfile::express(QUrl(u"https://api.example/v1"_s));
}

ServerProfile oauthProfile(const QString &clientId = u"client"_s)
{
    ServerProfile profile = ServerProfile::oauth2(QUrl(u"https://as.example/token"_s), clientId);
    profile.revocationEndpoint = QUrl(u"https://as.example/revoke"_s);
    return profile;
}
} // namespace

/// How token requests are written: the tutorial's JSON, or the forms of RFC 6749 and RFC 7009.
class tst_tokendialect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expressLogsInWithJson()
    {
        const TokenRequest request = logInRequest(expressProfile(), u"de\"mo"_s, u"p\u00e4ss\n"_s);
        QCOMPARE(request.verb, "POST");
        QCOMPARE(request.url, QUrl(u"https://api.example/v1/login"_s));
        QCOMPARE(request.contentType, "application/json");
        QCOMPARE(request.body, "{\"password\":\"p\xc3\xa4ss\\n\",\"username\":\"de\\\"mo\"}");
        QCOMPARE(request.idempotencyKey, QByteArray());
    }

    void expressRefreshesWithJsonAndIdempotencyKey()
    {
        const TokenRequest request = refreshRequest(expressProfile(), "r\"1", "key-1");
        QCOMPARE(request.verb, "POST");
        QCOMPARE(request.url, QUrl(u"https://api.example/v1/token"_s));
        QCOMPARE(request.contentType, "application/json");
        QCOMPARE(request.body, "{\"token\":\"r\\\"1\"}");
        QCOMPARE(request.idempotencyKey, "key-1");
    }

    void expressRevokesByDelete()
    {
        const auto request = revocationRequest(expressProfile(), "r1");
        QVERIFY(request);
        QCOMPARE(request->verb, "DELETE");
        QCOMPARE(request->url, QUrl(u"https://api.example/v1/logout"_s));
        QCOMPARE(request->contentType, "application/json");
        QCOMPARE(request->body, "{\"token\":\"r1\"}");
    }

    void oauthRefreshesWithAForm()
    {
        const TokenRequest request = refreshRequest(oauthProfile(), "r1", "key-1");
        QCOMPARE(request.verb, "POST");
        QCOMPARE(request.url, QUrl(u"https://as.example/token"_s));
        QCOMPARE(request.contentType, "application/x-www-form-urlencoded");
        QCOMPARE(request.body, "grant_type=refresh_token&refresh_token=r1&client_id=client");
        QCOMPARE(request.idempotencyKey, QByteArray()); // no part of OAuth
    }

    void aRefreshAsksForNoScope()
    {
        ServerProfile profile = oauthProfile();
        profile.scopes = { u"notes"_s, u"admin"_s };
        QVERIFY(!refreshRequest(profile, "r1", {}).body.contains("scope"));
    }

    void formsArePercentEncoded_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QByteArray>("encoded");
        QTest::newRow("unreserved") << u"aZ09-._~"_s << QByteArray("aZ09-._~");
        QTest::newRow("space is a plus") << u"a b"_s << QByteArray("a+b");
        QTest::newRow("example of RFC 6749 appendix B")
            << u" %&+\u00a3\u20ac"_s << QByteArray("+%25%26%2B%C2%A3%E2%82%AC");
        QTest::newRow("what ends a value") << u"a=b&c;d#e"_s << QByteArray("a%3Db%26c%3Bd%23e");
        QTest::newRow("base64") << u"ab/c+d=="_s << QByteArray("ab%2Fc%2Bd%3D%3D");
        QTest::newRow("line break") << u"a\r\nb"_s << QByteArray("a%0D%0Ab");
    }

    void formsArePercentEncoded()
    {
        QFETCH(QString, value);
        QFETCH(QByteArray, encoded);
        QVERIFY(refreshRequest(oauthProfile(value), "r1", {}).body.endsWith("&client_id=" + encoded));
    }

    void theTokenIsPercentEncodedToo()
    {
        QCOMPARE(refreshRequest(oauthProfile(), "a+b&c=d", {}).body,
            "grant_type=refresh_token&refresh_token=a%2Bb%26c%3Dd&client_id=client");
    }

    void oauthRevokesWithAForm()
    {
        const auto request = revocationRequest(oauthProfile(), "r1");
        QVERIFY(request);
        QCOMPARE(request->verb, "POST");
        QCOMPARE(request->url, QUrl(u"https://as.example/revoke"_s));
        QCOMPARE(request->contentType, "application/x-www-form-urlencoded");
        QCOMPARE(request->body, "token=r1&token_type_hint=refresh_token&client_id=client");
    }

    void withoutAnEndpointNothingIsRevoked()
    {
        ServerProfile express = expressProfile();
        express.logOutEndpoint.clear();
        ServerProfile oauth = oauthProfile();
        oauth.revocationEndpoint.clear();
        QVERIFY(!revocationRequest(express, "r1"));
        QVERIFY(!revocationRequest(oauth, "r1"));
    }

    void noTokenIsInAUrl()
    {
        const QString canary = u"canary-4711"_s;
        for (const ServerProfile &profile : { expressProfile(), oauthProfile() }) {
            QVERIFY(!refreshRequest(profile, canary.toLatin1(), canary.toLatin1()).url.toString().contains(canary));
            QVERIFY(!revocationRequest(profile, canary.toLatin1())->url.toString().contains(canary));
            QVERIFY(!logInRequest(profile, canary, canary).url.toString().contains(canary));
        }
    }
};

TEST_CLASS(tst_tokendialect)
#include "tst_tokendialect.moc"

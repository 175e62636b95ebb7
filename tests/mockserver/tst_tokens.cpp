// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "jwt.h"
#include "mockfixture.h"
#include "testregistry.h"

#include <QMessageAuthenticationCode>
#include <QTest>

using namespace testing;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto jwtEncoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QJsonObject partOf(const QByteArray &token, int part)
{
    return QJsonDocument::fromJson(QByteArray::fromBase64(token.split('.')[part], jwtEncoding)).object();
}

QByteArray withChangedSignature(QByteArray token)
{
    char &first = token[token.lastIndexOf('.') + 1];
    first = first == 'A' ? 'B' : 'A';
    return token;
}

RawAnswer oauth(
    const MockFixture &mock, const QByteArray &form, const QByteArray &type = "application/x-www-form-urlencoded")
{
    return mock.ask("POST", "/oauth/token", { { "Content-Type", type } }, form);
}

mockserver::Options rotating(mockserver::Reuse reuse = mockserver::Reuse::Strict)
{
    mockserver::Options options;
    options.settings.rotation = true;
    options.settings.reuse = reuse;
    return options;
}

} // namespace

/// The tutorial's protocol and RFC 6749 §6: order of the checks, rotation, reuse, Idempotency-Key.
class tst_tokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void logInGivesBothTokens()
    {
        mockserver::Options options;
        options.users = { { u"ann"_s, u"pä:ss"_s }, { u"bob"_s, u"b"_s } };
        const MockFixture mock(options);
        const RawAnswer answer = mock.ask("POST", "/login", {}, R"({"username":"ann","password":"pä:ss","more":1})");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("Cache-Control"), QByteArray("no-store"));
        QCOMPARE(answer.header("Content-Type"), QByteArray("application/json"));
        QCOMPARE(answer.json().keys(), (QStringList { u"accessToken"_s, u"expiresIn"_s, u"refreshToken"_s }));
        QCOMPARE(answer.json()[u"expiresIn"_s].toInt(), 60);
        QCOMPARE(checksOf(mock.lastRequest()), u"credentials: true"_s);
        QCOMPARE(mock.get("/api/profile", tokensOf(answer).access).body, QByteArray(R"({"name":"ann"})"));
    }

    void logInRefuses_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("checks");
        QTest::newRow("wrong password") << QByteArray(R"({"username":"demo","password":"Demo"})") << 401
                                        << u"credentials: false"_s;
        QTest::newRow("wrong name") << QByteArray(R"({"username":"dem","password":"demo"})") << 401
                                    << u"credentials: false"_s;
        QTest::newRow("no password") << QByteArray(R"({"username":"demo"})") << 400 << QString();
        QTest::newRow("password is a number") << QByteArray(R"({"username":"demo","password":1})") << 400 << QString();
        QTest::newRow("name is null") << QByteArray(R"({"username":null,"password":"demo"})") << 400 << QString();
        QTest::newRow("no body") << QByteArray() << 400 << QString();
        QTest::newRow("a list") << QByteArray("[]") << 400 << QString();
        QTest::newRow("no JSON") << QByteArray("{") << 400 << QString();
    }
    void logInRefuses()
    {
        QFETCH(QByteArray, body);
        const MockFixture mock;
        const RawAnswer answer = mock.ask("POST", "/login", {}, body);
        QTEST(answer.status, "status");
        QVERIFY(!answer.json()[u"error"_s].toString().isEmpty());
        QCOMPARE(answer.has("WWW-Authenticate"), answer.status == 401);
        QTEST(checksOf(mock.lastRequest()), "checks");
    }

    void bodiesHaveToBeJson_data()
    {
        QTest::addColumn<RawHeaders>("headers");
        QTest::addColumn<int>("status");
        QTest::newRow("exactly") << RawHeaders { { "Content-Type", "application/json" } } << 401;
        QTest::newRow("any case, parameters")
            << RawHeaders { { "Content-Type", "Application/JSON ; charset=utf-8" } } << 401;
        QTest::newRow("text") << RawHeaders { { "Content-Type", "text/plain" } } << 415;
        QTest::newRow("form") << RawHeaders { { "Content-Type", "application/x-www-form-urlencoded" } } << 415;
        QTest::newRow("multipart") << RawHeaders { { "Content-Type", "multipart/form-data; boundary=x" } } << 415;
        QTest::newRow("something like JSON") << RawHeaders { { "Content-Type", "application/jsonp" } } << 415;
        QTest::newRow("empty") << RawHeaders { { "Content-Type", "" } } << 415;
        QTest::newRow("two") << RawHeaders { { "Content-Type", "application/json" }, { "Content-Type", "text/plain" } }
                             << 415;
    }
    void bodiesHaveToBeJson()
    {
        QFETCH(RawHeaders, headers);
        const MockFixture mock;
        QTEST(mock.ask("POST", "/token", headers, "{}").status, "status");
        // Without a body there is nothing that could have a type
        QCOMPARE(mock.client()
                     .send("POST /token HTTP/1.1\r\nHost: " + mock.host()
                         + "\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n")
                     .answer()
                     .status,
            401);
    }

    void tokensAreDistinctJwts()
    {
        const MockFixture mock;
        const TokenPair first = mock.logIn();
        const TokenPair second = mock.logIn();
        QSet<QByteArray> all { first.access, first.refresh, second.access, second.refresh };
        QCOMPARE(all.size(), 4);
        QCOMPARE(partOf(first.access, 0)[u"alg"_s].toString(), u"HS256"_s);
        const QJsonObject claims = partOf(first.access, 1);
        QCOMPARE(claims.keys(), (QStringList { u"exp"_s, u"iat"_s, u"jti"_s, u"name"_s }));
        QCOMPARE(claims[u"name"_s].toString(), u"demo"_s);
        QCOMPARE(claims[u"exp"_s].toInteger() - claims[u"iat"_s].toInteger(), 60);
        QVERIFY(qAbs(claims[u"iat"_s].toInteger() - QDateTime::currentSecsSinceEpoch()) <= 2);
        QVERIFY(claims[u"jti"_s] != partOf(second.access, 1)[u"jti"_s]);
        QCOMPARE(partOf(first.refresh, 1)[u"exp"_s].toInteger() - partOf(first.refresh, 1)[u"iat"_s].toInteger(),
            30 * 24 * 3600);
        // Another run has other keys
        QCOMPARE(MockFixture().get("/api/profile", first.access).status, 401);
    }

    void tokenIsCheckedInTheTutorialsOrder_data()
    {
        QTest::addColumn<QByteArray>("body"); // <RT> stands for the token, <BAD> for one with a wrong signature
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("checks");
        QTest::newRow("good")
            << QByteArray(R"({"token":"<RT>"})") << 200
            << u"token present: true, token in list: true, signature valid: true, not expired: true"_s;
        QTest::newRow("no body") << QByteArray() << 401 << u"token present: false"_s;
        QTest::newRow("no member") << QByteArray(R"({"Token":"<RT>"})") << 401 << u"token present: false"_s;
        QTest::newRow("null") << QByteArray(R"({"token":null})") << 401 << u"token present: false"_s;
        QTest::newRow("empty") << QByteArray(R"({"token":""})") << 401 << u"token present: false"_s;
        QTest::newRow("a number") << QByteArray(R"({"token":1})") << 403
                                  << u"token present: true, token in list: false"_s;
        QTest::newRow("false") << QByteArray(R"({"token":false})") << 403
                               << u"token present: true, token in list: false"_s;
        QTest::newRow("an object") << QByteArray(R"({"token":{}})") << 403
                                   << u"token present: true, token in list: false"_s;
        QTest::newRow("unknown") << QByteArray(R"({"token":"x"})") << 403
                                 << u"token present: true, token in list: false"_s;
        QTest::newRow("changed in the client")
            << QByteArray(R"({"token":"<BAD>"})") << 403 << u"token present: true, token in list: false"_s;
        QTest::newRow("access token") << QByteArray(R"({"token":"<AT>"})") << 403
                                      << u"token present: true, token in list: false"_s;
        QTest::newRow("no JSON") << QByteArray("{\"token\":") << 400 << QString();
        QTest::newRow("a string") << QByteArray("\"<RT>\"") << 400 << QString();
    }
    void tokenIsCheckedInTheTutorialsOrder()
    {
        QFETCH(QByteArray, body);
        const MockFixture mock;
        const TokenPair tokens = mock.logIn();
        body.replace("<RT>", tokens.refresh)
            .replace("<BAD>", withChangedSignature(tokens.refresh))
            .replace("<AT>", tokens.access);
        const RawAnswer answer = mock.ask("POST", "/token", {}, body);
        QTEST(answer.status, "status");
        QTEST(checksOf(mock.lastRequest()), "checks");
        QCOMPARE(answer.header("WWW-Authenticate"), answer.status == 401 ? QByteArray("Bearer") : QByteArray());
        if (answer.status != 200)
            return;
        QCOMPARE(answer.json().keys(), (QStringList { u"accessToken"_s, u"expiresIn"_s })); // the refresh token stays
        QCOMPARE(answer.header("Cache-Control"), QByteArray("no-store"));
        QVERIFY(tokensOf(answer).access != tokens.access);
        QCOMPARE(mock.get("/api/profile", tokensOf(answer).access).status, 200);
        QCOMPARE(mock.get("/api/profile", tokens.access).status, 200); // the old access token lives on
        QCOMPARE(mock.refresh(tokens.refresh).status, 200);
    }

    void signatureAndExpiryComeAfterTheList()
    {
        const MockFixture mock;
        const TokenPair tokens = mock.logIn();
        const QByteArray tampered =
            mock.control("POST", "tamper", { { u"token"_s, QString::fromLatin1(tokens.refresh) } })
                .json()[u"token"_s]
                .toString()
                .toLatin1();
        QCOMPARE(mock.refresh(tampered).status, 403);
        QCOMPARE(checksOf(mock.lastRequest()), u"token present: true, token in list: true, signature valid: false"_s);
        QCOMPARE(mock.lastRequest()[u"tokenGeneration"_s].toInt(), 1);

        const TokenPair other = mock.logIn();
        mock.set({ { u"clockOffset"_s, qint64(30) * 24 * 3600 * 1000 } });
        QCOMPARE(mock.refresh(other.refresh).status, 403);
        QCOMPARE(checksOf(mock.lastRequest()),
            u"token present: true, token in list: true, signature valid: true, not expired: false"_s);
    }

    void logOutIs204Whatever_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("afterwards");
        QTest::newRow("the token") << QByteArray(R"({"token":"RT"})") << 204 << 403;
        QTest::newRow("another") << QByteArray(R"({"token":"x"})") << 204 << 200;
        QTest::newRow("a number") << QByteArray(R"({"token":1})") << 204 << 200;
        QTest::newRow("none") << QByteArray() << 204 << 200;
        QTest::newRow("broken JSON") << QByteArray("{") << 400 << 200;
    }
    void logOutIs204Whatever()
    {
        QFETCH(QByteArray, body);
        const MockFixture mock;
        const TokenPair tokens = mock.logIn();
        const RawAnswer answer = mock.ask("DELETE", "/logout", {}, body.replace("RT", tokens.refresh));
        QTEST(answer.status, "status");
        if (answer.status == 204)
            QVERIFY(!answer.has("Content-Length"));
        QTEST(mock.refresh(tokens.refresh).status, "afterwards");
        QCOMPARE(mock.get("/api/profile", tokens.access).status, 200);
    }

    void rotationGivesANewRefreshToken()
    {
        const MockFixture mock(rotating());
        const TokenPair first = mock.logIn();
        const TokenPair second = tokensOf(mock.refresh(first.refresh));
        QVERIFY(!second.refresh.isEmpty());
        QVERIFY(second.refresh != first.refresh);
        const TokenPair third = tokensOf(mock.refresh(second.refresh));
        QVERIFY(!third.refresh.isEmpty());
        QCOMPARE(mock.lastRequest()[u"tokenGeneration"_s].toInt(), 2);
    }

    void strictReuseEndsTheFamily()
    {
        const MockFixture mock(rotating(mockserver::Reuse::Strict));
        const TokenPair bystander = mock.logIn();
        const TokenPair first = mock.logIn();
        const TokenPair second = tokensOf(mock.refresh(first.refresh));
        const TokenPair third = tokensOf(mock.refresh(second.refresh));
        QCOMPARE(mock.refresh(first.refresh).status, 403);
        QCOMPARE(checksOf(mock.lastRequest()), u"token present: true, token in list: false"_s);
        QCOMPARE(mock.refresh(third.refresh).status, 403); // the newest included
        QCOMPARE(mock.get("/api/profile", third.access).status, 200);
        QCOMPARE(mock.refresh(bystander.refresh).status, 200);
    }

    void graceGivesTheSameSuccessorAgainForTenSeconds()
    {
        const MockFixture mock(rotating(mockserver::Reuse::Grace));
        const TokenPair first = mock.logIn();
        const TokenPair second = tokensOf(mock.refresh(first.refresh));
        mock.set({ { u"clockOffset"_s, 9'000 } });
        const RawAnswer again = mock.refresh(first.refresh);
        QCOMPARE(again.status, 200);
        QCOMPARE(tokensOf(again).refresh, second.refresh);
        QVERIFY(tokensOf(again).access != second.access);
        mock.set({ { u"clockOffset"_s, 10'500 } });
        QCOMPARE(mock.refresh(first.refresh).status, 403);
        QCOMPARE(mock.refresh(second.refresh).status, 403); // later as strict
    }

    void graceEndsWithTheSession()
    {
        const MockFixture mock(rotating(mockserver::Reuse::Grace));
        const TokenPair first = mock.logIn();
        const TokenPair second = tokensOf(mock.refresh(first.refresh));
        mock.ask("DELETE", "/logout", {}, "{\"token\":\"" + second.refresh + "\"}");
        QCOMPARE(mock.refresh(first.refresh).status, 403);
    }

    void reuseOffRefusesThatTokenAlone()
    {
        const MockFixture mock(rotating(mockserver::Reuse::Off));
        const TokenPair first = mock.logIn();
        const TokenPair second = tokensOf(mock.refresh(first.refresh));
        QCOMPARE(mock.refresh(first.refresh).status, 403);
        QCOMPARE(mock.refresh(second.refresh).status, 200);
    }

    void anIdempotencyKeyReplaysTheAnswerBitForBit()
    {
        const MockFixture mock(rotating());
        const TokenPair first = mock.logIn();
        const RawHeaders key { { "Idempotency-Key", "k-1" } };
        const RawAnswer answer = mock.refresh(first.refresh, key);
        const RawAnswer replay = mock.refresh(first.refresh, key);
        QCOMPARE(replay.raw, answer.raw);
        mock.set({ { u"clockOffset"_s, 599'000 } });
        QCOMPARE(mock.refresh(first.refresh, key).raw, answer.raw);
        // Nothing was exchanged twice: the successor is in the list
        QCOMPARE(mock.refresh(tokensOf(answer).refresh, { { "Idempotency-Key", "k-2" } }).status, 200);
        QCOMPARE(mock.refresh(tokensOf(answer).refresh, key).status, 422);
    }

    void anIdempotencyKeyIsForgottenAfterTenMinutes()
    {
        const MockFixture mock;
        const TokenPair first = mock.logIn();
        const RawHeaders key { { "Idempotency-Key", "k" } };
        const RawAnswer answer = mock.refresh(first.refresh, key);
        mock.set({ { u"clockOffset"_s, 601'000 } });
        const RawAnswer later = mock.refresh(first.refresh, key);
        QCOMPARE(later.status, 200);
        QVERIFY(tokensOf(later).access != tokensOf(answer).access);
        QCOMPARE(mock.refresh(mock.logIn().refresh, key).status, 422);
    }

    void refusalsAreNotRemembered()
    {
        const MockFixture mock;
        const RawHeaders key { { "Idempotency-Key", "k" } };
        QCOMPARE(mock.refresh("unknown", key).status, 403);
        QCOMPARE(mock.refresh(mock.logIn().refresh, key).status, 200);
        QCOMPARE(mock.refresh("unknown", key).status, 422);
    }

    void longKeysAreRefused()
    {
        const MockFixture mock;
        const TokenPair tokens = mock.logIn();
        QCOMPARE(mock.refresh(tokens.refresh, { { "Idempotency-Key", QByteArray(255, 'k') } }).status, 200);
        QCOMPARE(mock.refresh(tokens.refresh, { { "Idempotency-Key", QByteArray(256, 'k') } }).status, 400);
    }

    void oauthSpeaksRfc6749()
    {
        const MockFixture mock;
        const TokenPair tokens = mock.logIn();
        const RawAnswer answer =
            oauth(mock, "grant_type=refresh_token&client_id=any&scope=&refresh_token=" + tokens.refresh,
                "Application/x-www-form-urlencoded;charset=UTF-8");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("Cache-Control"), QByteArray("no-store"));
        QCOMPARE(answer.json().keys(), (QStringList { u"access_token"_s, u"expires_in"_s, u"token_type"_s }));
        QCOMPARE(answer.json()[u"token_type"_s].toString(), u"Bearer"_s);
        QCOMPARE(mock.get("/api/profile", answer.json()[u"access_token"_s].toString().toLatin1()).status, 200);
        mock.set({ { u"rotation"_s, true } });
        const RawAnswer rotated = oauth(mock, "refresh_token=" + tokens.refresh + "&grant_type=refresh%5Ftoken");
        QCOMPARE(rotated.json().keys(),
            (QStringList { u"access_token"_s, u"expires_in"_s, u"refresh_token"_s, u"token_type"_s }));
        QCOMPARE(checksOf(mock.lastRequest()),
            u"token present: true, token in list: true, signature valid: true, not expired: true"_s);
        // A key means nothing here
        const RawHeaders headers { { "Content-Type", "application/x-www-form-urlencoded" },
            { "Idempotency-Key", QByteArray(300, 'k') } };
        QCOMPARE(mock.ask("POST", "/oauth/token", headers,
                         "grant_type=refresh_token&refresh_token="
                             + rotated.json()[u"refresh_token"_s].toString().toLatin1())
                     .status,
            200);
    }

    void oauthErrorsAreThoseOfRfc6749_data()
    {
        QTest::addColumn<QByteArray>("form");
        QTest::addColumn<QString>("error");
        QTest::newRow("unknown token") << QByteArray("grant_type=refresh_token&refresh_token=x") << u"invalid_grant"_s;
        QTest::newRow("no token") << QByteArray("grant_type=refresh_token") << u"invalid_request"_s;
        QTest::newRow("empty token") << QByteArray("grant_type=refresh_token&refresh_token=") << u"invalid_request"_s;
        QTest::newRow("no grant type") << QByteArray("refresh_token=RT") << u"invalid_request"_s;
        QTest::newRow("another grant type")
            << QByteArray("grant_type=password&refresh_token=RT") << u"unsupported_grant_type"_s;
        QTest::newRow("grant type twice")
            << QByteArray("grant_type=refresh_token&grant_type=refresh_token&refresh_token=RT") << u"invalid_request"_s;
        QTest::newRow("token twice") << QByteArray("grant_type=refresh_token&refresh_token=RT&refresh_token=RT")
                                     << u"invalid_request"_s;
        QTest::newRow("other parameter twice")
            << QByteArray("grant_type=refresh_token&refresh_token=RT&a=&a=") << u"invalid_request"_s;
        QTest::newRow("broken escape") << QByteArray("grant_type=refresh_token&refresh_token=%zz")
                                       << u"invalid_request"_s;
        QTest::newRow("nothing") << QByteArray() << u"invalid_request"_s;
    }
    void oauthErrorsAreThoseOfRfc6749()
    {
        QFETCH(QByteArray, form);
        const MockFixture mock;
        const RawAnswer answer = oauth(mock, form.replace("RT", mock.logIn().refresh));
        QCOMPARE(answer.status, 400);
        QTEST(answer.json()[u"error"_s].toString(), "error");
        QVERIFY(!answer.has("WWW-Authenticate"));
    }

    void oauthWantsAForm()
    {
        const MockFixture mock;
        const RawAnswer answer = oauth(mock, R"({"grant_type":"refresh_token"})", "application/json");
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.json()[u"error"_s].toString(), u"invalid_request"_s);
    }

    void otherAlgorithmsAreNoSignature_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<bool>("valid");
        QTest::newRow("HS256") << QByteArray(R"({"alg":"HS256"})") << true;
        QTest::newRow("none") << QByteArray(R"({"alg":"none"})") << false;
        QTest::newRow("HS256 in lower case") << QByteArray(R"({"alg":"hs256"})") << false;
        QTest::newRow("HS512") << QByteArray(R"({"alg":"HS512"})") << false;
        QTest::newRow("RS256") << QByteArray(R"({"alg":"RS256"})") << false;
        QTest::newRow("no algorithm") << QByteArray(R"({"typ":"JWT"})") << false;
        QTest::newRow("critical extension") << QByteArray(R"({"alg":"HS256","crit":["x"]})") << false;
        QTest::newRow("no object") << QByteArray("[]") << false;
    }
    void otherAlgorithmsAreNoSignature()
    {
        // Given a token signed with the right key, whatever its header says
        QFETCH(QByteArray, header);
        const QByteArray payload = R"({"name":"demo","iat":1,"exp":2,"jti":"x"})";
        const QByteArray signedPart = header.toBase64(jwtEncoding) + '.' + payload.toBase64(jwtEncoding);
        const QByteArray signature =
            QMessageAuthenticationCode::hash(signedPart, "key", QCryptographicHash::Sha256).toBase64(jwtEncoding);
        const mockserver::Jwt jwt("key");
        QTEST(jwt.verify(signedPart + '.' + signature).has_value(), "valid");
        QVERIFY(!mockserver::Jwt("other").verify(signedPart + '.' + signature));
        QVERIFY(!jwt.verify(signedPart + '.'));
        QVERIFY(!jwt.verify(signedPart + '.' + signature + '='));
        QVERIFY(!jwt.verify(signedPart + '.' + signature + ".x"));
        QVERIFY(!jwt.verify(signedPart));
    }
};

TEST_CLASS(tst_tokens)
#include "tst_tokens.moc"

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/serverprofile.h>
#include <tokenmanager/tokenresponse.h>
#include <tokenmanager/tokenresult.h>
#include <tokenmanager/traceevent.h>

#include "testregistry.h"

#include <QTest>

using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;

/// The values applications branch on and print.
class tst_values : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noSecretIsPrinted()
    {
        const QByteArray secret = "canary-4711";
        QString printed;
        QDebug debug(&printed);
        debug << AccessToken { .value = secret, .type = "Bearer" }
              << TokenResponse { .accessToken = secret, .refreshToken = secret }
              << TokenResult(AccessToken { .value = secret }) << Expected<QByteArray, TokenError>(secret);
        QVERIFY(!printed.contains(QString::fromLatin1(secret)));
        QVERIFY(printed.contains(u"11 bytes"_s));
    }

    void expectedHoldsOneOfTwo()
    {
        const TokenResult good = AccessToken { .value = "a", .generation = 3 };
        QVERIFY(good.has_value());
        QCOMPARE(good->generation, 3u);
        const TokenResult bad = TokenError { .kind = TokenError::Kind::Network };
        QVERIFY(!bad);
        QCOMPARE(bad.error().kind, TokenError::Kind::Network);
        QVERIFY(LogOutResult {}.has_value());
        QVERIFY(good != bad);
    }

    void onlyTheUserCanHelp()
    {
        using Kind = TokenError::Kind;
        for (const Kind kind : { Kind::NotSignedIn, Kind::InvalidGrant, Kind::Rejected, Kind::Network, Kind::Server,
                 Kind::Malformed, Kind::Keychain, Kind::TimedOut, Kind::Cancelled })
            QCOMPARE(
                TokenError { .kind = kind }.asksForLogIn(), kind == Kind::NotSignedIn || kind == Kind::InvalidGrant);
    }

    void expressProfile()
    {
        const ServerProfile profile = ServerProfile::express(QUrl(u"http://127.0.0.1:8391/v1/"_s));
        QCOMPARE(profile.logInEndpoint, QUrl(u"http://127.0.0.1:8391/v1/login"_s));
        QCOMPARE(profile.tokenEndpoint, QUrl(u"http://127.0.0.1:8391/v1/token"_s));
        QCOMPARE(profile.logOutEndpoint, QUrl(u"http://127.0.0.1:8391/v1/logout"_s));
        QCOMPARE(profile.allowedOrigins, QList<QUrl> { QUrl(u"http://127.0.0.1:8391"_s) });
        QCOMPARE(profile.rejectedStatusCodes, (QList<int> { 401, 403 }));
        QCOMPARE(profile.deadStatusCodes, (QList<int> { 401, 403 }));
        QCOMPARE(profile.problems(), QStringList());
    }

    void problems_data()
    {
        QTest::addColumn<ServerProfile>("profile");
        QTest::addColumn<int>("count");
        ServerProfile good = ServerProfile::oauth2(QUrl(u"https://as.example/token"_s), u"client"_s);
        QTest::newRow("no origins") << good << 1;
        good.allowedOrigins = { QUrl(u"https://api.example"_s) };
        QTest::newRow("good") << good << 0;
        const auto row = [&](const char *name, auto change) {
            ServerProfile profile = good;
            change(profile);
            QTest::newRow(name) << profile << 1;
        };
        row("origin with a path", [](auto &p) { p.allowedOrigins = { QUrl(u"https://api.example/v1"_s) }; });
        row("origin with a query", [](auto &p) { p.allowedOrigins = { QUrl(u"https://api.example?a"_s) }; });
        row("origin with a user", [](auto &p) { p.allowedOrigins = { QUrl(u"https://me@api.example"_s) }; });
        row("origin in clear", [](auto &p) { p.allowedOrigins = { QUrl(u"http://api.example"_s) }; });
        row("token endpoint in clear", [](auto &p) { p.tokenEndpoint = QUrl(u"http://as.example/token"_s); });
        row("no token endpoint", [](auto &p) { p.tokenEndpoint = {}; });
        row("no client", [](auto &p) { p.clientId.clear(); });
        row("no issuer", [](auto &p) { p.issuer.clear(); });
        row("no lifetime", [](auto &p) { p.defaultLifetime = {}; });
        QTest::newRow("no server at all") << ServerProfile::express(QUrl(u"banana"_s)) << 4;
    }

    void problems()
    {
        QFETCH(ServerProfile, profile);
        QTEST(int(profile.problems().size()), "count");
    }
};

TEST_CLASS(tst_values)
#include "tst_values.moc"

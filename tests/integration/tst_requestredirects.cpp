// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "scriptedserver.h"
#include "scriptedtokens.h"
#include "testregistry.h"

#include <QNetworkCookieJar>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>

using namespace testing;
using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;

/// A redirect is followed as far as Qt follows it; the token and bodies go to allowed origins only.
class tst_requestredirects : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ScriptedServer> home;
    std::unique_ptr<ScriptedServer> other;
    std::shared_ptr<ScriptedTokens> tokens;
    std::unique_ptr<ScriptedNetwork> network;
    QHash<QByteArray, std::pair<int, QByteArray>> redirects; // path: status and Location

    HttpAnswer redirectOr200(const HttpRequest &request) const
    {
        if (!redirects.contains(request.path))
            return { .body = "arrived" };
        const auto [status, location] = redirects.value(request.path);
        HttpAnswer answer { .status = status, .body = "moved" };
        if (!location.isEmpty())
            answer.headers.append({ "Location", location });
        return answer;
    }
    QNetworkRequest request(const QString &path) const { return QNetworkRequest(home->url(path)); }
    static int status(const QNetworkReply *reply)
    {
        return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }

private Q_SLOTS:
    void init()
    {
        redirects.clear();
        home = std::make_unique<ScriptedServer>([this](const HttpRequest &what) { return redirectOr200(what); });
        other = std::make_unique<ScriptedServer>([this](const HttpRequest &what) { return redirectOr200(what); });
        tokens = std::make_shared<ScriptedTokens>(QList { home->origin() });
        network = std::make_unique<ScriptedNetwork>(tokens);
    }
    void cleanup()
    {
        network.reset();
        tokens.reset();
        home.reset();
        other.reset();
    }

    void methodsChangeAsInQt_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("verb");
        QTest::addColumn<QByteArray>("then");
        for (const int code : { 301, 302, 303, 307, 308 }) {
            const bool keeps = code == 307 || code == 308;
            QTest::addRow("%d GET", code) << code << QByteArray("GET") << QByteArray("GET");
            QTest::addRow("%d HEAD", code) << code << QByteArray("HEAD") << QByteArray("HEAD");
            QTest::addRow("%d POST", code) << code << QByteArray("POST") << QByteArray(keeps ? "POST" : "GET");
            QTest::addRow("%d PATCH", code) << code << QByteArray("PATCH") << QByteArray(keeps ? "PATCH" : "GET");
        }
    }

    void methodsChangeAsInQt()
    {
        QFETCH(int, code);
        QFETCH(QByteArray, verb);
        QFETCH(QByteArray, then);
        redirects["/old"] = { code, "/new" };
        QNetworkRequest what = request(u"/old"_s);
        what.setHeader(QNetworkRequest::ContentTypeHeader, u"text/plain"_s);
        const bool hasBody = verb == "POST" || verb == "PATCH";
        QNetworkReply *const reply = verb == "GET" ? network->get(what)
            : verb == "HEAD"                       ? network->head(what)
                                                   : network->sendCustomRequest(what, verb, QByteArray("body"));
        QSignalSpy redirected(reply, &QNetworkReply::redirected);
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QCOMPARE(status(reply), 200);
        QCOMPARE(reply->url(), home->url(u"/new"_s));
        QCOMPARE(reply->request().url(), home->url(u"/old"_s));
        QCOMPARE(redirected, (QList<QList<QVariant>> { { home->url(u"/new"_s) } }));
        QCOMPARE(home->requests().size(), 2);
        QCOMPARE(home->requests()[1].method, then);
        QCOMPARE(home->requests()[1].token(), "AT-1");
        QCOMPARE(home->requests()[1].body, hasBody && then == verb ? QByteArray("body") : QByteArray());
        QCOMPARE(home->requests()[1].headers.contains("content-type"), then == verb);
        QVERIFY(!reply->hasRawHeader("Location"));
    }

    void neitherTokenNorCookieGoesToAnotherOrigin()
    {
        redirects["/old"] = { 302, other->url(u"/signed?key=1"_s).toEncoded() };
        QNetworkRequest what = request(u"/old"_s);
        what.setRawHeader("Cookie", "session=secret");
        what.setRawHeader("X-Mine", "kept");
        bool hookSawOther = false;
        network->setAttemptHook([&](QNetworkRequest &attempt, const RequestAttempt &) {
            hookSawOther = hookSawOther || attempt.url().port() != home->origin().port();
        });
        QNetworkReply *const reply = network->get(what);
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->readAll(), "arrived");
        QCOMPARE(other->requests().size(), 1);
        const HttpRequest &arrived = other->requests()[0];
        QVERIFY(!arrived.headers.contains("authorization"));
        QVERIFY(!arrived.headers.contains("cookie"));
        QCOMPARE(arrived.header("x-mine"), "kept");
        QVERIFY(!hookSawOther);
        QCOMPARE(NetworkAccessManager::report(reply).attempts[1].generation, 0u);
    }

    void noBodyGoesToAnotherOrigin_data()
    {
        QTest::addColumn<int>("code");
        QTest::newRow("307") << 307;
        QTest::newRow("308") << 308;
    }

    void noBodyGoesToAnotherOrigin()
    {
        QFETCH(int, code);
        redirects["/old"] = { code, other->url(u"/new"_s).toEncoded() };
        QNetworkReply *const reply = network->put(request(u"/old"_s), QByteArray("body"));
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::InsecureRedirectError);
        QCOMPARE(status(reply), code);
        QCOMPARE(reply->readAll(), "moved");
        QCOMPARE(other->requests().size(), 0);
        QCOMPARE(home->requests().size(), 1);
    }

    void aTokenThatHasLeftDoesNotComeBack()
    {
        redirects["/old"] = { 302, other->url(u"/there"_s).toEncoded() };
        redirects["/there"] = { 302, home->url(u"/back"_s).toEncoded() };
        QNetworkReply *const reply = network->get(request(u"/old"_s));
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(home->requests().size(), 2);
        QCOMPARE(home->requests()[1].path, "/back");
        QVERIFY(!home->requests()[1].headers.contains("authorization"));
    }

    void a401BehindARedirectIsRepeatedThere()
    {
        home->setScript([this](const HttpRequest &what) {
            if (what.path == "/new" && what.token() == "AT-1")
                return HttpAnswer { .status = 401 };
            return redirectOr200(what);
        });
        redirects["/old"] = { 307, "/new" };
        QNetworkReply *const reply = network->post(request(u"/old"_s), QByteArray("body"));
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(status(reply), 200);
        QCOMPARE(tokens->refreshes, 1);
        QCOMPARE(home->countOf("/old"), 1);
        QCOMPARE(home->countOf("/new"), 2);
        QCOMPARE(home->requests().last().body, "body");
        QCOMPARE(NetworkAccessManager::report(reply).attempts.size(), 3);
    }

    void a401OfAnotherOriginIsItsCallersAffair()
    {
        other->setScript([](const HttpRequest &) { return HttpAnswer { .status = 401 }; });
        redirects["/old"] = { 302, other->url(u"/new"_s).toEncoded() };
        QNetworkReply *const reply = network->get(request(u"/old"_s));
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(status(reply), 401);
        QCOMPARE(tokens->questions.size(), 0);
        QCOMPARE(other->requests().size(), 1);
    }

    void policiesAreQts_data()
    {
        QTest::addColumn<int>("policy");
        QTest::addColumn<bool>("toOther");
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<int>("allowedHops");
        QTest::addColumn<int>("error");
        const auto row = [](const char *name, int policy, bool toOther, const char *location, int hops, int error) {
            QTest::newRow(name) << policy << toOther << QByteArray(location) << hops << error;
        };
        row("manual", QNetworkRequest::ManualRedirectPolicy, false, "/new", 50, QNetworkReply::NoError);
        row("same origin, same", QNetworkRequest::SameOriginRedirectPolicy, false, "/new", 50, QNetworkReply::NoError);
        row("same origin, other", QNetworkRequest::SameOriginRedirectPolicy, true, "", 50,
            QNetworkReply::InsecureRedirectError);
        row("no less safe, other", QNetworkRequest::NoLessSafeRedirectPolicy, true, "", 50, QNetworkReply::NoError);
        row("loop", QNetworkRequest::NoLessSafeRedirectPolicy, false, "/old", 5, QNetworkReply::TooManyRedirectsError);
        row("no hop allowed", QNetworkRequest::NoLessSafeRedirectPolicy, false, "/new", 0,
            QNetworkReply::TooManyRedirectsError);
        row("other scheme", QNetworkRequest::NoLessSafeRedirectPolicy, false, "file:///etc/passwd", 50,
            QNetworkReply::ProtocolUnknownError);
    }

    // The same over plain Qt and over ours: error, status, URL, how often `redirected`.
    void policiesAreQts()
    {
        QFETCH(int, policy);
        QFETCH(bool, toOther);
        QFETCH(QByteArray, location);
        QFETCH(int, allowedHops);
        QFETCH(int, error);
        redirects["/old"] = { 302, toOther ? other->url(u"/new"_s).toEncoded() : location };
        QNetworkRequest what = request(u"/old"_s);
        what.setAttribute(QNetworkRequest::RedirectPolicyAttribute, policy);
        what.setMaximumRedirectsAllowed(allowedHops);
        QNetworkAccessManager plain;
        QNetworkReply *const qts = plain.get(what);
        QNetworkReply *const ours = network->get(what);
        QSignalSpy qtsHops(qts, &QNetworkReply::redirected);
        QSignalSpy ourHops(ours, &QNetworkReply::redirected);
        QTRY_VERIFY(qts->isFinished() && ours->isFinished());
        QCOMPARE(int(ours->error()), error);
        QCOMPARE(ours->error(), qts->error());
        QCOMPARE(status(ours), status(qts));
        QCOMPARE(ours->url(), qts->url());
        QCOMPARE(ourHops.size(), qtsHops.size());
        QCOMPARE(ours->errorString().isEmpty(), qts->errorString().isEmpty());
    }

    void aRedirectWithoutATargetIsAnError()
    {
        redirects["/old"] = { 302, "" };
        QNetworkReply *const reply = network->get(request(u"/old"_s));
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::ProtocolUnknownError);
    }

    void aVerifiedRedirectWaitsForItsUser_data()
    {
        QTest::addColumn<bool>("atOnce");
        QTest::newRow("inside the signal") << true;
        QTest::newRow("later") << false;
    }

    void aVerifiedRedirectWaitsForItsUser()
    {
        QFETCH(bool, atOnce);
        redirects["/old"] = { 302, "/new" };
        QNetworkRequest what = request(u"/old"_s);
        what.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::UserVerifiedRedirectPolicy);
        QNetworkReply *const reply = network->get(what);
        QSignalSpy redirected(reply, &QNetworkReply::redirected);
        if (atOnce)
            connect(reply, &QNetworkReply::redirected, reply, [reply] { Q_EMIT reply->redirectAllowed(); });
        QTRY_COMPARE(redirected.size(), 1);
        if (!atOnce) {
            for (int i = 0; i < 20; ++i)
                QCoreApplication::processEvents();
            QCOMPARE(home->countOf("/new"), 0);
            Q_EMIT reply->redirectAllowed();
        }
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(status(reply), 200);
        QCOMPARE(home->countOf("/new"), 1);
    }

    void cookiesOfTheJarWorkAsInQt()
    {
        home->setScript([](const HttpRequest &what) {
            HttpAnswer answer { .status = what.path == "/set" ? 302 : 200 };
            answer.headers = { { "Location", "/get" }, { "Set-Cookie", "taste=sweet" } };
            return answer;
        });
        QNetworkReply *const reply = network->get(request(u"/set"_s));
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(home->requests()[1].header("cookie"), "taste=sweet");
    }
};

TEST_CLASS(tst_requestredirects)
#include "tst_requestredirects.moc"

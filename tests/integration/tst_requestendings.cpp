// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "scriptedserver.h"
#include "scriptedtokens.h"
#include "testregistry.h"

#include <QNetworkReply>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

using namespace testing;
using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using Kind = TokenError::Kind;

namespace {

/// The moments at which a request can be ended from outside.
enum class Moment { JustCalled, Parked, BeforeToken, InFlight, InBody, AfterRefusal };

/// Names and arguments of a reply's signals in their order; repeated ones once.
QStringList signalsOf(QNetworkReply *reply)
{
    return reply->property("seen").toStringList();
}

void record(QNetworkReply *reply)
{
    const auto note = [reply](const QString &what) {
        QStringList seen = reply->property("seen").toStringList();
        if (seen.isEmpty() || seen.last() != what)
            seen += what;
        reply->setProperty("seen", seen);
    };
    const auto withState = [reply, note](const QString &what) {
        note(what + (reply->isFinished() ? u" (finished)"_s : QString()));
    };
    QObject::connect(reply, &QNetworkReply::metaDataChanged, reply, [=] { withState(u"metaDataChanged"_s); });
    QObject::connect(reply, &QNetworkReply::readyRead, reply, [=] { withState(u"readyRead"_s); });
    QObject::connect(reply, &QNetworkReply::redirected, reply, [=] { withState(u"redirected"_s); });
    QObject::connect(reply, &QNetworkReply::errorOccurred, reply,
        [=](auto error) { withState(u"errorOccurred %1"_s.arg(int(error))); });
    QObject::connect(reply, &QNetworkReply::downloadProgress, reply, [=](qint64 received, qint64 total) {
        if (reply->isFinished())
            withState(u"downloadProgress %1/%2"_s.arg(received).arg(total));
    });
    QObject::connect(reply, &QNetworkReply::uploadProgress, reply,
        [=](qint64 sent, qint64 total) { withState(u"uploadProgress %1/%2"_s.arg(sent).arg(total)); });
    QObject::connect(reply, &QNetworkReply::readChannelFinished, reply, [=] { withState(u"readChannelFinished"_s); });
    QObject::connect(reply, &QNetworkReply::finished, reply, [=] { withState(u"finished"_s); });
}

} // namespace
Q_DECLARE_METATYPE(Moment)

/// How requests end: once, from the event loop, with the error and the answer the table in the API says.
class tst_requestendings : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ScriptedServer> server;
    std::shared_ptr<ScriptedTokens> tokens;
    std::unique_ptr<ScriptedNetwork> network;

    QNetworkReply *get(const QString &path = u"/a"_s) { return network->get(QNetworkRequest(server->url(path))); }
    static int status(const QNetworkReply *reply)
    {
        return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }
    static void spin()
    {
        for (int i = 0; i < 20; ++i)
            QCoreApplication::processEvents();
    }

    /// A request that has got to `moment`. Nothing goes on by itself from there.
    QNetworkReply *requestAt(Moment moment, QNetworkRequest request = {})
    {
        request.setUrl(server->url(u"/watched"_s));
        tokens->answersAtOnce = false;
        tokens->isStale = moment == Moment::BeforeToken;
        server->setScript([moment](const HttpRequest &what) {
            if (moment == Moment::InBody)
                return HttpAnswer { .body = "begin", .missing = 10 };
            if (moment == Moment::AfterRefusal && what.path == "/watched")
                return HttpAnswer { .status = 401, .body = "no" };
            return HttpAnswer { .isHeld = true };
        });
        for (int i = 0; moment == Moment::Parked && i < 6; ++i)
            get(u"/other"_s);
        QNetworkReply *const reply = network->get(request);
        switch (moment) {
        case Moment::JustCalled:
            break;
        case Moment::Parked:
            (void)QTest::qWaitFor([this] { return server->held() == 6; });
            break;
        case Moment::BeforeToken:
        case Moment::AfterRefusal:
            (void)QTest::qWaitFor([this] { return tokens->isWaiting(); });
            break;
        case Moment::InFlight:
            (void)QTest::qWaitFor([this] { return server->held() == 1; });
            break;
        case Moment::InBody:
            (void)QTest::qWaitFor([reply] { return reply->bytesAvailable() == 5; });
            break;
        }
        return reply;
    }
    static void addMoments()
    {
        QTest::addColumn<Moment>("moment");
        QTest::newRow("just called") << Moment::JustCalled;
        QTest::newRow("parked") << Moment::Parked;
        QTest::newRow("waiting for its first token") << Moment::BeforeToken;
        QTest::newRow("in flight") << Moment::InFlight;
        QTest::newRow("in its body") << Moment::InBody;
        QTest::newRow("refused, waiting for the refresh") << Moment::AfterRefusal;
    }
    static int expectedStatus(Moment moment)
    {
        return moment == Moment::InBody ? 200 : moment == Moment::AfterRefusal ? 401 : 0;
    }

private Q_SLOTS:
    void init()
    {
        server = std::make_unique<ScriptedServer>([](const HttpRequest &) { return HttpAnswer { .body = "hello" }; });
        tokens = std::make_shared<ScriptedTokens>(QList { server->origin() });
        network = std::make_unique<ScriptedNetwork>(tokens);
    }
    void cleanup()
    {
        network.reset();
        tokens.reset();
        server.reset();
    }

    // --- no token to be had ---

    void withoutATokenItIsNotSent_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("error");
        const auto row = [](const char *name, Kind kind, QNetworkReply::NetworkError error) {
            QTest::newRow(name) << int(kind) << int(error);
        };
        row("nobody is logged in", Kind::NotSignedIn, QNetworkReply::AuthenticationRequiredError);
        row("refresh refused", Kind::InvalidGrant, QNetworkReply::AuthenticationRequiredError);
        row("no network", Kind::Network, QNetworkReply::TemporaryNetworkFailureError);
        row("server", Kind::Server, QNetworkReply::TemporaryNetworkFailureError);
        row("keychain", Kind::Keychain, QNetworkReply::TemporaryNetworkFailureError);
        row("rejected", Kind::Rejected, QNetworkReply::TemporaryNetworkFailureError);
        row("malformed", Kind::Malformed, QNetworkReply::TemporaryNetworkFailureError);
        row("timed out", Kind::TimedOut, QNetworkReply::TemporaryNetworkFailureError);
        row("replaced or gone", Kind::Cancelled, QNetworkReply::OperationCanceledError);
    }

    void withoutATokenItIsNotSent()
    {
        QFETCH(int, kind);
        QFETCH(int, error);
        QNetworkReply *const reply = requestAt(Moment::BeforeToken);
        QSignalSpy ends(reply, &QNetworkReply::finished);
        tokens->settle(TokenError { .kind = Kind(kind), .message = u"This is why."_s });
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(int(reply->error()), error);
        QCOMPARE(reply->errorString(), u"This is why."_s);
        QVERIFY(!reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid());
        QVERIFY(reply->rawHeaderList().isEmpty());
        QCOMPARE(reply->readAll(), QByteArray());
        QCOMPARE(ends.size(), 1);
        const RequestReport report = NetworkAccessManager::report(reply);
        QCOMPARE(int(report.tokenError->kind), kind);
        QVERIFY(report.attempts.isEmpty());
        QVERIFY(report.explanation.contains(u"not sent"_s));
        QCOMPARE(server->requests().size(), 0);
    }

    void aRefusalWithoutANewTokenKeepsItsOwnAnswer_data() { withoutATokenItIsNotSent_data(); }

    void aRefusalWithoutANewTokenKeepsItsOwnAnswer()
    {
        QFETCH(int, kind);
        QNetworkReply *const reply = requestAt(Moment::AfterRefusal);
        QSignalSpy heads(reply, &QNetworkReply::metaDataChanged);
        QCOMPARE(reply->bytesAvailable(), 0);
        tokens->settle(TokenError { .kind = Kind(kind), .message = u"This is why."_s });
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::AuthenticationRequiredError);
        QCOMPARE(status(reply), 401);
        QCOMPARE(reply->readAll(), "no");
        QCOMPARE(heads.size(), 1);
        QCOMPARE(int(NetworkAccessManager::report(reply).tokenError->kind), kind);
        QCOMPARE(server->requests().size(), 1);
    }

    void a403IsAnAuthenticationErrorOnceTheRefreshFailed()
    {
        QNetworkReply *const reply = requestAt(Moment::InFlight);
        server->release(1, { .status = 403, .body = "no" });
        QTRY_VERIFY(tokens->isWaiting());
        tokens->settle(TokenError { .kind = Kind::InvalidGrant });
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::AuthenticationRequiredError);
        QCOMPARE(status(reply), 403);
        QCOMPARE(reply->readAll(), "no");
    }

    void aLateRefusalTellsWhatItsOwnSessionEndedWith_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("replaced") << int(Kind::Cancelled);
        QTest::newRow("logged out") << int(Kind::NotSignedIn);
        QTest::newRow("refused") << int(Kind::InvalidGrant);
    }

    void aLateRefusalTellsWhatItsOwnSessionEndedWith()
    {
        QFETCH(int, kind);
        QNetworkReply *const reply = requestAt(Moment::InFlight);
        tokens->endSession(Kind(kind), ScriptedTokens::makeToken(7)); // somebody else's
        server->release(1, { .status = 401, .body = "no" });
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::AuthenticationRequiredError);
        QCOMPARE(status(reply), 401);
        QCOMPARE(reply->readAll(), "no");
        QCOMPARE(int(NetworkAccessManager::report(reply).tokenError->kind), kind);
        QCOMPARE(server->requests().size(), 1);
        QCOMPARE(tokens->questions.size(), 0);
    }

    void whatWasAskedUnderOneSessionIsNotSentUnderAnother()
    {
        QNetworkReply *const reply = requestAt(Moment::Parked);
        tokens->endSession(Kind::Cancelled, ScriptedTokens::makeToken(7));
        for (int number = 1; number <= 6; ++number)
            server->release(number, {});
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
        QCOMPARE(NetworkAccessManager::report(reply).tokenError->kind, Kind::Cancelled);
        QCOMPARE(server->countOf("/watched"), 0);
    }

    void theTokenManagerMayDieFirst_data()
    {
        QTest::addColumn<bool>("isRefused");
        QTest::newRow("before it is sent") << false;
        QTest::newRow("after a refusal") << true;
    }

    void theTokenManagerMayDieFirst()
    {
        QFETCH(bool, isRefused);
        QNetworkReply *const reply = requestAt(isRefused ? Moment::AfterRefusal : Moment::BeforeToken);
        tokens->gone = true;
        tokens->settle(TokenError { .kind = Kind::Cancelled });
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
        QCOMPARE(status(reply), isRefused ? 401 : 0);
        QNetworkReply *const later = get();
        QVERIFY(!later->isFinished()); // from the event loop
        QTRY_VERIFY(later->isFinished());
        QCOMPARE(later->error(), QNetworkReply::OperationCanceledError);
    }

    void failingFastOfflineIsAskedFor()
    {
        QNetworkRequest request;
        request.setAttribute(NetworkAccessManager::FailOffline, true);
        requestAt(Moment::BeforeToken, request);
        QVERIFY(tokens->questions.last().failOffline);
    }

    // --- deadlines ---

    void theDeadlineIncludesAllWaiting_data() { addMoments(); }

    void theDeadlineIncludesAllWaiting()
    {
        QFETCH(Moment, moment);
        QNetworkRequest request;
        request.setAttribute(NetworkAccessManager::Deadline, 3000);
        QNetworkReply *const reply = requestAt(moment, request);
        QSignalSpy ends(reply, &QNetworkReply::finished);
        tokens->virtualClock().advance(2999ms);
        spin();
        QVERIFY(!reply->isFinished());
        tokens->virtualClock().advance(1ms);
        QTRY_COMPARE(ends.size(), 1);
        QCOMPARE(reply->error(), QNetworkReply::TimeoutError);
        QCOMPARE(status(reply), expectedStatus(moment));
        const QByteArray arrived = moment == Moment::InBody ? "begin" : moment == Moment::AfterRefusal ? "no" : "";
        QCOMPARE(reply->readAll(), arrived);
        const bool waited = moment == Moment::BeforeToken || moment == Moment::AfterRefusal;
        QCOMPARE(NetworkAccessManager::report(reply).tokenError.has_value(), waited);
        if (waited)
            QCOMPARE(NetworkAccessManager::report(reply).tokenError->kind, Kind::TimedOut);
        spin();
        QCOMPARE(ends.size(), 1);
    }

    void aDeadlineThatWasMetDoesNothing()
    {
        QNetworkRequest request(server->url(u"/a"_s));
        request.setAttribute(NetworkAccessManager::Deadline, 3000);
        QNetworkReply *const reply = network->get(request);
        QTRY_VERIFY(reply->isFinished());
        tokens->virtualClock().advance(5s);
        spin();
        QCOMPARE(reply->error(), QNetworkReply::NoError);
    }

    void timeParkedDoesNotCountAgainstTheTransferTimeout()
    {
        QNetworkRequest request;
        request.setTransferTimeout(50);
        QNetworkReply *const reply = requestAt(Moment::BeforeToken, request);
        QSignalSpy ends(reply, &QNetworkReply::finished);
        QVERIFY(!ends.wait(200));
        server->setScript([](const HttpRequest &) { return HttpAnswer {}; });
        tokens->settleWithNextToken();
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::NoError);
    }

    // --- abort, deletion ---

    void anAbortedRequestEndsOnceFromTheEventLoop_data() { addMoments(); }

    void anAbortedRequestEndsOnceFromTheEventLoop()
    {
        QFETCH(Moment, moment);
        QNetworkReply *const reply = requestAt(moment);
        QSignalSpy ends(reply, &QNetworkReply::finished);
        QSignalSpy managerEnds(network.get(), &QNetworkAccessManager::finished);
        const int arrived = server->countOf("/watched");
        reply->abort();
        reply->abort();
        QVERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
        QCOMPARE(ends.size(), 0);
        QTRY_COMPARE(ends.size(), 1);
        QCOMPARE(status(reply), moment == Moment::InBody ? 200 : expectedStatus(moment));
        tokens->settleWithNextToken();
        for (int number = 1; number <= server->requests().size(); ++number)
            server->release(number, {});
        spin();
        QCOMPARE(ends.size(), 1);
        QCOMPARE(managerEnds.count({ QVariant::fromValue(reply) }), 1);
        if (moment != Moment::JustCalled)
            QCOMPARE(server->countOf("/watched"), arrived);
    }

    void aDeletedReplyHarmsNobody_data() { addMoments(); }

    void aDeletedReplyHarmsNobody()
    {
        QFETCH(Moment, moment);
        delete requestAt(moment);
        QNetworkReply *const second = requestAt(moment);
        second->deleteLater();
        tokens->settleWithNextToken();
        spin();
        server->setScript([](const HttpRequest &) { return HttpAnswer {}; });
        for (int number = 1; number <= server->requests().size(); ++number)
            server->release(number, {});
        QNetworkReply *const next = get();
        QTRY_VERIFY(next->isFinished());
        QCOMPARE(next->error(), QNetworkReply::NoError);
    }

    void theManagerMayBeDestroyedAtAnyMoment_data() { addMoments(); }

    void theManagerMayBeDestroyedAtAnyMoment()
    {
        QFETCH(Moment, moment);
        QPointer<QNetworkReply> child = requestAt(moment);
        QObject owner;
        QNetworkReply *const adopted = requestAt(moment);
        adopted->setParent(&owner);
        QSignalSpy ends(adopted, &QNetworkReply::finished);
        network.reset();
        QVERIFY(child.isNull());
        QCOMPARE(ends.size(), 1);
        QCOMPARE(adopted->error(), QNetworkReply::OperationCanceledError);
        tokens->settleWithNextToken();
        spin();
        QCOMPARE(ends.size(), 1);
    }

    void aFinishedReplyOutlivesItsManagerWithItsBody()
    {
        QObject owner;
        QNetworkReply *const reply = get();
        reply->setParent(&owner);
        QTRY_VERIFY(reply->isFinished());
        network.reset();
        QCOMPARE(reply->readAll(), "hello");
        QCOMPARE(reply->error(), QNetworkReply::NoError);
    }

    void anythingMayHappenInAnySignal_data()
    {
        QTest::addColumn<int>("signal");
        QTest::addColumn<int>("deed");
        const char *const signalNames[] = { "metaDataChanged", "readyRead", "errorOccurred", "downloadProgress",
            "readChannelFinished", "finished", "manager's finished" };
        const char *const deeds[] = { "abort", "deleteLater", "delete", "get again", "manager deleteLater" };
        for (int signal = 0; signal < 7; ++signal) {
            for (int deed = 0; deed < 5; ++deed) {
                // Qt reads the reply again after the manager's finished(), so deleting it there ends plain Qt as well.
                if (signal != 6 || deed != 2)
                    QTest::addRow("%s in %s", deeds[deed], signalNames[signal]) << signal << deed;
            }
        }
    }

    void anythingMayHappenInAnySignal()
    {
        QFETCH(int, signal);
        QFETCH(int, deed);
        for (const bool isDelivered :
            { true, false }) { // an answer that streams in; one that was held back and is shown at the end
            server->setScript(
                [=](const HttpRequest &) { return HttpAnswer { .status = isDelivered ? 404 : 401, .body = "hello" }; });
            auto *manager = new ScriptedNetwork(tokens);
            QNetworkReply *const reply = manager->get(QNetworkRequest(server->url(u"/a"_s)));
            int calls = 0;
            const auto act = [&, manager, reply] {
                if (calls++ > 0)
                    return;
                switch (deed) {
                case 0:
                    return reply->abort();
                case 1:
                    return reply->deleteLater();
                case 2:
                    delete reply;
                    return;
                case 3:
                    manager->get(QNetworkRequest(server->url(u"/again"_s)));
                    return;
                case 4:
                    return manager->deleteLater();
                }
            };
            const QPointer<QObject> managerAlive(manager);
            switch (signal) {
            case 0:
                connect(reply, &QNetworkReply::metaDataChanged, this, act);
                break;
            case 1:
                connect(reply, &QNetworkReply::readyRead, this, act);
                break;
            case 2:
                connect(reply, &QNetworkReply::errorOccurred, this, act);
                break;
            case 3:
                connect(reply, &QNetworkReply::downloadProgress, this, act);
                break;
            case 4:
                connect(reply, &QNetworkReply::readChannelFinished, this, act);
                break;
            case 5:
                connect(reply, &QNetworkReply::finished, this, act);
                break;
            case 6:
                connect(manager, &QNetworkAccessManager::finished, this, act);
                break;
            }
            QTRY_VERIFY(calls > 0);
            spin();
            delete managerAlive.data();
        }
    }

    void theManagersFinishedNamesTheOuterReplyOnce()
    {
        QSignalSpy ends(network.get(), &QNetworkAccessManager::finished);
        server->setScript(
            [](const HttpRequest &request) { return HttpAnswer { .status = request.token() == "AT-2" ? 200 : 401 }; });
        QNetworkReply *const reply = get();
        QCOMPARE(reply->manager(), network.get());
        QTRY_VERIFY(reply->isFinished());
        spin();
        QCOMPARE(ends.size(), 1);
        QCOMPARE(ends[0][0].value<QNetworkReply *>(), reply);
        QCOMPARE(network->findChildren<QNetworkReply *>(), QList { reply });
    }

    void theReportIsThereInEverySlot()
    {
        QNetworkReply *const reply = get();
        QList<int> attempts;
        connect(reply, &QNetworkReply::metaDataChanged, this,
            [&] { attempts += int(NetworkAccessManager::report(reply).attempts.size()); });
        connect(reply, &QNetworkReply::finished, this,
            [&] { attempts += int(NetworkAccessManager::report(reply).attempts.size()); });
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(attempts, (QList { 1, 1 }));
        QCOMPARE(NetworkAccessManager::report(reply).attempts[0].httpStatus, 200);
    }

    void repliesDeleteThemselvesWhereQtsDo()
    {
        network->setAutoDeleteReplies(true);
        QPointer<QNetworkReply> reply = get();
        QTRY_VERIFY(reply.isNull());
    }

    void aSynchronousRequestTakesTheTokenAtHandAndIsNotRepeated()
    {
        QThread thread;
        std::unique_ptr<ScriptedServer> remote;
        QObject context;
        context.moveToThread(&thread);
        thread.start();
        QMetaObject::invokeMethod(
            &context,
            [&] {
                remote =
                    std::make_unique<ScriptedServer>([](const HttpRequest &) { return HttpAnswer { .status = 401 }; });
            },
            Qt::BlockingQueuedConnection);
        const auto dealt = std::make_shared<ScriptedTokens>(QList { remote->origin() });
        dealt->isStale = true;
        ScriptedNetwork manager(dealt);
        QNetworkRequest request(remote->url(u"/a"_s));
        request.setAttribute(QNetworkRequest::SynchronousRequestAttribute, true);
        QNetworkReply *const reply = manager.get(request);
        QVERIFY(reply->isFinished());
        QCOMPARE(status(reply), 401);
        QCOMPARE(dealt->questions.size(), 0);
        QCOMPARE(NetworkAccessManager::report(reply).attempts.size(), 1);
        QMetaObject::invokeMethod(
            &context,
            [&] {
                QCOMPARE(remote->requests().size(), 1);
                QCOMPARE(remote->requests()[0].token(), "AT-1");
                remote.reset();
            },
            Qt::BlockingQueuedConnection);
        thread.quit();
        thread.wait();
    }

    void theManagerMayLiveInAnotherThread()
    {
        QThread thread;
        QObject worker;
        worker.moveToThread(&thread);
        thread.start();
        server->setScript(
            [](const HttpRequest &what) { return HttpAnswer { .status = what.token() == "AT-2" ? 200 : 401 }; });
        std::atomic<int> code = 0;
        const QUrl url = server->url(u"/a"_s);
        tokens->answersAtOnce = false;
        QMetaObject::invokeMethod(
            &worker,
            [&, url] {
                auto *manager = new ScriptedNetwork(tokens, &worker);
                QNetworkReply *const reply = manager->get(QNetworkRequest(url));
                connect(reply, &QNetworkReply::finished, &worker, [&, manager, reply] {
                    code = status(reply);
                    manager->deleteLater();
                });
            },
            Qt::QueuedConnection);
        QTRY_COMPARE(server->requests().size(), 1);
        QMetaObject::invokeMethod(
            &worker,
            [&] {
                (void)QTest::qWaitFor([this] { return tokens->isWaiting(); });
                tokens->settleWithNextToken();
            },
            Qt::BlockingQueuedConnection);
        QTRY_COMPARE(int(code), 200);
        thread.quit();
        thread.wait();
    }

    // --- the same as Qt ---

    void signalsComeAsFromQt_data()
    {
        QTest::addColumn<QByteArray>("verb");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        for (const char *verb : { "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH" }) {
            for (const int code : { 200, 404, 500 }) {
                const bool hasBody =
                    qstrcmp(verb, "POST") == 0 || qstrcmp(verb, "PUT") == 0 || qstrcmp(verb, "PATCH") == 0;
                QTest::addRow("%s %d", verb, code)
                    << QByteArray(verb) << code << QByteArray("/a") << QByteArray(hasBody ? "body" : "");
            }
        }
        QTest::newRow("redirected") << QByteArray("GET") << 200 << QByteArray("/moved") << QByteArray();
        QTest::newRow("cut") << QByteArray("GET") << 200 << QByteArray("/cut") << QByteArray();
        QTest::newRow("large") << QByteArray("GET") << 200 << QByteArray("/large") << QByteArray();
    }

    void signalsComeAsFromQt()
    {
        QFETCH(QByteArray, verb);
        QFETCH(int, code);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        server->setScript([=](const HttpRequest &what) {
            HttpAnswer answer { .status = code, .body = "hello", .isCut = what.path == "/cut" };
            if (what.path == "/moved") {
                answer.status = 302;
                answer.headers = { { "Location", "/a" } };
            }
            if (what.path == "/large")
                answer.body = QByteArray(3 << 20, 'x');
            return answer;
        });
        const QNetworkRequest request = [&] {
            QNetworkRequest result(server->url(QString::fromLatin1(path)));
            result.setHeader(QNetworkRequest::ContentTypeHeader, u"text/plain"_s);
            return result;
        }();
        const auto send = [&](QNetworkAccessManager &manager) {
            if (verb == "GET")
                return manager.get(request);
            if (verb == "HEAD")
                return manager.head(request);
            if (verb == "DELETE")
                return manager.deleteResource(request);
            return verb == "POST" ? manager.post(request, body)
                : verb == "PUT"   ? manager.put(request, body)
                                  : manager.sendCustomRequest(request, verb, body);
        };
        QNetworkAccessManager plain;
        QNetworkReply *const qts = send(plain);
        QNetworkReply *const ours = send(*network);
        record(qts);
        record(ours);
        QTRY_VERIFY(qts->isFinished() && ours->isFinished());
        QCOMPARE(signalsOf(ours).join(u'\n'), signalsOf(qts).join(u'\n'));
        QCOMPARE(ours->error(), qts->error());
        QCOMPARE(ours->errorString(), qts->errorString());
        QCOMPARE(ours->url(), qts->url());
        QCOMPARE(ours->operation(), qts->operation());
        QCOMPARE(ours->rawHeaderPairs(), qts->rawHeaderPairs());
        QCOMPARE(ours->header(QNetworkRequest::ContentLengthHeader), qts->header(QNetworkRequest::ContentLengthHeader));
        for (int number = 0; number <= QNetworkRequest::Http2CleartextAllowedAttribute; ++number) {
            const auto attribute = QNetworkRequest::Attribute(number);
            if (attribute == QNetworkRequest::DownloadBufferAttribute) // a buffer of its own each
                continue;
            QCOMPARE(ours->attribute(attribute), qts->attribute(attribute));
        }
        QCOMPARE(ours->request().attribute(QNetworkRequest::RedirectPolicyAttribute),
            qts->request().attribute(QNetworkRequest::RedirectPolicyAttribute));
        QCOMPARE(ours->bytesAvailable(), qts->bytesAvailable());
        QCOMPARE(ours->readAll(), qts->readAll());
    }

    void refusedConnectionsEndAsInQt()
    {
        const QUrl url = server->url(u"/a"_s);
        server.reset();
        QNetworkAccessManager plain;
        QNetworkReply *const qts = plain.get(QNetworkRequest(url));
        QNetworkReply *const ours = network->get(QNetworkRequest(url));
        record(qts);
        record(ours);
        QTRY_VERIFY(qts->isFinished() && ours->isFinished());
        QCOMPARE(signalsOf(ours), signalsOf(qts));
        QCOMPARE(ours->error(), qts->error());
        QCOMPARE(ours->errorString(), qts->errorString());
    }

    void aRefusalThatWasHealedLooksLikeOneAnswer()
    {
        server->setScript([](const HttpRequest &what) {
            return HttpAnswer { .status = what.token() == "AT-1" ? 401 : 200,
                .body = "hello",
                .headers = { { "X-Token", what.token() } } };
        });
        QNetworkReply *const reply = get();
        record(reply);
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(signalsOf(reply),
            (QStringList { u"metaDataChanged"_s, u"readyRead"_s, u"downloadProgress 5/5 (finished)"_s,
                u"readChannelFinished (finished)"_s, u"finished (finished)"_s }));
        QCOMPARE(reply->rawHeader("X-Token"), "AT-2");
        QVERIFY(!reply->hasRawHeader("WWW-Authenticate"));
    }

    void aSlowReaderHoldsTheServerBack()
    {
        server->setScript([](const HttpRequest &) { return HttpAnswer { .body = QByteArray(20 << 20, 'x') }; });
        QNetworkReply *const reply = get();
        reply->setReadBufferSize(64 << 10);
        QCOMPARE(reply->readBufferSize(), 64 << 10);
        QTRY_VERIFY(reply->bytesAvailable() > 0);
        spin();
        QVERIFY(reply->bytesAvailable() < (1 << 20));
        qint64 total = 0;
        connect(reply, &QNetworkReply::readyRead, this, [&] { total += reply->read(64 << 10).size(); });
        total += reply->read(64 << 10).size();
        QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 30000);
        total += reply->readAll().size();
        QCOMPARE(total, 20 << 20);
    }
};

TEST_CLASS(tst_requestendings)
#include "tst_requestendings.moc"

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/virtualclock.h>

#include "rawserver.h"
#include "testcertificate.h"
#include "testregistry.h"
#include "tokenchannel.h"

#include <QFile>
#include <QNetworkProxy>
#include <QSignalSpy>
#include <QTest>

using namespace tokenmanager;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;
using testing::httpAnswer;
using testing::RawAnswer;
using testing::RawServer;

namespace {

using Outcome = ChannelAnswer::Outcome;
using Then = RawAnswer::Then;

/// One request through a channel, and how often it was answered.
struct Sending
{
    Sending(TokenChannel &channel, const TokenRequest &request, std::chrono::milliseconds deadline = 30s)
        : handle(channel.send(request, deadline, [this](const ChannelAnswer &received) {
            answer = received;
            ++answers;
        }))
    { }

    ChannelAnswer answer = {};
    int answers = 0;
    std::unique_ptr<QObject> handle;
};

TokenRequest refreshAt(const QUrl &url)
{
    return { .url = url, .contentType = "application/json", .body = R"({"token":"r1"})", .idempotencyKey = "key-1" };
}

// AddressSanitizer keeps up to 256 MiB of freed memory aside: the bound is still far below what the server sends.
#ifdef __SANITIZE_ADDRESS__
constexpr qint64 mostMemory = (20 + 256) * 1024 * 1024;
#else
constexpr qint64 mostMemory = 20 * 1024 * 1024;
#endif

qint64 residentBytes()
{
    QFile status(u"/proc/self/statm"_s);
    return status.open(QIODevice::ReadOnly) ? status.readAll().split(' ').value(1).toLongLong() * 4096 : 0;
}

} // namespace

/// The channel of the token traffic on a real socket. The server counts: each request is there once, whatever happens.
class tst_tokenchannel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aRequestSaysNoMoreThanItMust();
    void everyVerbIsSentAsItIs_data();
    void everyVerbIsSentAsItIs();
    void completeAnswersArriveWhole_data();
    void completeAnswersArriveWhole();
    void everyFailureIsSentOnce_data();
    void everyFailureIsSentOnce();
    void silenceEndsAtTheDeadline_data();
    void silenceEndsAtTheDeadline();
    void tooMuchIsCutOff_data();
    void tooMuchIsCutOff();
    void redirectsAreNotFollowed_data();
    void redirectsAreNotFollowed();
    void cookiesAreNotSentBack();
    void passwordsAreNotAskedFor();
    void whatCannotBeReachedIsNotSent_data();
    void whatCannotBeReachedIsNotSent();
    void aHandshakeThatNeverEndsIsNotSent();
    void aCertificateNobodyTrustsGetsNothing();
    void overTlsEachFailureIsSentOnceToo_data();
    void overTlsEachFailureIsSentOnceToo();
    void clearTextLeavesThisComputerNever_data();
    void clearTextLeavesThisComputerNever();
    void loopbackPassesTheProxyBy();
    void retryAfterArrivesValueByValue();
    void aDestroyedHandleAbortsInSilence();
    void aDestroyedChannelStillAnswers();
    void theAnswerMayDestroyEverything();

private:
    std::shared_ptr<VirtualClock> m_clock;
    std::unique_ptr<RawServer> m_server;
    std::unique_ptr<TokenChannel> m_channel;
};

void tst_tokenchannel::init()
{
    m_clock = std::make_shared<VirtualClock>();
    m_server = std::make_unique<RawServer>();
    m_channel = std::make_unique<TokenChannel>(m_clock);
}

void tst_tokenchannel::cleanup()
{
    m_channel.reset();
    m_server.reset();
}

void tst_tokenchannel::aRequestSaysNoMoreThanItMust()
{
    m_server->setAnswers({ { .bytes = httpAnswer(200, "{}") } });
    Sending sending(*m_channel, refreshAt(m_server->url()));
    QCOMPARE(sending.answers, 0); // never from inside the call
    QTRY_COMPARE(sending.answers, 1);
    const QByteArray request = m_server->requests().value(0);
    const qsizetype headSize = request.indexOf("\r\n\r\n");
    QCOMPARE(request.mid(headSize + 4), R"({"token":"r1"})");
    QList<QByteArray> head = request.left(headSize).split('\n');
    for (QByteArray &line : head)
        line = line.trimmed();
    QCOMPARE(head.takeFirst(), "POST /token HTTP/1.1");
    // Whatever Qt adds by itself (a language, a cookie, an upgrade to HTTP/2) would show here.
    head.removeOne("Host: 127.0.0.1:" + QByteArray::number(m_server->serverPort()));
    head.removeOne("Connection: Keep-Alive");
    head.removeOne("User-Agent: tokenmanager/" + QByteArray(TOKENMANAGER_VERSION));
    std::sort(head.begin(), head.end());
    QCOMPARE(head,
        (QList<QByteArray> { "Accept-Encoding: identity", "Accept-Language: en,*", "Accept: application/json",
            "Cache-Control: no-store", "Content-Length: 14", "Content-Type: application/json",
            "Idempotency-Key: key-1" }));
}

void tst_tokenchannel::everyVerbIsSentAsItIs_data()
{
    QTest::addColumn<QByteArray>("verb");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("POST") << QByteArray("POST") << QByteArray("a=b");
    QTest::newRow("DELETE") << QByteArray("DELETE") << QByteArray(R"({"token":"r"})");
    QTest::newRow("64 KiB") << QByteArray("POST") << QByteArray(64 * 1024, 'x');
    QTest::newRow("empty") << QByteArray("POST") << QByteArray();
}

void tst_tokenchannel::everyVerbIsSentAsItIs()
{
    QFETCH(QByteArray, verb);
    QFETCH(QByteArray, body);
    m_server->setAnswers({ { .bytes = "HTTP/1.1 204 No Content\r\n\r\n", .then = Then::Keep } });
    Sending sending(*m_channel, { .verb = verb, .url = m_server->url(), .contentType = "text/plain", .body = body });
    QTRY_COMPARE(sending.answers, 1);
    QCOMPARE(sending.answer.outcome, Outcome::Complete);
    QCOMPARE(sending.answer.status, 204);
    QCOMPARE(m_server->requests().size(), 1);
    QVERIFY(m_server->received().startsWith(verb + " /token HTTP/1.1\r\n"));
    QVERIFY(m_server->received().endsWith("\r\n\r\n" + body));
    QVERIFY(!m_server->received().contains("Idempotency-Key"));
}

void tst_tokenchannel::completeAnswersArriveWhole_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *name, const QByteArray &bytes, int status, const QByteArray &body) {
        QTest::newRow(name) << bytes << status << body;
    };
    const QByteArray plain = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    row("with a length", plain, 200, "{}");
    row("without a length, ended by the connection", "HTTP/1.1 200 OK\r\n\r\n{}", 200, "{}");
    row("without a length, cut short: the reader of the JSON will see", "HTTP/1.1 200 OK\r\n\r\n{", 200, "{");
    row("chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 200, "{}");
    row("HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\n{}", 200, "{}");
    row("odd case and spelling", "HTTP/1.1 200 \r\ncontent-length:2\r\n\r\n{}", 200, "{}");
    row("continue", "HTTP/1.1 100 Continue\r\n\r\n" + plain, 200, "{}");
    row("no content", "HTTP/1.1 204 No Content\r\n\r\n", 204, "");
    row("empty", httpAnswer(200, ""), 200, "");
    row("not unpacked", httpAnswer(200, "\x1f\x8b\x08junk", "Content-Encoding: gzip\r\n"), 200, "\x1f\x8b\x08junk");
    row("1,000 header lines", httpAnswer(200, "{}", QByteArray("X-Filler: xx\r\n").repeated(1000)), 200, "{}");
    row("a header of 64 KiB", httpAnswer(200, "{}", "X-Filler: " + QByteArray(64 * 1024, 'x') + "\r\n"), 200, "{}");
    row("folded header", httpAnswer(200, "{}", "X-Filler: a\r\n b\r\n"), 200, "{}");
    row("256 KiB", httpAnswer(200, QByteArray(256 * 1024, ' ')), 200, QByteArray(256 * 1024, ' '));
    for (const int status : { 400, 401, 403, 404, 407, 408, 429, 500, 501, 502, 503, 504, 511, 599 })
        row(QByteArray::number(status).constData(), httpAnswer(status, R"({"error":"x"})"), status, R"({"error":"x"})");
}

void tst_tokenchannel::completeAnswersArriveWhole()
{
    QFETCH(QByteArray, bytes);
    m_server->setAnswers({ { .bytes = bytes } });
    Sending sending(*m_channel, refreshAt(m_server->url()));
    QTRY_COMPARE(sending.answers, 1);
    QCOMPARE(sending.answer.outcome, Outcome::Complete);
    QTEST(sending.answer.status, "status");
    QTEST(sending.answer.body, "body");
    QVERIFY(!sending.answer.timedOut);
    QCOMPARE(sending.answer.reason, QString());
    QCOMPARE(m_server->requests().size(), 1);
}

void tst_tokenchannel::everyFailureIsSentOnce_data()
{
    QTest::addColumn<RawAnswer>("failure");
    QTest::addColumn<bool>("reused");
    const auto row = [](const char *name, const RawAnswer &failure) {
        QTest::addRow("%s, new connection", name) << failure << false;
        QTest::addRow("%s, used connection", name) << failure << true;
    };
    row("closed after the request", {});
    row("reset after the request", { .then = Then::Reset });
    row("half a status line", { .bytes = "HTTP/1.1 2" });
    row("half a head", { .bytes = "HTTP/1.1 200 OK\r\nContent-Le" });
    row("half a head, then reset", { .bytes = "HTTP/1.1 200 OK\r\nContent-Le", .then = Then::Reset });
    row("not HTTP", { .bytes = "SSH-2.0-OpenSSH_9.2\r\n" });
    row("noise", { .bytes = QByteArray("\x16\x03\x01\x00\x7f\x80\xff\r\n\r\n", 11) });
    row("an answer announced, which Qt never reads",
        { .bytes = "HTTP/1.1 103 Early Hints\r\n\r\n" + httpAnswer(200, "{}") });
    row("no body at all", { .bytes = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n" });
    row("body cut short", { .bytes = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}" });
    row("body cut short, then reset",
        { .bytes = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}", .then = Then::Reset });
    row("refusal cut short", { .bytes = "HTTP/1.1 400 Bad\r\nContent-Length: 20\r\n\r\n{}" });
    row("chunks cut short", { .bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{}" });
    row("length is no number", { .bytes = "HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n{}" });
    row("two lengths", { .bytes = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}" });
    row("length and chunks",
        { .bytes = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n" });
}

void tst_tokenchannel::everyFailureIsSentOnce()
{
    QFETCH(RawAnswer, failure);
    QFETCH(bool, reused);
    const RawAnswer fine { .bytes = httpAnswer(200, "{}"), .then = Then::Keep };
    m_server->setAnswers(reused ? QList { fine, failure } : QList { failure });
    if (reused) {
        Sending first(*m_channel, refreshAt(m_server->url()));
        QTRY_COMPARE(first.answers, 1);
        QCOMPARE(first.answer.outcome, Outcome::Complete);
    }
    Sending sending(*m_channel, refreshAt(m_server->url()));
    QTRY_COMPARE(sending.answers, 1);
    QCOMPARE(sending.answer.outcome, Outcome::Unknown);
    QCOMPARE(sending.answer.body, QByteArray());
    QVERIFY(!sending.answer.reason.isEmpty());
    QTRY_COMPARE(m_server->openConnections(), 0); // nothing is on its way any more
    QCOMPARE(m_server->requests().size(), reused ? 2 : 1);
    QCOMPARE(m_server->received().count("\"r1\""), reused ? 2 : 1);
    QCOMPARE(sending.answers, 1);
}

void tst_tokenchannel::silenceEndsAtTheDeadline_data()
{
    QTest::addColumn<RawAnswer>("answer");
    QTest::newRow("no answer") << RawAnswer { .then = Then::Keep };
    QTest::newRow("half a head") << RawAnswer { .bytes = "HTTP/1.1 200 OK\r\n", .then = Then::Keep };
    QTest::newRow("half a body") << RawAnswer { .bytes = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}",
        .then = Then::Keep };
    QTest::newRow("no length, no end") << RawAnswer { .bytes = "HTTP/1.1 200 OK\r\n\r\n{}", .then = Then::Keep };
    QTest::newRow("a byte now and then") << RawAnswer {
        .bytes = "HTTP/1.1 200 OK\r\n\r\n", .repeated = " ", .times = 1000000, .pause = 5
    };
    // Qt has no limit for a head: only the deadline ends one.
    QTest::newRow("endless head") << RawAnswer {
        .bytes = "HTTP/1.1 200 OK\r\n", .repeated = "X-Filler: xx\r\n", .times = 1000000, .pause = 5
    };
    QTest::newRow("endless line") << RawAnswer {
        .bytes = "HTTP/1.1 200 OK\r\nX: ", .repeated = "xx", .times = 1000000, .pause = 5
    };
    QTest::newRow("continue, for ever") << RawAnswer {
        .repeated = "HTTP/1.1 100 Continue\r\n\r\n", .times = 1000000, .pause = 5
    };
}

void tst_tokenchannel::silenceEndsAtTheDeadline()
{
    QFETCH(RawAnswer, answer);
    m_server->setAnswers({ answer });
    Sending sending(*m_channel, refreshAt(m_server->url()), 30s);
    QTRY_COMPARE(m_server->requests().size(), 1);
    m_clock->advance(29999ms);
    QCoreApplication::processEvents();
    QCOMPARE(sending.answers, 0);
    m_clock->advance(1ms);
    QTRY_COMPARE(sending.answers, 1);
    QCOMPARE(sending.answer.outcome, Outcome::Unknown);
    QVERIFY(sending.answer.timedOut);
    QCOMPARE(sending.answer.reason, u"127.0.0.1 did not answer in time."_s);
    QTRY_COMPARE(m_server->openConnections(), 0);
    QCOMPARE(m_server->requests().size(), 1);
}

void tst_tokenchannel::tooMuchIsCutOff_data()
{
    QTest::addColumn<RawAnswer>("flood");
    const QByteArray chunk(64 * 1024, 'x');
    const qint64 chunks = 400 * 16;
    QTest::newRow("one byte more than 256 KiB")
        << RawAnswer { .bytes = httpAnswer(200, QByteArray(256 * 1024 + 1, ' ')) };
    QTest::newRow("400 MB with a length") << RawAnswer {
        .bytes = "HTTP/1.1 200 OK\r\nContent-Length: 419430400\r\n\r\n", .repeated = chunk, .times = chunks
    };
    QTest::newRow("400 MB without a length")
        << RawAnswer { .bytes = "HTTP/1.1 200 OK\r\n\r\n", .repeated = chunk, .times = chunks };
}

void tst_tokenchannel::tooMuchIsCutOff()
{
    QFETCH(RawAnswer, flood);
    m_server->setAnswers({ flood });
    const qint64 before = residentBytes();
    Sending sending(*m_channel, refreshAt(m_server->url()));
    QTRY_COMPARE(sending.answers, 1);
    QCOMPARE(sending.answer.outcome, Outcome::Unknown);
    QCOMPARE(sending.answer.reason, u"The answer of 127.0.0.1 is too big."_s);
    QCOMPARE(sending.answer.body, QByteArray());
    QTRY_COMPARE(m_server->openConnections(), 0);
    QCOMPARE(m_server->requests().size(), 1);
    QVERIFY(residentBytes() - before < mostMemory);
}

void tst_tokenchannel::redirectsAreNotFollowed_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("location");
    for (const int status : { 301, 302, 303, 307, 308 }) {
        for (const char *location :
            { "/token", "/elsewhere", "http://127.0.0.1:%1/token", "https://127.0.0.1:%1/", "" })
            QTest::addRow("%d to \"%s\"", status, location) << status << QByteArray(location);
    }
}

void tst_tokenchannel::redirectsAreNotFollowed()
{
    QFETCH(int, status);
    QFETCH(QByteArray, location);
    RawServer other;
    location.replace("%1", QByteArray::number(other.serverPort()));
    const QByteArray header = location.isEmpty() ? QByteArray() : "Location: " + location + "\r\n";
    m_server->setAnswers({ { .bytes = httpAnswer(status, "moved", header), .then = Then::Keep } });
    Sending sending(*m_channel, refreshAt(m_server->url()));
    QTRY_COMPARE(sending.answers, 1);
    QCOMPARE(sending.answer.outcome, Outcome::Complete);
    QCOMPARE(sending.answer.status, status);
    QCOMPARE(m_server->requests().size(), 1);
    QCOMPARE(other.connections(), 0);
}

void tst_tokenchannel::cookiesAreNotSentBack()
{
    m_server->setAnswers(
        { { .bytes = httpAnswer(200, "{}", "Set-Cookie: id=canary; Path=/\r\n"), .then = Then::Keep } });
    for (int i = 1; i <= 2; ++i) {
        Sending sending(*m_channel, refreshAt(m_server->url()));
        QTRY_COMPARE(sending.answers, 1);
    }
    QCOMPARE(m_server->requests().size(), 2);
    QVERIFY(!m_server->received().contains("canary"));
}

void tst_tokenchannel::passwordsAreNotAskedFor()
{
    for (const char *challenge : { "Basic realm=\"x\"", "Bearer", "Negotiate", "Digest realm=\"x\", nonce=\"y\"" }) {
        const QByteArray header = QByteArray("WWW-Authenticate: ") + challenge + "\r\n";
        m_server->setAnswers({ { .bytes = httpAnswer(401, "{}", header), .then = Then::Keep } });
        const qsizetype before = m_server->requests().size();
        Sending sending(*m_channel, refreshAt(m_server->url()));
        QTRY_COMPARE(sending.answers, 1);
        QCOMPARE(sending.answer.status, 401);
        QCOMPARE(sending.answer.body, "{}");
        QCOMPARE(m_server->requests().size(), before + 1);
    }
    QVERIFY(!m_server->received().contains("Authorization"));
}

void tst_tokenchannel::whatCannotBeReachedIsNotSent_data()
{
    QTest::addColumn<QUrl>("url");
    RawServer closed;
    QTest::newRow("refused") << closed.url();
    QTest::newRow("refused, with TLS") << QUrl(u"https://127.0.0.1:%1"_s.arg(closed.serverPort()));
    QTest::newRow("no such name") << QUrl(u"https://no-such-host.invalid/token"_s);
}

void tst_tokenchannel::whatCannotBeReachedIsNotSent()
{
    QFETCH(QUrl, url);
    Sending sending(*m_channel, refreshAt(url));
    QTRY_COMPARE(sending.answers, 1);
    QCOMPARE(sending.answer.outcome, Outcome::NotSent);
    QVERIFY(!sending.answer.timedOut);
    QCOMPARE(sending.answer.reason, u"Cannot reach %1."_s.arg(url.host()));
}

void tst_tokenchannel::aHandshakeThatNeverEndsIsNotSent()
{
    RawServer silent(testing::testServerTls());
    silent.setServing(false);
    Sending sending(*m_channel, refreshAt(silent.url()));
    QTRY_COMPARE(silent.connections(), 1);
    m_clock->advance(9999ms);
    QCoreApplication::processEvents();
    QCOMPARE(sending.answers, 0);
    m_clock->advance(1ms);
    QTRY_COMPARE(sending.answers, 1);
    QCOMPARE(sending.answer.outcome, Outcome::NotSent);
    QVERIFY(sending.answer.timedOut);
}

void tst_tokenchannel::aCertificateNobodyTrustsGetsNothing()
{
    RawServer selfSigned(testing::testServerTls());
    Sending sending(*m_channel, refreshAt(selfSigned.url()));
    QTRY_COMPARE(sending.answers, 1);
    QCOMPARE(sending.answer.outcome, Outcome::Untrusted);
    QCOMPARE(sending.answer.reason, u"The identity of 127.0.0.1 could not be verified."_s);
    QTRY_COMPARE(selfSigned.openConnections(), 0);
    QCOMPARE(selfSigned.received(), QByteArray());
}

void tst_tokenchannel::overTlsEachFailureIsSentOnceToo_data()
{
    QTest::addColumn<RawAnswer>("answer");
    QTest::addColumn<Outcome>("outcome");
    QTest::newRow("complete") << RawAnswer { .bytes = httpAnswer(200, "{}") } << Outcome::Complete;
    QTest::newRow("closed after the request") << RawAnswer {} << Outcome::Unknown;
    QTest::newRow("reset after the request") << RawAnswer { .then = Then::Reset } << Outcome::Unknown;
    QTest::newRow("half a head") << RawAnswer { .bytes = "HTTP/1.1 200 OK\r\nContent-Le" } << Outcome::Unknown;
    QTest::newRow("body cut short") << RawAnswer { .bytes = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}" }
                                    << Outcome::Unknown;
}

void tst_tokenchannel::overTlsEachFailureIsSentOnceToo()
{
    QFETCH(RawAnswer, answer);
    const QSslConfiguration before = QSslConfiguration::defaultConfiguration();
    QSslConfiguration trusting = before;
    trusting.addCaCertificate(testing::testCertificate());
    QSslConfiguration::setDefaultConfiguration(trusting);
    const auto restore = qScopeGuard([&] { QSslConfiguration::setDefaultConfiguration(before); });
    RawServer secure(testing::testServerTls());
    secure.setAnswers({ answer });
    Sending sending(*m_channel, refreshAt(secure.url()));
    QTRY_COMPARE(sending.answers, 1);
    QTEST(sending.answer.outcome, "outcome");
    QTRY_COMPARE(secure.openConnections(), 0);
    QCOMPARE(secure.requests().size(), 1);
    QCOMPARE(secure.received().count("\"r1\""), 1);
}

void tst_tokenchannel::clearTextLeavesThisComputerNever_data()
{
    QTest::addColumn<QUrl>("url");
    QTest::newRow("http elsewhere") << QUrl(u"http://192.0.2.1/token"_s);
    QTest::newRow("looks like loopback") << QUrl(u"http://127.0.0.1.example/token"_s);
    QTest::newRow("user that looks like loopback") << QUrl(u"http://127.0.0.1@192.0.2.1/token"_s);
    QTest::newRow("no http") << QUrl(u"ftp://127.0.0.1/token"_s);
    QTest::newRow("file") << QUrl(u"file:///dev/null"_s);
    QTest::newRow("empty") << QUrl();
}

void tst_tokenchannel::clearTextLeavesThisComputerNever()
{
    QFETCH(QUrl, url);
    Sending sending(*m_channel, refreshAt(url));
    QCOMPARE(sending.answers, 0);
    QTRY_COMPARE(sending.answers, 1);
    QCOMPARE(sending.answer.outcome, Outcome::Untrusted);
    QVERIFY(!sending.answer.reason.isEmpty());
}

void tst_tokenchannel::loopbackPassesTheProxyBy()
{
    RawServer proxy;
    QNetworkProxy::setApplicationProxy(QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_s, proxy.serverPort()));
    const auto restore = qScopeGuard([] { QNetworkProxy::setApplicationProxy(QNetworkProxy::DefaultProxy); });
    m_server->setAnswers({ { .bytes = httpAnswer(200, "{}") } });
    Sending sending(*m_channel, refreshAt(m_server->url()));
    QTRY_COMPARE(sending.answers, 1);
    QCOMPARE(sending.answer.outcome, Outcome::Complete);
    QCOMPARE(proxy.connections(), 0);
}

void tst_tokenchannel::retryAfterArrivesValueByValue()
{
    const QByteArray headers = "Retry-After: 30\r\nRetry-After: Thu, 01 Jan 2026 00:02:00 GMT\r\n";
    m_server->setAnswers({ { .bytes = httpAnswer(503, "", headers) } });
    Sending sending(*m_channel, refreshAt(m_server->url()));
    QTRY_COMPARE(sending.answers, 1);
    QCOMPARE(sending.answer.retryAfter, (QList<QByteArray> { "30", "Thu, 01 Jan 2026 00:02:00 GMT" }));
}

void tst_tokenchannel::aDestroyedHandleAbortsInSilence()
{
    Sending sending(*m_channel, refreshAt(m_server->url()));
    QTRY_COMPARE(m_server->requests().size(), 1);
    sending.handle.reset();
    QTRY_COMPARE(m_server->openConnections(), 0);
    m_clock->advance(1h);
    QCoreApplication::processEvents();
    QCOMPARE(sending.answers, 0);
}

void tst_tokenchannel::aDestroyedChannelStillAnswers()
{
    Sending sending(*m_channel, refreshAt(m_server->url()));
    QTRY_COMPARE(m_server->requests().size(), 1);
    m_channel.reset();
    QCOMPARE(sending.answers, 0);
    QTRY_COMPARE(sending.answers, 1);
    QCOMPARE(sending.answer.outcome, Outcome::Unknown);
}

void tst_tokenchannel::theAnswerMayDestroyEverything()
{
    m_server->setAnswers({ { .bytes = httpAnswer(200, "{}") } });
    std::unique_ptr<QObject> handle;
    QByteArray body;
    handle = m_channel->send(refreshAt(m_server->url()), 30s, [&](const ChannelAnswer &answer) {
        handle.reset();
        m_channel.reset();
        body = answer.body; // the answer outlives both
    });
    QTRY_COMPARE(body, "{}");
}

TEST_CLASS(tst_tokenchannel)
#include "tst_tokenchannel.moc"

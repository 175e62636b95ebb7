// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "httprequestreader.h"
#include "rawclient.h"
#include "testregistry.h"

#include <QRandomGenerator>
#include <QTest>

using namespace mockserver;
using namespace Qt::Literals::StringLiterals;
using testing::crlf;

namespace {

/// What a reader makes of `input`, fed in pieces: one line for each event, such as "GET /a?b [body] 400".
QStringList readAll(const QByteArray &input, qsizetype piece, qint64 limit = 64 * 1024)
{
    HttpRequestReader reader;
    QStringList events;
    HttpRequest request;
    for (qsizetype at = 0; at < input.size(); at += piece) {
        reader.append(input.mid(at, piece));
        for (auto event = reader.next(); event != HttpRequestReader::Event::NeedMore; event = reader.next()) {
            if (event == HttpRequestReader::Event::Refused)
                return events << QString::number(reader.refusal().status);
            if (event == HttpRequestReader::Event::Complete) {
                events << QString::fromLatin1(
                    request.method.toByteArray() + ' ' + request.path.toByteArray() + " [" + reader.takeBody() + ']');
                continue;
            }
            request = reader.takeRequest();
            const auto tooLong = reader.startBody(request, limit, false);
            if (request.framing || tooLong)
                return events << QString::number(request.framing ? request.framing->status : tooLong->status);
        }
    }
    return events;
}

} // namespace

/// The parser alone: bytes in, requests or a refusal out.
class tst_httprequestreader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheSameHoweverTheBytesAreCut_data()
    {
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QStringList>("events");
        const QByteArray get = "GET /a HTTP/1.1\nHost: x\n\n";
        QTest::newRow("one request") << get << QStringList { u"GET /a []"_s };
        QTest::newRow("three in a row") << get + get + get << QStringList(3, u"GET /a []"_s);
        QTest::newRow("an empty line before") << "\n" + get << QStringList { u"GET /a []"_s };
        QTest::newRow("two empty lines before") << "\n\n" + get << QStringList { u"400"_s };
        QTest::newRow("no fields") << QByteArray("GET / HTTP/1.0\n\n") << QStringList { u"GET / []"_s };
        QTest::newRow("a body by length, then another")
            << "POST /b HTTP/1.1\nContent-Length: 3\n\nxyz" + get << QStringList { u"POST /b [xyz]"_s, u"GET /a []"_s };
        QTest::newRow("length with zeros before")
            << QByteArray("PUT / HTTP/1.1\nContent-Length: 0002\n\nxy") << QStringList { u"PUT / [xy]"_s };
        QTest::newRow("chunks, then another")
            << "POST /c HTTP/1.1\nTransfer-Encoding: chunked\n\n3\nabc\nA;n=v\n0123456789\n0\n\n" + get
            << QStringList { u"POST /c [abc0123456789]"_s, u"GET /a []"_s };
        QTest::newRow("trailers are read and dropped")
            << "POST /c HTTP/1.1\nTransfer-Encoding: Chunked\n\n1\nx\n000\nA: b\nC: d\n\n" + get
            << QStringList { u"POST /c [x]"_s, u"GET /a []"_s };
        QTest::newRow("absolute form") << QByteArray("GET http://h:1/p?q HTTP/1.1\n\n")
                                       << QStringList { u"GET /p []"_s };
        QTest::newRow("absolute form without a path")
            << QByteArray("GET HTTP://h:1 HTTP/1.1\n\n") << QStringList { u"GET / []"_s };
        QTest::newRow("asterisk form") << QByteArray("OPTIONS * HTTP/1.1\n\n") << QStringList { u"OPTIONS * []"_s };
    }
    void readsTheSameHoweverTheBytesAreCut()
    {
        QFETCH(QByteArray, input);
        QFETCH(QStringList, events);
        for (qsizetype piece = 1; piece <= input.size() + 8; ++piece)
            QCOMPARE(readAll(crlf(input), piece), events);
    }

    void refusesWhatIsMalformedOrTooLong_data()
    {
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QString>("status");
        const auto row = [](const char *name, const QByteArray &input, const char *status) {
            QTest::newRow(name) << input << QString::fromLatin1(status);
        };
        const auto head = [](const QByteArray &fields) { return crlf("POST / HTTP/1.1\nHost: x\n" + fields + "\n\n"); };
        row("bare LF after the request line", "GET / HTTP/1.1\nHost: x\r\n\r\n", "400");
        row("bare LF after a field", "GET / HTTP/1.1\r\nHost: x\n\r\n", "400");
        row("bare LF as the empty line", "GET / HTTP/1.1\r\nHost: x\r\n\n", "400");
        row("bare CR in a field", "GET / HTTP/1.1\r\nA: x\ry\r\n\r\n", "400");
        row("CR CR LF", "GET / HTTP/1.1\r\nA: x\r\r\n\r\n", "400");
        row("NUL in the target", QByteArray("GET /\0 HTTP/1.1\r\n\r\n", 20), "400");
        row("NUL in a field", QByteArray("GET / HTTP/1.1\r\nA: \0\r\n\r\n", 24), "400");
        row("control character in a field", "GET / HTTP/1.1\r\nA: \x01\r\n\r\n", "400");
        row("two spaces before the target", "GET  / HTTP/1.1\r\n\r\n", "400");
        row("two spaces before the version", "GET /  HTTP/1.1\r\n\r\n", "400");
        row("tab for a space", "GET\t/ HTTP/1.1\r\n\r\n", "400");
        row("no version", "GET /\r\n\r\n", "400");
        row("lower-case protocol", "GET / http/1.1\r\n\r\n", "400");
        row("odd version", "GET / HTTP/1.10\r\n\r\n", "400");
        row("method is no token", "G@T / HTTP/1.1\r\n\r\n", "400");
        row("no method", " / HTTP/1.1\r\n\r\n", "400");
        row("target without a slash", "GET a HTTP/1.1\r\n\r\n", "400");
        row("target with a fragment", "GET /#a HTTP/1.1\r\n\r\n", "400");
        row("target beyond ASCII", "GET /\xc3\xa4 HTTP/1.1\r\n\r\n", "400");
        row("asterisk for GET", "GET * HTTP/1.1\r\n\r\n", "400");
        row("absolute form without a host", "GET http:///a HTTP/1.1\r\n\r\n", "400");
        row("space before the colon", head("A : b"), "400");
        row("space before the name", head(" A: b"), "400");
        row("folded line", head("A: b\n c"), "400");
        row("no colon", head("A"), "400");
        row("no name", head(": b"), "400");
        row("two lengths", head("Content-Length: 1\nContent-Length: 1"), "400");
        row("a list of lengths", head("Content-Length: 1, 1"), "400");
        row("negative length", head("Content-Length: -1"), "400");
        row("length with a sign", head("Content-Length: +1"), "400");
        row("hexadecimal length", head("Content-Length: 0x1"), "400");
        row("empty length", head("Content-Length:"), "400");
        row("length and chunked", head("Content-Length: 1\nTransfer-Encoding: chunked"), "400");
        row("length and another coding", head("Content-Length: 1\nTransfer-Encoding: gzip, chunked"), "400");
        row("chunked is not last", head("Transfer-Encoding: chunked, gzip"), "400");
        row("chunked twice", head("Transfer-Encoding: chunked, chunked"), "400");
        row("chunked twice in two fields", head("Transfer-Encoding: chunked\nTransfer-Encoding: chunked"), "400");
        row("an unknown coding alone", head("Transfer-Encoding: xchunked"), "400");
        row("an empty coding", head("Transfer-Encoding:"), "400");
        row("another coding first", head("Transfer-Encoding: gzip, chunked"), "501");
        row("chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "400");
        row("length beyond 64 bits", head("Content-Length: 99999999999999999999999"), "413");
        row("length one beyond the limit", head("Content-Length: 65537"), "413");
        row("unknown method", "BREW / HTTP/1.1\r\n\r\n", "501");
        row("method in lower case", "get / HTTP/1.1\r\n\r\n", "501");
        row("CONNECT", "CONNECT a:1 HTTP/1.1\r\n\r\n", "501");
        row("HTTP/2.0", "GET / HTTP/2.0\r\n\r\n", "505");
        row("HTTP/1.2", "GET / HTTP/1.2\r\n\r\n", "505");
        row("HTTP/0.9", "GET / HTTP/0.9\r\n\r\n", "505");
        row("request line of 8 KiB and one", "GET /" + QByteArray(8193 - 14, 'a') + " HTTP/1.1\r\n\r\n", "414");
        row("endless request line", "GET /" + QByteArray(9000, 'a'), "414");
        row("65 fields", crlf("GET / HTTP/1.1\n" + QByteArray("A: b\n").repeated(65) + "\n"), "431");
        row("head of 16 KiB and one", "GET / HTTP/1.1\r\nA: " + QByteArray(16385 - 23, 'a') + "\r\n\r\n", "431");
        row("endless field", "GET / HTTP/1.1\r\nA: " + QByteArray(17000, 'a'), "431");
    }
    void refusesWhatIsMalformedOrTooLong()
    {
        QFETCH(QByteArray, input);
        QFETCH(QString, status);
        QCOMPARE(readAll(input, input.size()), QStringList { status });
        QCOMPARE(readAll(input, 7), QStringList { status });
    }

    void takesWhatIsJustWithinTheLimits_data()
    {
        QTest::addColumn<QByteArray>("input");
        QTest::newRow("request line of 8 KiB") << "GET /" + QByteArray(8192 - 14, 'a') + " HTTP/1.1\r\n\r\n";
        QTest::newRow("head of 16 KiB") << "GET / HTTP/1.1\r\nA: " + QByteArray(16384 - 23, 'a') + "\r\n\r\n";
        QTest::newRow("64 fields") << crlf("GET / HTTP/1.1\n" + QByteArray("A: b\n").repeated(64) + "\n");
        QTest::newRow("body of 64 KiB") << crlf("POST / HTTP/1.1\nContent-Length: 65536\n\n") + QByteArray(65536, 'a');
        QTest::newRow("chunked body of 64 KiB") << crlf("POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n10000\n")
                + QByteArray(65536, 'a') + "\r\n0\r\n\r\n";
    }
    void takesWhatIsJustWithinTheLimits()
    {
        QFETCH(QByteArray, input);
        const QStringList events = readAll(input, 1000);
        QCOMPARE(events.size(), 1);
        QVERIFY(events.first().endsWith(u']'));
    }

    void refusesBadChunks_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("status");
        const auto row = [](const char *name, const QByteArray &body, const char *status) {
            QTest::newRow(name) << body << QString::fromLatin1(status);
        };
        row("no hexadecimal digit", "x\r\n", "400");
        row("empty size", "\r\n", "400");
        row("negative size", "-1\r\n", "400");
        row("prefix 0x", "0x1\r\n", "400");
        row("space before the size", " 1\r\n", "400");
        row("space after the size", "1 \r\nx\r\n", "400");
        row("bare LF after the size", "1\nx\r\n", "400");
        row("chunk longer than its size", "1\r\nxy\r\n", "400");
        row("chunk shorter than its size", "3\r\nxy\r\n0\r\n\r\n", "400");
        row("bare LF after a chunk", "1\r\nx\n0\r\n\r\n", "400");
        row("NUL in an extension", QByteArray("1;\0\r\n", 5), "400");
        row("endless extension", "1;" + QByteArray(2000, 'a'), "400");
        row("size beyond 64 bits", "fffffffffffffffff\r\n", "413");
        row("one octet too many", "10001\r\n", "413");
        row("one octet too many in the second chunk", "1\r\nx\r\n10000\r\n", "413");
        row("malformed trailer", "0\r\nA b\r\n\r\n", "400");
        row("folded trailer", "0\r\nA: b\r\n c\r\n\r\n", "400");
        row("65 trailers", "0\r\n" + QByteArray("A: b\r\n").repeated(65) + "\r\n", "431");
        row("endless trailer", "0\r\nA: " + QByteArray(17000, 'a'), "431");
    }
    void refusesBadChunks()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, status);
        const QByteArray input = crlf("POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n") + body;
        QCOMPARE(readAll(input, input.size()), QStringList { status });
        QCOMPARE(readAll(input, 1), QStringList { status });
    }

    void keepsFieldsAsTheyWereSent()
    {
        HttpRequestReader reader;
        reader.append("GET /a?b=%20 HTTP/1.1\r\nhOsT:  x \t\r\nEmpty:\r\nHigh: \xe4\r\n\r\n");
        QCOMPARE(reader.next(), HttpRequestReader::Event::Head);
        const HttpRequest request = reader.takeRequest();
        QCOMPARE(request.query, QByteArrayView("b=%20"));
        QCOMPARE(request.fields.size(), 3u);
        QCOMPARE(request.fields[0].name, QByteArrayView("hOsT"));
        QCOMPARE(request.fields[0].value, QByteArrayView("x"));
        QCOMPARE(request.value("EMPTY"), QByteArrayView(""));
        QCOMPARE(request.value("high"), QByteArrayView("\xe4"));
    }

    void keepAliveDependsOnVersionAndConnection_data()
    {
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<bool>("keepAlive");
        QTest::newRow("HTTP/1.1") << QByteArray("GET / HTTP/1.1\n\n") << true;
        QTest::newRow("HTTP/1.1 close") << QByteArray("GET / HTTP/1.1\nConnection: x, Close\n\n") << false;
        QTest::newRow("HTTP/1.0") << QByteArray("GET / HTTP/1.0\n\n") << false;
        QTest::newRow("HTTP/1.0 keep-alive") << QByteArray("GET / HTTP/1.0\nConnection: Keep-Alive\n\n") << true;
        QTest::newRow("close wins") << QByteArray("GET / HTTP/1.0\nConnection: keep-alive\nConnection: close\n\n")
                                    << false;
    }
    void keepAliveDependsOnVersionAndConnection()
    {
        QFETCH(QByteArray, input);
        HttpRequestReader reader;
        reader.append(crlf(input));
        QCOMPARE(reader.next(), HttpRequestReader::Event::Head);
        QTEST(reader.takeRequest().keepAlive, "keepAlive");
    }

    void anythingGetsAVerdictAndNothingCrashes()
    {
        // Random octets around what nearly is a request: cheap, and repeatable by its seed.
        QRandomGenerator random(4711);
        const QByteArray seedInput = crlf(
            "POST /token HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n3;a=b\nabc\n0\nT: r\n\nGET / HTTP/1.1\n\n");
        for (int round = 0; round < 20'000; ++round) {
            QByteArray input = seedInput;
            for (int change = random.bounded(4); change >= 0; --change)
                input[random.bounded(input.size())] = static_cast<char>(random.bounded(256));
            const QStringList atOnce = readAll(input, input.size());
            QCOMPARE(readAll(input, 1 + random.bounded(20)), atOnce);
        }
    }
};

TEST_CLASS(tst_httprequestreader)
#include "tst_httprequestreader.moc"

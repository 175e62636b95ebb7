// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "scriptedserver.h"
#include "scriptedtokens.h"
#include "testregistry.h"

#include <QBuffer>
#include <QHttpMultiPart>
#include <QNetworkReply>
#include <QTemporaryFile>
#include <QTest>

using namespace testing;
using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;

namespace {

/// A device that is read once: what a socket or a process is.
class Pipe : public QIODevice
{
public:
    Pipe() { open(ReadOnly | Unbuffered); }
    void feed(const QByteArray &bytes)
    {
        m_bytes += bytes;
        Q_EMIT readyRead();
    }
    void finish()
    {
        m_isOver = true;
        Q_EMIT readChannelFinished();
    }
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return m_bytes.size() + QIODevice::bytesAvailable(); }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        if (m_bytes.isEmpty())
            return m_isOver ? -1 : 0;
        const qint64 size = std::min(maxSize, qint64(m_bytes.size()));
        std::copy_n(m_bytes.constData(), size, data);
        m_bytes.remove(0, size);
        return size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    bool m_isOver = false;
};

QByteArray someBytes(qint64 size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qint64 i = 0; i < size; ++i)
        bytes[i] = char(i * 31 + i / 251);
    return bytes;
}

enum class BodyKind {
    Bytes,
    BufferAtOffset,
    File,
    FileAtOffset,
    Sequential,
    Streamed,
    MultiPart,
    MultiPartWithFile,
    Empty
};

} // namespace
Q_DECLARE_METATYPE(BodyKind)

/// What a request sends, when it has to be sent again, and when it must not be.
class tst_requestbodies : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ScriptedServer> server;
    std::shared_ptr<ScriptedTokens> tokens;
    std::unique_ptr<ScriptedNetwork> network;
    QTemporaryFile file;

    QNetworkRequest request() const
    {
        QNetworkRequest result(server->url(u"/upload"_s));
        result.setHeader(QNetworkRequest::ContentTypeHeader, u"application/octet-stream"_s);
        return result;
    }
    QNetworkReply *send(const QByteArray &verb, QNetworkRequest what, QIODevice *data)
    {
        if (verb == "POST")
            return network->post(what, data);
        if (verb == "PUT")
            return network->put(what, data);
        return network->sendCustomRequest(what, verb, data);
    }
    QHttpMultiPart *multiPart(bool withFile)
    {
        auto *parts = new QHttpMultiPart(QHttpMultiPart::FormDataType);
        QHttpPart text;
        text.setHeader(QNetworkRequest::ContentDispositionHeader, u"form-data; name=\"a\""_s);
        text.setBody("value");
        parts->append(text);
        QHttpPart device;
        device.setHeader(QNetworkRequest::ContentDispositionHeader, u"form-data; name=\"b\""_s);
        if (withFile)
            device.setBodyDevice(&file);
        else
            device.setBody(someBytes(70000));
        parts->append(device);
        return parts;
    }
    QNetworkReply *sendKind(BodyKind kind, const QByteArray &verb)
    {
        QNetworkRequest what = request();
        auto *buffer = new QBuffer(network.get());
        switch (kind) {
        case BodyKind::Bytes:
            return network->sendCustomRequest(what, verb, someBytes(50000));
        case BodyKind::Empty:
            return network->sendCustomRequest(what, verb, QByteArray());
        case BodyKind::BufferAtOffset:
            buffer->setData(someBytes(50000));
            buffer->open(QIODevice::ReadOnly);
            buffer->seek(1234);
            return send(verb, what, buffer);
        case BodyKind::File:
        case BodyKind::FileAtOffset:
            file.seek(kind == BodyKind::File ? 0 : 777);
            return send(verb, what, &file);
        case BodyKind::Streamed:
            what.setHeader(QNetworkRequest::ContentLengthHeader, 150000);
            what.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
            [[fallthrough]];
        case BodyKind::Sequential: {
            auto *pipe = new Pipe;
            pipe->setParent(network.get());
            pipe->feed(someBytes(150000).left(100000));
            QMetaObject::invokeMethod(
                pipe,
                [pipe] {
                    pipe->feed(someBytes(150000).mid(100000));
                    pipe->finish();
                },
                Qt::QueuedConnection);
            return send(verb, what, pipe);
        }
        case BodyKind::MultiPart:
        case BodyKind::MultiPartWithFile: {
            file.seek(0);
            QHttpMultiPart *const parts = multiPart(kind == BodyKind::MultiPartWithFile);
            QNetworkReply *const reply =
                network->sendCustomRequest(QNetworkRequest(server->url(u"/upload"_s)), verb, parts);
            parts->setParent(reply);
            return reply;
        }
        }
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(file.open());
        file.write(someBytes(120000));
        QVERIFY(file.flush());
    }
    void init()
    {
        server = std::make_unique<ScriptedServer>([](const HttpRequest &what) {
            return HttpAnswer { .status = what.token() == "AT-2" ? 200 : 401, .body = "answer" };
        });
        tokens = std::make_shared<ScriptedTokens>(QList { server->origin() });
        network = std::make_unique<ScriptedNetwork>(tokens);
    }
    void cleanup()
    {
        network.reset();
        tokens.reset();
        server.reset();
    }

    void bodiesOfEachKindAreReplayedByteForByte_data()
    {
        QTest::addColumn<BodyKind>("kind");
        QTest::addColumn<QByteArray>("verb");
        QTest::addColumn<QByteArray>("expected"); // empty: multipart, compared with itself
        for (const char *verb : { "POST", "PUT", "PATCH" }) {
            const auto row = [&](const char *name, BodyKind kind, const QByteArray &expected) {
                QTest::addRow("%s %s", verb, name) << kind << QByteArray(verb) << expected;
            };
            row("bytes", BodyKind::Bytes, someBytes(50000));
            row("empty", BodyKind::Empty, {});
            row("buffer at offset", BodyKind::BufferAtOffset, someBytes(50000).mid(1234));
            row("file", BodyKind::File, someBytes(120000));
            row("file at offset", BodyKind::FileAtOffset, someBytes(120000).mid(777));
            row("sequential", BodyKind::Sequential, someBytes(150000));
            row("streamed", BodyKind::Streamed, someBytes(150000));
            row("multipart", BodyKind::MultiPart, {});
            row("multipart with file", BodyKind::MultiPartWithFile, {});
        }
    }

    void bodiesOfEachKindAreReplayedByteForByte()
    {
        QFETCH(BodyKind, kind);
        QFETCH(QByteArray, verb);
        QFETCH(QByteArray, expected);
        network->setSpoolLimits(30000, 1 << 20); // the sequential ones go through a file
        QNetworkReply *const reply = sendKind(kind, verb);
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QCOMPARE(server->requests().size(), 2);
        for (const HttpRequest &arrived : server->requests()) {
            QCOMPARE(arrived.method, verb);
            if (!expected.isEmpty())
                QVERIFY(arrived.body == expected);
        }
        const auto &[first, second] = std::pair(server->requests()[0], server->requests()[1]);
        QVERIFY(first.body == second.body);
        QCOMPARE(first.header("content-type"), second.header("content-type"));
        QCOMPARE(first.body.isEmpty(), kind == BodyKind::Empty);
    }

    void aBodyBeyondTheLimitIsSentOnceOnATokenMadeFreshFirst_data()
    {
        QTest::addColumn<bool>("hasLength");
        QTest::newRow("length known") << true;
        QTest::newRow("length unknown") << false;
    }

    void aBodyBeyondTheLimitIsSentOnceOnATokenMadeFreshFirst()
    {
        QFETCH(bool, hasLength);
        network->setSpoolLimits(1000, 20000);
        tokens->current->expiresAt = tokens->clock()->now().addSecs(20); // usable, but not for long
        QNetworkRequest what = request();
        if (hasLength)
            what.setHeader(QNetworkRequest::ContentLengthHeader, 150000);
        Pipe source;
        source.feed(someBytes(150000));
        source.finish();
        QNetworkReply *const reply = network->post(what, &source);
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QCOMPARE(tokens->refreshes, 1);
        QCOMPARE(server->requests().size(), 1);
        QCOMPARE(server->requests()[0].token(), "AT-2");
        QVERIFY(server->requests()[0].body == someBytes(150000));
    }

    void theRefusalOfABodyBeyondTheLimitIsFinalAndExplained()
    {
        network->setSpoolLimits(1000, 20000);
        QNetworkRequest what = request();
        what.setHeader(QNetworkRequest::ContentLengthHeader, 150000);
        Pipe source;
        source.feed(someBytes(150000));
        source.finish();
        QNetworkReply *const reply = network->put(what, &source);
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::AuthenticationRequiredError);
        QCOMPARE(reply->readAll(), "answer");
        QCOMPARE(server->requests().size(), 1);
        QVERIFY(server->requests()[0].body == someBytes(150000));
        QCOMPARE(tokens->refreshes, 1); // for those that come after
        QVERIFY(NetworkAccessManager::report(reply).explanation.contains(u"too large"_s));
    }

    void aSequentialBodyWhoseSourceDiesIsNeverSentInPart()
    {
        auto source = std::make_unique<Pipe>();
        source->feed(someBytes(1000));
        QNetworkReply *const reply = network->post(request(), source.get());
        QCoreApplication::processEvents();
        source.reset();
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::UnknownNetworkError);
        QCOMPARE(server->requests().size(), 0);
    }

    void aDeviceThatIsGoneAtTheReplayLeavesTheFirstAnswer()
    {
        tokens->answersAtOnce = false;
        auto device = std::make_unique<QTemporaryFile>();
        QVERIFY(device->open());
        device->write("abc");
        device->seek(0);
        QNetworkReply *const reply = network->put(request(), device.get());
        QTRY_COMPARE(tokens->refreshes, 1);
        device.reset();
        tokens->settleWithNextToken();
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::AuthenticationRequiredError);
        QCOMPARE(reply->readAll(), "answer");
        QCOMPARE(server->requests().size(), 1);
    }

    void aRequestIsNotRepeatedBehindItsCallersBack_data()
    {
        QTest::addColumn<QByteArray>("verb");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("mayRepeat");
        QTest::addColumn<bool>("isOnce");
        QTest::newRow("POST") << QByteArray("POST") << QByteArray("x=1") << false << true;
        QTest::newRow("empty POST") << QByteArray("POST") << QByteArray() << false << true;
        QTest::newRow("large POST") << QByteArray("POST") << someBytes(300000) << false << true;
        QTest::newRow("PATCH") << QByteArray("PATCH") << QByteArray("x=1") << false << true;
        QTest::newRow("custom") << QByteArray("LOCK") << QByteArray() << false << true;
        QTest::newRow("POST that may") << QByteArray("POST") << QByteArray("x=1") << true << false;
        QTest::newRow("PUT") << QByteArray("PUT") << QByteArray("x=1") << false << false;
    }

    void aRequestIsNotRepeatedBehindItsCallersBack()
    {
        QFETCH(QByteArray, verb);
        QFETCH(QByteArray, body);
        QFETCH(bool, mayRepeat);
        QFETCH(bool, isOnce);
        server->setScript([](const HttpRequest &) { return HttpAnswer { .isCut = true }; });
        QNetworkRequest what = request();
        what.setAttribute(NetworkAccessManager::MayRepeat, mayRepeat);
        QNetworkReply *const reply = verb == "POST" ? network->post(what, body)
            : verb == "PUT"                         ? network->put(what, body)
                                                    : network->sendCustomRequest(what, verb, body);
        QTRY_VERIFY(reply->isFinished());
        QVERIFY(reply->error() != QNetworkReply::NoError);
        if (isOnce) {
            QCOMPARE(server->requests().size(), 1);
            QCOMPARE(server->requests()[0].body, body);
            QVERIFY(NetworkAccessManager::report(reply).explanation.contains(u"lost"_s));
        } else {
            QVERIFY(server->requests().size() > 1);
        }
        QCOMPARE(NetworkAccessManager::report(reply).attempts.size(), 1);
    }

    void a503OnAPostIsNotRepeated()
    {
        server->setScript([](const HttpRequest &) { return HttpAnswer { .status = 503 }; });
        QNetworkReply *const reply = network->post(request(), QByteArray("x=1"));
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::ServiceUnavailableError);
        QCOMPARE(server->requests().size(), 1);
    }

    void deletingTheReplyInMidUploadReadsNothingAnyMore()
    {
        server->setScript([](const HttpRequest &) { return HttpAnswer { .isHeld = true }; });
        QNetworkReply *const reply = network->put(request(), someBytes(8 << 20));
        bool deleted = false;
        connect(reply, &QNetworkReply::uploadProgress, this, [&] {
            if (!std::exchange(deleted, true))
                reply->deleteLater();
        });
        QTRY_VERIFY(deleted);
        QNetworkReply *const next = network->put(request(), QByteArray("x"));
        QTRY_COMPARE(server->held(), 1);
        server->release(int(server->requests().size()), {});
        QTRY_VERIFY(next->isFinished());
        QCOMPARE(next->error(), QNetworkReply::NoError);
    }
};

TEST_CLASS(tst_requestbodies)
#include "tst_requestbodies.moc"

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "programs.h"
#include "testregistry.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace {
/// The secret as it may stand in a file: plain, hex, and base64 at each of its three alignments.
QList<QByteArray> disguisesOf(const QByteArray &secret)
{
    QList<QByteArray> disguises { secret, secret.toHex(), secret.toHex().toUpper() };
    for (int shift = 0; shift < 3; ++shift)
        disguises.append(secret.mid(shift, (secret.size() - shift) / 3 * 3).toBase64());
    return disguises;
}

QStringList filesHolding(const QByteArray &secret, const QString &folder)
{
    QStringList found;
    const auto disguises = disguisesOf(secret);
    QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray content = file.readAll();
        for (const QByteArray &disguise : disguises)
            if (content.contains(disguise) && !found.contains(file.fileName()))
                found.append(file.fileName());
    }
    return found;
}
} // namespace

/// The saved session with the real keyring: it survives kill -9, and rests nowhere but there. Runs below a private
/// HOME.
class tst_savedsession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killedAndStartedAgainNobodyLogsIn()
    {
        testing::MockProcess server;
        m_control = server.control();
        // Given a client that has logged in and is killed
        logInAndKill(server.url());
        QCOMPARE(count(u"POST /login"_s), 1);
        QCOMPARE(count(u"POST /token"_s), 0);
        // When the client with its window starts
        QProcess client;
        client.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        client.start(QStringLiteral(LATCHKEY_PROGRAM), { u"--server"_s, server.url() });
        // Then it shows the notes after one POST /token, and no log-in
        QTRY_COMPARE_WITH_TIMEOUT(count(u"GET /api/notes"_s), 2, 30'000);
        QCOMPARE(count(u"POST /token"_s), 1);
        QCOMPARE(count(u"POST /login"_s), 1);
        client.kill();
        client.waitForFinished();
        // And the refresh token is in no file in clear
        const QByteArray refreshToken = refreshTokenSent();
        QVERIFY(refreshToken.startsWith("eyJ"));
        QCOMPARE(filesHolding(refreshToken, QDir::homePath()), QStringList());
        QCOMPARE(filesHolding(refreshToken, qEnvironmentVariable("XDG_RUNTIME_DIR")), QStringList());
        QVERIFY(QFile::exists(QDir::homePath() + u"/.local/share/keyrings/login.keyring"_s));
    }

    void theSearchFindsWhatItLooksFor_data()
    {
        QTest::addColumn<QByteArray>("content");
        const QByteArray secret = "eyJhbGciOiJIUzI1NiJ9.payload.signature";
        QTest::newRow("plain") << QByteArray("token=" + secret);
        QTest::newRow("hex") << secret.toHex();
        QTest::newRow("base64") << secret.toBase64();
        QTest::newRow("base64, one byte in front") << ("x" + secret).toBase64();
        QTest::newRow("base64, two bytes in front") << ("xy" + secret).toBase64();
    }

    void theSearchFindsWhatItLooksFor()
    {
        QFETCH(QByteArray, content);
        QTemporaryDir folder;
        QDir(folder.path()).mkpath(u".hidden/deep"_s);
        QFile file(folder.filePath(u".hidden/deep/.file"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        QCOMPARE(filesHolding("eyJhbGciOiJIUzI1NiJ9.payload.signature", folder.path()).size(), 1);
    }

private:
    /// Speaks to a scenario's client process, but under the account of the real client.
    void logInAndKill(const QString &server)
    {
        QProcess client;
        client.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        client.start(QStringLiteral(LATCHKEY_PROGRAM), { u"--scenario-client"_s, u"--server"_s, server });
        client.write(R"({"account":"default","user":"demo","password":"demo"})"
                     "\n");
        client.write(R"({"do":"logIn"})"
                     "\n");
        QVERIFY(waitForReport(client).value(u"storeState"_s) == u"Saved"_s);
        client.write(R"({"do":"request"})"
                     "\n");
        QCOMPARE(waitForReport(client).value(u"statuses"_s).toArray(), QJsonArray { 200 });
        client.kill(); // SIGKILL
        QVERIFY(client.waitForFinished());
    }

    static QJsonObject waitForReport(QProcess &client)
    {
        while (client.canReadLine() || client.waitForReadyRead(20'000)) {
            const QJsonObject line = QJsonDocument::fromJson(client.readLine()).object();
            if (line.contains(u"report"_s))
                return line.value(u"report"_s).toObject();
        }
        return {};
    }

    QJsonObject ask(const QString &path)
    {
        QNetworkRequest request(QUrl(m_control.value(u"url"_s).toString() + path));
        request.setRawHeader("Control-Secret", m_control.value(u"secret"_s).toString().toLatin1());
        const std::unique_ptr<QNetworkReply> reply(m_network.get(request));
        return QTest::qWaitFor([&] { return reply->isFinished(); }) ? QJsonDocument::fromJson(reply->readAll()).object()
                                                                    : QJsonObject();
    }

    int count(const QString &route) { return ask(u"/counters"_s).value(route).toInt(); }

    QByteArray refreshTokenSent()
    {
        for (const auto &value : ask(u"/requests"_s).value(u"requests"_s).toArray()) {
            const QJsonObject request = value.toObject();
            if (request.value(u"path"_s) == u"/token"_s)
                return QJsonDocument::fromJson(request.value(u"body"_s).toString().toUtf8())
                    .object()
                    .value(u"token"_s)
                    .toString()
                    .toLatin1();
        }
        return {};
    }

    QNetworkAccessManager m_network;
    QJsonObject m_control;
};

TEST_CLASS(tst_savedsession)
#include "tst_savedsession.moc"

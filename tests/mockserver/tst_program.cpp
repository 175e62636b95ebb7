// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "rawclient.h"
#include "testregistry.h"

#include <QJsonDocument>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace testing;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString program = QStringLiteral(MOCKSERVER_PROGRAM);

struct Finished
{
    int code = -1;
    QByteArray out;
    QByteArray error;
};

Finished runProgram(const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(20'000))
        return {};
    return { process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
        process.readAllStandardError() };
}

/// A running program, once its first line is there.
class Running
{
public:
    explicit Running(const QStringList &arguments)
    {
        m_process.start(program, arguments);
        while (!m_process.canReadLine() && m_process.waitForReadyRead(20'000)) { }
        m_line = m_process.readLine();
    }
    ~Running()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(Running)

    [[nodiscard]] QByteArray line() const { return m_line; }
    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(m_line).object(); }
    [[nodiscard]] quint16 port() const { return static_cast<quint16>(QUrl(json()[u"url"_s].toString()).port()); }
    [[nodiscard]] QProcess &process() { return m_process; }

    RawAnswer ask(const QByteArray &methodAndPath, const QByteArray &body = {}) const
    {
        const QByteArray secret = json()[u"control"_s][u"secret"_s].toString().toLatin1();
        const QByteArray head = methodAndPath + " HTTP/1.1\r\nHost: localhost:" + QByteArray::number(port())
            + "\r\nControl-Secret: " + secret
            + "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n";
        return RawClient(port()).send(head + body).answer();
    }

private:
    QProcess m_process;
    QByteArray m_line;
};

QString writeScenario(const QTemporaryDir &folder, const QByteArray &content)
{
    QFile file(folder.filePath(u"scenario.json"_s));
    if (file.open(QIODevice::WriteOnly))
        file.write(content);
    return file.fileName();
}

} // namespace

/// latchkey-mockserver as a person or a script starts it.
class tst_program : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstLineSaysWhereItIs()
    {
        Running running({});
        const QJsonObject json = running.json();
        const QString url = json[u"url"_s].toString();
        const QString secret = json[u"control"_s][u"secret"_s].toString();
        QCOMPARE(url, u"http://127.0.0.1:%1"_s.arg(running.port()));
        QCOMPARE(QString::fromUtf8(running.line()),
            u"{\"url\": \"%1\", \"control\": {\"url\": \"%1/control\", \"secret\": \"%2\"}}\n"_s.arg(url, secret));
        QCOMPARE(running.ask("GET /control/settings").status, 200);
        QCOMPARE(running.ask("POST /login", R"({"username":"demo","password":"demo"})").status, 200);
    }

    void nothingOfWhatIsRecordedIsPrinted()
    {
        Running running({});
        running.ask("POST /login", R"({"username":"demo","password":"demo"})");
        running.ask("GET /control/requests");
        running.process().terminate();
        QVERIFY(running.process().waitForFinished());
        QCOMPARE(running.process().readAllStandardOutput(), QByteArray());
        QCOMPARE(running.process().readAllStandardError(), QByteArray());
    }

    void signalsEndItAtOnce_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }
    void signalsEndItAtOnce()
    {
        QFETCH(int, number);
        Running running({});
        // Even with a request that is held
        running.ask("POST /control/faults", R"({"route":"*","kind":"delay","ms":600000})");
        RawClient held(running.port());
        held.send("GET /x HTTP/1.1\r\nHost: localhost:" + QByteArray::number(running.port()) + "\r\n\r\n");
        ::kill(static_cast<pid_t>(running.process().processId()), number);
        QVERIFY(running.process().waitForFinished(5000));
        QCOMPARE(running.process().exitStatus(), QProcess::NormalExit);
        QCOMPARE(running.process().exitCode(), 0);
    }

    void optionsBecomeSettings()
    {
        Running running({ u"--access-lifetime"_s, u"5"_s, u"--refresh-lifetime=7"_s, u"--rotate"_s, u"--reuse"_s,
            u"grace"_s, u"--expired-status"_s, u"403"_s, u"--user"_s, u"ann:a:b"_s, u"--user"_s, u"bob:c"_s });
        QCOMPARE(running.ask("GET /control/settings").json(),
            (QJsonObject { { u"accessLifetime"_s, 5 }, { u"refreshLifetime"_s, 7 }, { u"rotation"_s, true },
                { u"reuse"_s, u"grace"_s }, { u"expiredStatus"_s, 403 }, { u"clockOffset"_s, 0 } }));
        QCOMPARE(running.ask("POST /login", R"({"username":"ann","password":"a:b"})").status, 200);
        QCOMPARE(running.ask("POST /login", R"({"username":"bob","password":"c"})").status, 200);
        QCOMPARE(running.ask("POST /login", R"({"username":"demo","password":"demo"})").status, 401);
    }

    void aFreePortCanBeChosen()
    {
        quint16 port = 0;
        {
            QTcpServer probe;
            QVERIFY(probe.listen(QHostAddress::LocalHost));
            port = probe.serverPort();
        }
        Running running({ u"--port"_s, QString::number(port) });
        QCOMPARE(running.port(), port);
        const Finished second = runProgram({ u"--port"_s, QString::number(port) });
        QCOMPARE(second.code, 2);
        QCOMPARE(second.error, "Port " + QByteArray::number(port) + " is in use.\n");
        QCOMPARE(second.out, QByteArray());
    }

    void aPortTakenOnIpv6AloneIsTaken()
    {
        QTcpServer other;
        if (!other.listen(QHostAddress::LocalHostIPv6))
            return; // a machine without ::1 has nothing to collide with
        QCOMPARE(runProgram({ u"--port"_s, QString::number(other.serverPort()) }).code, 2);
    }

    void wrongOptionsAreOneSentenceAndExitCode2_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const auto row = [](const QStringList &arguments) {
            QTest::newRow(qPrintable(arguments.join(u' '))) << arguments;
        };
        row({ u"--unknown"_s });
        row({ u"-x"_s });
        row({ u"argument"_s });
        row({ u"--port"_s });
        row({ u"--port"_s, u"x"_s });
        row({ u"--port"_s, u"-1"_s });
        row({ u"--port"_s, u"65536"_s });
        row({ u"--port="_s });
        row({ u"--access-lifetime"_s, u"0"_s });
        row({ u"--access-lifetime"_s, u"1.5"_s });
        row({ u"--access-lifetime"_s, u"1s"_s });
        row({ u"--refresh-lifetime"_s, u"99999999999999999999"_s });
        row({ u"--rotate=yes"_s });
        row({ u"--reuse"_s, u"lenient"_s });
        row({ u"--expired-status"_s, u"402"_s });
        row({ u"--user"_s, u"demo"_s });
        row({ u"--user"_s, u":demo"_s });
        row({ u"--user"_s, u"demo:"_s });
        row({ u"--user"_s, u"a:b"_s, u"--user"_s, u"a:c"_s });
        row({ u"--scenario"_s, u"/no/such/file"_s });
        row({ u"--scenario"_s, u"/"_s });
    }
    void wrongOptionsAreOneSentenceAndExitCode2()
    {
        QFETCH(QStringList, arguments);
        const Finished finished = runProgram(arguments);
        QCOMPARE(finished.code, 2);
        QCOMPARE(finished.out, QByteArray());
        QCOMPARE(finished.error.count('\n'), 1);
        QVERIFY(finished.error.endsWith(".\n"));
    }

    void helpAndVersionAreNoErrors()
    {
        const Finished help = runProgram({ u"--help"_s });
        QCOMPARE(help.code, 0);
        for (const char *option : { "--port", "--access-lifetime", "--refresh-lifetime", "--rotate", "--reuse",
                 "--expired-status", "--user", "--scenario" })
            QVERIFY2(help.out.contains(option), option);
        const Finished version = runProgram({ u"--version"_s });
        QCOMPARE(version.code, 0);
        QVERIFY(version.out.startsWith("latchkey-mockserver "));
        QCOMPARE(help.error + version.error, QByteArray());
    }

    void aScenarioSetsUpTheServer()
    {
        const QTemporaryDir folder;
        const QString file =
            writeScenario(folder, R"({"steps": [], "server": {"settings": {"accessLifetime": 3, "expiredStatus": 403},
            "faults": [{"route": "GET /x", "kind": "status", "status": 599}]}})");
        Running running({ u"--scenario"_s, file, u"--access-lifetime"_s, u"4"_s });
        const QJsonObject settings = running.ask("GET /control/settings").json();
        QCOMPARE(settings[u"accessLifetime"_s].toInt(), 4); // the command line stands above the file
        QCOMPARE(settings[u"expiredStatus"_s].toInt(), 403);
        QCOMPARE(running.ask("GET /x").status, 599);
        QCOMPARE(running.ask("POST /control/reset").status, 204);
        QCOMPARE(running.ask("GET /x").status, 599); // as at the start
        QCOMPARE(running.ask("GET /x").status, 404);
    }

    void invalidScenariosAreRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        for (const char *content : { "", "{", "[]", R"({"server": 1})", R"({"server": {"settings": 1}})",
                 R"({"server": {"settings": {"accessLifetime": 0}}})", R"({"server": {"faults": {}}})",
                 R"({"server": {"faults": [1]}})", R"({"server": {"faults": [{"route": "*"}]}})",
                 R"({"server": {"more": 1}})" })
            QTest::newRow(content[0] ? content : "empty") << QByteArray(content);
    }
    void invalidScenariosAreRefused()
    {
        QFETCH(QByteArray, content);
        const QTemporaryDir folder;
        const Finished finished = runProgram({ u"--scenario"_s, writeScenario(folder, content) });
        QCOMPARE(finished.code, 2);
        QCOMPARE(finished.error.count('\n'), 1);
        QVERIFY(finished.error.contains("scenario.json"));
    }
};

TEST_CLASS(tst_program)
#include "tst_program.moc"

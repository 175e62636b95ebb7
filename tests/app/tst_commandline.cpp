// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "programs.h"
#include "testregistry.h"

#include <QFile>
#include <QJsonArray>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

/// The program from outside: what it prints, and its exit code.
class tst_commandline : public QObject
{
    Q_OBJECT

    static testing::Ended latchkey(const QStringList &arguments, const QMap<QString, QString> &environment = {})
    {
        return testing::run(QStringLiteral(LATCHKEY_PROGRAM), arguments, environment);
    }

    QString writeFile(const QByteArray &content)
    {
        QFile file(m_folder.filePath(u"scenario.json"_s));
        return file.open(QIODevice::WriteOnly) && file.write(content) >= 0 ? file.fileName() : QString();
    }

private Q_SLOTS:
    void badInputIsOneSentenceAndExitCodeTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("scenario");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const QStringList &arguments, const QString &words) {
            QTest::newRow(name) << arguments << QByteArray() << words;
        };
        const auto file = [](const char *name, const QByteArray &scenario, const QString &words) {
            QTest::newRow(name) << QStringList { u"--headless"_s } << scenario << words;
        };
        row("unknown option", { u"--frobnicate"_s }, u"frobnicate"_s);
        row("stray word", { u"tutorial"_s }, u"tutorial"_s);
        row("server is no address", { u"--server"_s, u"nonsense"_s }, u"nonsense"_s);
        row("unknown scenario", { u"--headless"_s, u"--scenario"_s, u"none-such"_s }, u"none-such"_s);
        row("scenario is a folder", { u"--headless"_s, u"--scenario"_s, u"/"_s }, u"cannot be read"_s);
        row("export of unknown form", { u"--headless"_s, u"--export"_s, u"x.pdf"_s }, u".json or .md"_s);
        row("no server there", { u"--headless"_s, u"--server"_s, unusedAddress() }, unusedAddress());
        row("control of another server",
            { u"--headless"_s, u"--server"_s, unusedAddress(), u"--scenario"_s, u"tutorial"_s }, u"mock server"_s);
        file("not JSON", "{", u"JSON"_s);
        file("JSON of something else", "[1]", u"JSON object"_s);
        file("misspelt member", R"({ "title": "T", "steps": [ { "do": "logOut", "expct": {} } ] })",
            u"steps[0].expct"_s);
        file("setting that the server does not know",
            R"({ "title": "T", "server": { "settings": { "speed": 9 } }, "steps": [ { "do": "logOut" } ] })",
            u"speed"_s);
    }

    void badInputIsOneSentenceAndExitCodeTwo()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, scenario);
        QFETCH(QString, words);
        if (!scenario.isEmpty())
            arguments += { u"--scenario"_s, writeFile(scenario) };
        const auto ended = latchkey(arguments, withoutKeychain());
        QCOMPARE(ended.exitCode, 2);
        QVERIFY2(ended.errors.contains(words), qPrintable(ended.errors));
        const QStringList lines = ended.errors.split(u'\n', Qt::SkipEmptyParts);
        const qsizetype notices = lines.filter(u"No keychain was found"_s).size();
        QVERIFY2(lines.size() - notices == 1 && lines.last().startsWith(u"latchkey: "_s), qPrintable(ended.errors));
    }

    void withoutADisplayItSaysSo()
    {
        auto environment = withoutKeychain();
        for (const auto &name : { u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s })
            environment.insert(name, {});
        const auto none = latchkey({}, environment);
        QCOMPARE(none.exitCode, 2);
        QCOMPARE(none.errors.count(u'\n'), 1);
        QVERIFY(none.errors.contains(u"No display"_s) && none.errors.contains(u"--headless"_s));
        environment.insert(u"DISPLAY"_s, u":3999"_s);
        const auto dead = latchkey({}, environment);
        QCOMPARE(dead.exitCode, 2);
        QCOMPARE(dead.errors.count(u'\n'), 1);
    }

    void aCrashWouldLeaveNoCoreDump()
    {
        const testing::MockProcess server;
        QProcess client;
        client.start(QStringLiteral(LATCHKEY_PROGRAM), { u"--scenario-client"_s, u"--server"_s, server.url() });
        QVERIFY(client.waitForStarted());
        const auto coreLimit = [&] {
            QFile limits(u"/proc/%1/limits"_s.arg(client.processId()));
            const bool open = limits.open(QIODevice::ReadOnly);
            const QStringList lines = QString::fromUtf8(open ? limits.readAll() : QByteArray()).split(u'\n');
            return lines.filter(u"Max core file size"_s).join(QString()).simplified().section(u' ', 4, 5);
        };
        QTRY_COMPARE(coreLimit(), u"0 0"_s);
        client.kill();
        client.waitForFinished();
    }

    void helpListAndVersionNeedNothing()
    {
        const QMap<QString, QString> bare { { u"QT_QPA_PLATFORM"_s, {} }, { u"DISPLAY"_s, {} }, { u"HOME"_s, {} } };
        QVERIFY(latchkey({ u"--help"_s }, bare).output.contains(u"--list-scenarios"_s));
        QVERIFY(latchkey({ u"--version"_s }, bare).output.startsWith(u"latchkey "_s));
        const auto list = latchkey({ u"--list-scenarios"_s }, bare);
        QCOMPARE(list.exitCode, 0);
        QVERIFY(list.output.contains(u"restart-stays-logged-in"_s));
    }

    void withoutAKeychainTheTutorialIsPlayedInMemory()
    {
        const auto ended = latchkey({ u"--headless"_s }, withoutKeychain());
        QCOMPARE(ended.exitCode, 0);
        QVERIFY(ended.errors.contains(u"No keychain was found: this run keeps its session in memory."_s));
        for (const auto &words : { u"In the server's list? no"_s, u"403, refused: log in again"_s,
                 u"200, new access token AT-2"_s, u"AT-3 and RT-2 issued"_s, u"retryQueue"_s })
            QVERIFY2(ended.output.contains(words), qPrintable(words));
    }

    void aScenarioThatNeedsAKeychainSaysSo()
    {
        const auto ended =
            latchkey({ u"--headless"_s, u"--scenario"_s, u"restart-stays-logged-in"_s }, withoutKeychain());
        QCOMPARE(ended.exitCode, 2);
        QVERIFY(ended.errors.contains(u"this scenario needs one."_s));
    }

    void anUnmetExpectationIsNamedWithWhatWasSeen()
    {
        const QString file = writeFile(R"({ "title": "T", "client": { "store": "memory" }, "steps": [
            { "say": "One too many", "do": "logIn", "user": "demo", "password": "demo",
              "expect": { "counters": { "POST /login": 2 } } } ] })");
        const auto ended = latchkey({ u"--headless"_s, u"--scenario"_s, file });
        QCOMPARE(ended.exitCode, 1);
        QCOMPARE(ended.errors,
            u"latchkey: Step 1 (One too many): the server's count of POST /login: expected 2, saw 1.\n"_s);
    }

    void faultsOfAScenarioAreArmed()
    {
        const QString file = writeFile(R"({ "title": "T", "client": { "store": "memory" },
            "server": { "faults": [ { "route": "GET /api/notes", "kind": "status", "status": 503 } ] },
            "steps": [ { "do": "logIn", "user": "demo", "password": "demo" },
                       { "do": "request", "expect": { "statuses": [503] } },
                       { "do": "request", "expect": { "statuses": [200] } } ] })");
        const auto ended = latchkey({ u"--headless"_s, u"--scenario"_s, file });
        QVERIFY2(ended.exitCode == 0, qPrintable(ended.errors));
    }

    void exportsHoldNoSecret_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("JSON") << u"run.json"_s;
        QTest::newRow("Markdown") << u"run.md"_s;
    }

    void exportsHoldNoSecret()
    {
        QFETCH(QString, name);
        const QString file = m_folder.filePath(name);
        const auto ended = latchkey({ u"--headless"_s, u"--export"_s, file }, withoutKeychain());
        QCOMPARE(ended.exitCode, 0);
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        const QByteArray content = written.readAll();
        QVERIFY(content.contains("new access token AT-2"));
        for (const QByteArray &text : { content, ended.output.toUtf8(), ended.errors.toUtf8() })
            QVERIFY2(!text.contains("eyJ"), "a JWT begins like this");
    }

    void anExportThatCannotBeWrittenIsSaid()
    {
        const auto ended = latchkey({ u"--headless"_s, u"--scenario"_s, u"happy-path"_s, u"--export"_s,
                                        m_folder.filePath(u"no/such/folder.md"_s) },
            withoutKeychain());
        QCOMPARE(ended.exitCode, 2);
        QVERIFY(ended.errors.contains(u"Nothing was changed."_s));
    }

    void anotherServerIsUsedWithoutItsControl()
    {
        const testing::MockProcess server({ u"--access-lifetime"_s, u"1"_s, u"--expired-status"_s, u"403"_s });
        auto environment = withoutKeychain();
        environment.insert(u"LATCHKEY_PASSWORD"_s, u"demo"_s);
        const auto ended = latchkey({ u"--headless"_s, u"--server"_s, server.url() }, environment);
        QVERIFY2(ended.exitCode == 0, qPrintable(ended.errors + ended.output));
        QVERIFY(ended.output.contains(u"AT-2"_s) && ended.output.contains(u"RT-1 ••••"_s));
        environment.insert(u"LATCHKEY_PASSWORD"_s, u"wrong"_s);
        QCOMPARE(latchkey({ u"--headless"_s, u"--server"_s, server.url() }, environment).exitCode, 1);
    }

private:
    static QMap<QString, QString> withoutKeychain()
    {
        return { { u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent/bus"_s } };
    }

    static QString unusedAddress()
    {
        static const QString address = [] {
            QTcpServer taken;
            taken.listen(QHostAddress::LocalHost);
            return u"http://127.0.0.1:%1"_s.arg(taken.serverPort());
        }();
        return address;
    }

    QTemporaryDir m_folder;
};

TEST_CLASS(tst_commandline)
#include "tst_commandline.moc"

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "options.h"
#include "testregistry.h"

#include <QTest>

using namespace latchkey;
using namespace Qt::Literals::StringLiterals;

/// The command line means one thing, or is refused in one sentence.
class tst_options : public QObject
{
    Q_OBJECT

    static QStringList withProgram(const QStringList &arguments) { return QStringList { u"latchkey"_s } + arguments; }

private Q_SLOTS:
    void readsOptions()
    {
        const auto options =
            parseOptions(withProgram({ u"--headless"_s, u"--server"_s, u"http://127.0.0.1:3900"_s, u"--resource"_s,
                u"/posts"_s, u"--scenario=any-server"_s, u"--user"_s, u"alice"_s, u"--export"_s, u"run.md"_s }));
        QVERIFY(options.has_value());
        QCOMPARE(options->task, Options::Task::PlayScenario);
        QCOMPARE(options->server, std::optional(QUrl(u"http://127.0.0.1:3900"_s)));
        QCOMPARE(options->resource, u"/posts"_s);
        QCOMPARE(options->scenario, u"any-server"_s);
        QCOMPARE(options->userName, u"alice"_s);
        QCOMPARE(options->exportFile, u"run.md"_s);
    }

    void withoutOptionsTheClientRunsOnTheBundledServer()
    {
        const auto options = parseOptions(withProgram({}));
        QVERIFY(options.has_value());
        QCOMPARE(options->task, Options::Task::RunClient);
        QVERIFY(!options->server);
        QCOMPARE(options->resource, u"/api/notes"_s);
        QVERIFY(!options->developer);
    }

    void theInspectorIsForDevelopers()
    {
        const auto options = parseOptions(withProgram({ u"--inspector"_s }));
        QVERIFY(options->inspector && options->developer);
    }

    void refuses_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("words");
        QTest::newRow("unknown") << QStringList { u"--verbose"_s } << u"verbose"_s;
        QTest::newRow("stray word") << QStringList { u"tutorial"_s } << u"\"tutorial\""_s;
        QTest::newRow("server without a value") << QStringList { u"--server"_s } << u"server"_s;
        QTest::newRow("server is empty") << QStringList { u"--server="_s } << u"--server"_s;
        QTest::newRow("server without a scheme") << QStringList { u"--server=127.0.0.1:1"_s } << u"127.0.0.1:1"_s;
        QTest::newRow("server by ftp") << QStringList { u"--server=ftp://h"_s } << u"ftp://h"_s;
        QTest::newRow("server without a host") << QStringList { u"--server=http://"_s } << u"--server"_s;
        QTest::newRow("server with a user") << QStringList { u"--server=http://u:p@h"_s } << u"without user name"_s;
        QTest::newRow("server with a query") << QStringList { u"--server=http://h/?a"_s } << u"query"_s;
        QTest::newRow("resource without a slash") << QStringList { u"--resource=posts"_s } << u"\"posts\""_s;
        QTest::newRow("resource elsewhere") << QStringList { u"--resource=//evil/x"_s } << u"one slash"_s;
        QTest::newRow("scenario in a window") << QStringList { u"--scenario=tutorial"_s } << u"--headless"_s;
        QTest::newRow("scenario without a name") << QStringList { u"--headless"_s, u"--scenario="_s } << u"name"_s;
        QTest::newRow("export in a window") << QStringList { u"--export=a.md"_s } << u"--headless"_s;
        QTest::newRow("export of unknown form")
            << QStringList { u"--headless"_s, u"--export=a.txt"_s } << u".json or .md"_s;
        QTest::newRow("inspector without windows")
            << QStringList { u"--headless"_s, u"--inspector"_s } << u"--headless"_s;
    }

    void refuses()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, words);
        const auto options = parseOptions(withProgram(arguments));
        QVERIFY(!options);
        QVERIFY2(options.error().contains(words), qPrintable(options.error()));
        QVERIFY(options.error().endsWith(u'.'));
        QCOMPARE(options.error().count(u'\n'), 0);
    }
};

TEST_CLASS(tst_options)
#include "tst_options.moc"

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "scenario.h"
#include "testregistry.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace latchkey;
using namespace Qt::Literals::StringLiterals;

/// A scenario is read as it is meant, or refused with one sentence that names the field.
class tst_scenario : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyBundledScenarioCanBeRead()
    {
        QVERIFY(scenarioNames().size() >= 13);
        for (const QString &name : scenarioNames()) {
            const auto scenario = loadScenario(name);
            QVERIFY2(scenario.has_value(), qPrintable(scenario ? name : scenario.error().sentence()));
            QVERIFY2(!scenario->title.isEmpty() && !scenario->description.isEmpty(), qPrintable(name));
        }
    }

    void everyBundledScenarioThatControlsTheServerChecksItsCounters()
    {
        for (const QString &name : scenarioNames()) {
            const auto scenario = loadScenario(name);
            const bool counts = std::any_of(scenario->steps.begin(), scenario->steps.end(),
                [](const Step &step) { return step.expect.counters.contains(u"POST /token"_s); });
            QVERIFY2(counts || scenario->anyServer, qPrintable(name));
        }
    }

    void readsEveryMember()
    {
        const auto scenario = parseScenario(R"({ "title": "T", "description": "D",
            "server": { "settings": { "accessLifetime": 5 } }, "client": { "refreshLeeway": 3, "store": "keychain", "ownProcess": true },
            "steps": [
              { "say": "S", "do": "request", "method": "POST", "path": "/a?b", "body": { "x": 1 }, "count": 5,
                "expect": { "statuses": [403, 200], "counters": { "POST /token": 1, "GET /a": [2, 4] } } },
              { "do": "postToken", "token": "t" }, { "do": "logIn", "user": "u", "password": "p" } ] })");
        QVERIFY2(scenario.has_value(), scenario ? "" : qPrintable(scenario.error().sentence()));
        QCOMPARE(scenario->refreshLeeway, std::optional(std::chrono::seconds(3)));
        QCOMPARE(scenario->store, Scenario::StoreChoice::Keychain);
        QVERIFY(scenario->ownProcess);
        const auto request = std::get<Request>(scenario->steps[0].action);
        QCOMPARE(request.method, QByteArray("POST"));
        QCOMPARE(request.body, QByteArray(R"({"x":1})"));
        QCOMPARE(request.count, 5);
        const Expectation &expect = scenario->steps[0].expect;
        QCOMPARE(expect.statuses, std::optional(QList<int> { 200, 403 }));
        QVERIFY((expect.counters.value(u"POST /token"_s) == CountRange { 1, 1 }));
        QVERIFY((expect.counters.value(u"GET /a"_s) == CountRange { 2, 4 }));
        QCOMPARE(std::get<PostToken>(scenario->steps[1].action).token, std::optional(u"t"_s));
        QCOMPARE(std::get<LogIn>(scenario->steps[2].action).user, u"u"_s);
    }

    void refusesWithTheField_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const QByteArray &json, const QString &field, const QString &words) {
            QTest::newRow(name) << json << field << words;
        };
        const auto step = [](const QByteArray &object) {
            return QByteArray(R"({ "title": "T", "steps": [ { "do": "refreshNow" }, )") + object + "] }";
        };
        row("nothing", "", {}, u"not JSON"_s);
        row("cut off", R"({ "title": )", {}, u"byte"_s);
        row("a list", "[]", {}, u"object"_s);
        row("no title", R"({ "steps": [ { "do": "logOut" } ] })", u"title"_s, u"missing"_s);
        row("title is a number", R"({ "title": 1, "steps": [ { "do": "logOut" } ] })", u"title"_s, u"text"_s);
        row("no steps", R"({ "title": "T" })", u"steps"_s, u"at least one"_s);
        row("steps is an object", R"({ "title": "T", "steps": {} })", u"steps"_s, u"list"_s);
        row("a step is a text", step(R"("logOut")"), u"steps[1]"_s, u"object"_s);
        row("unknown step", step(R"({ "do": "fly" })"), u"steps[1].do"_s, u"\"fly\""_s);
        row("no do", step("{}"), u"steps[1].do"_s, u"missing"_s);
        row("misspelt member", step(R"({ "do": "request", "cuont": 1 })"), u"steps[1].cuont"_s, u"not known"_s);
        row("count zero", step(R"({ "do": "request", "count": 0 })"), u"steps[1].count"_s, u"whole number"_s);
        row("count in words", step(R"({ "do": "request", "count": "five" })"), u"steps[1].count"_s, u"from 1 to"_s);
        row("half a request", step(R"({ "do": "request", "count": 1.5 })"), u"steps[1].count"_s, u"whole number"_s);
        row("unknown method", step(R"({ "do": "request", "method": "BREW" })"), u"steps[1].method"_s, u"BREW"_s);
        row("path without slash", step(R"({ "do": "request", "path": "a" })"), u"steps[1].path"_s, u"slash"_s);
        row("no seconds", step(R"({ "do": "advanceClock" })"), u"steps[1].seconds"_s, u"missing"_s);
        row("back in time", step(R"({ "do": "advanceClock", "seconds": -1 })"), u"steps[1].seconds"_s, u"from 1"_s);
        row("no fault", step(R"({ "do": "armFault" })"), u"steps[1].fault"_s, u"missing"_s);
        row("unknown tampering", step(R"({ "do": "logIn", "tamper": "all" })"), u"steps[1].tamper"_s, u"client"_s);
        row("expect is a list", step(R"({ "do": "logOut", "expect": [] })"), u"steps[1].expect"_s, u"object"_s);
        row("unknown state", step(R"({ "do": "logOut", "expect": { "state": "Happy" } })"), u"steps[1].expect.state"_s,
            u"SignedOut"_s);
        row("unknown result", step(R"({ "do": "logOut", "expect": { "result": "ok" } })"), u"steps[1].expect.result"_s,
            u"success"_s);
        row("status in words", step(R"({ "do": "request", "expect": { "statuses": [200, "no"] } })"),
            u"steps[1].expect.statuses[1]"_s, u"HTTP status"_s);
        row("requests are numbers", step(R"({ "do": "request", "expect": { "requests": [1] } })"),
            u"steps[1].expect.requests[0]"_s, u"text"_s);
        row("counter upside down", step(R"({ "do": "logOut", "expect": { "counters": { "POST /token": [3, 1] } } })"),
            u"steps[1].expect.counters.POST /token"_s, u"least and the most"_s);
        row("misspelt expectation", step(R"({ "do": "logOut", "expect": { "sate": "Valid" } })"),
            u"steps[1].expect.sate"_s, u"not known"_s);
        row("settings beside \"settings\"",
            R"({ "title": "T", "server": { "accessLifetime": 5 }, "steps": [ { "do": "logOut" } ] })",
            u"server.accessLifetime"_s, u"not known"_s);
        row("unknown store", R"({ "title": "T", "client": { "store": "file" }, "steps": [ { "do": "logOut" } ] })",
            u"client.store"_s, u"keychain"_s);
        row("control of any server", R"({ "title": "T", "anyServer": true, "steps": [ { "do": "emptyStore" } ] })",
            u"steps[0]"_s, u"controls the server"_s);
        row("records of any server",
            R"({ "title": "T", "anyServer": true, "steps": [ { "do": "logOut", "expect": { "requests": [] } } ] })",
            u"steps[0].expect"_s, u"mock server"_s);
        row("tampering across processes",
            R"({ "title": "T", "client": { "ownProcess": true }, "steps": [ { "do": "logIn", "tamper": "client" } ] })",
            u"steps[0].tamper"_s, u"own process"_s);
    }

    void refusesWithTheField()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, field);
        QFETCH(QString, words);
        const auto scenario = parseScenario(json);
        QVERIFY(!scenario);
        QCOMPARE(scenario.error().field, field);
        const QString sentence = scenario.error().sentence();
        QVERIFY2(
            sentence.contains(words) && sentence.startsWith(field) && sentence.endsWith(u'.'), qPrintable(sentence));
    }

    void aFileIsReadFromDisk()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"mine.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({ "title": "Mine", "steps": [ { "do": "logOut" } ] })");
        file.close();
        QCOMPARE(loadScenario(file.fileName())->title, u"Mine"_s);
    }

    void whatCannotBeReadIsNamed()
    {
        QTemporaryDir folder;
        QVERIFY(loadScenario(u"no-such-scenario"_s).error().sentence().contains(u"no-such-scenario"_s));
        QVERIFY(loadScenario(folder.path()).error().sentence().contains(u"cannot be read"_s));
    }
};

TEST_CLASS(tst_scenario)
#include "tst_scenario.moc"

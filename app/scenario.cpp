// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "scenario.h"

#include "fieldreader.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {

constexpr int longestWait = 10 * 365 * 24 * 3600; // the mock server's own limit for its clock

using ActionReader = Action (*)(FieldReader &);

Action readLogIn(FieldReader &reader)
{
    LogIn logIn { reader.text(u"user"_s), reader.text(u"password"_s), LogIn::Tamper::Nothing };
    const QString tamper = reader.choice(u"tamper"_s, { u"client"_s, u"store"_s }, {});
    if (tamper == u"client"_s)
        logIn.tamper = LogIn::Tamper::InClient;
    else if (tamper == u"store"_s)
        logIn.tamper = LogIn::Tamper::InStore;
    return logIn;
}

Action readRequest(FieldReader &reader)
{
    const QStringList methods { u"GET"_s, u"POST"_s, u"PUT"_s, u"DELETE"_s };
    Request request;
    request.method = reader.choice(u"method"_s, methods, u"GET"_s).toLatin1();
    request.path = reader.text(u"path"_s);
    request.count = reader.number(u"count"_s, 1, 1000, 1);
    if (const QJsonObject body = reader.object(u"body"_s); !body.isEmpty())
        request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    if (!request.path.isEmpty() && !request.path.startsWith(u'/'))
        reader.complain(u"path"_s, u"must begin with a slash"_s);
    return request;
}

std::chrono::seconds readSeconds(FieldReader &reader, const QString &name)
{
    if (!reader.has(name))
        reader.complain(name, u"is missing"_s);
    return std::chrono::seconds(reader.number(name, 1, longestWait, 1));
}

Action readPostToken(FieldReader &reader)
{
    return reader.has(u"token"_s) ? PostToken { reader.text(u"token"_s) } : PostToken {};
}

QJsonObject readRequiredObject(FieldReader &reader, const QString &name)
{
    if (!reader.has(name))
        reader.complain(name, u"is missing"_s);
    return reader.object(name);
}

const QMap<QString, ActionReader> &actionReaders()
{
    static const QMap<QString, ActionReader> readers {
        { u"logIn"_s, readLogIn },
        { u"restore"_s, [](FieldReader &) -> Action { return Restore {}; } },
        { u"restart"_s, [](FieldReader &) -> Action { return Restart {}; } },
        { u"request"_s, readRequest },
        { u"refreshNow"_s, [](FieldReader &) -> Action { return RefreshNow {}; } },
        { u"logOut"_s, [](FieldReader &) -> Action { return LogOut {}; } },
        { u"advanceClock"_s, [](FieldReader &r) -> Action { return AdvanceClock { readSeconds(r, u"seconds"_s) }; } },
        { u"waitForExpiry"_s, [](FieldReader &r) -> Action { return WaitForExpiry { readSeconds(r, u"atMost"_s) }; } },
        { u"expireAccessTokens"_s, [](FieldReader &) -> Action { return ExpireAccessTokens {}; } },
        { u"revokeRefreshTokens"_s, [](FieldReader &) -> Action { return RevokeRefreshTokens {}; } },
        { u"emptyStore"_s, [](FieldReader &) -> Action { return EmptyStore {}; } },
        { u"changeSettings"_s,
            [](FieldReader &r) -> Action { return ChangeSettings { readRequiredObject(r, u"settings"_s) }; } },
        { u"armFault"_s, [](FieldReader &r) -> Action { return ArmFault { readRequiredObject(r, u"fault"_s) }; } },
        { u"disarmFaults"_s, [](FieldReader &) -> Action { return DisarmFaults {}; } },
        { u"postToken"_s, readPostToken },
    };
    return readers;
}

QStringList readTexts(FieldReader &reader, const QString &name)
{
    QStringList texts;
    for (const auto &value : reader.array(name)) {
        if (!value.isString())
            reader.complain(u"%1[%2]"_s.arg(name).arg(texts.size()), u"must be a text"_s);
        texts.append(value.toString());
    }
    return texts;
}

QList<int> readStatuses(FieldReader &reader)
{
    QList<int> statuses;
    for (const auto &value : reader.array(u"statuses"_s)) {
        const auto status = wholeNumber(value, 0, 599);
        if (!status)
            reader.complain(u"statuses[%1]"_s.arg(statuses.size()), u"must be an HTTP status, or 0 for no answer"_s);
        statuses.append(status.value_or(0));
    }
    std::sort(statuses.begin(), statuses.end());
    return statuses;
}

/// `3` is exactly 3; `[1, 6]` is 1 to 6.
std::optional<CountRange> readCount(const QJsonValue &value)
{
    constexpr int most = 1'000'000;
    if (const auto exact = wholeNumber(value, 0, most))
        return CountRange { *exact, *exact };
    const QJsonArray bounds = value.toArray();
    const auto lower = wholeNumber(bounds.at(0), 0, most);
    const auto upper = wholeNumber(bounds.at(1), 0, most);
    if (bounds.size() != 2 || !lower || !upper || *lower > *upper)
        return std::nullopt;
    return CountRange { *lower, *upper };
}

QMap<QString, CountRange> readCounters(FieldReader &reader)
{
    QMap<QString, CountRange> counters;
    const QJsonObject object = reader.object(u"counters"_s);
    for (auto it = object.begin(); it != object.end(); ++it) {
        const auto range = readCount(it.value());
        if (!range)
            reader.complain(u"counters.%1"_s.arg(it.key()), u"must be a number or a list of the least and the most"_s);
        counters.insert(it.key(), range.value_or(CountRange {}));
    }
    return counters;
}

QMap<QString, QString> readChecks(FieldReader &reader)
{
    QMap<QString, QString> checks;
    const QJsonObject object = reader.object(u"checks"_s);
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!it.value().isString())
            reader.complain(u"checks.%1"_s.arg(it.key()), u"must be a text"_s);
        checks.insert(it.key(), it.value().toString());
    }
    return checks;
}

template <typename Read>
auto ifThere(FieldReader &reader, const QString &name, Read read) -> std::optional<decltype(read())>
{
    return reader.has(name) ? std::optional(read()) : std::nullopt;
}

Expectation readExpectation(const QJsonObject &object, const QString &field, std::optional<ScenarioError> &error)
{
    static const QStringList states { u"Unknown"_s, u"SignedOut"_s, u"SigningIn"_s, u"Valid"_s, u"Due"_s,
        u"Refreshing"_s, u"Waiting"_s, u"Offline"_s, u"Ended"_s };
    static const QStringList storeStates { u"Saved"_s, u"Saving"_s, u"Locked"_s, u"Unavailable"_s };
    static const QStringList results { u"success"_s, u"NotSignedIn"_s, u"InvalidGrant"_s, u"Rejected"_s, u"Network"_s,
        u"Server"_s, u"Malformed"_s, u"Keychain"_s, u"TimedOut"_s, u"Cancelled"_s };
    FieldReader reader(object, field, error);
    const auto choice = [&](const QString &name, const QStringList &choices) {
        return ifThere(reader, name, [&] { return reader.choice(name, choices, {}); });
    };
    Expectation expect;
    expect.result = choice(u"result"_s, results);
    expect.state = choice(u"state"_s, states);
    expect.storeState = choice(u"storeState"_s, storeStates);
    expect.accessToken = ifThere(reader, u"accessToken"_s, [&] { return reader.text(u"accessToken"_s); });
    expect.sessionEnded =
        ifThere(reader, u"sessionEnded"_s, [&] { return reader.number(u"sessionEnded"_s, 0, 1000, 0); });
    expect.statuses = ifThere(reader, u"statuses"_s, [&] { return readStatuses(reader); });
    expect.requests = ifThere(reader, u"requests"_s, [&] { return readTexts(reader, u"requests"_s); });
    expect.checks = readChecks(reader);
    expect.counters = readCounters(reader);
    reader.refuseOthers();
    return expect;
}

Step readStep(const QJsonObject &object, const QString &field, std::optional<ScenarioError> &error)
{
    FieldReader reader(object, field, error);
    Step step;
    step.source = object;
    step.say = reader.text(u"say"_s);
    const QString name = reader.requiredText(u"do"_s);
    if (const auto read = actionReaders().value(name))
        step.action = read(reader);
    else
        reader.complain(u"do"_s, u"must be one of %1, not \"%2\""_s.arg(actionReaders().keys().join(u", "_s), name));
    step.expect = readExpectation(reader.object(u"expect"_s), reader.fieldOf(u"expect"_s), error);
    reader.refuseOthers();
    return step;
}

QList<Step> readSteps(FieldReader &reader, std::optional<ScenarioError> &error)
{
    QList<Step> steps;
    for (const auto &value : reader.array(u"steps"_s)) {
        const QString name = u"steps[%1]"_s.arg(steps.size());
        if (!value.isObject())
            reader.complain(name, u"must be an object"_s);
        steps.append(readStep(value.toObject(), name, error));
    }
    if (steps.isEmpty())
        reader.complain(u"steps"_s, u"must hold at least one step"_s);
    return steps;
}

Scenario::StoreChoice readStore(FieldReader &reader)
{
    const QString choice = reader.choice(u"store"_s, { u"keychain"_s, u"memory"_s }, {});
    if (choice == u"keychain"_s)
        return Scenario::StoreChoice::Keychain;
    return choice == u"memory"_s ? Scenario::StoreChoice::Memory : Scenario::StoreChoice::KeychainOrMemory;
}

void readClient(Scenario &scenario, const QJsonObject &object, std::optional<ScenarioError> &error)
{
    FieldReader reader(object, u"client"_s, error);
    scenario.refreshLeeway = ifThere(reader, u"refreshLeeway"_s,
        [&] { return std::chrono::seconds(reader.number(u"refreshLeeway"_s, 0, longestWait, 0)); });
    scenario.store = readStore(reader);
    scenario.ownProcess = reader.flag(u"ownProcess"_s);
    reader.refuseOthers();
}

/// Its members' members are the mock server's to judge.
void checkServer(const QJsonObject &object, std::optional<ScenarioError> &error)
{
    FieldReader reader(object, u"server"_s, error);
    reader.object(u"settings"_s);
    reader.array(u"faults"_s);
    reader.refuseOthers();
}

bool needsControl(const Action &action)
{
    return std::holds_alternative<AdvanceClock>(action) || std::holds_alternative<ExpireAccessTokens>(action)
        || std::holds_alternative<RevokeRefreshTokens>(action) || std::holds_alternative<EmptyStore>(action)
        || std::holds_alternative<ChangeSettings>(action) || std::holds_alternative<ArmFault>(action)
        || std::holds_alternative<DisarmFaults>(action);
}

bool needsRecords(const Expectation &expect)
{
    return expect.requests || !expect.checks.isEmpty() || !expect.counters.isEmpty();
}

/// What one member alone cannot show.
void checkTogether(const Scenario &scenario, std::optional<ScenarioError> &error)
{
    for (qsizetype i = 0; i < scenario.steps.size() && !error; ++i) {
        const Step &step = scenario.steps[i];
        const auto *logIn = std::get_if<LogIn>(&step.action);
        const bool tampers = logIn && logIn->tamper != LogIn::Tamper::Nothing;
        const QString field = u"steps[%1]"_s.arg(i);
        if (scenario.anyServer && (needsControl(step.action) || tampers))
            error = ScenarioError { field, u"controls the server, which a scenario for any server cannot"_s };
        else if (scenario.anyServer && needsRecords(step.expect))
            error = ScenarioError { field + u".expect"_s, u"asks for records that only the mock server keeps"_s };
        else if (scenario.ownProcess && tampers)
            error = ScenarioError { field + u".tamper"_s, u"cannot be used with a client in its own process"_s };
    }
}

Scenario readScenario(const QJsonObject &object, std::optional<ScenarioError> &error)
{
    FieldReader reader(object, {}, error);
    Scenario scenario;
    scenario.title = reader.requiredText(u"title"_s);
    scenario.description = reader.text(u"description"_s);
    scenario.server = reader.object(u"server"_s);
    checkServer(scenario.server, error);
    scenario.anyServer = reader.flag(u"anyServer"_s);
    readClient(scenario, reader.object(u"client"_s), error);
    scenario.steps = readSteps(reader, error);
    reader.refuseOthers();
    checkTogether(scenario, error);
    return scenario;
}

} // namespace

QString ScenarioError::sentence() const
{
    return field.isEmpty() ? problem + u'.' : u"%1 %2."_s.arg(field, problem);
}

ScenarioResult parseScenario(const QByteArray &json)
{
    QJsonParseError parseError;
    const auto document = QJsonDocument::fromJson(json, &parseError);
    if (parseError.error != QJsonParseError::NoError)
        return ScenarioError { {},
            u"This is not JSON: %1 at byte %2"_s.arg(parseError.errorString()).arg(parseError.offset) };
    if (!document.isObject())
        return ScenarioError { {}, u"A scenario is a JSON object"_s };
    std::optional<ScenarioError> error;
    Scenario scenario = readScenario(document.object(), error);
    return error ? ScenarioResult(*error) : ScenarioResult(std::move(scenario));
}

StepResult parseStep(const QJsonObject &object, const QString &field)
{
    std::optional<ScenarioError> error;
    Step step = readStep(object, field, error);
    return error ? StepResult(*error) : StepResult(std::move(step));
}

QStringList scenarioNames()
{
    QStringList names;
    for (const auto &file : QDir(u":/scenarios"_s).entryInfoList({ u"*.json"_s }, QDir::Files, QDir::Name))
        names.append(file.completeBaseName());
    return names;
}

ScenarioResult loadScenario(const QString &name)
{
    const bool bundled = scenarioNames().contains(name);
    QFile file(bundled ? u":/scenarios/%1.json"_s.arg(name) : name);
    if (!file.exists())
        return ScenarioError { {}, u"There is no scenario and no file \"%1\"; see --list-scenarios"_s.arg(name) };
    if (QFileInfo(file).isDir() || !file.open(QIODevice::ReadOnly))
        return ScenarioError { {}, u"The scenario \"%1\" cannot be read"_s.arg(name) };
    constexpr qint64 largest = 1 << 20;
    if (file.size() > largest)
        return ScenarioError { {}, u"The scenario \"%1\" is larger than 1 MiB"_s.arg(name) };
    auto scenario = parseScenario(file.readAll());
    if (scenario)
        return scenario;
    const QString problem = scenario.error().sentence().chopped(1);
    return ScenarioError { {}, u"The scenario \"%1\" is wrong: %2"_s.arg(name, problem) };
}

} // namespace latchkey

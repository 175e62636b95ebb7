// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/expected.h>

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>
#include <variant>

namespace latchkey {

/// What is wrong with a scenario, and where.
struct ScenarioError
{
    QString field = {}; ///< "steps[2].count"; empty: the file as a whole.
    QString problem = {};

    QString sentence() const;
    friend bool operator==(const ScenarioError &, const ScenarioError &) = default;
};

// What a step does. Client steps go through the real TokenManager and NetworkAccessManager.

/// Client. Tampered: the player logs in by a request of its own, changes one character of the refresh token (in the
/// client alone, or in the server's list too) and hands the tokens to the client.
struct LogIn
{
    enum class Tamper { Nothing, InClient, InStore };
    QString user = {}; ///< Empty: as the command line says.
    QString password = {};
    Tamper tamper = Tamper::Nothing;
};
struct Restore
{ }; ///< Client: takes the saved session up.
struct Restart
{ }; ///< Kills the client (a process of its own: by kill -9), starts it again, then as Restore.
struct Request ///< Client: `count` requests at once.
{
    QByteArray method = "GET";
    QString path = {}; ///< Empty: the resource of the command line.
    QByteArray body = {}; ///< JSON, or empty.
    int count = 1;
};
struct RefreshNow
{ }; ///< Client.
struct LogOut
{ }; ///< Client.
struct AdvanceClock
{
    std::chrono::seconds by {};
}; ///< Client and mock server.
struct WaitForExpiry
{
    std::chrono::seconds atMost {};
}; ///< Client: real time; a longer life is cut short by a refresh.
struct ExpireAccessTokens
{ }; ///< Mock server.
struct RevokeRefreshTokens
{ }; ///< Mock server.
struct EmptyStore
{ }; ///< Mock server.
struct ChangeSettings
{
    QJsonObject settings = {};
}; ///< Mock server, in its own words.
struct ArmFault
{
    QJsonObject fault = {};
}; ///< Mock server, in its own words.
struct DisarmFaults
{ }; ///< Mock server.
struct PostToken
{
    std::optional<QString> token = {};
}; ///< The player's own raw POST /token, past the client.

using Action = std::variant<LogIn, Restore, Restart, Request, RefreshNow, LogOut, AdvanceClock, WaitForExpiry,
    ExpireAccessTokens, RevokeRefreshTokens, EmptyStore, ChangeSettings, ArmFault, DisarmFaults, PostToken>;

struct CountRange
{
    int least = 0;
    int most = 0;
    friend bool operator==(const CountRange &, const CountRange &) = default;
};

/// What must be seen once a step has ended. Counts run from the scenario's start, requests from the step's.
struct Expectation
{
    std::optional<QString> result = {}; ///< Of the step: "success", or the name of a TokenError::Kind.
    std::optional<QList<int>> statuses = {}; ///< Of the step's replies, in ascending order.
    std::optional<QString> state = {}; ///< A SessionState by name.
    std::optional<QString> storeState = {}; ///< A StoreState by name.
    std::optional<QString> accessToken = {}; ///< "AT-2", "none".
    std::optional<int> sessionEnded = {}; ///< How often the client said that its session has ended.
    std::optional<QStringList> requests = {}; ///< As the server recorded them: "POST /token RT-1 -> 403".
    QMap<QString, QString>
        checks = {}; ///< Of the last such request: "POST /token" -> "token present yes, token in list no".
    QMap<QString, CountRange> counters = {}; ///< The server's own: "POST /token" -> exactly 1.
};

struct Step
{
    QString say = {}; ///< What the step shows, for people.
    Action action = {};
    Expectation expect = {};
    QJsonObject source = {}; ///< As written, for a client in another process.
};

/// A script of steps and expectations, read from JSON; resources/scenarios/README.md has the words.
struct Scenario
{
    enum class StoreChoice { KeychainOrMemory, Keychain, Memory };

    QString title = {};
    QString description = {};
    QJsonObject server = {}; ///< Settings and faults of the mock server, in its own words.
    std::optional<std::chrono::seconds> refreshLeeway = {};
    StoreChoice store = StoreChoice::KeychainOrMemory;
    bool ownProcess = false; ///< The client runs as a second process, so that it can be killed.
    bool anyServer = false; ///< Needs no control of the server, and real time.
    QList<Step> steps = {};
};

using ScenarioResult = tokenmanager::Expected<Scenario, ScenarioError>;
using StepResult = tokenmanager::Expected<Step, ScenarioError>;

ScenarioResult parseScenario(const QByteArray &json);
StepResult parseStep(const QJsonObject &object, const QString &field);

/// `name` is one of scenarioNames() or a file's path. The error's sentence names the file.
ScenarioResult loadScenario(const QString &name);
QStringList scenarioNames();

} // namespace latchkey

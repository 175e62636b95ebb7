// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/tokenstore.h>
#include <tokenmanager/virtualclock.h>

#include "executiontable.h"
#include "expectationcheck.h"
#include "scenario.h"
#include "scenarioclient.h"
#include "servercontrol.h"
#include "tokenbook.h"
#include "variabletracker.h"

#include <QObject>
#include <QTimer>
#include <QUrl>

#include <memory>

namespace latchkey {

/// Plays a scenario: the client's steps through the real TokenManager, the server's through its control, and checks
/// after each step what the client shows and what the server has counted and recorded. Prints nothing: everything is a
/// signal, for the terminal and for windows.
class ScenarioPlayer : public QObject
{
    Q_OBJECT

public:
    struct Setup
    {
        Scenario scenario = {};
        QUrl server = {};
        QString resource = {};
        std::optional<ControlAccess> control = {}; ///< nullopt: another server, which nobody controls.
        QString user = {}; ///< For log-ins that name none.
        QString password = {};
        QString program = {}; ///< Started again for a client in its own process.
    };
    enum class Outcome {
        Passed,
        Failed, ///< At least one expectation was not met.
        Impossible, ///< Nothing was shown: the sentence says what is missing.
    };
    Q_ENUM(Outcome)

    explicit ScenarioPlayer(Setup setup, QObject *parent = nullptr);
    ~ScenarioPlayer() override;

    /// Starts; everything else follows from the event loop.
    void play();
    const Setup &setup() const { return m_setup; }
    const VariableTracker &variables() const { return m_variables; }

Q_SIGNALS:
    void noticed(const QString &sentence);
    void stepBegan(int number, const QString &title);
    void rowAdded(const latchkey::TableRow &row);
    void stepEnded(int number, const QStringList &unmet);
    void finished(latchkey::ScenarioPlayer::Outcome outcome, const QString &sentence);

private:
    using Next = std::function<void()>;

    // Before the first step.
    void resetServer(const Next &next);
    void applySettings(const Next &next);
    void armFaults(QJsonArray faults, const Next &next);
    void control(const QByteArray &method, const QString &path, const QJsonObject &body, const Next &next);
    void chooseStore(const Next &next);
    void useStore(const tokenmanager::TokenStore::LoadResult &found, const Next &next);
    void makeClient();
    std::unique_ptr<ScenarioClient> makeLocalClient();
    std::unique_ptr<ScenarioClient> makeClientProcess();

    // A step.
    void playNextStep();
    void perform(const LogIn &logIn);
    void perform(const Restart &);
    void perform(const AdvanceClock &advance);
    void perform(const ExpireAccessTokens &);
    void perform(const RevokeRefreshTokens &);
    void perform(const EmptyStore &);
    void perform(const ChangeSettings &change);
    void perform(const ArmFault &arm);
    void perform(const DisarmFaults &);
    void perform(const PostToken &post);
    template <typename ClientAction>
    void perform(const ClientAction &); // a step of the client alone
    void logInTampered(const LogIn &logIn);
    void hideTampering(const QJsonObject &tokens, LogIn::Tamper tamper);
    void adopt(const QJsonObject &tokens, const QByteArray &refreshToken, bool inStore);
    void controlStep(const QByteArray &method, const QString &path, const QJsonObject &body, const QString &action);
    void takeReport(const ClientReport &report);

    // After a step.
    void forgetLastStep();
    void askRecords();
    void takeRecords(const Next &next);
    void takeRecord(RecordedRequest request);
    void askCounters();
    void endStep(const QJsonObject &counters);
    void learnDigests();
    void addRows();
    void addRow(TableRow row);
    void addPlayerRow(const QString &action, const QString &input, const QString &check, const QString &result);
    QString withServersNumbers(QString text) const;
    QString refreshTokenLabel() const;
    void recordVariables(int step);

    // The end.
    QString unreachable(const QString &why) const;
    void finish(Outcome outcome, const QString &sentence = {});
    void cleanUp(const Next &next);
    QDateTime now() const;
    int stepNumber() const { return static_cast<int>(m_step) + 1; }

    const Setup m_setup;
    std::shared_ptr<tokenmanager::VirtualClock> m_clock;
    std::shared_ptr<tokenmanager::TokenStore> m_store;
    bool m_usesKeychain = false;
    ServerControl m_server;
    std::unique_ptr<ScenarioClient> m_client;
    QTimer m_watchdog;
    qsizetype m_step = -1;
    int m_rows = 0;
    bool m_failed = false;
    bool m_over = false;
    QString m_user;

    ClientReport m_report; // of the last client step, counted from the scenario's start
    quint64 m_generationsBefore = 0; // of clients that were restarted: each counts from 1
    int m_endsBefore = 0;
    QList<tokenmanager::TraceEvent> m_events; // of this step
    QList<ServerRows> m_serverRows; // of this step, not shown yet
    QList<RecordedRequest> m_recorded; // of this step
    quint64 m_lastRequest = 0;
    TokenBook m_book;
    VariableTracker m_variables;
};

} // namespace latchkey

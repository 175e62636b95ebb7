// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "refreshmachine.h"
#include "testregistry.h"

#include <QTest>

using namespace tokenmanager;
using namespace tokenmanager::refresh;
using namespace std::chrono_literals;

namespace {

const TokenError network { .kind = TokenError::Kind::Network };
const TokenError server { .kind = TokenError::Kind::Server, .httpStatus = 503 };
const TokenError busyForLong { .kind = TokenError::Kind::Server, .httpStatus = 503, .retryAfter = 120s };
const TokenError dead { .kind = TokenError::Kind::InvalidGrant, .httpStatus = 403 };

Refreshing refreshing(bool foreground, int failures = 0)
{
    return { { foreground, failures } };
}

Pausing pausing(bool foreground, int failures, const TokenError &last = network)
{
    return { { foreground, failures }, last };
}

using Actions = std::vector<Action>;
const Actions none;
const Actions exchange { Action::StartExchange };
const Actions resume { Action::ResumeWaiters };
const Actions failAll { Action::FailWaiters };
const Actions pauseAndGoOn { Action::FailImpatient, Action::ScheduleRetry };
const Actions giveUp { Action::FailImpatient, Action::FailWaiters, Action::ScheduleRetry };
const Actions stop { Action::FailImpatient, Action::FailWaiters };
const Actions end { Action::EndSession, Action::FailWaiters };

struct Cell
{
    const char *event;
    Event happened;
    State after;
    Actions actions;
};

} // namespace

Q_DECLARE_METATYPE(tokenmanager::refresh::State)
Q_DECLARE_METATYPE(tokenmanager::refresh::Event)
Q_DECLARE_METATYPE(std::vector<tokenmanager::refresh::Action>)

/// The machine is its table: every state × every event.
class tst_refreshmachine : public QObject
{
    Q_OBJECT

private:
    static void rows(const char *name, const State &state, const std::vector<Cell> &changes)
    {
        const std::vector<std::pair<const char *, Event>> events {
            { "Opened", Opened {} },
            { "Restored", Restored {} },
            { "Closed", Closed {} },
            { "FellDue", FellDue {} },
            { "BackgroundTurn", BackgroundTurn {} },
            { "Wanted", Wanted {} },
            { "Succeeded", Succeeded {} },
            { "Failed, soon again", Failed { network, Next::Soon } },
            { "Failed, later again", Failed { server, Next::Later } },
            { "Failed, slowly again", Failed { server, Next::Slowly } },
            { "Failed, never again", Failed { server, Next::Never } },
            { "Barred", Barred { server } },
            { "RoundExpired", RoundExpired { network } },
            { "RetryDue", RetryDue {} },
            { "Refused", Refused { dead } },
        };
        for (const auto &[eventName, event] : events) {
            const auto cell = std::find_if(changes.begin(), changes.end(),
                [name = eventName](const Cell &change) { return qstrcmp(change.event, name) == 0; });
            const bool changes_ = cell != changes.end();
            QTest::addRow("%s x %s", name, eventName)
                << state << event << (changes_ ? cell->after : state) << (changes_ ? cell->actions : none);
        }
        for (const Cell &cell : changes) {
            if (std::none_of(
                    events.begin(), events.end(), [&](const auto &e) { return qstrcmp(e.first, cell.event) == 0; }))
                QTest::addRow("%s x %s", name, cell.event) << state << cell.happened << cell.after << cell.actions;
        }
    }

    /// What happens in every state.
    static std::vector<Cell> always(std::vector<Cell> cells)
    {
        cells.push_back({ "Opened", {}, Valid {}, resume });
        cells.push_back({ "Restored", {}, refreshing(true), exchange });
        cells.push_back({ "Closed", {}, SignedOut {}, failAll });
        return cells;
    }

private Q_SLOTS:
    void table_data()
    {
        QTest::addColumn<State>("state");
        QTest::addColumn<Event>("event");
        QTest::addColumn<State>("after");
        QTest::addColumn<Actions>("actions");

        rows("Unknown", Unknown {}, always({ { "Wanted", {}, Unknown {}, failAll } }));
        rows("SignedOut", SignedOut {}, always({ { "Wanted", {}, SignedOut {}, failAll } }));
        rows("Ended", Ended { dead }, always({ { "Wanted", {}, Ended { dead }, failAll } }));
        rows("Valid", Valid {},
            always({ { "FellDue", {}, Due {}, none }, { "Wanted", {}, refreshing(true), exchange } }));
        rows("Due", Due {},
            always({ { "BackgroundTurn", {}, refreshing(false), exchange },
                { "Wanted", {}, refreshing(true), exchange } }));

        rows("Refreshing, foreground", refreshing(true),
            always({ { "Wanted", {}, refreshing(true), none }, { "Succeeded", {}, Valid {}, resume },
                { "Failed, soon again", {}, pausing(true, 1), pauseAndGoOn },
                { "Failed, later again", {}, pausing(true, 1, server), pauseAndGoOn },
                { "Failed, slowly again", {}, pausing(false, 1, server), giveUp },
                { "Failed, never again", {}, Due {}, stop },
                { "Barred", {}, pausing(false, quickTries, server), giveUp },
                { "RoundExpired", {}, refreshing(false), failAll }, { "Refused", {}, Ended { dead }, end },
                { "Failed, ordered to wait longer than anybody would", Failed { busyForLong, Next::Later },
                    pausing(false, quickTries, busyForLong), giveUp } }));
        rows("Refreshing, foreground, last try", refreshing(true, 2),
            always({ { "Wanted", {}, refreshing(true, 2), none }, { "Succeeded", {}, Valid {}, resume },
                { "Failed, soon again", {}, pausing(false, quickTries), giveUp },
                { "Failed, later again", {}, pausing(false, quickTries, server), giveUp },
                { "Failed, slowly again", {}, pausing(false, 1, server), giveUp },
                { "Failed, never again", {}, Due {}, stop },
                { "Barred", {}, pausing(false, quickTries, server), giveUp },
                { "RoundExpired", {}, refreshing(false, 2), failAll }, { "Refused", {}, Ended { dead }, end } }));
        rows("Refreshing, background", refreshing(false, 2),
            always({ { "Wanted", {}, refreshing(true), none }, { "Succeeded", {}, Valid {}, resume },
                { "Failed, soon again", {}, pausing(false, 3), pauseAndGoOn },
                { "Failed, later again", {}, pausing(false, 3, server), pauseAndGoOn },
                { "Failed, slowly again", {}, Due {}, stop }, { "Failed, never again", {}, Due {}, stop },
                { "Barred", {}, pausing(false, quickTries, server), giveUp },
                { "RoundExpired", {}, refreshing(false, 2), failAll }, { "Refused", {}, Ended { dead }, end } }));

        rows("Pausing, foreground", pausing(true, 1),
            always(
                { { "Wanted", {}, pausing(true, 1), none }, { "RoundExpired", {}, pausing(false, quickTries), failAll },
                    { "RetryDue", {}, refreshing(true, 1), exchange } }));
        rows("Pausing, background", pausing(false, 4),
            always({ { "Wanted", {}, refreshing(true), exchange },
                { "RoundExpired", {}, pausing(false, quickTries), failAll },
                { "RetryDue", {}, refreshing(false, 4), exchange },
                { "Wanted, the server's order holds 10 s", Wanted { 10s }, pausing(true, 0), none },
                { "Wanted, the server's order holds 60 s", Wanted { 60s }, pausing(false, 4), failAll } }));
    }

    void table()
    {
        QFETCH(State, state);
        QFETCH(Event, event);
        QFETCH(State, after);
        QFETCH(Actions, actions);
        const Transition transition = refresh::advance(state, event);
        QVERIFY(transition.state == after);
        QCOMPARE(transition.actions, actions);
    }

    void publicNames()
    {
        QCOMPARE(publicState(Unknown {}), SessionState::Unknown);
        QCOMPARE(publicState(SignedOut {}), SessionState::SignedOut);
        QCOMPARE(publicState(Valid {}), SessionState::Valid);
        QCOMPARE(publicState(Due {}), SessionState::Due);
        QCOMPARE(publicState(refreshing(false)), SessionState::Refreshing);
        QCOMPARE(publicState(pausing(true, 1, network)), SessionState::Offline);
        QCOMPARE(publicState(pausing(true, 1, server)), SessionState::Waiting);
        QCOMPARE(publicState(Ended {}), SessionState::Ended);
    }
};

TEST_CLASS(tst_refreshmachine)
#include "tst_refreshmachine.moc"

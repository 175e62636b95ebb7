// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "refreshmachine.h"

#include "overloaded.h"

namespace tokenmanager::refresh {

namespace {

Transition startRound(bool foreground)
{
    return { Refreshing { { .foreground = foreground } }, { Action::StartExchange } };
}

/// Nobody waits any more; the background goes on.
Transition giveUpWaiting(const TokenError &error)
{
    return { Pausing { { .foreground = false, .failures = quickTries }, error },
        { Action::FailImpatient, Action::FailWaiters, Action::ScheduleRetry } };
}

Transition pause(const Round &round, const TokenError &error)
{
    return { Pausing { round, error }, { Action::FailImpatient, Action::ScheduleRetry } };
}

Transition afterFailure(const Round &before, const Failed &failed)
{
    const Round round { before.foreground, before.failures + 1 };
    switch (failed.next) {
    case Next::Never:
        return { Due {}, { Action::FailImpatient, Action::FailWaiters } };
    case Next::Slowly:
        if (!round.foreground && round.failures >= slowTries)
            return { Due {}, { Action::FailImpatient, Action::FailWaiters } };
        return { Pausing { { .foreground = false, .failures = round.foreground ? 1 : round.failures }, failed.error },
            { Action::FailImpatient, Action::FailWaiters, Action::ScheduleRetry } };
    case Next::Soon:
    case Next::Later:
        break;
    }
    // A server that orders a longer pause than anybody would wait has answered them already.
    const bool tooLong = failed.error.retryAfter.value_or(std::chrono::seconds::zero()) > roundLimit;
    if (round.foreground && (round.failures >= foregroundTries || tooLong))
        return giveUpWaiting(failed.error);
    return pause(round, failed.error);
}

Transition whilePausing(const Pausing &state, const Wanted &event)
{
    if (state.round.foreground)
        return { state };
    if (event.embargo > roundLimit)
        return { state, { Action::FailWaiters } };
    if (event.embargo > std::chrono::milliseconds::zero())
        return { Pausing { { .foreground = true }, state.last } };
    return startRound(true);
}

} // namespace

Transition advance(const State &state, const Event &event)
{
    return std::visit(
        Overloaded {
            [](const auto &, const Opened &) -> Transition {
                return { Valid {}, { Action::ResumeWaiters } };
            },
            [](const auto &, const Restored &) -> Transition { return startRound(true); },
            [](const auto &, const Closed &) -> Transition {
                return { SignedOut {}, { Action::FailWaiters } };
            },

            [](const Valid &, const FellDue &) -> Transition { return { Due {} }; },
            [](const Due &, const BackgroundTurn &) -> Transition { return startRound(false); },

            [](const Valid &, const Wanted &) -> Transition { return startRound(true); },
            [](const Due &, const Wanted &) -> Transition { return startRound(true); },
            [](const Refreshing &s, const Wanted &) -> Transition {
                return { Refreshing { { .foreground = true, .failures = s.round.foreground ? s.round.failures : 0 } } };
            },
            [](const Pausing &s, const Wanted &e) -> Transition { return whilePausing(s, e); },
            [](const auto &s, const Wanted &) -> Transition {
                return { s, { Action::FailWaiters } };
            }, // nobody hangs

            [](const Refreshing &, const Succeeded &) -> Transition {
                return { Valid {}, { Action::ResumeWaiters } };
            },
            [](const Refreshing &s, const Failed &e) -> Transition { return afterFailure(s.round, e); },
            [](const Refreshing &, const Barred &e) -> Transition { return giveUpWaiting(e.error); },
            [](const Refreshing &, const Refused &e) -> Transition {
                return { Ended { e.error }, { Action::EndSession, Action::FailWaiters } };
            },

            [](const Refreshing &s, const RoundExpired &) -> Transition {
                return { Refreshing { { .foreground = false, .failures = s.round.failures } },
                    { Action::FailWaiters } };
            },
            [](const Pausing &s, const RoundExpired &) -> Transition {
                return { Pausing { { .foreground = false, .failures = quickTries }, s.last }, { Action::FailWaiters } };
            },
            [](const Pausing &s, const RetryDue &) -> Transition {
                return { Refreshing { s.round }, { Action::StartExchange } };
            },

            // What comes too late, or does not concern this state, changes nothing.
            [](const auto &s, const auto &) -> Transition { return { s }; },
        },
        state, event);
}

bool isForeground(const State &state)
{
    if (const auto *refreshing = std::get_if<Refreshing>(&state))
        return refreshing->round.foreground;
    const auto *pausing = std::get_if<Pausing>(&state);
    return pausing && pausing->round.foreground;
}

SessionState publicState(const State &state)
{
    return std::visit(Overloaded {
                          [](const Unknown &) { return SessionState::Unknown; },
                          [](const SignedOut &) { return SessionState::SignedOut; },
                          [](const Valid &) { return SessionState::Valid; },
                          [](const Due &) { return SessionState::Due; },
                          [](const Refreshing &) { return SessionState::Refreshing; },
                          [](const Pausing &s) {
                              return s.last.kind == TokenError::Kind::Network ? SessionState::Offline
                                                                              : SessionState::Waiting;
                          },
                          [](const Ended &) { return SessionState::Ended; },
                      },
        state);
}

} // namespace tokenmanager::refresh

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/sessionstate.h>
#include <tokenmanager/tokenerror.h>

#include <chrono>
#include <variant>
#include <vector>

/// The life of a session as values: one variant, one pure function. No timer, socket or clock inside; the engine
/// (sessionengine.h) turns what happens into events and carries out the actions.
namespace tokenmanager::refresh {

/// Tries at a refresh. Foreground: somebody waits for it, at most `foregroundTries` times and `roundLimit` long.
struct Round
{
    bool foreground = false;
    int failures = 0;

    friend bool operator==(const Round &, const Round &) = default;
};
inline constexpr int foregroundTries = 3;
inline constexpr int quickTries = 2; // after an unknown outcome, within the servers' grace windows
inline constexpr int slowTries = 3;
inline constexpr std::chrono::seconds roundLimit { 30 };

struct Unknown // nobody knows yet whether somebody is logged in
{
    friend bool operator==(const Unknown &, const Unknown &) = default;
};
struct SignedOut
{
    friend bool operator==(const SignedOut &, const SignedOut &) = default;
};
struct Valid
{
    friend bool operator==(const Valid &, const Valid &) = default;
};
struct Due // a refresh would be good, and none is running or planned
{
    friend bool operator==(const Due &, const Due &) = default;
};
struct Refreshing
{
    Round round;
    friend bool operator==(const Refreshing &, const Refreshing &) = default;
};
struct Pausing // between two tries
{
    Round round;
    TokenError last;
    friend bool operator==(const Pausing &, const Pausing &) = default;
};
struct Ended
{
    TokenError reason;
    friend bool operator==(const Ended &, const Ended &) = default;
};
using State = std::variant<Unknown, SignedOut, Valid, Due, Refreshing, Pausing, Ended>;

/// When a failed exchange is tried again.
enum class Next {
    Soon, ///< Outcome unknown: within the servers' grace windows.
    Later, ///< Back-off, or when the server said.
    Slowly, ///< Refused without a readable reason: a few tries, in the background.
    Never, ///< Not by itself: the same request would be refused again.
};

struct Opened
{ }; // a session began, its token at hand
struct Restored
{ }; // a stored session was found; it has no token yet
struct Closed
{ }; // logged out, or nobody was logged in
struct FellDue
{ }; // the clock passed the refresh point
struct BackgroundTurn
{ }; // ... and a refresh in the background is wanted
struct Wanted // somebody cannot go on without a new token
{
    std::chrono::milliseconds embargo { 0 }; // how long the server's last order to wait still holds
};
struct Succeeded
{ };
struct Failed
{
    TokenError error;
    Next next = Next::Later;
};
struct Barred // the breaker is open
{
    TokenError error;
};
struct RoundExpired // whoever waits has waited long enough
{
    TokenError error;
};
struct RetryDue
{ };
struct Refused // the server refused the refresh token
{
    TokenError error;
};
using Event = std::variant<Opened, Restored, Closed, FellDue, BackgroundTurn, Wanted, Succeeded, Failed, Barred,
    RoundExpired, RetryDue, Refused>;

enum class Action {
    StartExchange,
    ScheduleRetry,
    ResumeWaiters, ///< They get the token.
    FailWaiters, ///< They get the event's or the state's error.
    FailImpatient, ///< Those who wait for one exchange only get its error.
    EndSession, ///< Forget the refresh token and say so.
};

struct Transition
{
    State state;
    std::vector<Action> actions = {};
};

Transition advance(const State &state, const Event &event);

/// True while somebody waits for the outcome of a round.
bool isForeground(const State &state);

/// What the public SessionState says of it.
SessionState publicState(const State &state);

} // namespace tokenmanager::refresh

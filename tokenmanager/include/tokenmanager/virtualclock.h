// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/clock.h>

namespace tokenmanager {

/// A clock that tests and the inspector's time controls move by hand. Every function may be called from any thread.
///
/// Calls that are due run in the order of their times, each at its own time: `now()` inside a call is the moment it was
/// due. Those of the thread that moves the clock run before advance() or suspend() returns, those of others are queued.
class TOKENMANAGER_EXPORT VirtualClock : public Clock
{
public:
    /// \param rate 0: the clock stands still until it is moved; 1: it runs as fast as real time; 60: a minute a second.
    explicit VirtualClock(QDateTime start = QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC), double rate = 0);
    ~VirtualClock() override;

    QDateTime now() const override;
    std::chrono::nanoseconds elapsed() const override;
    [[nodiscard]] std::unique_ptr<QObject> callAfter(
        std::chrono::milliseconds delay, std::function<void()> call) override;

    /// Moves both times on. What becomes due runs, also what that arms.
    void advance(std::chrono::milliseconds by);
    /// As if the machine had slept: both times jump, then what is due runs once.
    void suspend(std::chrono::milliseconds by);
    /// Sets the wall clock alone; elapsed() and what is armed do not move.
    void setNow(const QDateTime &now);
    void setRate(double rate);

private:
    struct Private;
    const std::shared_ptr<Private> d; // shared with the handles, which may outlive the clock
};

} // namespace tokenmanager

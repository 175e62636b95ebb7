// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/tokenerror.h>

#include "clocktimer.h"
#include "refreshlock.h"

#include <functional>
#include <optional>

namespace tokenmanager {

/// Waits for the kernel lock that guards a record between processes: tries every 50 to 250 ms, for 45 s at most.
class LockWait
{
public:
    using Held = std::optional<RefreshLock>; ///< nullopt: there is nothing to hold.
    using Done = std::function<void(Expected<Held, TokenError>)>;

    /// An empty path: nobody else uses the record, and there is nothing to wait for. `done` may run at once. Destroying
    /// this ends the waiting.
    void start(Clock &clock, const QString &path, Done done);

private:
    void tryNow();

    Clock *m_clock = nullptr;
    QString m_path;
    Done m_done;
    std::chrono::nanoseconds m_until { 0 };
    ClockTimer m_timer;
};

} // namespace tokenmanager

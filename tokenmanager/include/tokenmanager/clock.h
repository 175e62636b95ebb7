// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/export.h>

#include <QDateTime>
#include <QObject>

#include <chrono>
#include <functional>
#include <memory>

namespace tokenmanager {

/// The time everything in this library judges and waits by. Every function may be called from any thread.
class TOKENMANAGER_EXPORT Clock
{
public:
    virtual ~Clock();

    /// UTC, what a user would call the time. May jump.
    virtual QDateTime now() const = 0;
    /// Since some fixed moment, time spent in suspend included. Never goes back.
    virtual std::chrono::nanoseconds elapsed() const = 0;
    /// Runs `call` once, `delay` after now, in the caller's event loop. Destroy the handle there to cancel.
    [[nodiscard]] virtual std::unique_ptr<QObject> callAfter(
        std::chrono::milliseconds delay, std::function<void()> call) = 0;
};

} // namespace tokenmanager

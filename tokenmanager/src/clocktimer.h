// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/clock.h>

namespace tokenmanager {

/// One pending call on a Clock. May be started again, stopped and destroyed from inside the call.
class ClockTimer
{
public:
    void start(Clock &clock, std::chrono::milliseconds delay, std::function<void()> call);
    void stop();
    bool isActive() const { return m_handle != nullptr; }

private:
    std::unique_ptr<QObject> m_handle;
};

} // namespace tokenmanager

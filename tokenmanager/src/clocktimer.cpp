// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "clocktimer.h"

#include <algorithm>

namespace tokenmanager {

void ClockTimer::start(Clock &clock, std::chrono::milliseconds delay, std::function<void()> call)
{
    stop();
    const auto wait = std::max(delay, std::chrono::milliseconds::zero());
    m_handle = clock.callAfter(wait, [this, call = std::move(call)] {
        m_handle.release()->deleteLater(); // it is in use until this returns
        call();
    });
}

void ClockTimer::stop()
{
    m_handle.reset();
}

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>

namespace tokenmanager {

/// QTimer counts milliseconds in an int (24 days) and does not count suspend: clocks look again at least this often.
constexpr std::chrono::milliseconds longestTimer = std::chrono::minutes(1);

/// A delay that can be added to any elapsed time without overflow: a hundred years is for ever.
constexpr std::chrono::milliseconds boundedDelay(std::chrono::milliseconds delay)
{
    constexpr std::chrono::milliseconds forEver = std::chrono::hours(24) * 36500;
    return std::clamp(delay, std::chrono::milliseconds::zero(), forEver);
}

/// How long a timer may sleep before somebody looks again; rounded up, so that it does not wake before its time.
constexpr std::chrono::milliseconds timerInterval(std::chrono::nanoseconds remaining)
{
    const auto rounded = std::chrono::ceil<std::chrono::milliseconds>(remaining);
    return std::clamp(rounded, std::chrono::milliseconds::zero(), longestTimer);
}

} // namespace tokenmanager

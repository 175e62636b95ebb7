// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace tokenmanager {

/// Stops exchanges that do not help from becoming a storm: five, refilled three a minute, for every cause.
class Breaker
{
public:
    /// An exchange failed, or the token it brought was refused while fresh.
    void count(std::chrono::nanoseconds now);
    bool isOpen(std::chrono::nanoseconds now) const { return closesIn(now) > std::chrono::nanoseconds::zero(); }
    /// How long no exchange may start.
    std::chrono::nanoseconds closesIn(std::chrono::nanoseconds now) const;

private:
    static constexpr int capacity = 5;
    static constexpr std::chrono::nanoseconds refill = std::chrono::seconds(20);

    // The debt of used-up tries, paid off at a constant rate: when it is all paid.
    std::chrono::nanoseconds m_paidAt { 0 };
};

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "breaker.h"

#include <algorithm>

namespace tokenmanager {

void Breaker::count(std::chrono::nanoseconds now)
{
    m_paidAt = std::max(m_paidAt, now) + refill;
}

std::chrono::nanoseconds Breaker::closesIn(std::chrono::nanoseconds now) const
{
    const std::chrono::nanoseconds debt = m_paidAt - now;
    return std::max(std::chrono::nanoseconds::zero(), debt - (capacity - 1) * refill);
}

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>

namespace tokenmanager {

/// When an access token is due and when it is stale, on a clock that never goes back and counts suspend
/// (Clock::elapsed()), so that a wrong or moved wall clock costs no refresh.
struct TokenLife
{
    std::chrono::nanoseconds receivedAt { 0 };
    std::chrono::nanoseconds lifetime { 0 };
    std::chrono::nanoseconds dueAt { 0 }; ///< From here on it is refreshed in the background.
    std::chrono::nanoseconds staleAt { 0 }; ///< From here on requests wait for a new one.
    std::chrono::nanoseconds endsAt { 0 };

    /// \param sentAt when the request for the token was sent: its life cannot have begun earlier
    /// \param jitter within -1 … 1: spreads many clients over time
    static TokenLife make(std::chrono::nanoseconds sentAt, std::chrono::nanoseconds receivedAt,
        std::chrono::seconds lifetime, double jitter);

    std::chrono::nanoseconds left(std::chrono::nanoseconds now) const { return endsAt - now; }
    /// How soon after this token another one may be fetched without need.
    std::chrono::nanoseconds smallestGap() const;
};

using RefreshLeeway = std::optional<std::chrono::seconds>;

/// The moment from which `life` is due: with a leeway of the application's, that long before its end.
std::chrono::nanoseconds dueAt(const TokenLife &life, const RefreshLeeway &leeway);
/// True where a request may be sent with the token at once.
bool isFresh(const TokenLife &life, std::chrono::nanoseconds now, const RefreshLeeway &leeway);

} // namespace tokenmanager

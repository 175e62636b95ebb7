// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "tokenlife.h"

#include <algorithm>

namespace tokenmanager {

using namespace std::chrono;

namespace {

nanoseconds refreshMargin(nanoseconds lifetime)
{
    const nanoseconds wished = std::clamp<nanoseconds>(lifetime / 10, 30s, 300s);
    return std::min<nanoseconds>(wished, lifetime / 5); // short lives: never more than a fifth
}

nanoseconds staleMargin(nanoseconds lifetime)
{
    return std::min<nanoseconds>(2s, lifetime / 20);
}

} // namespace

TokenLife TokenLife::make(nanoseconds sentAt, nanoseconds receivedAt, seconds lifetime, double jitter)
{
    const nanoseconds margin = refreshMargin(lifetime);
    const auto spread = duration_cast<nanoseconds>(margin * (jitter / 10));
    TokenLife life;
    life.receivedAt = receivedAt;
    life.lifetime = lifetime;
    life.endsAt = sentAt + lifetime;
    life.dueAt = life.endsAt - margin - spread;
    life.staleAt = life.endsAt - staleMargin(lifetime);
    return life;
}

nanoseconds TokenLife::smallestGap() const
{
    return std::min<nanoseconds>(30s, lifetime / 2);
}

nanoseconds dueAt(const TokenLife &life, const RefreshLeeway &leeway)
{
    return leeway ? life.endsAt - *leeway : life.dueAt;
}

bool isFresh(const TokenLife &life, nanoseconds now, const RefreshLeeway &leeway)
{
    if (!leeway)
        return now < life.staleAt;
    if (*leeway <= seconds::zero())
        return true; // used until it is refused
    return life.left(now) >= *leeway || now < life.receivedAt + life.smallestGap();
}

} // namespace tokenmanager

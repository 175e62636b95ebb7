// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "backoff.h"

#include <algorithm>
#include <iterator>

namespace tokenmanager {

using namespace std::chrono;

namespace {

constexpr milliseconds backgroundCap = minutes(5);
constexpr milliseconds slowPause = seconds(30);

milliseconds jittered(milliseconds upTo, double random)
{
    return milliseconds(qint64(double(upTo.count()) * random));
}

milliseconds doubled(milliseconds first, int failures)
{
    return std::min<milliseconds>(first * (1 << std::clamp(failures - 1, 0, 10)), backgroundCap);
}

} // namespace

milliseconds pauseAfter(const refresh::Pausing &pausing, refresh::Next next, double random)
{
    if (pausing.last.retryAfter)
        return *pausing.last.retryAfter;
    const int failures = pausing.round.failures;
    switch (next) {
    case refresh::Next::Soon:
        // Servers with a grace window still answer a spent refresh token for some seconds.
        if (failures <= refresh::quickTries)
            return failures <= 1 ? seconds(1) : seconds(5);
        break;
    case refresh::Next::Slowly:
        return slowPause + jittered(slowPause, random);
    case refresh::Next::Later:
    case refresh::Next::Never:
        break;
    }
    return jittered(doubled(pausing.round.foreground ? seconds(1) : seconds(5), failures), random);
}

milliseconds patientPause(int failures)
{
    static constexpr seconds pauses[] = { 1s, 2s, 5s, 10s, 30s, 60s };
    return pauses[std::clamp<int>(failures - 1, 0, int(std::size(pauses)) - 1)];
}

} // namespace tokenmanager

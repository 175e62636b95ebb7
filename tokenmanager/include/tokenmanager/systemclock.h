// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/clock.h>

namespace tokenmanager {

/// The machine's clock. elapsed() counts time spent in suspend where the system can tell (CLOCK_BOOTTIME on Linux);
/// a call that fell due during suspend runs at most a minute after waking up.
class TOKENMANAGER_EXPORT SystemClock : public Clock
{
public:
    QDateTime now() const override;
    std::chrono::nanoseconds elapsed() const override;
    [[nodiscard]] std::unique_ptr<QObject> callAfter(
        std::chrono::milliseconds delay, std::function<void()> call) override;
};

} // namespace tokenmanager

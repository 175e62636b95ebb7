// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "refreshmachine.h"

#include <chrono>

namespace tokenmanager {

/// How long to pause after a failed exchange.
/// \param random within 0 … 1: full jitter, so that many clients do not come back together
std::chrono::milliseconds pauseAfter(const refresh::Pausing &pausing, refresh::Next next, double random);

/// The pauses between tries at something on this machine (the keychain): 1, 2, 5, 10, 30, 60, 60, … s.
std::chrono::milliseconds patientPause(int failures);

} // namespace tokenmanager

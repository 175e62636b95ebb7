// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/clock.h>

namespace tokenmanager {

Clock::~Clock() = default;

} // namespace tokenmanager

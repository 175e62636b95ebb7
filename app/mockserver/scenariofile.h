// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "options.h"

namespace mockserver {

/// `options` with what the `server` object of a scenario file says: `settings` as in PATCH /settings, `faults` as in
/// POST /faults. A scenario without one changes nothing.
[[nodiscard]] Outcome<Options> withScenario(const Options &options, const QString &fileName);

} // namespace mockserver

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "clientreport.h"
#include "recordedrequest.h"
#include "scenario.h"

namespace latchkey {

/// What was there once a step had ended.
struct Observation
{
    ClientReport report = {}; ///< Generation and sessionEnded count from the scenario's start.
    QList<RecordedRequest> requests = {}; ///< Recorded during the step.
    QMap<QString, int> counters = {}; ///< The server's, from the scenario's start.
};

/// One sentence for each expectation that was not met: which, and what was seen instead.
QStringList unmetExpectations(const Expectation &expect, const Observation &seen);

} // namespace latchkey

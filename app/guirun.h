// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "options.h"

class QApplication;

namespace latchkey {

/// Runs the client in its windows. \return the program's exit code.
int runGui(QApplication &application, const Options &options);

} // namespace latchkey

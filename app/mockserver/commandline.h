// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "options.h"

#include <QStringList>

namespace mockserver {

/// What the program's command line asks for: to be started, or only to print a text.
struct CommandLine
{
    Options options;
    QString text; ///< of --help or --version; empty: start the server
};

/// The options stand above those of a scenario file, wherever they stand on the line.
[[nodiscard]] Outcome<CommandLine> parseCommandLine(const QStringList &arguments);

} // namespace mockserver

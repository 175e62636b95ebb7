// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "run.h"

#include <QByteArray>

namespace latchkey {

QString executionTableText(const Run &run); ///< For the terminal.
QString variablesText(const Run &run); ///< For the terminal.
QByteArray toMarkdown(const Run &run);
QByteArray toJson(const Run &run); ///< `{"format": "token-trace", "version": 1, …}`

/// Writes Markdown or JSON, by the file's ending, as a whole or not at all.
/// \return why it could not be written; empty: it was.
QString exportRun(const Run &run, const QString &file);

} // namespace latchkey

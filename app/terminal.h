// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace latchkey {

void printText(const QString &text); ///< To standard output, as it is.
void printProblem(const QString &sentence); ///< To standard error, one line, with the program's name in front.

} // namespace latchkey

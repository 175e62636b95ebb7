// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "terminal.h"

#include <cstdio>

namespace latchkey {

void printText(const QString &text)
{
    std::fputs(text.toUtf8().constData(), stdout);
    std::fflush(stdout);
}

void printProblem(const QString &sentence)
{
    std::fprintf(stderr, "latchkey: %s\n", sentence.toUtf8().constData());
}

} // namespace latchkey

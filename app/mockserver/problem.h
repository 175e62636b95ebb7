// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <variant>

namespace mockserver {

/// Why something that came from outside was not taken: one sentence for the person who sent it.
struct Problem
{
    QString sentence;
};

/// A value, or why there is none.
template <typename T>
using Outcome = std::variant<T, Problem>;

} // namespace mockserver

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

namespace tokenmanager {

/// Lambdas as the cases of std::visit.
template <typename... Cases>
struct Overloaded : Cases...
{
    using Cases::operator()...;
};

} // namespace tokenmanager

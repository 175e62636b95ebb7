// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

namespace latchkey {

/// Keeps tokens out of places nobody thinks of: no core dump, no reading of this process's memory by other processes
/// of the same user, freed memory overwritten. Call it first in main(). Does what the system offers, silently.
///
/// Not promised: anything against root, a debugger that started us, or swap.
void hardenProcess();

} // namespace latchkey

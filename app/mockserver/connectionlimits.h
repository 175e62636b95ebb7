// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace mockserver {

/// How long a client may take and how many there may be. Tests make them short; the program keeps the defaults.
struct ConnectionLimits
{
    std::chrono::milliseconds head { 10'000 }; ///< from its first byte
    std::chrono::milliseconds body { 30'000 };
    std::chrono::milliseconds uploadPause { 30'000 }; ///< between two reads of a streamed body
    std::chrono::milliseconds unreadAnswer { 30'000 }; ///< the client took nothing of what waits for it
    std::chrono::milliseconds idle { 30'000 };
    std::chrono::milliseconds linger { 2'000 }; ///< after the last answer, until the client has closed as well
    int connections = 256;
};

} // namespace mockserver

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

namespace tokenmanager {

class TokenManager;
class TokenSource;

/// What a NetworkAccessManager shares with its TokenManager. Call it while the manager is alive.
std::shared_ptr<TokenSource> tokenSourceOf(const TokenManager *tokens);

} // namespace tokenmanager

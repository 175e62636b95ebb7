// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/networkaccessmanager.h>

#include "tokensourceof.h"

namespace tokenmanager {

NetworkAccessManager::NetworkAccessManager(TokenManager *tokens, QObject *parent)
    : NetworkAccessManager(tokenSourceOf(tokens), parent)
{ }

} // namespace tokenmanager

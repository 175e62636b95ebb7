// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "clientsession.h"

#include <tokenmanager/memorytokenstore.h>

using namespace tokenmanager;

namespace latchkey {

ClientSession::ClientSession(const QUrl &server, Memory kind, std::shared_ptr<TokenStore> store)
    : memory(kind)
    , tokens(TokenManager::Setup { .profile = ServerProfile::express(server),
          .store = kind == Memory::Kept ? std::move(store) : std::make_shared<MemoryTokenStore>() })
{ }

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/networkaccessmanager.h>
#include <tokenmanager/tokenmanager.h>

#include <QUrl>

namespace latchkey {

/// One account's managers, made and dropped together.
struct ClientSession
{
    enum class Memory { Kept, Forgotten }; ///< Kept: in the store. Forgotten: gone with the program.

    Memory memory = Memory::Kept;
    tokenmanager::TokenManager tokens;
    tokenmanager::NetworkAccessManager network { &tokens };

    /// `store` null: the OS keychain. Used for Memory::Kept only.
    ClientSession(const QUrl &server, Memory kind, std::shared_ptr<tokenmanager::TokenStore> store);
};

} // namespace latchkey

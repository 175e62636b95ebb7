// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/tokenstore.h>

#include <qt6keychain/keychain.h>

namespace tokenmanager {

/// What the Secret Service says of our item when it is asked directly, without a prompt.
enum class KeychainFinding {
    Absent, ///< The default collection is unlocked, and the item is in no collection.
    Present, ///< Unlocked.
    ItemLocked,
    CollectionLocked, ///< No such item to be seen; but what a locked collection holds, it need not show.
    NoCollection, ///< The service runs and has no keyring to keep anything in.
    Unreachable, ///< No service, no bus, no answer.
    NotAsked, ///< There is no such service here (macOS, Windows, KWallet): what QtKeychain says counts.
};

bool isLocked(KeychainFinding finding);

/// What a failed job means, in the light of what the Secret Service says.
TokenStore::StoreError keychainFailure(QKeychain::Error error, KeychainFinding finding);

// Failures that need no such light.
TokenStore::StoreError keychainLocked();
TokenStore::StoreError keychainWithoutBus();
TokenStore::StoreError keychainWithoutGlib();
TokenStore::StoreError keychainSilent();
TokenStore::StoreError keychainEmptyRecord();
TokenStore::StoreError keychainTooLarge();
TokenStore::StoreError keychainNotKept();
TokenStore::StoreError keychainNotRemoved();

} // namespace tokenmanager

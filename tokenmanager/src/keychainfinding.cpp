// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "keychainfinding.h"

#include <QCoreApplication>

namespace tokenmanager {

using Failure = TokenStore::Failure;
using StoreError = TokenStore::StoreError;

namespace {

struct KeychainTexts
{
    Q_DECLARE_TR_FUNCTIONS(tokenmanager::KeychainTokenStore)
};

StoreError keychainUnavailable(KeychainFinding finding)
{
    if (finding == KeychainFinding::NoCollection)
        return { Failure::Unavailable,
            KeychainTexts::tr("There is no keyring to keep the session in: create one in your password manager.") };
    if (finding == KeychainFinding::Unreachable)
        return { Failure::Unavailable,
            KeychainTexts::tr("No keychain answers: start one, for example gnome-keyring, to stay logged in.") };
    return { Failure::Unavailable,
        KeychainTexts::tr("The keychain reports an error: look at your password manager and try again.") };
}

} // namespace

bool isLocked(KeychainFinding finding)
{
    return finding == KeychainFinding::ItemLocked || finding == KeychainFinding::CollectionLocked;
}

StoreError keychainFailure(QKeychain::Error error, KeychainFinding finding)
{
    if (isLocked(finding))
        return keychainLocked();
    const bool canBeAsked = finding != KeychainFinding::Unreachable && finding != KeychainFinding::NoCollection;
    if (error == QKeychain::EntryNotFound && finding == KeychainFinding::Present)
        return keychainLocked(); // a prompt was dismissed, and the keyring unlocked elsewhere since: ask again
    if (error == QKeychain::EntryNotFound && canBeAsked)
        return { Failure::NotFound, KeychainTexts::tr("No session is stored.") };
    if ((error == QKeychain::AccessDenied || error == QKeychain::AccessDeniedByUser) && canBeAsked)
        return keychainLocked();
    return keychainUnavailable(finding);
}

StoreError keychainLocked()
{
    return { Failure::Locked, KeychainTexts::tr("The keychain is locked: unlock it to stay logged in.") };
}

StoreError keychainWithoutBus()
{
    return { Failure::Unavailable,
        KeychainTexts::tr("There is no D-Bus session, so no keychain can be reached: start the program from a desktop "
                          "session or with dbus-run-session.") };
}

StoreError keychainWithoutGlib()
{
    return { Failure::Unavailable,
        KeychainTexts::tr("The keychain cannot be used without GLib's event loop: unset QT_NO_GLIB.") };
}

StoreError keychainSilent()
{
    return { Failure::Unavailable,
        KeychainTexts::tr("The keychain does not answer: look for a window of it that asks for a password.") };
}

StoreError keychainEmptyRecord()
{
    return { Failure::Damaged, KeychainTexts::tr("The stored session is damaged: it is empty.") };
}

StoreError keychainTooLarge()
{
    return { Failure::Refused, KeychainTexts::tr("The session is too large for a keychain.") };
}

StoreError keychainNotKept()
{
    return { Failure::Unavailable,
        KeychainTexts::tr("The keychain did not keep what was written: remove the entry in your password manager.") };
}

StoreError keychainNotRemoved()
{
    return { Failure::Unavailable,
        KeychainTexts::tr("The keychain did not remove the session: remove the entry in your password manager.") };
}

} // namespace tokenmanager

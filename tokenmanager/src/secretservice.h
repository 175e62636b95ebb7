// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "keychainfinding.h"

#include <QString>

#include <functional>

namespace tokenmanager {

/// The freedesktop.org Secret Service, asked over D-Bus what libsecret does not tell: whether an item is missing or
/// only locked. Never prompts, never blocks. Linux only.
class SecretService
{
public:
    /// False: there is no bus, and asking for one would start `dbus-launch`, one daemon after the other.
    static bool hasBus();
    /// False: libsecret's answers would never arrive.
    static bool hasGlibEvents();
    /// True: this is a session in which QtKeychain talks to KWallet, where one runs.
    static bool isKWalletSession();

    /// libsecret goes on using the session it opened with a daemon that has died, and fails with it until the process
    /// ends: makes it open a new one.
    static void dropSession();

    /// Looks for the item QtKeychain makes of service and key. `done` runs from the event loop.
    static void look(const QString &service, const QString &key, std::function<void(KeychainFinding)> done);
};

} // namespace tokenmanager

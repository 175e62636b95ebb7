// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace tokenmanager {

/// Remembers outside the keychain that an account was logged out: a locked keychain says yes to a removal and keeps the
/// record, and the former user must not come back with it. An empty file in the user's state directory, named by a
/// digest.
///
/// Best effort: what cannot be written is logged.
class SignOutMark
{
public:
    static bool isSet(const QString &issuer, const QString &account);
    /// On disk when it returns, so that it survives a kill. False: it could not be written.
    static bool set(const QString &issuer, const QString &account);
    /// False: it could not be removed.
    static bool clear(const QString &issuer, const QString &account);
};

} // namespace tokenmanager

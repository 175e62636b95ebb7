// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace tokenmanager {

// Where the library keeps its few files. None of them holds a secret, or a name one could read. The folder is named
// after the library and not after the application: two applications that share a session (issuer and account) share the
// keychain item, so they must share its lock and its mark too.

/// Names the session of an account at an issuer: a SHA-256, in hex.
QString sessionDigest(const QString &issuer, const QString &account);

/// For this log-in session of the user: $XDG_RUNTIME_DIR/tokenmanager where there is such a directory, else
/// stateFolder().
QString runtimeFolder();
/// Outlives the machine's restart: $XDG_STATE_HOME/tokenmanager, ~/.local/state/tokenmanager. Never below /tmp.
QString stateFolder();

/// Creates what is missing of a path, readable by its user alone. True: it is there.
bool makePrivateFolder(const QString &folder);

} // namespace tokenmanager

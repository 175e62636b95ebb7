// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>
#include <qt6keychain/keychain.h>

#include <chrono>
#include <functional>

namespace tokenmanager {

/// What QtKeychain said.
struct KeychainAnswer
{
    bool silent = false; ///< Nothing yet. What comes later is ignored.
    QKeychain::Error error = QKeychain::NoError;
    QByteArray data = {}; ///< Of a reading job. A secret.
};

/// Runs a new job; `done` gets the answer from the event loop, exactly once.
///
/// The job belongs to nobody: deleting one in flight crashes when its answer comes, so where patience ends it is only
/// left alone. Never with QtKeychain's fallback to a plain text file.
void runKeychainJob(QKeychain::Job *job, const QString &key, std::chrono::milliseconds patience,
    std::function<void(const KeychainAnswer &)> done);

/// True: a job that was left alone has not come back. QtKeychain runs one at a time in a process, so others would queue
/// behind it, and run long after anybody wanted them.
bool isKeychainStuck();

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "refreshlock.h"

#include <QByteArray>

namespace tokenmanager {

// What the branches for the operating systems have in common.

/// Process id and the time in UTC, for whoever finds the lock taken.
QByteArray refreshLockInformation();
/// Taken by the process that left `information`.
RefreshLock::Failure refreshLockBusy(const QByteArray &information);
/// Not to be had; `reason` is what the system says.
RefreshLock::Failure refreshLockImpossible(const QString &path, const QString &reason);
/// Not to be trusted: a link, or somebody else's.
RefreshLock::Failure refreshLockForeign(const QString &path);

} // namespace tokenmanager

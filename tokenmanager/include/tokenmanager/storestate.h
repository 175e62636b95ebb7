// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/export.h>

#include <QMetaType>

class QDebug;

namespace tokenmanager {

/// Where the refresh token rests; an axis of its own beside SessionState.
enum class StoreState {
    Saved, ///< In the store, or there is nothing to store.
    Saving, ///< A write is on its way.
    Locked, ///< In memory: the store is locked. The write is tried again.
    Unavailable, ///< In memory: the store cannot be used. The write is tried again.
};

TOKENMANAGER_EXPORT QDebug operator<<(QDebug debug, StoreState state);

} // namespace tokenmanager

Q_DECLARE_METATYPE(tokenmanager::StoreState)

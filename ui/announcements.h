// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/sessionstate.h>
#include <tokenmanager/storestate.h>

#include <QString>

namespace latchkey {

/// What a screen reader says when the client comes into this state; empty: nothing.
QString announcement(tokenmanager::SessionState state);
QString announcement(tokenmanager::StoreState state);

} // namespace latchkey

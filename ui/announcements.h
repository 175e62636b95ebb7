// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/sessionstate.h>
#include <tokenmanager/storestate.h>

#include <QString>

namespace latchkey {

/// What a screen reader says when the client goes from one state to another; empty: nothing. "Logged in." is said once,
/// not after every refresh.
QString announcement(tokenmanager::SessionState before, tokenmanager::SessionState now);
/// The same for where the session is kept.
QString announcement(tokenmanager::StoreState state);

} // namespace latchkey

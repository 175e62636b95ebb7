// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/sessionstate.h>
#include <tokenmanager/storestate.h>

#include <QDebug>

namespace tokenmanager {

namespace {
const char *name(SessionState state)
{
    switch (state) {
    case SessionState::Unknown:
        return "Unknown";
    case SessionState::SignedOut:
        return "SignedOut";
    case SessionState::SigningIn:
        return "SigningIn";
    case SessionState::Valid:
        return "Valid";
    case SessionState::Due:
        return "Due";
    case SessionState::Refreshing:
        return "Refreshing";
    case SessionState::Waiting:
        return "Waiting";
    case SessionState::Offline:
        return "Offline";
    case SessionState::Ended:
        return "Ended";
    }
    return "?";
}

const char *name(StoreState state)
{
    switch (state) {
    case StoreState::Saved:
        return "Saved";
    case StoreState::Saving:
        return "Saving";
    case StoreState::Locked:
        return "Locked";
    case StoreState::Unavailable:
        return "Unavailable";
    }
    return "?";
}
} // namespace

QDebug operator<<(QDebug debug, SessionState state)
{
    const QDebugStateSaver saver(debug);
    return debug.nospace() << "SessionState::" << name(state);
}

QDebug operator<<(QDebug debug, StoreState state)
{
    const QDebugStateSaver saver(debug);
    return debug.nospace() << "StoreState::" << name(state);
}

} // namespace tokenmanager

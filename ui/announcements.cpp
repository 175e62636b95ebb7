// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "announcements.h"

#include <QCoreApplication>

namespace latchkey {

using tokenmanager::SessionState;
using tokenmanager::StoreState;

namespace {
struct Announcements
{
    Q_DECLARE_TR_FUNCTIONS(latchkey::Announcements)
};
} // namespace

QString announcement(SessionState before, SessionState now)
{
    const bool refreshed =
        before == SessionState::Due || before == SessionState::Refreshing || before == SessionState::Waiting;
    if (before == now || (now == SessionState::Valid && refreshed))
        return {};
    switch (now) {
    case SessionState::SignedOut:
        return Announcements::tr("Not logged in.");
    case SessionState::SigningIn:
        return Announcements::tr("Logging in.");
    case SessionState::Valid:
        return Announcements::tr("Logged in.");
    case SessionState::Offline:
        return Announcements::tr("Offline.");
    case SessionState::Ended:
        return Announcements::tr("Your session has ended. Log in again.");
    case SessionState::Unknown:
    case SessionState::Due:
    case SessionState::Refreshing:
    case SessionState::Waiting:
        return {}; // Nothing that the user has to know or do.
    }
    return {};
}

QString announcement(StoreState state)
{
    switch (state) {
    case StoreState::Locked:
        return Announcements::tr("The keychain is locked.");
    case StoreState::Unavailable:
        return Announcements::tr("No keychain found. You will be logged in until you close this window.");
    case StoreState::Saved:
    case StoreState::Saving:
        return {};
    }
    return {};
}

} // namespace latchkey

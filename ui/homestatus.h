// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QDateTime>
#include <QString>

namespace latchkey {

/// The line at the foot of the home page.
struct HomeStatus
{
    enum class Kind {
        LoggedIn, ///< A check mark.
        Offline, ///< [Try again]
        ServerProblem, ///< [Try again]
        KeychainLocked, ///< [Try again] [Log in instead]
        LoggedOut, ///< By the server.
    };

    Kind kind = Kind::LoggedIn;
    QString text = {};

    friend bool operator==(const HomeStatus &, const HomeStatus &) = default;
};

/// The words for each. `lastUpdate` invalid: nothing is shown yet. Times are shown in the zone of the computer.
HomeStatus loggedInStatus(const QDateTime &lastUpdate, const QDateTime &now);
HomeStatus offlineStatus(const QDateTime &lastUpdate, const QDateTime &now);
HomeStatus serverProblemStatus(const QDateTime &lastUpdate, const QDateTime &now);
HomeStatus keychainLockedStatus();
HomeStatus loggedOutStatus(const QDateTime &lastUpdate, const QDateTime &now);

} // namespace latchkey

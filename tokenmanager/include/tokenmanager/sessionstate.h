// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/export.h>

#include <QMetaType>

class QDebug;

namespace tokenmanager {

/// Where a session stands.
enum class SessionState {
    Unknown, ///< Not restored yet: nobody knows whether somebody is logged in.
    SignedOut, ///< Nobody is logged in.
    SigningIn, ///< A log-in is on its way.
    Valid, ///< The access token is fresh.
    Due, ///< The access token is near its end and no refresh is running.
    Refreshing, ///< One `POST /token` is on its way.
    Waiting, ///< Between two tries: the last answer asks to wait.
    Offline, ///< Between two tries: the last one got no answer.
    Ended, ///< The server refused the refresh token: log in again.
};

TOKENMANAGER_EXPORT QDebug operator<<(QDebug debug, SessionState state);

} // namespace tokenmanager

Q_DECLARE_METATYPE(tokenmanager::SessionState)

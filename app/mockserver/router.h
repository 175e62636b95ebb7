// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace mockserver {

enum class Route { None, LogIn, Token, LogOut, OAuthToken, Profile, Notes, Note, Upload, Stream };

struct RouteMatch
{
    Route route = Route::None;
    QByteArrayView id; ///< of Route::Note: its digits
    QByteArrayView allowed; ///< the methods, as `Allow` lists them

    [[nodiscard]] bool allows(QByteArrayView method) const;
};

/// Which route a path belongs to, whatever the method. Paths are compared as they were sent: nothing is decoded.
[[nodiscard]] RouteMatch matchRoute(QByteArrayView path);

[[nodiscard]] bool isUnderControl(QByteArrayView path);
[[nodiscard]] bool isListed(QByteArrayView allowed, QByteArrayView method);

} // namespace mockserver

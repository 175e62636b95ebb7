// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "router.h"

#include <algorithm>

namespace mockserver {

namespace {

struct FixedRoute
{
    QByteArrayView path;
    Route route;
    QByteArrayView allowed;
};

constexpr FixedRoute fixedRoutes[] = {
    { "/api/notes", Route::Notes, "GET, HEAD, POST" },
    { "/api/profile", Route::Profile, "GET, HEAD" },
    { "/token", Route::Token, "POST" },
    { "/login", Route::LogIn, "POST" },
    { "/logout", Route::LogOut, "DELETE" },
    { "/oauth/token", Route::OAuthToken, "POST" },
    { "/api/upload", Route::Upload, "POST, PUT" },
    { "/api/stream", Route::Stream, "GET, HEAD" },
};

constexpr QByteArrayView notePrefix = "/api/notes/";
constexpr qsizetype longestId = 15;

bool isNoteId(QByteArrayView text)
{
    return !text.isEmpty() && text.size() <= longestId
        && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

bool isListed(QByteArrayView allowed, QByteArrayView method)
{
    for (qsizetype comma = 0; comma >= 0; allowed = comma < 0 ? allowed : allowed.sliced(comma + 2)) {
        comma = allowed.indexOf(", ");
        if ((comma < 0 ? allowed : allowed.first(comma)) == method)
            return true;
    }
    return false;
}

bool RouteMatch::allows(QByteArrayView method) const
{
    return isListed(allowed, method);
}

RouteMatch matchRoute(QByteArrayView path)
{
    for (const FixedRoute &fixed : fixedRoutes)
        if (path == fixed.path)
            return { fixed.route, {}, fixed.allowed };
    if (path.startsWith(notePrefix) && isNoteId(path.sliced(notePrefix.size())))
        return { Route::Note, path.sliced(notePrefix.size()), "GET, HEAD, PUT, DELETE" };
    return {};
}

bool isUnderControl(QByteArrayView path)
{
    return path == "/control" || path.startsWith("/control/");
}

} // namespace mockserver

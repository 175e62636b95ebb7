// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "problem.h"

#include <QJsonObject>

namespace mockserver {

/// What an exchanged refresh token gets (RFC 9700 §4.14.2).
enum class Reuse { Strict, Grace, Off };

constexpr qint64 longestLifetime = qint64(100) * 366 * 24 * 3600;

/// What can be changed while the server runs.
struct Settings
{
    qint64 accessLifetime = 60; ///< seconds
    qint64 refreshLifetime = qint64(30) * 24 * 3600; ///< seconds
    bool rotation = false;
    Reuse reuse = Reuse::Strict;
    int expiredStatus = 401; ///< for an access token that is refused: 401 or 403
    qint64 clockOffset = 0; ///< milliseconds

    [[nodiscard]] QJsonObject toJson() const;
    /// These settings with the members of `changes`; unless one of them is wrong.
    [[nodiscard]] Outcome<Settings> changed(const QJsonObject &changes) const;
};

/// "strict", "grace", "off": as in Reuse.
[[nodiscard]] QStringList reuseNames();

} // namespace mockserver

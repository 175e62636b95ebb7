// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QUrl>

namespace tokenmanager {

/// Scheme, host and port of a URL, normalised (RFC 6454 §4): what a token may be sent to. Compared exactly; an empty
/// one (no http or https URL, or no host) equals no origin, not even itself.
struct Origin
{
    QString scheme = {};
    QString host = {};
    int port = -1;

    static Origin of(const QUrl &url);
    bool isValid() const { return port > 0; }
    bool isLoopback() const; ///< A loopback address literal or "localhost".

    friend bool operator==(const Origin &a, const Origin &b)
    {
        return a.isValid() && a.port == b.port && a.host == b.host && a.scheme == b.scheme;
    }
};

/// True if `url` is at one of `origins`.
bool isAllowed(const QUrl &url, const QList<QUrl> &origins);

} // namespace tokenmanager

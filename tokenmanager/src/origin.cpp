// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "origin.h"

#include <QHostAddress>

#include <algorithm>

namespace tokenmanager {

namespace {
int defaultPort(const QString &scheme)
{
    return scheme == u"https" ? 443 : scheme == u"http" ? 80 : -1;
}
} // namespace

Origin Origin::of(const QUrl &url)
{
    // QUrl keeps schemes and hosts in lower case, hosts in ACE form on request.
    const QString scheme = url.scheme();
    QString host = url.host(QUrl::FullyEncoded);
    if (host.endsWith(u'.'))
        host.chop(1); // the root label: the same host
    if (!url.isValid() || host.isEmpty() || defaultPort(scheme) < 0)
        return {};
    return { scheme, host, url.port(defaultPort(scheme)) };
}

bool Origin::isLoopback() const
{
    if (host == u"localhost")
        return true;
    QString literal = host;
    if (literal.startsWith(u'[') && literal.endsWith(u']'))
        literal = literal.mid(1, literal.size() - 2);
    QHostAddress address;
    return address.setAddress(literal) && address.isLoopback();
}

bool isAllowed(const QUrl &url, const QList<QUrl> &origins)
{
    const Origin origin = Origin::of(url);
    return std::any_of(
        origins.begin(), origins.end(), [&](const QUrl &allowed) { return origin == Origin::of(allowed); });
}

} // namespace tokenmanager

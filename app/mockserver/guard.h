// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "httprequest.h"

#include <QByteArrayList>

namespace mockserver {

/// The first look at every request, on every route: did it come to us by one of our three names, and from one of our
/// own pages or from no page at all? It keeps web pages out, rebound names included.
class Guard
{
public:
    Guard() = default;
    /// \param scheme "http" or "https".
    Guard(const QByteArray &scheme, quint16 port);

    [[nodiscard]] std::optional<HttpRefusal> judge(const HttpRequest &request) const;

private:
    [[nodiscard]] std::optional<HttpRefusal> judgeHost(const HttpRequest &request) const;

    QByteArrayList m_authorities;
    QByteArrayList m_origins;
};

} // namespace mockserver

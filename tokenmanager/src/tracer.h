// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/clock.h>
#include <tokenmanager/traceevent.h>

#include "sessionhub.h"

#include <QHash>

namespace tokenmanager {

class Outbox;

/// Makes the rows of the execution table that are about sessions and refreshes, and names refresh tokens.
class Tracer
{
public:
    Tracer(SessionHub &hub, Outbox &outbox)
        : m_hub(hub)
        , m_outbox(outbox)
    { }

    bool isOn() const { return m_hub.isTraced(); }
    /// Number and, where it has none, time are filled in.
    void add(TraceEvent event);
    /// "RT-1" for the first refresh token seen, and so on; the same token keeps its name.
    QString nameOf(const QByteArray &refreshToken);

private:
    SessionHub &m_hub;
    Outbox &m_outbox;
    quint64 m_lastNumber = 0;
    quint64 m_refreshTokens = 0;
    QByteArray m_lastDigest;
};

} // namespace tokenmanager

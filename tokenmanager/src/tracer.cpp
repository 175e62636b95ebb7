// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "tracer.h"

#include "outbox.h"
#include "trace.h"

#include <QCryptographicHash>

namespace tokenmanager {

void Tracer::add(TraceEvent event)
{
    if (!isOn())
        return;
    event.number = ++m_lastNumber;
    if (!event.time.isValid())
        event.time = m_hub.clock()->now();
    m_outbox.trace(std::move(event));
}

QString Tracer::nameOf(const QByteArray &refreshToken)
{
    // Only a digest is kept: a name must not keep a secret alive.
    const QByteArray digest = QCryptographicHash::hash(refreshToken, QCryptographicHash::Sha256);
    if (digest != m_lastDigest) {
        m_lastDigest = digest;
        ++m_refreshTokens;
    }
    return refreshTokenName(m_refreshTokens);
}

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "httpresponse.h"

#include <QHash>

#include <deque>
#include <optional>

namespace mockserver {

/// The answers of POST /token by Idempotency-Key: 10 minutes, the newest 10,000.
class IdempotencyMemory
{
public:
    struct Remembered
    {
        QByteArray token; ///< the refresh token the answer was for
        HttpResponse response;
        qint64 atMs = 0;
    };

    [[nodiscard]] std::optional<Remembered> find(const QByteArray &key, qint64 nowMs) const;
    void remember(const QByteArray &key, Remembered answer);

private:
    QHash<QByteArray, Remembered> m_answers;
    std::deque<QByteArray> m_order;
};

} // namespace mockserver

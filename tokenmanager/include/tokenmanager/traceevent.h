// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/export.h>

#include <QDateTime>
#include <QMetaType>
#include <QString>
#include <QVariantMap>

class QDebug;

namespace tokenmanager {

/// One row of the execution table. A value that carries names ("AT-2") and digests, never a secret.
struct TraceEvent
{
    enum class Kind { Session, Request, Token, Check, Retry, Fault, Clock, Keychain };

    quint64 number = 0; ///< Counts up from 1 within one TokenManager.
    QDateTime time = {}; ///< UTC, by the injected clock.
    Kind kind = Kind::Session;
    QString action = {}; ///< What was done, in English. The ui translates.
    QString input = {}; ///< With what: "AT-2", "user = demo".
    QString check = {}; ///< What was asked: "Expired? no, 13.6 s left".
    QString result = {}; ///< What came of it: "200, 640 B".
    quint64 requestId = 0; ///< 0: about no application request.
    quint64 refreshId = 0; ///< 0: about no refresh.
    quint64 generation = 0; ///< Of the access token; 0: about none.
    int attempt = 0; ///< From 1; 0: about none.
    int httpStatus = 0; ///< 0: no answer.
    QVariantMap details = {}; ///< Masked.

    friend bool operator==(const TraceEvent &, const TraceEvent &) = default;
};

TOKENMANAGER_EXPORT QDebug operator<<(QDebug debug, TraceEvent::Kind kind);
TOKENMANAGER_EXPORT QDebug operator<<(QDebug debug, const TraceEvent &event);

} // namespace tokenmanager

Q_DECLARE_METATYPE(tokenmanager::TraceEvent)

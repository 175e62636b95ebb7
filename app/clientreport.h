// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/tokenerror.h>
#include <tokenmanager/traceevent.h>

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace latchkey {

/// What a scenario's client shows once a step has ended and it has come to rest. A value without secrets.
struct ClientReport
{
    QString result = QStringLiteral("success"); ///< Or the name of a TokenError::Kind.
    QString message = {}; ///< The error's sentence.
    int httpStatus = 0; ///< Of the token endpoint's answer that the error is about.
    QList<int> statuses = {}; ///< Of the step's replies, in ascending order; 0: no answer.
    QString state = {};
    QString storeState = {};
    quint64 generation = 0; ///< Of the access token; 0: there is none.
    QString accessTokenDigest = {};
    std::optional<qint64> expiresIn = {}; ///< ms from now; negative: expired.
    int sessionEnded = 0; ///< How often, since the client was started.
    int retried = 0; ///< Replies of the step that were sent again, or waited for a token.

    QJsonObject toJson() const;
    static ClientReport fromJson(const QJsonObject &object);
    friend bool operator==(const ClientReport &, const ClientReport &) = default;
};

QString kindName(tokenmanager::TokenError::Kind kind);
QString kindName(tokenmanager::TraceEvent::Kind kind);

QJsonObject traceEventToJson(const tokenmanager::TraceEvent &event);
tokenmanager::TraceEvent traceEventFromJson(const QJsonObject &object);

} // namespace latchkey

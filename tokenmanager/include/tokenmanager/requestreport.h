// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/export.h>
#include <tokenmanager/tokenerror.h>

#include <QList>
#include <QMetaType>
#include <QNetworkReply>
#include <QString>

#include <chrono>
#include <optional>

class QDebug;

namespace tokenmanager {

/// One sending of a request.
struct RequestAttempt
{
    int number = 0; ///< From 1.
    quint64 generation = 0; ///< Of the access token it carried; 0: none.
    int httpStatus = 0; ///< 0: no answer.
    QNetworkReply::NetworkError error = QNetworkReply::NoError;
    std::chrono::milliseconds duration { 0 };

    friend bool operator==(const RequestAttempt &, const RequestAttempt &) = default;
};

/// What became of a request and why. A value.
struct RequestReport
{
    QList<RequestAttempt> attempts = {};
    std::chrono::milliseconds parked { 0 }; ///< Time spent waiting for a free connection.
    std::chrono::milliseconds waitedForRefresh { 0 };
    std::optional<TokenError> tokenError = {}; ///< Why no token could be had.
    QString explanation = {}; ///< In words, translated: why it was, or was not, sent again.

    friend bool operator==(const RequestReport &, const RequestReport &) = default;
};

TOKENMANAGER_EXPORT QDebug operator<<(QDebug debug, const RequestAttempt &attempt);
TOKENMANAGER_EXPORT QDebug operator<<(QDebug debug, const RequestReport &report);

} // namespace tokenmanager

Q_DECLARE_METATYPE(tokenmanager::RequestAttempt)
Q_DECLARE_METATYPE(tokenmanager::RequestReport)

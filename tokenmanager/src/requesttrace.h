// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/accesstoken.h>
#include <tokenmanager/traceevent.h>

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>

#include <optional>

namespace tokenmanager {

// The words of the execution table about requests. None of them is a secret: of a URL the path alone, of a header
// nothing but an RFC 6750 error code.

QByteArray methodName(QNetworkAccessManager::Operation operation, const QNetworkRequest &request);
/// "GET /api/notes"
QString requestText(QNetworkAccessManager::Operation operation, const QNetworkRequest &request);
/// Scheme, host, port and path.
QString maskedUrl(const QUrl &url);
/// "AT-2", or a dash.
QString tokenText(const std::optional<AccessToken> &token);
/// "Expired? no, 13.6 s left"
QString expiryText(const AccessToken &token, const QDateTime &now);
/// "640 B", "1.8 KB"
QString sizeText(qint64 bytes);
/// "401 invalid_token", "200, 640 B", or Qt's name of the error
QString outcomeText(const QNetworkReply &inner, qint64 received);

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/expected.h>

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QUrl>

namespace tokenmanager {

/// Where a redirected request goes next, as Qt would go: Qt itself carries `Authorization` and bodies to every origin.
struct RedirectHop
{
    QUrl url = {};
    bool becomesGet = false; ///< RFC 9110 §15.4: all but 307 and 308 turn what is neither GET nor HEAD into GET.
};

/// What is known when an answer says "elsewhere".
struct RedirectQuestion
{
    QUrl from = {};
    int status = 0;
    QByteArray location = {};
    QNetworkRequest::RedirectPolicy policy = QNetworkRequest::NoLessSafeRedirectPolicy;
    int remaining = 0; ///< Hops that are still allowed.
    QNetworkAccessManager::Operation operation = QNetworkAccessManager::GetOperation;
};

bool isRedirectStatus(int status);

/// \return the hop, or the error with which Qt ends such a request.
Expected<RedirectHop, QNetworkReply::NetworkError> nextHop(const RedirectQuestion &question);

} // namespace tokenmanager

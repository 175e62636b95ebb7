// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "redirectfollower.h"

#include "origin.h"

namespace tokenmanager {

namespace {
bool isPermitted(QNetworkRequest::RedirectPolicy policy, const QUrl &from, const QUrl &to)
{
    switch (policy) {
    case QNetworkRequest::NoLessSafeRedirectPolicy:
        return from.scheme() != u"https" || to.scheme() == u"https";
    case QNetworkRequest::SameOriginRedirectPolicy:
        return Origin::of(from) == Origin::of(to);
    case QNetworkRequest::UserVerifiedRedirectPolicy:
        return true;
    case QNetworkRequest::ManualRedirectPolicy:
        break;
    }
    return false;
}
} // namespace

bool isRedirectStatus(int status)
{
    return (status >= 301 && status <= 303) || status == 305 || status == 307 || status == 308;
}

Expected<RedirectHop, QNetworkReply::NetworkError> nextHop(const RedirectQuestion &question)
{
    QUrl target = QUrl::fromEncoded(question.location);
    if (question.location.isEmpty() || !target.isValid())
        return QNetworkReply::ProtocolUnknownError;
    if (question.remaining <= 0)
        return QNetworkReply::TooManyRedirectsError;
    if (target.isRelative())
        target = question.from.resolved(target);
    if (!Origin::of(target).isValid())
        return QNetworkReply::ProtocolUnknownError;
    if (!isPermitted(question.policy, question.from, target))
        return QNetworkReply::InsecureRedirectError;
    const bool keepsMethod = question.status == 307 || question.status == 308;
    const bool onlyReads = question.operation == QNetworkAccessManager::HeadOperation
        || question.operation == QNetworkAccessManager::GetOperation;
    return RedirectHop { target, !keepsMethod && !onlyReads };
}

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "requesttrace.h"

#include "trace.h"

#include <QMetaEnum>
#include <QRegularExpression>

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;

namespace {
// Only what RFC 6750 §3.1 and its registry spell: a server's free text may hold anything.
QString challengeError(const QNetworkReply &inner)
{
    static const QRegularExpression pattern(u"\\berror=\"?([a-z_]{1,40})"_s);
    return pattern.match(QString::fromLatin1(inner.rawHeader("WWW-Authenticate"))).captured(1);
}
} // namespace

QByteArray methodName(QNetworkAccessManager::Operation operation, const QNetworkRequest &request)
{
    switch (operation) {
    case QNetworkAccessManager::HeadOperation:
        return "HEAD";
    case QNetworkAccessManager::GetOperation:
        return "GET";
    case QNetworkAccessManager::PutOperation:
        return "PUT";
    case QNetworkAccessManager::PostOperation:
        return "POST";
    case QNetworkAccessManager::DeleteOperation:
        return "DELETE";
    default:
        return request.attribute(QNetworkRequest::CustomVerbAttribute).toByteArray();
    }
}

QString requestText(QNetworkAccessManager::Operation operation, const QNetworkRequest &request)
{
    const QString path = request.url().path();
    return QString::fromLatin1(methodName(operation, request)) + u' ' + (path.isEmpty() ? u"/"_s : path);
}

QString maskedUrl(const QUrl &url)
{
    return url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

QString tokenText(const std::optional<AccessToken> &token)
{
    return token ? accessTokenName(token->generation) : u"—"_s;
}

QString expiryText(const AccessToken &token, const QDateTime &now)
{
    if (!token.expiresAt)
        return u"Expired? nobody said"_s;
    const double left = double(now.msecsTo(*token.expiresAt)) / 1000;
    if (left <= 0)
        return u"Expired? yes, %1 s ago"_s.arg(-left, 0, 'f', 1);
    return u"Expired? no, %1 s left"_s.arg(left, 0, 'f', 1);
}

QString sizeText(qint64 bytes)
{
    constexpr std::pair<double, QStringView> units[] = { { 1e9, u"GB" }, { 1e6, u"MB" }, { 1e3, u"KB" } };
    for (const auto &[size, name] : units) {
        if (double(bytes) >= size)
            return QString::number(double(bytes) / size, 'f', 1) + u' ' + name.toString();
    }
    return QString::number(bytes) + u" B"_s;
}

QString outcomeText(const QNetworkReply &inner, qint64 received)
{
    const int status = inner.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0)
        return QString::fromLatin1(QMetaEnum::fromType<QNetworkReply::NetworkError>().valueToKey(inner.error()));
    const QString error = challengeError(inner);
    const QString text = QString::number(status) + (error.isEmpty() ? QString() : u' ' + error);
    return status >= 400 ? text : text + u", "_s + sizeText(received);
}

} // namespace tokenmanager

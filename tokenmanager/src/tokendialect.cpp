// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "tokendialect.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <utility>

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;

namespace {

using FormField = std::pair<QByteArray, QString>;

QByteArray jsonBody(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// RFC 6749 appendix B: UTF-8, percent-encoded, a space as "+".
QByteArray formEncoded(const QString &value)
{
    return QUrl::toPercentEncoding(value, " ").replace(' ', '+');
}

QByteArray formBody(std::initializer_list<FormField> fields)
{
    QByteArray body;
    for (const auto &[name, value] : fields) {
        // An empty parameter counts as absent (RFC 6749 §3.2).
        if (!value.isEmpty())
            body += (body.isEmpty() ? "" : "&") + name + '=' + formEncoded(value);
    }
    return body;
}

TokenRequest jsonRequest(const QByteArray &verb, const QUrl &url, const QJsonObject &object)
{
    return { .verb = verb, .url = url, .contentType = "application/json", .body = jsonBody(object) };
}

TokenRequest formRequest(const QUrl &url, std::initializer_list<FormField> fields)
{
    return { .url = url, .contentType = "application/x-www-form-urlencoded", .body = formBody(fields) };
}

} // namespace

TokenRequest logInRequest(const ServerProfile &profile, const QString &userName, const QString &password)
{
    return jsonRequest("POST", profile.logInEndpoint, { { u"username"_s, userName }, { u"password"_s, password } });
}

TokenRequest refreshRequest(
    const ServerProfile &profile, const QByteArray &refreshToken, const QByteArray &idempotencyKey)
{
    const QString token = QString::fromLatin1(refreshToken);
    if (profile.dialect == ServerProfile::Dialect::ExpressJson) {
        TokenRequest request = jsonRequest("POST", profile.tokenEndpoint, { { u"token"_s, token } });
        request.idempotencyKey = idempotencyKey;
        return request;
    }
    // No scope: left out it means "as granted". To repeat what was once asked for would ask for more wherever the user
    // or the server granted less, which RFC 6749 §6 forbids.
    return formRequest(profile.tokenEndpoint,
        { { "grant_type", u"refresh_token"_s }, { "refresh_token", token }, { "client_id", profile.clientId } });
}

std::optional<TokenRequest> revocationRequest(const ServerProfile &profile, const QByteArray &refreshToken)
{
    const QString token = QString::fromLatin1(refreshToken);
    const bool express = profile.dialect == ServerProfile::Dialect::ExpressJson;
    const QUrl url = express ? profile.logOutEndpoint : profile.revocationEndpoint;
    if (url.isEmpty())
        return std::nullopt;
    if (express)
        return jsonRequest("DELETE", url, { { u"token"_s, token } });
    return formRequest(
        url, { { "token", token }, { "token_type_hint", u"refresh_token"_s }, { "client_id", profile.clientId } });
}

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "recordedrequest.h"

#include "tokenname.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {

QByteArray bearerToken(const QJsonArray &headers)
{
    for (const auto &header : headers) {
        const QJsonArray pair = header.toArray();
        if (pair.at(0).toString().compare(u"Authorization"_s, Qt::CaseInsensitive) == 0)
            return pair.at(1).toString().section(u' ', 1).toUtf8();
    }
    return {};
}

QByteArray tokenInBody(const QJsonObject &record)
{
    const auto body = QJsonDocument::fromJson(record.value(u"body"_s).toString().toUtf8()).object();
    return body.value(u"token"_s).toString().toUtf8();
}

QList<RecordedRequest::Check> readChecks(const QJsonArray &array)
{
    QList<RecordedRequest::Check> checks;
    for (const auto &value : array) {
        const QJsonObject check = value.toObject();
        checks.append({ check.value(u"check"_s).toString(), check.value(u"result"_s).toBool() });
    }
    return checks;
}

} // namespace

bool RecordedRequest::isTokenRoute() const
{
    return path == u"/login"_s || path == u"/token"_s || path == u"/logout"_s;
}

QString RecordedRequest::tokenName() const
{
    if (!knownAs.isEmpty())
        return knownAs;
    if (tokenNumber == 0)
        return hasToken ? u"unknown"_s : u"none"_s;
    return (isTokenRoute() ? u"RT-%1"_s : u"AT-%1"_s).arg(tokenNumber);
}

QString RecordedRequest::line() const
{
    const QString token = path == u"/login"_s ? QString() : u' ' + tokenName();
    return u"%1%2 -> %3"_s.arg(route(), token).arg(status);
}

QString RecordedRequest::checksLine() const
{
    QStringList parts;
    for (const auto &[check, result] : checks)
        parts.append(check + (result ? u" yes"_s : u" no"_s));
    return parts.join(u", "_s);
}

RecordedRequest RecordedRequest::fromJson(const QJsonObject &object)
{
    RecordedRequest request;
    request.number = static_cast<quint64>(object.value(u"number"_s).toInteger());
    request.method = object.value(u"method"_s).toString();
    request.path = object.value(u"path"_s).toString();
    request.tokenNumber = static_cast<quint64>(object.value(u"tokenGeneration"_s).toInteger());
    request.status = object.value(u"status"_s).toInt();
    request.sent = object.value(u"sent"_s).toString();
    request.fault = object.value(u"fault"_s).toVariant().toString();
    request.checks = readChecks(object.value(u"checks"_s).toArray());
    const QByteArray token =
        request.isTokenRoute() ? tokenInBody(object) : bearerToken(object.value(u"headers"_s).toArray());
    request.hasToken = !token.isEmpty();
    request.tokenDigest = latchkey::tokenDigest(token);
    return request;
}

} // namespace latchkey

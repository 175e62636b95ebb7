// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "requestbody.h"

#include <QJsonDocument>

namespace mockserver {

namespace {

/// The media type alone, without its parameters.
bool hasMediaType(const HttpRequest &request, QByteArrayView mediaType)
{
    QByteArrayView value = request.value("Content-Type");
    const qsizetype semicolon = value.indexOf(';');
    if (semicolon >= 0)
        value = value.first(semicolon).trimmed();
    return request.count("Content-Type") == 1 && equalIgnoringCase(value, mediaType);
}

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::optional<QByteArray> decodedParameter(QByteArray text)
{
    for (qsizetype at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1))
        if (at + 2 >= text.size() || !isHexDigit(text[at + 1]) || !isHexDigit(text[at + 2]))
            return std::nullopt;
    text.replace('+', ' ');
    return QByteArray::fromPercentEncoding(text);
}

} // namespace

std::variant<QJsonObject, HttpResponse> readJson(const Exchange &exchange)
{
    if (exchange.bodySize == 0)
        return QJsonObject();
    if (!hasMediaType(exchange.request, "application/json"))
        return HttpResponse::error(415, "The body has to be application/json.");
    const QJsonDocument document = QJsonDocument::fromJson(exchange.body);
    if (!document.isObject())
        return HttpResponse::error(400, "The body has to be a JSON object.");
    return document.object();
}

std::optional<QHash<QByteArray, QByteArray>> readForm(const Exchange &exchange)
{
    if (!hasMediaType(exchange.request, "application/x-www-form-urlencoded"))
        return std::nullopt;
    QHash<QByteArray, QByteArray> form;
    QHash<QByteArray, int> seen;
    for (const QByteArray &pair : exchange.body.split('&')) {
        if (pair.isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        const auto name = decodedParameter(equals < 0 ? pair : pair.left(equals));
        const auto value = decodedParameter(equals < 0 ? QByteArray() : pair.mid(equals + 1));
        if (!name || !value || ++seen[*name] > 1)
            return std::nullopt;
        if (!value->isEmpty())
            form.insert(*name, *value);
    }
    return form;
}

} // namespace mockserver

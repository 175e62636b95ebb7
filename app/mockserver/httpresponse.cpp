// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "httpresponse.h"

#include "httprequest.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

#include <chrono>

namespace mockserver {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Reason
{
    int status;
    const char *phrase;
};

constexpr Reason reasons[] = {
    { 200, "OK" },
    { 201, "Created" },
    { 202, "Accepted" },
    { 204, "No Content" },
    { 206, "Partial Content" },
    { 301, "Moved Permanently" },
    { 302, "Found" },
    { 303, "See Other" },
    { 304, "Not Modified" },
    { 307, "Temporary Redirect" },
    { 308, "Permanent Redirect" },
    { 400, "Bad Request" },
    { 401, "Unauthorized" },
    { 403, "Forbidden" },
    { 404, "Not Found" },
    { 405, "Method Not Allowed" },
    { 407, "Proxy Authentication Required" },
    { 408, "Request Timeout" },
    { 409, "Conflict" },
    { 410, "Gone" },
    { 413, "Content Too Large" },
    { 414, "URI Too Long" },
    { 415, "Unsupported Media Type" },
    { 417, "Expectation Failed" },
    { 421, "Misdirected Request" },
    { 422, "Unprocessable Content" },
    { 429, "Too Many Requests" },
    { 431, "Request Header Fields Too Large" },
    { 500, "Internal Server Error" },
    { 501, "Not Implemented" },
    { 502, "Bad Gateway" },
    { 503, "Service Unavailable" },
    { 504, "Gateway Timeout" },
    { 505, "HTTP Version Not Supported" },
};

/// RFC 9112 §4 allows an empty phrase; the space before it stays.
const char *reasonOf(int status)
{
    for (const Reason &reason : reasons)
        if (reason.status == status)
            return reason.phrase;
    return "";
}

bool saysDate(const HttpResponse &response)
{
    return std::any_of(response.headers.begin(), response.headers.end(),
        [](const auto &header) { return equalIgnoringCase(header.first, "Date"); });
}

void appendHeader(QByteArray &out, QByteArrayView name, QByteArrayView value)
{
    out.append(name).append(": ").append(value).append("\r\n");
}

} // namespace

HttpResponse HttpResponse::json(int status, QByteArray body)
{
    return { .status = status, .headers = { { "Content-Type", "application/json" } }, .body = std::move(body) };
}

HttpResponse HttpResponse::error(int status, QByteArrayView sentence)
{
    return json(status, "{\"error\":" + jsonString(QString::fromUtf8(sentence)) + '}');
}

HttpResponse HttpResponse::notAllowed(QByteArray allowed)
{
    return error(405, "This path does not take that method.").with("Allow", std::move(allowed));
}

HttpResponse &&HttpResponse::with(QByteArray name, QByteArray value) &&
{
    headers.emplaceBack(std::move(name), std::move(value));
    return std::move(*this);
}

QByteArray headOf(const HttpResponse &response, Persistence persistence)
{
    QByteArray out;
    out.reserve(256 + static_cast<qsizetype>(response.bodySize() < 4096 ? response.bodySize() : 0));
    out.append("HTTP/1.1 ")
        .append(QByteArray::number(response.status))
        .append(' ')
        .append(reasonOf(response.status))
        .append("\r\n");
    for (const auto &[name, value] : response.headers)
        appendHeader(out, name, value);
    if (response.hasBody())
        appendHeader(out, "Content-Length", QByteArray::number(response.bodySize()));
    if (!saysDate(response))
        appendHeader(out, "Date", response.date.isEmpty() ? httpDate() : response.date);
    if (persistence != Persistence::Implied)
        appendHeader(out, "Connection", persistence == Persistence::Close ? "close" : "keep-alive");
    return out.append("\r\n");
}

QByteArray httpDate()
{
    using namespace std::chrono;
    // Formatted once a second: it costs more than the rest of a small answer.
    thread_local seconds formatted { -1 };
    thread_local QByteArray date;
    const auto now = duration_cast<seconds>(system_clock::now().time_since_epoch());
    if (std::exchange(formatted, now) != now) {
        const QDateTime utc = QDateTime::fromSecsSinceEpoch(now.count(), Qt::UTC);
        date = QLocale::c().toString(utc, u"ddd, dd MMM yyyy hh:mm:ss"_s).toLatin1() + " GMT";
    }
    return date;
}

QByteArray jsonString(const QString &text)
{
    const bool plain = std::all_of(
        text.begin(), text.end(), [](QChar c) { return c >= u' ' && c <= u'~' && c != u'"' && c != u'\\'; });
    if (plain) // every name and sentence on the hot path; QJsonDocument costs ten times as much
        return '"' + text.toLatin1() + '"';
    const QByteArray list = QJsonDocument(QJsonArray { text }).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

} // namespace mockserver

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "requestlog.h"

#include "httphead.h"

#include <QDateTime>
#include <QStringDecoder>

#include <chrono>
#include <string_view>

namespace mockserver {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::size_t mostRecords = 10'000;
constexpr std::size_t mostCounters = 4'096; // paths with ids are many; beyond this they are counted as METHOD *
constexpr qsizetype mostBodyKept = 4 * 1024;

QString asText(QByteArrayView bytes)
{
    return QString::fromLatin1(bytes); // heads may hold any octet from 0x80; this keeps each of them apart
}

QJsonValue orNull(const auto &value)
{
    return value ? QJsonValue(static_cast<qint64>(*value)) : QJsonValue(QJsonValue::Null);
}

/// Where text is cut at 4 KiB, the character that straddles the cut goes too.
qsizetype lengthOfWholeCharacters(QByteArrayView bytes, qsizetype most)
{
    if (bytes.size() <= most)
        return bytes.size();
    qsizetype length = most;
    while (length > most - 4 && (static_cast<unsigned char>(bytes[length]) & 0xc0) == 0x80)
        --length;
    return length;
}

void writeBody(QJsonObject &out, const QByteArray &body)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(body);
    if (decoder.hasError())
        out[u"bodyBase64"_s] = QString::fromLatin1(body.toBase64());
    else
        out[u"body"_s] = text;
}

void writeHead(QJsonObject &out, const HttpRequest &request)
{
    QJsonArray headers;
    for (const HttpField &field : request.fields)
        headers.append(QJsonArray { asText(field.name), asText(field.value) });
    out[u"method"_s] = asText(request.method);
    out[u"path"_s] = asText(request.path);
    out[u"query"_s] = asText(request.query);
    out[u"headers"_s] = headers;
}

QJsonArray checksOf(const RequestRecord &record)
{
    QJsonArray checks;
    for (const Check &check : record.checks)
        checks.append(QJsonObject { { u"check"_s, QString::fromLatin1(check.name) }, { u"result"_s, check.result } });
    return checks;
}

} // namespace

void RequestRecord::keepBody(QByteArrayView content)
{
    body = content.first(lengthOfWholeCharacters(content, mostBodyKept)).toByteArray();
}

QJsonObject RequestRecord::toJson() const
{
    static constexpr const char *sentNames[] = { "none", "part", "full" };
    QJsonObject out;
    out[u"number"_s] = static_cast<qint64>(number);
    out[u"connection"_s] = static_cast<qint64>(connection);
    out[u"time"_s] = QDateTime::fromMSecsSinceEpoch(time, Qt::UTC).toString(Qt::ISODateWithMs);
    const auto request = parseHead(head);
    writeHead(out, std::get<HttpRequest>(request)); // only heads that could be read get a record
    writeBody(out, body);
    out[u"bodySize"_s] = bodySize;
    out[u"status"_s] = orNull(status);
    out[u"sent"_s] = QString::fromLatin1(sentNames[static_cast<int>(sent)]);
    out[u"fault"_s] = orNull(fault);
    out[u"tokenGeneration"_s] = orNull(tokenGeneration);
    out[u"checks"_s] = checksOf(*this);
    return out;
}

RequestLog::RequestLog()
{
    static quint64 lastId = 0;
    m_id = ++lastId;
}

std::shared_ptr<RequestRecord> RequestLog::add(const HttpRequest &request, bool route, ConnectionTag &connection)
{
    count(request, route);
    if (std::exchange(connection.logId, m_id) != m_id)
        connection.number = ++m_lastConnection;
    auto record = std::make_shared<RequestRecord>();
    record->number = ++m_lastNumber;
    record->connection = connection.number;
    record->time =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count();
    // A copy of its own: the head came out of the socket's buffer, and sharing it would keep 16 KiB for each request.
    record->head = QByteArray(request.head.constData(), request.head.size());
    m_records.push_back(record);
    if (m_records.size() > mostRecords)
        m_records.pop_front();
    return record;
}

void RequestLog::count(const HttpRequest &request, bool route)
{
    const auto text = [](QByteArrayView view) {
        return std::string_view(view.data(), static_cast<std::size_t>(view.size()));
    };
    const bool known = isKnownMethod(request.method);
    std::string key(known ? text(request.method) : "*");
    key += ' ';
    const std::size_t pathStart = key.size();
    key += known && route ? text(request.path) : "*";
    if (m_counters.size() >= mostCounters && !m_counters.contains(key)) {
        key.resize(pathStart);
        key += '*';
    }
    ++m_counters[key];
}

QJsonObject RequestLog::counters() const
{
    QJsonObject out;
    for (const auto &[key, count] : m_counters)
        out[QString::fromStdString(key)] = count;
    return out;
}

QJsonArray RequestLog::since(quint64 number) const
{
    QJsonArray requests;
    for (const auto &record : m_records)
        if (record->number > number)
            requests.append(record->toJson());
    return requests;
}

} // namespace mockserver

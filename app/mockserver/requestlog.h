// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "httprequest.h"

#include <QJsonArray>
#include <QJsonObject>

#include <deque>
#include <memory>
#include <string>
#include <unordered_map>

namespace mockserver {

/// How much of an answer left the server.
enum class Sent { None, Part, Full };

struct Check
{
    const char *name;
    bool result;
};

/// One request as it came, and what became of it.
struct RequestRecord
{
    quint64 number = 0;
    quint64 connection = 0;
    qint64 time = 0; ///< milliseconds since 1970, by the machine's clock
    QByteArray head;
    QByteArray body; ///< its first 4 KiB
    qint64 bodySize = 0;
    std::optional<int> status;
    Sent sent = Sent::None;
    std::optional<int> fault;
    std::optional<quint64> tokenGeneration;
    std::vector<Check> checks;

    void keepBody(QByteArrayView content);
    [[nodiscard]] QJsonObject toJson() const;
};

/// The number of a connection in the log. It is given by the first request that is recorded after a reset, so that a
/// connection that outlives the reset gets a new one.
struct ConnectionTag
{
    quint64 number = 0;
    quint64 logId = 0;
};

/// Counts the requests by route and keeps the newest.
class RequestLog
{
public:
    RequestLog();

    /// \param route whether the path belongs to a route.
    std::shared_ptr<RequestRecord> add(const HttpRequest &request, bool route, ConnectionTag &connection);
    [[nodiscard]] QJsonObject counters() const;
    [[nodiscard]] QJsonArray since(quint64 number) const;

private:
    void count(const HttpRequest &request, bool route);

    quint64 m_id; ///< tells this log from the one before the reset
    quint64 m_lastNumber = 0;
    quint64 m_lastConnection = 0;
    std::unordered_map<std::string, qint64> m_counters;
    std::deque<std::shared_ptr<RequestRecord>> m_records;
};

} // namespace mockserver

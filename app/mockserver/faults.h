// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "problem.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QJsonObject>
#include <QList>

#include <chrono>
#include <optional>
#include <utility>
#include <variant>

namespace mockserver {

/// `"METHOD /path"`, `"/path"`, with a `*` at the end for any rest.
class RoutePattern
{
public:
    static Outcome<RoutePattern> parse(const QString &text);

    [[nodiscard]] bool matches(QByteArrayView method, QByteArrayView path) const;
    [[nodiscard]] QString toString() const;

private:
    QByteArray m_method; ///< empty: any
    QByteArray m_path;
    bool m_prefix = false;
};

/// Where an answer ends too early.
struct CutPoint
{
    enum class At { Before, Head, Body, Bytes };
    At at = At::Before;
    qint64 bytes = 0; ///< for At::Bytes, counted from the first octet of the answer

    [[nodiscard]] bool sendsNothing() const { return at == At::Before || (at == At::Bytes && bytes == 0); }
    /// The octets of an answer that are sent.
    [[nodiscard]] qint64 within(qint64 headSize, qint64 bodySize) const;
};

struct StatusFault
{
    int status = 500;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QString body;
};
struct DelayFault
{
    std::chrono::milliseconds delay { 0 };
};
struct DropFault
{
    CutPoint cut;
};
struct TruncateFault
{
    int percent = 50;
};
struct LoseAnswerFault
{ };

/// Something that goes wrong on purpose, on the requests of a route.
struct Fault
{
    using Kind = std::variant<StatusFault, DelayFault, DropFault, TruncateFault, LoseAnswerFault>;

    int id = 0;
    RoutePattern route;
    std::optional<qint64> remaining = 1; ///< nothing: always
    Kind kind;

    static Outcome<Fault> fromJson(const QJsonObject &object);
    [[nodiscard]] QJsonObject toJson() const;
};

/// The armed faults, the oldest first. One that is used up is not armed any more.
class FaultList
{
public:
    int arm(Fault fault);
    bool disarm(int id);
    void disarmAll() { m_faults.clear(); }

    /// Uses up one shot of the first that matches.
    std::optional<Fault> take(QByteArrayView method, QByteArrayView path);
    [[nodiscard]] const QList<Fault> &armed() const { return m_faults; }

private:
    QList<Fault> m_faults;
    int m_lastId = 0;
};

} // namespace mockserver

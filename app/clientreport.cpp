// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "clientreport.h"

#include <QDebug>
#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;
using namespace tokenmanager;

namespace latchkey {

namespace {
constexpr auto traceKinds = std::to_array(
    { TraceEvent::Kind::Session, TraceEvent::Kind::Request, TraceEvent::Kind::Token, TraceEvent::Kind::Check,
        TraceEvent::Kind::Retry, TraceEvent::Kind::Fault, TraceEvent::Kind::Clock, TraceEvent::Kind::Keychain });

TraceEvent::Kind traceKindOf(const QString &name)
{
    for (const auto kind : traceKinds)
        if (kindName(kind) == name)
            return kind;
    return TraceEvent::Kind::Session;
}

QJsonArray toJsonArray(const QList<int> &numbers)
{
    QJsonArray array;
    for (const int number : numbers)
        array.append(number);
    return array;
}

QList<int> toNumbers(const QJsonArray &array)
{
    QList<int> numbers;
    for (const auto &value : array)
        numbers.append(value.toInt());
    return numbers;
}
} // namespace

QString kindName(TokenError::Kind kind)
{
    switch (kind) {
    case TokenError::Kind::NotSignedIn:
        return u"NotSignedIn"_s;
    case TokenError::Kind::InvalidGrant:
        return u"InvalidGrant"_s;
    case TokenError::Kind::Rejected:
        return u"Rejected"_s;
    case TokenError::Kind::Network:
        return u"Network"_s;
    case TokenError::Kind::Server:
        return u"Server"_s;
    case TokenError::Kind::Malformed:
        return u"Malformed"_s;
    case TokenError::Kind::Keychain:
        return u"Keychain"_s;
    case TokenError::Kind::TimedOut:
        return u"TimedOut"_s;
    case TokenError::Kind::Cancelled:
        return u"Cancelled"_s;
    }
    return {};
}

QString kindName(TraceEvent::Kind kind)
{
    switch (kind) {
    case TraceEvent::Kind::Session:
        return u"Session"_s;
    case TraceEvent::Kind::Request:
        return u"Request"_s;
    case TraceEvent::Kind::Token:
        return u"Token"_s;
    case TraceEvent::Kind::Check:
        return u"Check"_s;
    case TraceEvent::Kind::Retry:
        return u"Retry"_s;
    case TraceEvent::Kind::Fault:
        return u"Fault"_s;
    case TraceEvent::Kind::Clock:
        return u"Clock"_s;
    case TraceEvent::Kind::Keychain:
        return u"Keychain"_s;
    }
    return {};
}

QJsonObject ClientReport::toJson() const
{
    QJsonObject object { { u"result"_s, result }, { u"message"_s, message }, { u"httpStatus"_s, httpStatus },
        { u"statuses"_s, toJsonArray(statuses) }, { u"state"_s, state }, { u"storeState"_s, storeState },
        { u"generation"_s, static_cast<qint64>(generation) }, { u"accessTokenDigest"_s, accessTokenDigest },
        { u"sessionEnded"_s, sessionEnded }, { u"retried"_s, retried } };
    if (expiresIn)
        object.insert(u"expiresIn"_s, *expiresIn);
    return object;
}

ClientReport ClientReport::fromJson(const QJsonObject &object)
{
    ClientReport report;
    report.result = object.value(u"result"_s).toString();
    report.message = object.value(u"message"_s).toString();
    report.httpStatus = object.value(u"httpStatus"_s).toInt();
    report.statuses = toNumbers(object.value(u"statuses"_s).toArray());
    report.state = object.value(u"state"_s).toString();
    report.storeState = object.value(u"storeState"_s).toString();
    report.generation = static_cast<quint64>(object.value(u"generation"_s).toInteger());
    report.accessTokenDigest = object.value(u"accessTokenDigest"_s).toString();
    if (object.contains(u"expiresIn"_s))
        report.expiresIn = object.value(u"expiresIn"_s).toInteger();
    report.sessionEnded = object.value(u"sessionEnded"_s).toInt();
    report.retried = object.value(u"retried"_s).toInt();
    return report;
}

QJsonObject traceEventToJson(const TraceEvent &event)
{
    return { { u"number"_s, static_cast<qint64>(event.number) }, { u"time"_s, event.time.toString(Qt::ISODateWithMs) },
        { u"kind"_s, kindName(event.kind) }, { u"action"_s, event.action }, { u"input"_s, event.input },
        { u"check"_s, event.check }, { u"result"_s, event.result },
        { u"requestId"_s, static_cast<qint64>(event.requestId) },
        { u"refreshId"_s, static_cast<qint64>(event.refreshId) },
        { u"generation"_s, static_cast<qint64>(event.generation) }, { u"attempt"_s, event.attempt },
        { u"httpStatus"_s, event.httpStatus }, { u"details"_s, QJsonObject::fromVariantMap(event.details) } };
}

TraceEvent traceEventFromJson(const QJsonObject &object)
{
    TraceEvent event;
    event.number = static_cast<quint64>(object.value(u"number"_s).toInteger());
    event.time = QDateTime::fromString(object.value(u"time"_s).toString(), Qt::ISODateWithMs);
    event.kind = traceKindOf(object.value(u"kind"_s).toString());
    event.action = object.value(u"action"_s).toString();
    event.input = object.value(u"input"_s).toString();
    event.check = object.value(u"check"_s).toString();
    event.result = object.value(u"result"_s).toString();
    event.requestId = static_cast<quint64>(object.value(u"requestId"_s).toInteger());
    event.refreshId = static_cast<quint64>(object.value(u"refreshId"_s).toInteger());
    event.generation = static_cast<quint64>(object.value(u"generation"_s).toInteger());
    event.attempt = object.value(u"attempt"_s).toInt();
    event.httpStatus = object.value(u"httpStatus"_s).toInt();
    event.details = object.value(u"details"_s).toObject().toVariantMap();
    return event;
}

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "faults.h"

#include "fieldreader.h"
#include "httphead.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace mockserver {

using namespace Qt::Literals::StringLiterals;

namespace {

using FaultHeader = std::pair<QByteArray, QByteArray>;

constexpr qint64 mostBytes = qint64(1) << 41; // beyond the longest answer there is
const QStringList cutNames { u"before"_s, u"head"_s, u"body"_s }; // in the order of CutPoint::At

bool isFramingHeader(QByteArrayView name)
{
    return equalIgnoringCase(name, "Content-Length") || equalIgnoringCase(name, "Transfer-Encoding")
        || equalIgnoringCase(name, "Connection");
}

std::optional<FaultHeader> faultHeader(const QJsonValue &name, const QJsonValue &value)
{
    const FaultHeader header { name.toString().toUtf8(), value.toString().toUtf8() };
    const bool valid = name.isString() && value.isString() && isToken(header.first) && isFieldValue(header.second);
    return valid && !isFramingHeader(header.first) ? std::optional(header) : std::nullopt;
}

/// An object, or a list of [name, value] as in the recorded requests.
QList<std::pair<QJsonValue, QJsonValue>> headerPairs(const QJsonValue &read)
{
    QList<std::pair<QJsonValue, QJsonValue>> pairs;
    const QJsonObject object = read.toObject();
    for (auto member = object.begin(); member != object.end(); ++member)
        pairs.emplaceBack(QJsonValue(member.key()), QJsonValue(member.value()));
    for (const QJsonValue pair : read.toArray())
        pairs.emplaceBack(pair[0], pair.toArray().size() == 2 ? pair[1] : QJsonValue());
    return pairs;
}

QList<FaultHeader> readFaultHeaders(FieldReader &fields)
{
    QList<FaultHeader> headers;
    const QJsonValue read = fields.value(u"headers"_s);
    bool valid = read.isUndefined() || read.isObject() || read.isArray();
    for (const auto &[name, value] : headerPairs(read)) {
        const auto header = faultHeader(name, value);
        valid = valid && header;
        headers.append(header.value_or(FaultHeader {}));
    }
    if (!valid)
        fields.refuse(u"\"headers\" has to hold valid fields, and none that delimits the answer."_s);
    return headers;
}

Fault::Kind readStatus(FieldReader &fields)
{
    fields.require(u"status"_s);
    const int status = static_cast<int>(fields.integer(u"status"_s, 200, 599).value_or(0));
    QList<FaultHeader> headers = readFaultHeaders(fields);
    return StatusFault { status, std::move(headers), fields.string(u"body"_s).value_or(QString()) };
}

Fault::Kind readDelay(FieldReader &fields)
{
    fields.require(u"ms"_s);
    return DelayFault { std::chrono::milliseconds(fields.integer(u"ms"_s, 0, 600'000).value_or(0)) };
}

Fault::Kind readDrop(FieldReader &fields)
{
    if (fields.has(u"at"_s) == fields.has(u"afterBytes"_s))
        fields.refuse(u"A drop has either \"at\" or \"afterBytes\"."_s);
    if (const auto bytes = fields.integer(u"afterBytes"_s, 0, mostBytes))
        return DropFault { { CutPoint::At::Bytes, *bytes } };
    return DropFault { { static_cast<CutPoint::At>(fields.choice(u"at"_s, cutNames).value_or(0)) } };
}

Fault::Kind readTruncate(FieldReader &fields)
{
    return TruncateFault { static_cast<int>(fields.integer(u"percent"_s, 0, 99).value_or(50)) };
}

Fault::Kind readLoseAnswer(FieldReader &)
{
    return LoseAnswerFault {};
}

using FaultKindReader = Fault::Kind (*)(FieldReader &);
constexpr std::array<FaultKindReader, 5> kindReaders { readStatus, readDelay, readDrop, readTruncate, readLoseAnswer };
const QStringList kindNames { u"status"_s, u"delay"_s, u"drop"_s, u"truncate"_s,
    u"lose-answer"_s }; // as in Fault::Kind

std::optional<qint64> readCount(FieldReader &fields)
{
    if (fields.value(u"count"_s) == u"always"_s)
        return std::nullopt;
    if (!fields.has(u"count"_s))
        return 1;
    const auto count = fields.value(u"count"_s).toInteger(0);
    if (!fields.value(u"count"_s).isDouble() || count < 1)
        fields.refuse(u"\"count\" has to be a positive whole number or \"always\"."_s);
    return count;
}

RoutePattern readRoute(FieldReader &fields)
{
    fields.require(u"route"_s);
    auto pattern = RoutePattern::parse(fields.string(u"route"_s).value_or(QString()));
    if (const auto *problem = std::get_if<Problem>(&pattern)) {
        fields.refuse(problem->sentence);
        return {};
    }
    return std::get<RoutePattern>(std::move(pattern));
}

void writeKind(QJsonObject &out, const StatusFault &fault)
{
    QJsonArray headers;
    for (const auto &[name, value] : fault.headers)
        headers.append(QJsonArray { QString::fromUtf8(name), QString::fromUtf8(value) });
    out[u"status"_s] = fault.status;
    out[u"headers"_s] = headers;
    out[u"body"_s] = fault.body;
}

void writeKind(QJsonObject &out, const DelayFault &fault)
{
    out[u"ms"_s] = static_cast<qint64>(fault.delay.count());
}

void writeKind(QJsonObject &out, const DropFault &fault)
{
    if (fault.cut.at == CutPoint::At::Bytes)
        out[u"afterBytes"_s] = fault.cut.bytes;
    else
        out[u"at"_s] = cutNames[static_cast<qsizetype>(fault.cut.at)];
}

void writeKind(QJsonObject &out, const TruncateFault &fault)
{
    out[u"percent"_s] = fault.percent;
}

void writeKind(QJsonObject &, const LoseAnswerFault &) { }

} // namespace

Outcome<RoutePattern> RoutePattern::parse(const QString &text)
{
    RoutePattern pattern;
    QByteArray path = text.toUtf8();
    const qsizetype space = path.indexOf(' ');
    if (space >= 0) {
        pattern.m_method = path.left(space);
        path.remove(0, space + 1);
    }
    const bool methodFits = space < 0 || isKnownMethod(pattern.m_method);
    const bool pathFits = (path == "*" || path.startsWith('/')) && !path.contains(' ');
    pattern.m_prefix = path.endsWith('*');
    if (pattern.m_prefix)
        path.chop(1);
    pattern.m_path = path;
    if (!methodFits || !pathFits || path.contains('*'))
        return Problem { u"\"route\" has to be like \"POST /token\", \"/api/notes\", \"/api/*\" or \"*\"."_s };
    if (path == "/control" || path.startsWith("/control/"))
        return Problem { u"\"route\" cannot be one of control's."_s };
    return pattern;
}

bool RoutePattern::matches(QByteArrayView method, QByteArrayView path) const
{
    return (m_method.isEmpty() || method == m_method) && (m_prefix ? path.startsWith(m_path) : path == m_path);
}

QString RoutePattern::toString() const
{
    const QByteArray path = m_prefix ? m_path + '*' : m_path;
    return QString::fromUtf8(m_method.isEmpty() ? path : m_method + ' ' + path);
}

qint64 CutPoint::within(qint64 headSize, qint64 bodySize) const
{
    switch (at) {
    case At::Before:
        return 0;
    case At::Head:
        return headSize / 2;
    case At::Body:
        return headSize + bodySize / 2;
    case At::Bytes:
        break;
    }
    return std::min(bytes, headSize + bodySize);
}

Outcome<Fault> Fault::fromJson(const QJsonObject &object)
{
    FieldReader fields(object);
    Fault fault;
    fault.route = readRoute(fields);
    fault.remaining = readCount(fields);
    fields.require(u"kind"_s);
    if (const auto kind = fields.choice(u"kind"_s, kindNames))
        fault.kind = kindReaders[static_cast<std::size_t>(*kind)](fields);
    if (const QString problem = fields.problem(); !problem.isEmpty())
        return Problem { problem };
    return fault;
}

QJsonObject Fault::toJson() const
{
    QJsonObject out {
        { u"id"_s, id },
        { u"route"_s, route.toString() },
        { u"kind"_s, kindNames[static_cast<qsizetype>(kind.index())] },
        { u"remaining"_s, remaining ? QJsonValue(*remaining) : QJsonValue(u"always"_s) },
    };
    std::visit([&](const auto &fields) { writeKind(out, fields); }, kind);
    return out;
}

int FaultList::arm(Fault fault)
{
    fault.id = ++m_lastId;
    m_faults.append(std::move(fault));
    return m_lastId;
}

bool FaultList::disarm(int id)
{
    return m_faults.removeIf([id](const Fault &fault) { return fault.id == id; }) > 0;
}

std::optional<Fault> FaultList::take(QByteArrayView method, QByteArrayView path)
{
    const auto found = std::find_if(
        m_faults.begin(), m_faults.end(), [&](const Fault &fault) { return fault.route.matches(method, path); });
    if (found == m_faults.end())
        return std::nullopt;
    Fault fired = *found;
    if (found->remaining && --*found->remaining == 0)
        m_faults.erase(found);
    return fired;
}

} // namespace mockserver

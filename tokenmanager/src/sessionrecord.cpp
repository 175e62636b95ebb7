// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "sessionrecord.h"

#include "origin.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborValue>
#include <QCoreApplication>
#include <QDebug>

#include <algorithm>
#include <limits>

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;

namespace {

struct RecordTexts
{
    Q_DECLARE_TR_FUNCTIONS(tokenmanager::SessionRecord)
};

constexpr qint64 recordVersion = 1;

// Also the order in which the phases are numbered in the record.
constexpr SessionRecord::Phase recordPhases[] = { SessionRecord::Phase::Idle, SessionRecord::Phase::InFlight,
    SessionRecord::Phase::LoggingOut, SessionRecord::Phase::Out };

const char *name(SessionRecord::Phase phase)
{
    switch (phase) {
    case SessionRecord::Phase::Idle:
        return "Idle";
    case SessionRecord::Phase::InFlight:
        return "InFlight";
    case SessionRecord::Phase::LoggingOut:
        return "LoggingOut";
    case SessionRecord::Phase::Out:
        return "Out";
    }
    return "?";
}

/// RFC 6749 A.17: refresh-token = 1*VSCHAR. Anything else could forge a header or a form field.
bool isVisibleText(const QByteArray &text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
}

/// Takes the members out of a map and remembers the first one that is missing or of another type.
class RecordReader
{
public:
    explicit RecordReader(const QCborMap &map)
        : m_map(map)
    { }

    qint64 integer(QLatin1StringView name, qint64 highest = std::numeric_limits<qint64>::max())
    {
        const QCborValue value = m_map.value(name);
        expect(name, value.isInteger() && value.toInteger() >= 0 && value.toInteger() <= highest);
        return value.toInteger();
    }
    QByteArray bytes(QLatin1StringView name)
    {
        expect(name, m_map.value(name).isByteArray());
        return m_map.value(name).toByteArray();
    }
    QString text(QLatin1StringView name)
    {
        expect(name, m_map.value(name).isString());
        return m_map.value(name).toString();
    }
    bool boolean(QLatin1StringView name)
    {
        expect(name, m_map.value(name).isBool());
        return m_map.value(name).toBool();
    }
    QStringList texts(QLatin1StringView name)
    {
        expect(name, m_map.value(name).isArray());
        QStringList texts;
        for (const QCborValue &value : m_map.value(name).toArray()) {
            expect(name, value.isString());
            texts += value.toString();
        }
        return texts;
    }
    /// Milliseconds since 1970, less than 0 on a machine whose clock says so; null: none.
    QDateTime time(QLatin1StringView name)
    {
        const QCborValue value = m_map.value(name);
        expect(name, value.isInteger() || value.isNull());
        return value.isInteger() ? QDateTime::fromMSecsSinceEpoch(value.toInteger(), Qt::UTC) : QDateTime();
    }

    void expect(QLatin1StringView name, bool good)
    {
        if (!good && m_problem.isEmpty())
            m_problem = RecordTexts::tr("The stored session is damaged: \"%1\" is missing or wrong.").arg(name);
    }
    QString problem() const { return m_problem; }

private:
    const QCborMap m_map;
    QString m_problem;
};

QCborValue cborTime(const QDateTime &time)
{
    return time.isValid() ? QCborValue(time.toMSecsSinceEpoch()) : QCborValue(nullptr);
}

/// What the types alone do not say.
QString contentProblem(const SessionRecord &record)
{
    if (!isVisibleText(record.refreshToken))
        return RecordTexts::tr("The stored session is damaged: its refresh token has characters that none may have.");
    if (record.refreshToken.isEmpty() && record.phase != SessionRecord::Phase::Out)
        return RecordTexts::tr("The stored session is damaged: its refresh token is missing.");
    if (record.issuer.isEmpty())
        return RecordTexts::tr("The stored session is damaged: it does not say who issued it.");
    if (!Origin::of(record.tokenEndpoint).isValid())
        return RecordTexts::tr("The stored session is damaged: it does not say where it can be renewed.");
    return {};
}

Expected<SessionRecord, QString> readRecord(const QCborMap &map)
{
    RecordReader reader(map);
    SessionRecord record;
    record.generation = quint64(reader.integer("gen"_L1));
    record.refreshToken = reader.bytes("rt"_L1);
    record.phase = recordPhases[std::clamp<qint64>(reader.integer("st"_L1, std::ssize(recordPhases) - 1), 0, 3)];
    record.idempotencyKey = reader.bytes("idem"_L1);
    record.since = reader.time("since"_L1);
    record.issuer = reader.text("iss"_L1);
    record.tokenEndpoint = QUrl(reader.text("tep"_L1), QUrl::StrictMode);
    record.clientId = reader.text("cid"_L1);
    record.scopes = reader.texts("scp"_L1);
    record.rotates = reader.boolean("rot"_L1);
    record.backend = reader.text("be"_L1);
    record.crashes = int(reader.integer("cr"_L1, std::numeric_limits<int>::max()));
    const QString problem = reader.problem().isEmpty() ? contentProblem(record) : reader.problem();
    if (!problem.isEmpty())
        return problem;
    return record;
}

} // namespace

QByteArray SessionRecord::encode() const
{
    const QCborMap map {
        { "v"_L1, recordVersion },
        { "gen"_L1, qint64(generation) },
        { "rt"_L1, refreshToken },
        { "st"_L1, qint64(std::find(std::begin(recordPhases), std::end(recordPhases), phase) - recordPhases) },
        { "idem"_L1, idempotencyKey },
        { "since"_L1, cborTime(since) },
        { "iss"_L1, issuer },
        { "tep"_L1, tokenEndpoint.toString(QUrl::FullyEncoded) },
        { "cid"_L1, clientId },
        { "scp"_L1, QCborArray::fromStringList(scopes) },
        { "rot"_L1, rotates },
        { "be"_L1, backend },
        { "cr"_L1, crashes },
    };
    return map.toCborValue().toCbor();
}

Expected<SessionRecord, QString> SessionRecord::decode(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return RecordTexts::tr("The stored session is damaged: it is empty.");
    if (bytes.size() > maximumSize)
        return RecordTexts::tr("The stored session is damaged: it is larger than any session.");
    QCborParserError error;
    const QCborValue value = QCborValue::fromCbor(bytes, &error);
    if (error.error != QCborError::NoError || error.offset != bytes.size() || !value.isMap())
        return RecordTexts::tr("The stored session is damaged: it is no record of this application.");
    const QCborMap map = value.toMap();
    const QCborValue version = map.value("v"_L1);
    if (!version.isInteger())
        return RecordTexts::tr("The stored session is damaged: it is no record of this application.");
    if (version.toInteger() != recordVersion)
        return RecordTexts::tr("The stored session was written by another version of this application.");
    return readRecord(map);
}

QDebug operator<<(QDebug debug, const SessionRecord &record)
{
    const QDebugStateSaver saver(debug);
    return debug.nospace() << "SessionRecord(" << name(record.phase) << ", RT-" << record.generation << ')';
}

} // namespace tokenmanager

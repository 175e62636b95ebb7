// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "fieldreader.h"

#include <cmath>

namespace mockserver {

using namespace Qt::Literals::StringLiterals;

QJsonValue FieldReader::value(const QString &name)
{
    m_read.insert(name);
    return m_object.value(name);
}

std::optional<qint64> FieldReader::integer(const QString &name, qint64 least, qint64 most)
{
    const QJsonValue read = value(name);
    if (read.isUndefined())
        return std::nullopt;
    const double number = read.toDouble(std::nan(""));
    if (!read.isDouble() || number != std::floor(number) || number < double(least) || number > double(most)) {
        refuse(u"\"%1\" has to be a whole number from %2 to %3."_s.arg(name).arg(least).arg(most));
        return std::nullopt;
    }
    return read.toInteger();
}

std::optional<QString> FieldReader::string(const QString &name)
{
    const QJsonValue read = value(name);
    if (read.isString())
        return read.toString();
    if (!read.isUndefined())
        refuse(u"\"%1\" has to be a string."_s.arg(name));
    return std::nullopt;
}

std::optional<bool> FieldReader::boolean(const QString &name)
{
    const QJsonValue read = value(name);
    if (read.isBool())
        return read.toBool();
    if (!read.isUndefined())
        refuse(u"\"%1\" has to be true or false."_s.arg(name));
    return std::nullopt;
}

std::optional<QJsonObject> FieldReader::object(const QString &name)
{
    const QJsonValue read = value(name);
    if (read.isObject())
        return read.toObject();
    if (!read.isUndefined())
        refuse(u"\"%1\" has to be an object."_s.arg(name));
    return std::nullopt;
}

std::optional<qsizetype> FieldReader::choice(const QString &name, const QStringList &choices)
{
    const QJsonValue read = value(name);
    if (read.isUndefined())
        return std::nullopt;
    const qsizetype place = read.isString() ? choices.indexOf(read.toString()) : -1;
    if (place >= 0)
        return place;
    refuse(u"\"%1\" has to be one of: %2."_s.arg(name, choices.join(u", "_s)));
    return std::nullopt;
}

void FieldReader::require(const QString &name)
{
    if (!has(name))
        refuse(u"\"%1\" is missing."_s.arg(name));
}

void FieldReader::refuse(const QString &sentence)
{
    if (m_problem.isEmpty())
        m_problem = sentence;
}

QString FieldReader::problem()
{
    for (auto member = m_object.begin(); member != m_object.end(); ++member)
        if (!m_read.contains(member.key()))
            refuse(u"\"%1\" is not known here."_s.arg(member.key().left(64)));
    return m_problem;
}

} // namespace mockserver

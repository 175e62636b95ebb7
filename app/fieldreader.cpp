// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "fieldreader.h"

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

std::optional<int> wholeNumber(const QJsonValue &value, int least, int most)
{
    const double number = value.isDouble() ? value.toDouble() : std::nan("");
    if (!(number >= least && number <= most) || number != std::floor(number))
        return std::nullopt;
    return static_cast<int>(number);
}

FieldReader::FieldReader(QJsonObject object, QString field, std::optional<ScenarioError> &error)
    : m_object(std::move(object))
    , m_field(std::move(field))
    , m_error(error)
{ }

bool FieldReader::has(const QString &name) const
{
    return m_object.contains(name);
}

QString FieldReader::fieldOf(const QString &name) const
{
    return m_field.isEmpty() ? name : m_field + u'.' + name;
}

void FieldReader::complain(const QString &name, const QString &problem)
{
    if (!m_error)
        m_error = ScenarioError { fieldOf(name), problem };
}

QJsonValue FieldReader::take(const QString &name)
{
    m_asked.insert(name);
    return m_object.value(name);
}

QString FieldReader::text(const QString &name, const QString &otherwise)
{
    const QJsonValue value = take(name);
    if (!value.isUndefined() && !value.isString())
        complain(name, u"must be a text"_s);
    return value.toString(otherwise);
}

QString FieldReader::requiredText(const QString &name)
{
    const QString value = text(name);
    if (value.isEmpty())
        complain(name, has(name) ? u"must not be empty"_s : u"is missing"_s);
    return value;
}

QString FieldReader::choice(const QString &name, const QStringList &choices, const QString &otherwise)
{
    const QString value = text(name, otherwise);
    if (has(name) && !choices.contains(value))
        complain(name, u"must be one of %1, not \"%2\""_s.arg(choices.join(u", "_s), value));
    return value;
}

int FieldReader::number(const QString &name, int least, int most, int otherwise)
{
    const QJsonValue value = take(name);
    if (value.isUndefined())
        return otherwise;
    const auto number = wholeNumber(value, least, most);
    if (!number)
        complain(name, u"must be a whole number from %1 to %2"_s.arg(least).arg(most));
    return number.value_or(otherwise);
}

bool FieldReader::flag(const QString &name)
{
    const QJsonValue value = take(name);
    if (!value.isUndefined() && !value.isBool())
        complain(name, u"must be true or false"_s);
    return value.toBool();
}

QJsonObject FieldReader::object(const QString &name)
{
    const QJsonValue value = take(name);
    if (!value.isUndefined() && !value.isObject())
        complain(name, u"must be an object"_s);
    return value.toObject();
}

QJsonArray FieldReader::array(const QString &name)
{
    const QJsonValue value = take(name);
    if (!value.isUndefined() && !value.isArray())
        complain(name, u"must be a list"_s);
    return value.toArray();
}

void FieldReader::refuseOthers()
{
    for (const QString &name : m_object.keys())
        if (!m_asked.contains(name))
            complain(name, u"is not known here"_s);
}

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "jsonmembers.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace tokenmanager {

namespace {

/// Takes apart a text that is known to be a JSON object. Never leaves the text, whatever stands there.
class JsonCursor
{
public:
    explicit JsonCursor(const QByteArray &text)
        : m_text(text)
        , m_at(text.indexOf('{') + 1)
    { }

    /// Goes to the next member's name; false: there is none.
    bool nextName()
    {
        while (!atEnd() && m_text[m_at] != '"')
            ++m_at;
        return !atEnd();
    }

    /// The string that starts here, quotes included.
    QByteArray takeString()
    {
        const qsizetype from = m_at;
        skipString();
        return m_text.mid(from, m_at - from);
    }

    /// What stands between the colon and the comma or brace behind the value.
    QByteArray takeValue()
    {
        const qsizetype from = m_text.indexOf(':', m_at) + 1;
        m_at = from;
        for (int depth = 0; !atEnd() && (depth > 0 || (m_text[m_at] != ',' && m_text[m_at] != '}'));) {
            const char c = m_text[m_at];
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            if (c == '"')
                skipString();
            else
                ++m_at;
        }
        return m_text.mid(from, m_at - from);
    }

private:
    bool atEnd() const { return m_at >= m_text.size(); }

    void skipString()
    {
        for (++m_at; !atEnd() && m_text[m_at] != '"'; ++m_at) {
            if (m_text[m_at] == '\\')
                ++m_at;
        }
        m_at = std::min(m_at + 1, m_text.size());
    }

    const QByteArray &m_text;
    qsizetype m_at;
};

QJsonValue decodedJson(const QByteArray &value)
{
    return QJsonDocument::fromJson('[' + value + ']').array().at(0);
}

QString decodedName(const QByteArray &quoted)
{
    // Nearly every name is written as it is: decoding it would be most of the work for 50,000 members.
    return quoted.contains('\\') ? decodedJson(quoted).toString() : QString::fromUtf8(quoted.mid(1, quoted.size() - 2));
}

} // namespace

std::optional<JsonMembers> JsonMembers::parse(const QByteArray &text)
{
    if (!QJsonDocument::fromJson(text).isObject())
        return std::nullopt;
    JsonMembers members;
    JsonCursor cursor(text);
    while (cursor.nextName()) {
        const QString name = decodedName(cursor.takeString());
        members.m_members.append({ name, cursor.takeValue() });
    }
    return members;
}

QList<QJsonValue> JsonMembers::values(QLatin1StringView name) const
{
    QList<QJsonValue> values;
    for (const Member &member : m_members) {
        if (member.name == name)
            values += decodedJson(member.value);
    }
    return values;
}

} // namespace tokenmanager

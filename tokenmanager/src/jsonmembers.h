// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QList>
#include <QString>

#include <optional>

namespace tokenmanager {

/// The members of a JSON object with their duplicates, in the order of the text. (QJsonObject keeps only the last of a
/// name; RFC 7493 §2.3 forbids duplicates, and of a token it matters.)
class JsonMembers
{
public:
    /// nullopt: `text` is no JSON object (a byte order mark in front is let pass).
    static std::optional<JsonMembers> parse(const QByteArray &text);

    /// Every value of that name, however the name is spelled in the text (`"\u0061"` is "a").
    QList<QJsonValue> values(QLatin1StringView name) const;

private:
    struct Member
    {
        QString name;
        QByteArray value; // as written; decoded only when asked for
    };
    QList<Member> m_members;
};

} // namespace tokenmanager

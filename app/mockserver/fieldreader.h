// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonObject>
#include <QSet>
#include <QString>
#include <QStringList>

#include <optional>

namespace mockserver {

/// Reads the members of a JSON object that came from outside, and remembers the first that is not as it has to be, in
/// one sentence that names it. What it returns after that does not matter.
class FieldReader
{
public:
    explicit FieldReader(const QJsonObject &object)
        : m_object(object)
    { }

    [[nodiscard]] bool has(const QString &name) const { return m_object.contains(name); }
    std::optional<qint64> integer(const QString &name, qint64 least, qint64 most);
    std::optional<QString> string(const QString &name);
    std::optional<bool> boolean(const QString &name);
    std::optional<QJsonObject> object(const QString &name);
    /// The place of the string among `choices`.
    std::optional<qsizetype> choice(const QString &name, const QStringList &choices);
    QJsonValue value(const QString &name);

    void require(const QString &name);
    void refuse(const QString &sentence);
    /// The first problem, or that there is a member nobody asked for; empty where all is well.
    [[nodiscard]] QString problem();

private:
    const QJsonObject &m_object;
    QSet<QString> m_read;
    QString m_problem;
};

} // namespace mockserver

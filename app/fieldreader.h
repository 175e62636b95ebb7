// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "scenario.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>

namespace latchkey {

/// Reads the members of one JSON object. The first mistake is kept and names its field; reading goes on with defaults,
/// so that a parser reads straight through and asks once, at its end.
class FieldReader
{
public:
    FieldReader(QJsonObject object, QString field, std::optional<ScenarioError> &error);

    bool has(const QString &name) const;
    QString text(const QString &name, const QString &otherwise = {});
    QString requiredText(const QString &name);
    /// A text that is one of `choices`; `otherwise` where it is missing.
    QString choice(const QString &name, const QStringList &choices, const QString &otherwise);
    int number(const QString &name, int least, int most, int otherwise);
    bool flag(const QString &name);
    QJsonObject object(const QString &name);
    QJsonArray array(const QString &name);
    /// Every member that was not asked for is a mistake: most often a misspelt one.
    void refuseOthers();

    QString fieldOf(const QString &name) const;
    void complain(const QString &name, const QString &problem);

private:
    QJsonValue take(const QString &name);

    const QJsonObject m_object;
    const QString m_field;
    std::optional<ScenarioError> &m_error;
    QSet<QString> m_asked;
};

/// A whole number within bounds, or nullopt.
std::optional<int> wholeNumber(const QJsonValue &value, int least, int most);

} // namespace latchkey

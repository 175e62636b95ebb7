// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace latchkey {

/// The tutorial's variables after each step of a scenario. Holds names, never secrets.
class VariableTracker
{
public:
    /// One column: what each variable is after a step, in the order of names().
    struct Column
    {
        int step = 0; ///< 0: before the first.
        QStringList values = {};
    };

    static QStringList names(); ///< accessToken, refreshToken, refreshTokens, user, expiresIn, retryQueue

    void record(const Column &column) { m_columns.append(column); }
    /// A token's digest may become known after the token: every mention of `name` that has none gets it.
    void setDigest(const QString &name, const QString &digest);
    QList<Column> columns() const { return m_columns; }

private:
    QList<Column> m_columns;
};

} // namespace latchkey

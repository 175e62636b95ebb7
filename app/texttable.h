// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace latchkey {

/// A table for the terminal: columns as wide as their content, but no wider than their limit; longer cells are wrapped
/// at spaces.
class TextTable
{
public:
    struct Column
    {
        QString title = {};
        int limit = 40;
    };

    explicit TextTable(QList<Column> columns);
    void addRow(const QStringList &cells);
    void addHeading(const QString &text); ///< A line across all columns.
    QString toText() const;

private:
    struct Line
    {
        QStringList cells = {};
        QString heading = {};
    };
    QList<int> widths() const;
    QString rowText(const QStringList &cells, const QList<int> &widths) const;

    QList<Column> m_columns;
    QList<Line> m_lines;
};

} // namespace latchkey

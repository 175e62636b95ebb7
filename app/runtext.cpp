// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "runtext.h"

#include "texttable.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {

const QStringList &tableColumns()
{
    static const QStringList columns { u"Step"_s, u"Time"_s, u"Action"_s, u"Input"_s, u"Check / condition"_s,
        u"Result / output"_s };
    return columns;
}

/// Seconds since the first row.
QString timeText(const Run &run, const TableRow &row)
{
    return QString::number(static_cast<double>(run.rows.first().time.msecsTo(row.time)) / 1000, 'f', 3);
}

QStringList tableCells(const Run &run, const TableRow &row)
{
    return { QString::number(row.number), timeText(run, row), row.action, row.input, row.check, row.result };
}

QString stepHeading(const Run &run, int step)
{
    return u"%1. %2"_s.arg(step).arg(run.steps.value(step));
}

QString columnTitle(const VariableTracker::Column &column)
{
    return column.step == 0 ? u"start"_s : u"after %1"_s.arg(column.step);
}

/// One row of the variables: what it was after each step.
QStringList variableCells(const Run &run, qsizetype variable)
{
    QStringList cells { VariableTracker::names()[variable] };
    for (const auto &column : run.variables.columns())
        cells.append(column.values[variable]);
    return cells;
}

QString markdownRow(const QStringList &cells)
{
    QStringList escaped;
    for (QString cell : cells)
        escaped.append(cell.replace(u'|', u"\\|"_s));
    return u"| "_s + escaped.join(u" | "_s) + u" |\n"_s;
}

QString markdownTable(const QStringList &titles, const QList<QStringList> &rows)
{
    QString text = markdownRow(titles) + markdownRow(QStringList(titles.size(), u"---"_s));
    for (const auto &row : rows)
        text += markdownRow(row);
    return text;
}

QString variablesMarkdown(const Run &run)
{
    QStringList titles { u"Variable"_s };
    for (const auto &column : run.variables.columns())
        titles.append(columnTitle(column));
    QList<QStringList> rows;
    for (qsizetype i = 0; i < VariableTracker::names().size(); ++i)
        rows.append(variableCells(run, i));
    return markdownTable(titles, rows);
}

QJsonObject rowObject(const TableRow &row)
{
    return { { u"number"_s, row.number }, { u"step"_s, row.step }, { u"source"_s, sourceName(row.source) },
        { u"time"_s, row.time.toUTC().toString(Qt::ISODateWithMs) }, { u"kind"_s, row.kind },
        { u"action"_s, row.action }, { u"input"_s, row.input }, { u"check"_s, row.check },
        { u"result"_s, row.result } };
}

QJsonArray stepsArray(const Run &run)
{
    QJsonArray steps;
    for (auto it = run.steps.begin(); it != run.steps.end(); ++it)
        steps.append(QJsonObject { { u"number"_s, it.key() }, { u"title"_s, it.value() },
            { u"unmet"_s, QJsonArray::fromStringList(run.unmet.value(it.key())) } });
    return steps;
}

QJsonArray variablesArray(const Run &run)
{
    QJsonArray array;
    for (const auto &column : run.variables.columns()) {
        QJsonObject object { { u"step"_s, column.step } };
        for (qsizetype i = 0; i < VariableTracker::names().size(); ++i)
            object.insert(VariableTracker::names()[i], column.values[i]);
        array.append(object);
    }
    return array;
}

} // namespace

QString executionTableText(const Run &run)
{
    TextTable table({ { tableColumns()[0], 4 }, { tableColumns()[1], 10 }, { tableColumns()[2], 32 },
        { tableColumns()[3], 26 }, { tableColumns()[4], 36 }, { tableColumns()[5], 36 } });
    int step = 0;
    for (const TableRow &row : run.rows) {
        if (std::exchange(step, row.step) != row.step)
            table.addHeading(stepHeading(run, row.step));
        table.addRow(tableCells(run, row));
    }
    return table.toText();
}

QString variablesText(const Run &run)
{
    QList<TextTable::Column> columns { { u"Variable"_s, 14 } };
    for (const auto &column : run.variables.columns())
        columns.append({ columnTitle(column), 16 });
    TextTable table(columns);
    for (qsizetype i = 0; i < VariableTracker::names().size(); ++i)
        table.addRow(variableCells(run, i));
    return table.toText();
}

QByteArray toMarkdown(const Run &run)
{
    QString text = u"# %1\n\n%2\n\nServer: %3. Outcome: %4.\n\n## Execution table\n\n"_s.arg(
        run.title, run.description, run.server, run.outcome);
    QList<QStringList> rows;
    int step = 0;
    for (const TableRow &row : run.rows) {
        if (std::exchange(step, row.step) != row.step)
            rows.append({ {}, {}, u"**%1**"_s.arg(stepHeading(run, row.step)), {}, {}, {} });
        rows.append(tableCells(run, row));
    }
    text += markdownTable(tableColumns(), rows) + u"\n## Variables\n\n"_s + variablesMarkdown(run);
    for (auto it = run.unmet.begin(); it != run.unmet.end(); ++it)
        for (const QString &unmet : it.value())
            text += u"\nNot met in step %1: %2.\n"_s.arg(it.key()).arg(unmet);
    return text.toUtf8();
}

QByteArray toJson(const Run &run)
{
    QJsonArray rows;
    for (const TableRow &row : run.rows)
        rows.append(rowObject(row));
    const QJsonObject object { { u"format"_s, u"token-trace"_s }, { u"version"_s, 1 }, { u"title"_s, run.title },
        { u"description"_s, run.description }, { u"server"_s, run.server }, { u"outcome"_s, run.outcome },
        { u"steps"_s, stepsArray(run) }, { u"rows"_s, rows }, { u"variables"_s, variablesArray(run) } };
    return QJsonDocument(object).toJson();
}

QString exportRun(const Run &run, const QString &file)
{
    const bool markdown = file.endsWith(u".md"_s, Qt::CaseInsensitive);
    QSaveFile output(file);
    if (!output.open(QIODevice::WriteOnly) || output.write(markdown ? toMarkdown(run) : toJson(run)) < 0
        || !output.commit())
        return u"Could not write %1: %2. Nothing was changed."_s.arg(file, output.errorString());
    return {};
}

} // namespace latchkey

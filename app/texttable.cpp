// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "texttable.h"

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {
QStringList wrapCell(const QString &cell, int width)
{
    QStringList lines { {} };
    for (const QString &word : cell.split(u' ')) {
        const bool first = lines.last().isEmpty();
        if (!first && lines.last().size() + 1 + word.size() > width)
            lines.append(word);
        else
            lines.last() += first ? word : u' ' + word;
    }
    return lines;
}
} // namespace

TextTable::TextTable(QList<Column> columns)
    : m_columns(std::move(columns))
{ }

void TextTable::addRow(const QStringList &cells)
{
    m_lines.append({ cells, {} });
}

void TextTable::addHeading(const QString &text)
{
    m_lines.append({ {}, text });
}

QList<int> TextTable::widths() const
{
    QList<int> widths;
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        qsizetype width = m_columns[i].title.size();
        for (const Line &line : m_lines)
            for (const QString &part : wrapCell(line.cells.value(i), m_columns[i].limit))
                width = std::max(width, part.size());
        widths.append(static_cast<int>(width));
    }
    return widths;
}

QString TextTable::rowText(const QStringList &cells, const QList<int> &widths) const
{
    QList<QStringList> wrapped;
    qsizetype height = 1;
    for (qsizetype i = 0; i < widths.size(); ++i) {
        wrapped.append(wrapCell(cells.value(i), m_columns[i].limit));
        height = std::max(height, wrapped.last().size());
    }
    QString text;
    for (qsizetype y = 0; y < height; ++y) {
        QStringList parts;
        for (qsizetype i = 0; i < widths.size(); ++i)
            parts.append(wrapped[i].value(y).leftJustified(widths[i]));
        text += u"| "_s + parts.join(u" | "_s) + u" |\n"_s;
    }
    return text;
}

QString TextTable::toText() const
{
    const QList<int> columnWidths = widths();
    QStringList titles;
    QString rule = u"+"_s;
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        titles.append(m_columns[i].title);
        rule += QString(columnWidths[i] + 2, u'-') + u'+';
    }
    rule += u'\n';
    QString text = rule + rowText(titles, columnWidths) + rule;
    for (const Line &line : m_lines)
        text += line.heading.isEmpty() ? rowText(line.cells, columnWidths) : u"| "_s + line.heading + u'\n';
    return text + rule;
}

} // namespace latchkey

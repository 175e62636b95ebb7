// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "stepstable.h"

#include "stepdelegate.h"
#include "theme.h"
#include "tracemodel.h"

#include <QHeaderView>
#include <QPainter>
#include <QScrollBar>
#include <QShowEvent>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

StepsTable::StepsTable(QWidget *parent)
    : QTableView(parent)
{
    setObjectName(u"inspector.steps.table"_s);
    setAccessibleName(tr("Steps"));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setItemDelegate(new StepDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false); // Tab leaves the table; arrows move in it.
    setWordWrap(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(std::max(24, fontMetrics().height() + Theme::Space8));
}

void StepsTable::setModel(QAbstractItemModel *model)
{
    QTableView::setModel(model);
    adoptHeader();
    connect(model, &QAbstractItemModel::rowsAboutToBeInserted, this,
        [this] { m_atEnd = verticalScrollBar()->value() == verticalScrollBar()->maximum(); });
    connect(model, &QAbstractItemModel::rowsInserted, this, [this] {
        if (m_atEnd)
            scrollToBottom();
    });
}

void StepsTable::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

QString StepsTable::rowsAsText() const
{
    QString text;
    for (const QStringList &row : chosenRows())
        text += row.join(u'\t') + u'\n';
    return text;
}

QString StepsTable::rowsAsMarkdown() const
{
    const auto line = [](QStringList cells) {
        for (QString &cell : cells)
            cell.replace(u'|', u"\\|"_s);
        return "| "_L1 + cells.join(" | "_L1) + " |\n"_L1;
    };
    QStringList titles;
    for (int column = 0; column < model()->columnCount(); ++column)
        titles << model()->headerData(column, Qt::Horizontal).toString();
    QString text = line(titles) + line(QStringList(titles.size(), u"---"_s));
    for (const QStringList &row : chosenRows())
        text += line(row);
    return text;
}

void StepsTable::showEvent(QShowEvent *event)
{
    QTableView::showEvent(event);
    if (model() && !event->spontaneous())
        adoptHeader(); // now the font is the one that is painted
}

void StepsTable::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (!model() || model()->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(Theme::of(palette()).muted);
    painter.drawText(viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
}

QList<QStringList> StepsTable::chosenRows() const
{
    QList<int> numbers;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        numbers << index.row();
    std::sort(numbers.begin(), numbers.end());
    if (numbers.isEmpty()) {
        for (int row = 0; row < model()->rowCount(); ++row)
            numbers << row;
    }
    QList<QStringList> rows;
    for (const int number : numbers) {
        QStringList cells;
        for (int column = 0; column < model()->columnCount(); ++column)
            cells << model()->index(number, column).data().toString();
        rows << cells;
    }
    return rows;
}

void StepsTable::adoptHeader()
{
    QHeaderView *header = horizontalHeader();
    header->setHighlightSections(false);
    header->setFont(Theme::font(Theme::Text::Table, font(), QFont::DemiBold));
    header->setStretchLastSection(true);
    const int letter = fontMetrics().averageCharWidth();
    const QList<int> letters { 7, 10, 26, 16, 28, 24 };
    for (int column = 0; column < letters.size(); ++column)
        header->resizeSection(column, std::max(letters[column] * letter, header->sectionSizeHint(column)));
}

} // namespace latchkey

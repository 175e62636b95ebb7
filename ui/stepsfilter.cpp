// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "stepsfilter.h"

#include "tracemodel.h"

#include <algorithm>

namespace latchkey {

StepsFilter::StepsFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{ }

void StepsFilter::setWords(const QString &words)
{
    m_words = words.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

void StepsFilter::setKindHidden(tokenmanager::TraceEvent::Kind kind, bool hidden)
{
    if (hidden)
        m_hidden.insert(int(kind));
    else
        m_hidden.remove(int(kind));
    invalidateFilter();
}

bool StepsFilter::hidesKinds() const
{
    return !m_hidden.isEmpty();
}

bool StepsFilter::isFiltering() const
{
    return !m_words.isEmpty() || hidesKinds();
}

bool StepsFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex first = sourceModel()->index(row, 0, parent);
    if (m_hidden.contains(first.data(TraceModel::KindRole).toInt()))
        return false;
    QString line;
    for (int column = 0; column < sourceModel()->columnCount(parent); ++column)
        line += first.siblingAtColumn(column).data().toString() + u'\t';
    return std::all_of(
        m_words.begin(), m_words.end(), [&](const QString &word) { return line.contains(word, Qt::CaseInsensitive); });
}

} // namespace latchkey

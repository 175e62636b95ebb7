// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "notesmodel.h"

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

NotesModel::NotesModel(QObject *parent)
    : QAbstractListModel(parent)
{ }

void NotesModel::setItems(const QList<HomeItem> &items)
{
    if (items == m_items)
        return; // The place that was scrolled to stays.
    beginResetModel();
    m_items = items;
    endResetModel();
}

int NotesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_items.size());
}

QVariant NotesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const HomeItem &item = m_items[index.row()];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return item.text;
    case TrailingRole:
        return item.trailing;
    case Qt::AccessibleTextRole:
        return item.trailing.isEmpty() ? item.text : item.text + ", "_L1 + item.trailing;
    default:
        return {};
    }
}

} // namespace latchkey

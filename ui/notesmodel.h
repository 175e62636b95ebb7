// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "homepage.h"

#include <QAbstractListModel>

namespace latchkey {

/// The rows of the home page's list.
class NotesModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { TrailingRole = Qt::UserRole };

    explicit NotesModel(QObject *parent = nullptr);

    void setItems(const QList<HomeItem> &items);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<HomeItem> m_items;
};

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QIcon>
#include <QStyledItemDelegate>

namespace latchkey {

/// Paints a note: a sheet, its text, and at the other end when it was changed; a thin line between two rows.
class NotesDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit NotesDelegate(QObject *parent = nullptr);

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    QIcon m_sheet;
};

} // namespace latchkey

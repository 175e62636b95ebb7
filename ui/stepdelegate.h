// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

namespace latchkey {

/// Paints a cell of the steps table: the result with its sign, token names in the fixed font, a bar where a step runs.
class StepDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit StepDelegate(QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintBackground(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
};

} // namespace latchkey

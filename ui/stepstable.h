// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QTableView>

namespace latchkey {

/// The table of steps: keeps to the end while the end is seen, copies rows as text.
class StepsTable : public QTableView
{
    Q_OBJECT

public:
    explicit StepsTable(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    /// Shown while there is no row.
    void setEmptyText(const QString &text);
    /// The selected rows, or all: tab-separated, or as a Markdown table. What is masked in the table stays masked.
    QString rowsAsText() const;
    QString rowsAsMarkdown() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QList<QStringList> chosenRows() const;
    void adoptHeader();

    QString m_emptyText;
    bool m_atEnd = true;
};

} // namespace latchkey

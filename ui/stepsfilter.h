// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/traceevent.h>

#include <QSet>
#include <QSortFilterProxyModel>
#include <QStringList>

namespace latchkey {

/// The steps that the developer wants to see: all words somewhere in the row, and of a kind that is wanted.
class StepsFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit StepsFilter(QObject *parent = nullptr);

    void setWords(const QString &words);
    void setKindHidden(tokenmanager::TraceEvent::Kind kind, bool hidden);
    bool hidesKinds() const;
    bool isFiltering() const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_words;
    QSet<int> m_hidden;
};

} // namespace latchkey

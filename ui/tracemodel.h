// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/traceevent.h>

#include <QAbstractTableModel>
#include <QList>
#include <QTimer>

#include <deque>

namespace latchkey {

/// The execution table: the trace of a TokenManager, a row for each step.
///
/// Steps are taken in batches, at most every 50 ms. Of more than 10 000 the oldest are dropped.
class TraceModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Step, Time, Action, Input, Check, Result, ColumnCount };
    enum Role { KindRole = Qt::UserRole, GlyphRole, FixedFontRole };
    static constexpr int MaximumRows = 10'000;

    explicit TraceModel(QObject *parent = nullptr);
    ~TraceModel() override;

    /// Takes one step; a slot for TokenManager::traced().
    void append(const tokenmanager::TraceEvent &event);
    /// Shows now what waits for the next batch.
    void flush();
    void clear();
    const tokenmanager::TraceEvent &eventAt(int row) const;
    bool hasDropped() const;
    /// While off, new steps are not kept.
    void setRecording(bool recording);
    bool isRecording() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// For the first time since clear().
    void dropped();

private:
    QString text(const tokenmanager::TraceEvent &event, int column) const;
    QString seconds(const tokenmanager::TraceEvent &event) const;
    void makeRoomFor(int count);

    std::deque<tokenmanager::TraceEvent> m_events;
    QList<tokenmanager::TraceEvent> m_waiting;
    QDateTime m_start; ///< Time is counted from here.
    QTimer m_batch;
    bool m_dropped = false;
    bool m_recording = true;
};

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "tracemodel.h"

#include "stepglyph.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using tokenmanager::TraceEvent;

namespace latchkey {

namespace {

constexpr int BatchPause = 50;

bool isTokenName(const QString &text)
{
    static const QRegularExpression name(u"^[AR]T-\\d+$"_s);
    return name.match(text).hasMatch();
}

QString accessibleStepText(const TraceEvent &event, const QString &text, int column)
{
    const QString word = column == TraceModel::Result ? glyphName(glyphOf(event)) : QString();
    return word.isEmpty() ? text : word + ", "_L1 + text;
}

} // namespace

TraceModel::TraceModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    m_batch.setSingleShot(true);
    m_batch.setInterval(BatchPause);
    connect(&m_batch, &QTimer::timeout, this, &TraceModel::flush);
}

TraceModel::~TraceModel() = default;

void TraceModel::append(const TraceEvent &event)
{
    if (!m_recording)
        return;
    m_waiting.append(event);
    if (!m_batch.isActive())
        m_batch.start();
}

void TraceModel::flush()
{
    m_batch.stop();
    if (m_waiting.isEmpty())
        return;
    if (!m_start.isValid())
        m_start = m_waiting.constFirst().time;
    const QList<TraceEvent> waiting = std::exchange(m_waiting, {});
    const QList<TraceEvent> batch = waiting.last(std::min<qsizetype>(waiting.size(), MaximumRows));
    makeRoomFor(int(batch.size()));
    beginInsertRows({}, rowCount(), rowCount() + int(batch.size()) - 1);
    m_events.insert(m_events.end(), batch.begin(), batch.end());
    endInsertRows();
}

void TraceModel::clear()
{
    beginResetModel();
    m_events.clear();
    m_waiting.clear();
    m_start = {};
    m_dropped = false;
    endResetModel();
}

const TraceEvent &TraceModel::eventAt(int row) const
{
    return m_events.at(std::size_t(row));
}

bool TraceModel::hasDropped() const
{
    return m_dropped;
}

void TraceModel::setRecording(bool recording)
{
    m_recording = recording;
}

bool TraceModel::isRecording() const
{
    return m_recording;
}

int TraceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_events.size());
}

int TraceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TraceModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TraceEvent &event = eventAt(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return text(event, column);
    case Qt::AccessibleTextRole:
        return accessibleStepText(event, text(event, column), column);
    case Qt::TextAlignmentRole:
        return int((column <= Time ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case KindRole:
        return int(event.kind);
    case GlyphRole:
        return QVariant::fromValue(glyphOf(event));
    case FixedFontRole:
        return column == Time || (column == Input && isTokenName(event.input));
    default:
        return {};
    }
}

QVariant TraceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section <= Time ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Step:
        return tr("Step");
    case Time:
        return tr("Time, s");
    case Action:
        return tr("Action");
    case Input:
        return tr("Input");
    case Check:
        return tr("Check / condition");
    case Result:
        return tr("Result / output");
    default:
        return {};
    }
}

QString TraceModel::text(const TraceEvent &event, int column) const
{
    switch (column) {
    case Step:
        return QString::number(event.number);
    case Time:
        return seconds(event);
    case Action:
        return event.action;
    case Input:
        return event.input;
    case Check:
        return event.check.isEmpty() ? u"—"_s : event.check;
    case Result:
        return event.result.isEmpty() ? tr("running") : event.result;
    default:
        return {};
    }
}

QString TraceModel::seconds(const TraceEvent &event) const
{
    return QString::number(double(m_start.msecsTo(event.time)) / 1000, 'f', 2);
}

/// Drops the oldest rows, so that the batch fits.
void TraceModel::makeRoomFor(int count)
{
    const int surplus = rowCount() + count - MaximumRows;
    if (surplus <= 0)
        return;
    beginRemoveRows({}, 0, surplus - 1);
    m_events.erase(m_events.begin(), m_events.begin() + surplus);
    endRemoveRows();
    if (!std::exchange(m_dropped, true))
        Q_EMIT dropped();
}

} // namespace latchkey

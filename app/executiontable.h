// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/traceevent.h>

#include "recordedrequest.h"

#include <QDateTime>
#include <QList>
#include <QMetaType>
#include <QStringList>

namespace latchkey {

/// One row of the execution table: of the client (a TraceEvent), of the server (a check it made), or of the player.
struct TableRow
{
    enum class Source { Client, Server, Player };

    int number = 0; ///< Counts up from 1 within one run.
    int step = 0; ///< Of the scenario, from 1.
    Source source = Source::Client;
    QDateTime time = {};
    QString kind = {};
    QString action = {};
    QString input = {};
    QString check = {};
    QString result = {};
};

QString sourceName(TableRow::Source source);
TableRow rowOf(const tokenmanager::TraceEvent &event);

/// The checks the server made on one request, one row for each, in the tutorial's words and order; the last one says
/// what the answer was. `issuedToken` is the name of the access token that a good answer carries.
QList<TableRow> rowsOf(const RecordedRequest &request, const QString &issuedToken);

/// A request the server recorded, and the rows it makes.
struct ServerRows
{
    RecordedRequest request = {};
    QList<TableRow> rows = {};
};

/// The client's events and the server's checks of one step, in the order things happened: what the server did with a
/// request stands before the client's event that tells its answer.
QList<TableRow> mergeRows(const QList<tokenmanager::TraceEvent> &events, const QList<ServerRows> &requests);

} // namespace latchkey

Q_DECLARE_METATYPE(latchkey::TableRow)

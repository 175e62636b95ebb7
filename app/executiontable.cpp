// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "executiontable.h"

#include "clientreport.h"
#include "tokenname.h"

#include <QMap>

using namespace Qt::Literals::StringLiterals;
using namespace tokenmanager;

namespace latchkey {

namespace {

/// The tutorial's questions, in its words.
QString questionOf(const QString &check, bool refreshToken)
{
    if (check == u"token present"_s)
        return refreshToken ? u"Refresh token present?"_s : u"Access token present?"_s;
    static const QMap<QString, QString> questions { { u"credentials"_s, u"User name and password right?"_s },
        { u"token in list"_s, u"In the server's list?"_s }, { u"signature valid"_s, u"Signature valid?"_s },
        { u"not expired"_s, u"Not expired?"_s } };
    return questions.value(check, check);
}

QString answerOf(const RecordedRequest &request, const QString &issuedToken)
{
    if (request.status == 0)
        return u"no answer"_s;
    const bool good = request.status >= 200 && request.status < 300;
    if (!good)
        return u"%1, refused"_s.arg(request.status);
    const bool issues = request.path == u"/login"_s || request.path == u"/token"_s;
    if (!issues)
        return u"%1"_s.arg(request.status);
    return (request.path == u"/login"_s ? u"%1, new tokens: %2"_s : u"%1, new access token %2"_s)
        .arg(request.status)
        .arg(issuedToken);
}

TableRow serverRow(const RecordedRequest &request)
{
    TableRow row;
    row.source = TableRow::Source::Server;
    row.kind = u"Check"_s;
    row.action = u"Server: %1"_s.arg(request.route());
    if (request.path != u"/login"_s) {
        const QString name = request.tokenName();
        row.input = request.tokenDigest.isEmpty() ? name : name + u" •••• "_s + request.tokenDigest;
    }
    return row;
}

bool isAnswerTo(const TraceEvent &event, const RecordedRequest &request)
{
    const bool aboutRequest = event.requestId != 0;
    return event.httpStatus != 0 && event.httpStatus == request.status && aboutRequest != request.isTokenRoute();
}

/// The event before which the server's rows belong: the first that tells the request's answer and no other request's.
/// A log-out is told without a status, once it is over. -1: the client never saw an answer.
qsizetype findAnswer(const QList<TraceEvent> &events, const RecordedRequest &request, const QList<bool> &taken)
{
    for (qsizetype i = 0; i < events.size(); ++i)
        if (!taken[i] && isAnswerTo(events[i], request))
            return i;
    const bool loggedOut = request.path == u"/logout"_s && request.status != 0;
    return loggedOut && !events.isEmpty() && !taken.last() ? events.size() - 1 : -1;
}

} // namespace

QString sourceName(TableRow::Source source)
{
    switch (source) {
    case TableRow::Source::Client:
        return u"client"_s;
    case TableRow::Source::Server:
        return u"server"_s;
    case TableRow::Source::Player:
        return u"player"_s;
    }
    return {};
}

TableRow rowOf(const TraceEvent &event)
{
    TableRow row;
    row.time = event.time;
    row.kind = kindName(event.kind);
    row.action = event.action;
    row.input = event.input;
    row.check = event.check;
    row.result = event.result;
    return row;
}

QList<TableRow> rowsOf(const RecordedRequest &request, const QString &issuedToken)
{
    QList<TableRow> rows;
    if (!request.fault.isEmpty() && request.fault != u"0"_s) {
        rows.append(serverRow(request));
        rows.last().kind = u"Fault"_s;
        rows.last().check = u"Fault armed? yes"_s;
    }
    for (const auto &[check, result] : request.checks) {
        rows.append(serverRow(request));
        rows.last().check = questionOf(check, request.isTokenRoute()) + (result ? u" yes"_s : u" no"_s);
        rows.last().result = u"goes on"_s;
    }
    if (rows.isEmpty())
        rows.append(serverRow(request));
    rows.last().result = answerOf(request, issuedToken);
    return rows;
}

QList<TableRow> mergeRows(const QList<TraceEvent> &events, const QList<ServerRows> &requests)
{
    QList<bool> taken(events.size(), false);
    QList<QList<TableRow>> before(events.size() + 1); // of each event; the last: after all of them
    for (const auto &[request, rows] : requests) {
        const qsizetype answer = findAnswer(events, request, taken);
        if (answer >= 0)
            taken[answer] = true;
        before[answer >= 0 ? answer : events.size()].append(rows);
    }
    QList<TableRow> merged;
    for (qsizetype i = 0; i <= events.size(); ++i) {
        for (TableRow &row : before[i]) {
            row.time = i < events.size() ? events[i].time : QDateTime();
            merged.append(row);
        }
        if (i < events.size())
            merged.append(rowOf(events[i]));
    }
    return merged;
}

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "executiontable.h"
#include "expectationcheck.h"
#include "runtext.h"
#include "testregistry.h"
#include "texttable.h"
#include "tokenbook.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace latchkey;
using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;

namespace {
RecordedRequest recorded(const QString &method, const QString &path, quint64 token, int status,
    const QList<RecordedRequest::Check> &checks = {})
{
    RecordedRequest request;
    request.method = method;
    request.path = path;
    request.tokenNumber = token;
    request.hasToken = token != 0;
    request.status = status;
    request.checks = checks;
    return request;
}

TraceEvent answerEvent(const QString &action, quint64 requestId, int status)
{
    TraceEvent event;
    event.action = action;
    event.requestId = requestId;
    event.httpStatus = status;
    return event;
}

QStringList actionsOf(const QList<TableRow> &rows)
{
    QStringList actions;
    for (const TableRow &row : rows)
        actions.append(row.action);
    return actions;
}
} // namespace

/// What client and server say becomes one table, in the tutorial's words, without a secret.
class tst_executiontable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTutorialsQuestionsCanBeReadLineByLine()
    {
        const auto rows =
            rowsOf(recorded(u"POST"_s, u"/token"_s, 1, 403,
                       { { u"token present"_s, true }, { u"token in list"_s, true }, { u"signature valid"_s, false } }),
                {});
        QCOMPARE(rows.size(), 3);
        QCOMPARE(rows[0].check, u"Refresh token present? yes"_s);
        QCOMPARE(rows[1].check, u"In the server's list? yes"_s);
        QCOMPARE(rows[2].check, u"Signature valid? no"_s);
        QCOMPARE(rows[2].result, u"403, refused"_s);
        QCOMPARE(rows[2].input, u"RT-1"_s);
    }

    void aGoodAnswerNamesTheNewToken()
    {
        const auto rows = rowsOf(recorded(u"POST"_s, u"/token"_s, 1, 200, { { u"not expired"_s, true } }), u"AT-2"_s);
        QCOMPARE(rows.last().result, u"200, new access token AT-2"_s);
    }

    void theServersChecksStandBeforeTheAnswerTheClientSaw()
    {
        // Given a refused request, a refresh and the request again, seen from both sides
        const QList<TraceEvent> events { answerEvent(u"send"_s, 1, 0), answerEvent(u"refused"_s, 1, 401),
            answerEvent(u"refresh"_s, 0, 0), answerEvent(u"refreshed"_s, 0, 200), answerEvent(u"answered"_s, 1, 200) };
        QList<ServerRows> server;
        for (const auto &request : { recorded(u"GET"_s, u"/api/notes"_s, 1, 401),
                 recorded(u"POST"_s, u"/token"_s, 1, 200), recorded(u"GET"_s, u"/api/notes"_s, 2, 200) })
            server.append({ request, rowsOf(request, u"AT-2"_s) });
        // Then
        QCOMPARE(actionsOf(mergeRows(events, server)),
            (QStringList { u"send"_s, u"Server: GET /api/notes"_s, u"refused"_s, u"refresh"_s, u"Server: POST /token"_s,
                u"refreshed"_s, u"Server: GET /api/notes"_s, u"answered"_s }));
    }

    void whatTheClientNeverSawStandsLast()
    {
        const RecordedRequest lost = recorded(u"POST"_s, u"/token"_s, 1, 0);
        const auto rows = mergeRows({ answerEvent(u"send"_s, 1, 0) }, { { lost, rowsOf(lost, {}) } });
        QCOMPARE(actionsOf(rows), (QStringList { u"send"_s, u"Server: POST /token"_s }));
        QCOMPARE(rows.last().result, u"no answer"_s);
    }

    void everyUnmetExpectationSaysWhatWasSeen()
    {
        Expectation expect;
        expect.result = u"success"_s;
        expect.statuses = QList<int> { 200, 200 };
        expect.sessionEnded = 0;
        expect.requests = QStringList { u"POST /token RT-1 -> 200"_s };
        expect.checks = { { u"POST /token"_s, u"token present yes"_s } };
        expect.counters = { { u"POST /token"_s, { 1, 1 } }, { u"GET /a"_s, { 2, 4 } } };
        Observation seen;
        seen.report.result = u"InvalidGrant"_s;
        seen.report.statuses = { 200, 401 };
        seen.report.sessionEnded = 1;
        seen.requests = { recorded(u"POST"_s, u"/token"_s, 1, 403, { { u"token present"_s, false } }) };
        seen.counters = { { u"POST /token"_s, 2 }, { u"GET /a"_s, 5 } };
        const QStringList unmet = unmetExpectations(expect, seen);
        QCOMPARE(unmet.size(), 7);
        QCOMPARE(unmet[1], u"statuses of the replies: expected [200, 200], saw [200, 401]"_s);
        QCOMPARE(unmet[3], u"requests at the server: expected POST /token RT-1 -> 200, saw POST /token RT-1 -> 403"_s);
        QCOMPARE(unmet[4], u"the server's checks of POST /token: expected token present yes, saw token present no"_s);
        QCOMPARE(unmet[5], u"the server's count of GET /a: expected 2 to 4, saw 5"_s);
    }

    void whatIsAsExpectedIsNotMentioned()
    {
        Expectation expect;
        expect.result = u"success"_s;
        expect.accessToken = u"none"_s;
        expect.counters = { { u"POST /token"_s, { 0, 0 } } };
        QCOMPARE(unmetExpectations(expect, {}), QStringList());
    }

    void theServersListIsFollowed()
    {
        TokenBook book;
        QCOMPARE(book.newestRefreshToken(), u"none"_s);
        QCOMPARE(book.enter(recorded(u"POST"_s, u"/login"_s, 0, 200)), u"AT-1, RT-1"_s);
        QCOMPARE(book.enter(recorded(u"POST"_s, u"/token"_s, 1, 200)), u"AT-2"_s);
        QCOMPARE(book.enter(recorded(u"POST"_s, u"/token"_s, 1, 403)), QString());
        QCOMPARE(book.held(), QStringList { u"RT-1"_s });
        book.setRotation(true);
        QCOMPARE(book.enter(recorded(u"POST"_s, u"/token"_s, 1, 200)), u"AT-3, RT-2"_s);
        QCOMPARE(book.held(), QStringList { u"RT-2"_s });
        book.tamper(true, u"beef"_s);
        QCOMPARE(book.held(), QStringList { u"RT-2 (altered) •••• beef"_s });
        book.revokeAll();
        QCOMPARE(book.held(), QStringList());
    }

    void aDigestThatIsLearntLaterIsShownFromTheStart()
    {
        VariableTracker variables;
        variables.record({ 1, { u"RT-1"_s, u"[RT-1, RT-10, RT-1 (altered)]"_s } });
        variables.setDigest(u"RT-1"_s, u"beef"_s);
        variables.setDigest(u"RT-1"_s, u"beef"_s);
        QCOMPARE(variables.columns()[0].values,
            (QStringList { u"RT-1 •••• beef"_s, u"[RT-1 •••• beef, RT-10, RT-1 (altered)]"_s }));
    }

    void aLogOutStandsAfterItsRequest()
    {
        const RecordedRequest request = recorded(u"DELETE"_s, u"/logout"_s, 1, 204);
        const auto rows = mergeRows({ answerEvent(u"Log out"_s, 0, 0) }, { { request, rowsOf(request, {}) } });
        QCOMPARE(actionsOf(rows), (QStringList { u"Server: DELETE /logout"_s, u"Log out"_s }));
    }

    void longCellsAreWrappedAndColumnsAligned()
    {
        TextTable table({ { u"A"_s, 5 }, { u"B"_s, 10 } });
        table.addRow({ u"one two"_s, u"x"_s });
        QCOMPARE(table.toText(), u"+-----+---+\n| A   | B |\n+-----+---+\n| one | x |\n| two |   |\n+-----+---+\n"_s);
    }

    void theExportHasTheAgreedForm()
    {
        Run run;
        run.title = u"T"_s;
        run.outcome = u"passed"_s;
        run.steps = { { 1, u"first"_s } };
        run.rows = { TableRow { .number = 1, .step = 1, .action = u"a|b"_s } };
        run.variables.record({ 0, QStringList(6, u"none"_s) });
        const auto object = QJsonDocument::fromJson(toJson(run)).object();
        QCOMPARE(object.value(u"format"_s).toString(), u"token-trace"_s);
        QCOMPARE(object.value(u"version"_s).toInt(), 1);
        QCOMPARE(object.value(u"rows"_s).toArray().size(), 1);
        QCOMPARE(object.value(u"variables"_s).toArray().at(0).toObject().value(u"retryQueue"_s).toString(), u"none"_s);
        QVERIFY(toMarkdown(run).contains("a\\|b"));
    }

    void anExportThatCannotBeWrittenSaysWhy()
    {
        const QString problem = exportRun({}, u"/nowhere/at/all.json"_s);
        QVERIFY(problem.contains(u"/nowhere/at/all.json"_s) && problem.endsWith(u"Nothing was changed."_s));
    }
};

TEST_CLASS(tst_executiontable)
#include "tst_executiontable.moc"

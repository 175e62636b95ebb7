// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "stepglyph.h"
#include "stepsfilter.h"
#include "stepstable.h"
#include "testregistry.h"
#include "tracemodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace latchkey;
using namespace Qt::Literals::StringLiterals;
using tokenmanager::TraceEvent;

namespace {
const QDateTime traceStart(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);

TraceEvent traceStep(int number, int milliseconds = 0)
{
    return { .number = quint64(number),
        .time = traceStart.addMSecs(milliseconds),
        .kind = TraceEvent::Kind::Request,
        .action = u"GET /api/notes"_s,
        .input = u"AT-%1"_s.arg(number),
        .result = u"200, 640 B"_s,
        .attempt = 1,
        .httpStatus = 200 };
}

QString cell(const QAbstractItemModel &model, int row, int column)
{
    return model.index(row, column).data().toString();
}
} // namespace

/// The steps table's model, filter and copies.
class tst_tracemodel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stepsArriveInBatches()
    {
        TraceModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        for (int i = 1; i <= 100; ++i)
            model.append(traceStep(i, i * 10));
        QCOMPARE(model.rowCount(), 0);
        QTRY_COMPARE(model.rowCount(), 100);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(cell(model, 1, TraceModel::Step), u"2"_s);
        QCOMPARE(cell(model, 1, TraceModel::Time), u"0.01"_s);
        QCOMPARE(cell(model, 1, TraceModel::Check), u"—"_s);
        QCOMPARE(model.index(1, TraceModel::Result).data(Qt::AccessibleTextRole).toString(), u"success, 200, 640 B"_s);
    }

    void theOldestOfTooManyAreDropped()
    {
        TraceModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy dropped(&model, &TraceModel::dropped);
        model.append(traceStep(1));
        model.flush();
        for (int i = 2; i <= TraceModel::MaximumRows + 5; ++i)
            model.append(traceStep(i));
        model.flush();
        QCOMPARE(model.rowCount(), TraceModel::MaximumRows);
        QCOMPARE(cell(model, 0, TraceModel::Step), u"6"_s);
        QCOMPARE(dropped.size(), 1);
        QVERIFY(model.hasDropped());
        model.clear();
        QVERIFY(!model.hasDropped());
        QCOMPARE(model.rowCount(), 0);
    }

    void nothingIsKeptWhileRecordingIsOff()
    {
        TraceModel model;
        model.setRecording(false);
        model.append(traceStep(1));
        model.flush();
        QCOMPARE(model.rowCount(), 0);
    }

    void glyphsTellTheOutcome_data()
    {
        QTest::addColumn<TraceEvent>("event");
        QTest::addColumn<StepGlyph>("glyph");
        const auto row = [](const char *name, TraceEvent::Kind kind, int status, int attempt, const QString &result,
                             StepGlyph glyph) {
            QTest::newRow(name) << TraceEvent {
                .kind = kind, .result = result, .attempt = attempt, .httpStatus = status
            } << glyph;
        };
        row("answered", TraceEvent::Kind::Request, 200, 1, u"200"_s, StepGlyph::Success);
        row("refused", TraceEvent::Kind::Request, 401, 1, u"401"_s, StepGlyph::Refused);
        row("server error", TraceEvent::Kind::Token, 503, 1, u"503"_s, StepGlyph::Failed);
        row("no answer", TraceEvent::Kind::Token, 0, 1, u"no answer"_s, StepGlyph::Failed);
        row("not sent", TraceEvent::Kind::Request, 0, 0, u"not sent"_s, StepGlyph::Failed);
        row("refreshed", TraceEvent::Kind::Token, 200, 1, u"200"_s, StepGlyph::Refreshed);
        row("retried", TraceEvent::Kind::Retry, 200, 2, u"200"_s, StepGlyph::Retried);
        row("waits", TraceEvent::Kind::Retry, 0, 0, u"try again in 1 s"_s, StepGlyph::Waiting);
        row("queued", TraceEvent::Kind::Check, 0, 0, u"queued"_s, StepGlyph::Waiting);
        row("fault", TraceEvent::Kind::Fault, 503, 0, u""_s, StepGlyph::Fault);
        row("running", TraceEvent::Kind::Request, 0, 1, u""_s, StepGlyph::Running);
        row("keychain", TraceEvent::Kind::Keychain, 0, 0, u"saved"_s, StepGlyph::Success);
    }

    void glyphsTellTheOutcome()
    {
        QFETCH(TraceEvent, event);
        QTEST(glyphOf(event), "glyph");
    }

    void allWordsOfTheFilterMustMatch()
    {
        TraceModel model;
        model.append(traceStep(1));
        model.append({ .number = 2,
            .time = traceStart,
            .kind = TraceEvent::Kind::Token,
            .action = u"POST /token"_s,
            .result = u"200"_s });
        model.flush();
        StepsFilter filter;
        filter.setSourceModel(&model);
        filter.setWords(u"api at-1"_s);
        QCOMPARE(filter.rowCount(), 1);
        filter.setWords(u"api token"_s);
        QCOMPARE(filter.rowCount(), 0);
        filter.setWords({});
        filter.setKindHidden(TraceEvent::Kind::Token, true);
        QCOMPARE(filter.rowCount(), 1);
        QVERIFY(filter.isFiltering());
        filter.setKindHidden(TraceEvent::Kind::Token, false);
        QCOMPARE(filter.rowCount(), 2);
    }

    void chosenRowsAreCopied()
    {
        TraceModel model;
        for (int i = 1; i <= 3; ++i)
            model.append(traceStep(i));
        model.flush();
        StepsTable table;
        table.setModel(&model);
        QCOMPARE(table.rowsAsText().count(u'\n'), 3);
        table.selectRow(1);
        QCOMPARE(table.rowsAsText(), u"2\t0.00\tGET /api/notes\tAT-2\t—\t200, 640 B\n"_s);
        QVERIFY(table.rowsAsMarkdown().startsWith("| Step | Time, s | Action |"_L1));
        QVERIFY(table.rowsAsMarkdown().endsWith(u"| 2 | 0.00 | GET /api/notes | AT-2 | — | 200, 640 B |\n"_s));
    }
};

TEST_CLASS(tst_tracemodel)
#include "tst_tracemodel.moc"

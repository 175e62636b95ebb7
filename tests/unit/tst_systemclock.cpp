// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/systemclock.h>

#include "delay.h"
#include "testregistry.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

using namespace tokenmanager;
using namespace std::chrono_literals;

class tst_systemclock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void timeIsUtcAndGoesOn()
    {
        const SystemClock clock;
        QCOMPARE(clock.now().timeSpec(), Qt::UTC);
        QVERIFY(std::abs(clock.now().msecsTo(QDateTime::currentDateTimeUtc())) < 1000);
        const auto before = clock.elapsed();
        QTRY_VERIFY(clock.elapsed() > before);
    }

    void aCallIsNeverEarly()
    {
        SystemClock clock;
        const auto start = clock.elapsed();
        std::chrono::nanoseconds ran {};
        const auto handle = clock.callAfter(30ms, [&] { ran = clock.elapsed(); });
        QTRY_VERIFY(ran.count() != 0);
        QVERIFY(ran - start >= 30ms);
        QVERIFY(ran - start < 5s);
    }

    void whatIsDueNowRunsFromTheEventLoop_data()
    {
        QTest::addColumn<qint64>("delay");
        QTest::newRow("now") << qint64(0);
        QTest::newRow("long ago") << qint64(-1000);
        QTest::newRow("as long ago as can be said") << std::numeric_limits<qint64>::min();
    }

    void whatIsDueNowRunsFromTheEventLoop()
    {
        QFETCH(qint64, delay);
        SystemClock clock;
        int runs = 0;
        const auto handle = clock.callAfter(std::chrono::milliseconds(delay), [&] { ++runs; });
        QCOMPARE(runs, 0);
        QTRY_COMPARE(runs, 1);
    }

    void farDelaysDoNotOverflow()
    {
        SystemClock clock;
        int runs = 0;
        std::vector<std::unique_ptr<QObject>> handles;
        for (const std::chrono::milliseconds delay :
            { std::chrono::milliseconds(30 * 24h), std::chrono::milliseconds::max() })
            handles.push_back(clock.callAfter(delay, [&] { ++runs; }));
        bool later = false;
        handles.push_back(clock.callAfter(50ms, [&] { later = true; }));
        QTRY_VERIFY(later);
        QCOMPARE(runs, 0);
    }

    void timersNeverSleepLongerThanAMinute()
    {
        QCOMPARE(timerInterval(30 * 24h), 60'000ms);
        QCOMPARE(timerInterval(59s), 59'000ms);
        QCOMPARE(timerInterval(1ns), 1ms);
        QCOMPARE(timerInterval(-5s), 0ms);
    }

    void aDestroyedHandleNeverRuns()
    {
        SystemClock clock;
        int runs = 0;
        auto handle = clock.callAfter(0ms, [&] { ++runs; });
        handle.reset();
        bool later = false;
        const auto other = clock.callAfter(20ms, [&] { later = true; });
        QTRY_VERIFY(later);
        QCOMPARE(runs, 0);
    }

    void aCallMayDestroyItsOwnHandle()
    {
        SystemClock clock;
        std::unique_ptr<QObject> handle;
        int runs = 0;
        handle = clock.callAfter(0ms, [&, big = std::vector<int>(1000, 7)] {
            handle.reset();
            runs += big.back();
        });
        QTRY_COMPARE(runs, 7);
    }

    void callsRunInTheCallersThread()
    {
        SystemClock clock;
        QThread thread;
        QObject there;
        there.moveToThread(&thread);
        std::atomic<QThread *> ran = nullptr;
        std::unique_ptr<QObject> handle;
        thread.start();
        QMetaObject::invokeMethod(
            &there, [&] { handle = clock.callAfter(1ms, [&] { ran = QThread::currentThread(); }); });
        QTRY_COMPARE(ran.load(), &thread);
        QMetaObject::invokeMethod(
            &there, [&] { handle.reset(); }, Qt::BlockingQueuedConnection);
        thread.quit();
        thread.wait();
    }
};

TEST_CLASS(tst_systemclock)
#include "tst_systemclock.moc"

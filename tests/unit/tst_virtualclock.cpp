// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/virtualclock.h>

#include "testregistry.h"

#include <QTest>
#include <QThread>

using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace virtualclocktest {

/// A thread with an event loop in which one can do things and wait for them.
class Elsewhere
{
public:
    Elsewhere()
    {
        m_object.moveToThread(&m_thread);
        m_thread.start();
    }
    ~Elsewhere()
    {
        m_thread.quit();
        m_thread.wait();
    }
    void run(const std::function<void()> &call)
    {
        QMetaObject::invokeMethod(&m_object, call, Qt::BlockingQueuedConnection);
    }
    void post(const std::function<void()> &call) { QMetaObject::invokeMethod(&m_object, call, Qt::QueuedConnection); }
    QThread *thread() { return &m_thread; }

private:
    QThread m_thread;
    QObject m_object;
};

/// Arms itself again and again, and writes down when it ran.
class Ticker
{
public:
    Ticker(Clock &clock, milliseconds period)
        : m_clock(clock)
        , m_period(period)
    {
        arm();
    }
    QList<qint64> ticks() const { return m_ticks; }

private:
    void arm()
    {
        m_handle = m_clock.callAfter(m_period, [this] {
            m_ticks += std::chrono::duration_cast<std::chrono::seconds>(m_clock.elapsed()).count();
            arm();
        });
    }
    Clock &m_clock;
    const milliseconds m_period;
    std::unique_ptr<QObject> m_handle;
    QList<qint64> m_ticks;
};

} // namespace virtualclocktest

using namespace virtualclocktest;

class tst_virtualclock : public QObject
{
    Q_OBJECT

    const QDateTime start { QDate(2026, 1, 1), QTime(0, 0), Qt::UTC };

private Q_SLOTS:
    void itStandsStillUntilItIsMoved()
    {
        VirtualClock clock;
        QCOMPARE(clock.now(), start);
        const auto before = clock.elapsed();
        clock.advance(1500ms);
        QCOMPARE(clock.now(), start.addMSecs(1500));
        QCOMPARE(clock.elapsed() - before, 1500ms);
    }

    void itNeverGoesBack()
    {
        VirtualClock clock;
        clock.advance(1s);
        clock.advance(-5s);
        clock.suspend(-5s);
        clock.advance(milliseconds::min());
        QCOMPARE(clock.now(), start.addSecs(1));
    }

    void eachCallRunsAtItsOwnTime()
    {
        VirtualClock clock;
        QList<QPair<int, QDateTime>> ran;
        const auto note = [&](int number) { return [&, number] { ran.append({ number, clock.now() }); }; };
        const auto third = clock.callAfter(30s, note(3));
        const auto first = clock.callAfter(10s, note(1));
        const auto second = clock.callAfter(10s, note(2));
        const auto beyond = clock.callAfter(60001ms, note(4));
        clock.advance(60s);
        const QList<QPair<int, QDateTime>> expected { { 1, start.addSecs(10) }, { 2, start.addSecs(10) },
            { 3, start.addSecs(30) } };
        QCOMPARE(ran, expected);
        QCOMPARE(clock.now(), start.addSecs(60));
        clock.advance(1ms);
        QCOMPARE(ran.last(), qMakePair(4, start.addMSecs(60001)));
    }

    void whatACallArmsRunsToo()
    {
        VirtualClock clock;
        const Ticker ticker(clock, 10s);
        clock.advance(35s);
        QCOMPARE(ticker.ticks(), (QList<qint64> { 10, 20, 30 }));
        clock.advance(5s);
        QCOMPARE(ticker.ticks().last(), 40);
    }

    void afterSuspendWhatIsDueRunsOnce()
    {
        VirtualClock clock;
        const Ticker ticker(clock, 10s);
        clock.suspend(2h);
        QCOMPARE(ticker.ticks(), (QList<qint64> { 7200 }));
        QCOMPARE(clock.now(), start.addSecs(7200));
        clock.advance(10s);
        QCOMPARE(ticker.ticks().last(), 7210);
    }

    void theWallClockCanBeSetAlone()
    {
        VirtualClock clock;
        int runs = 0;
        const auto handle = clock.callAfter(10s, [&] { ++runs; });
        clock.setNow(start.addYears(10));
        QCOMPARE(clock.now(), start.addYears(10));
        QCOMPARE(clock.elapsed(), 0ns);
        clock.advance(9s);
        QCOMPARE(runs, 0);
        clock.setNow(start.addYears(-30));
        clock.advance(1s);
        QCOMPARE(runs, 1);
        QCOMPARE(clock.now(), start.addYears(-30).addSecs(1));
    }

    void aCallThatIsDueAtOnceNeedsTheEventLoopOnly()
    {
        VirtualClock clock;
        int runs = 0;
        const auto now = clock.callAfter(0ms, [&] { ++runs; });
        const auto before = clock.callAfter(-1s, [&] { ++runs; });
        QCOMPARE(runs, 0);
        QTRY_COMPARE(runs, 2);
        const auto third = clock.callAfter(0ms, [&] { ++runs; });
        clock.advance(0ms);
        QCOMPARE(runs, 3);
        QCoreApplication::processEvents();
        QCOMPARE(runs, 3);
    }

    void aDestroyedHandleNeverRuns()
    {
        VirtualClock clock;
        int runs = 0;
        auto victim = clock.callAfter(20s, [&] { ++runs; });
        const auto killer = clock.callAfter(10s, [&] { victim.reset(); });
        clock.advance(1min);
        QCOMPARE(runs, 0);
    }

    void aCallMayDestroyItsOwnHandle()
    {
        VirtualClock clock;
        int runs = 0;
        std::unique_ptr<QObject> handle;
        handle = clock.callAfter(1s, [&, big = std::vector<int>(1000, 7)] {
            handle.reset();
            runs += big.back();
        });
        clock.advance(1s);
        QCOMPARE(runs, 7);
    }

    void aCallMayMoveTheClockItself()
    {
        VirtualClock clock;
        QList<qint64> ran;
        const auto inner = clock.callAfter(12s, [&] { ran += start.secsTo(clock.now()); });
        const auto outer = clock.callAfter(10s, [&] {
            clock.advance(5s);
            ran += start.secsTo(clock.now());
        });
        clock.advance(20s);
        QCOMPARE(ran, (QList<qint64> { 12, 15 }));
        QCOMPARE(clock.now(), start.addSecs(25)); // each of the two moved it as far as it said
    }

    void aHandleMayOutliveTheClock()
    {
        int runs = 0;
        std::unique_ptr<QObject> first, second;
        {
            VirtualClock clock(start, 1000);
            first = clock.callAfter(0ms, [&] { ++runs; });
            second = clock.callAfter(1s, [&] { ++runs; });
        }
        QThread::msleep(5);
        QCoreApplication::processEvents();
        QCOMPARE(runs, 0);
    }

    void aCallMayDestroyTheClock()
    {
        auto clock = std::make_unique<VirtualClock>();
        int runs = 0;
        const auto first = clock->callAfter(1s, [&] { clock.reset(); });
        const auto second = clock->callAfter(2s, [&] { ++runs; });
        clock->advance(1min);
        QVERIFY(!clock);
        QCOMPARE(runs, 0);
    }

    void farDelaysDoNotOverflow()
    {
        VirtualClock clock(start, 1);
        int runs = 0;
        const auto month = clock.callAfter(30 * 24h, [&] { ++runs; });
        const auto never = clock.callAfter(milliseconds::max(), [&] { ++runs; });
        QCoreApplication::processEvents();
        clock.advance(30 * 24h - 1h);
        QCOMPARE(runs, 0);
        clock.advance(1h);
        QCOMPARE(runs, 1);
    }

    void itRunsByItselfAtARate()
    {
        VirtualClock clock(start, 100);
        qint64 ran = 0;
        const auto handle = clock.callAfter(2s, [&] { ran = start.msecsTo(clock.now()); });
        QTRY_VERIFY(ran >= 2000);
        QVERIFY(ran < 500'000); // 100 times the five seconds one waits at most
    }

    void aChangeOfRateArmsTimersAnew()
    {
        VirtualClock clock;
        int runs = 0;
        const auto handle = clock.callAfter(1h, [&] { ++runs; });
        clock.setRate(1);
        QCoreApplication::processEvents();
        QCOMPARE(runs, 0);
        clock.setRate(1e6);
        QTRY_COMPARE(runs, 1);
    }

    void aStoppedClockStands()
    {
        VirtualClock clock(start, 1e6);
        clock.setRate(0);
        const QDateTime stopped = clock.now();
        int runs = 0;
        const auto handle = clock.callAfter(1s, [&] { ++runs; });
        QThread::msleep(5);
        QCoreApplication::processEvents();
        QCOMPARE(clock.now(), stopped);
        QCOMPARE(runs, 0);
        clock.setRate(-3);
        clock.setRate(std::numeric_limits<double>::quiet_NaN());
        QCOMPARE(clock.now(), stopped);
    }

    void aRunningClockCanBeMovedToo()
    {
        VirtualClock clock(start, 1);
        bool ran = false;
        const auto handle = clock.callAfter(1h + 50ms, [&] { ran = true; });
        clock.advance(1h);
        QVERIFY(start.secsTo(clock.now()) >= 3600);
        QTRY_VERIFY(ran);
    }

    void otherThreadsGetTheirCallsQueued()
    {
        VirtualClock clock;
        Elsewhere elsewhere;
        std::unique_ptr<Ticker> ticker;
        elsewhere.run([&] { ticker = std::make_unique<Ticker>(clock, 10s); });
        QList<qint64> here;
        const auto handle = clock.callAfter(15s, [&] { here += start.secsTo(clock.now()); });
        clock.advance(35s);
        QCOMPARE(here, (QList<qint64> { 15 }));
        QList<qint64> there;
        QDateTime after;
        const auto look = [&] {
            there = ticker->ticks();
            after = clock.now();
        };
        QTRY_VERIFY((elsewhere.run(look), there.size() == 3)); // each at its own time, though this thread was ahead
        QCOMPARE(there, (QList<qint64> { 10, 20, 30 }));
        QCOMPARE(after, start.addSecs(35)); // between two calls a thread sees the clock as it is
        elsewhere.run([&] { ticker.reset(); });
    }

    void aHandleDestroyedBeforeItsQueuedCallNeverRuns()
    {
        VirtualClock clock;
        Elsewhere elsewhere;
        std::unique_ptr<QObject> handle;
        std::atomic<int> runs = 0;
        elsewhere.run([&] { handle = clock.callAfter(1s, [&] { ++runs; }); });
        elsewhere.run([&] { // advanced by this thread while the other one is busy here
            const std::unique_ptr<QThread> mover(QThread::create([&] { clock.advance(1min); }));
            mover->start();
            mover->wait();
            handle.reset();
        });
        elsewhere.run([] { QCoreApplication::processEvents(); });
        QCOMPARE(runs.load(), 0);
    }

    void aRateWorksInOtherThreads()
    {
        VirtualClock clock;
        Elsewhere elsewhere;
        std::unique_ptr<QObject> handle;
        std::atomic<QThread *> ran = nullptr;
        elsewhere.run([&] { handle = clock.callAfter(1h, [&] { ran = QThread::currentThread(); }); });
        clock.setRate(1e6);
        QTRY_COMPARE(ran.load(), elsewhere.thread());
        elsewhere.run([&] { handle.reset(); });
    }

    /// While another thread moves the clock too, a call may find it further on than its own moment, never behind it.
    void twoThreadsMoveItTogether()
    {
        VirtualClock clock;
        Elsewhere elsewhere;
        std::atomic<int> early = 0, runs = 0;
        const auto armMany = [&](std::vector<std::unique_ptr<QObject>> &handles) {
            for (milliseconds due = 1ms; due <= 1000ms; ++due) {
                handles.push_back(clock.callAfter(due, [&, due] {
                    ++runs;
                    early += clock.elapsed() < due ? 1 : 0;
                }));
            }
        };
        const auto moveMuch = [&] {
            for (int i = 0; i < 500; ++i)
                clock.advance(1ms);
        };
        std::vector<std::unique_ptr<QObject>> here, there;
        armMany(here);
        elsewhere.run([&] { armMany(there); });
        elsewhere.post(moveMuch);
        moveMuch();
        elsewhere.run([] {});
        QCOMPARE(clock.elapsed(), 1000ms); // each moved it as far as it said
        QTRY_COMPARE(runs.load(), 2000);
        QCOMPARE(early.load(), 0);
        elsewhere.run([&] { there.clear(); });
    }
};

TEST_CLASS(tst_virtualclock)
#include "tst_virtualclock.moc"

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "backoff.h"
#include "breaker.h"
#include "testregistry.h"
#include "tokenlife.h"

#include <QTest>

using namespace tokenmanager;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;

/// When a token is due, stale and over; how often one may be fetched; how long to pause.
class tst_tokenlife : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void margins_data()
    {
        QTest::addColumn<int>("lifetime");
        QTest::addColumn<double>("dueBeforeEnd");
        QTest::addColumn<double>("staleBeforeEnd");
        QTest::newRow("3 s: a fifth, a twentieth") << 3 << 0.6 << 0.15;
        QTest::newRow("20 s") << 20 << 4.0 << 1.0;
        QTest::newRow("60 s") << 60 << 12.0 << 2.0;
        QTest::newRow("200 s: 30 s at least") << 200 << 30.0 << 2.0;
        QTest::newRow("1 h: a tenth, 300 s at most") << 3600 << 300.0 << 2.0;
        QTest::newRow("1 d") << 86400 << 300.0 << 2.0;
    }

    void margins()
    {
        QFETCH(int, lifetime);
        QFETCH(double, dueBeforeEnd);
        QFETCH(double, staleBeforeEnd);
        const TokenLife life = TokenLife::make(10s, 11s, std::chrono::seconds(lifetime), 0);
        QCOMPARE(life.endsAt, nanoseconds(10s) + std::chrono::seconds(lifetime)); // from the sending, not the receipt
        QCOMPARE(double((life.endsAt - life.dueAt).count()) / 1e9, dueBeforeEnd);
        QCOMPARE(double((life.endsAt - life.staleAt).count()) / 1e9, staleBeforeEnd);
    }

    void jitterIsATenthOfTheMargin()
    {
        const TokenLife early = TokenLife::make(0s, 0s, 20s, 1);
        const TokenLife late = TokenLife::make(0s, 0s, 20s, -1);
        QCOMPARE(early.dueAt, nanoseconds(15600ms));
        QCOMPARE(late.dueAt, nanoseconds(16400ms));
    }

    void freshToTheNanosecond()
    {
        const TokenLife life = TokenLife::make(0s, 0s, 20s, 0);
        QVERIFY(isFresh(life, 19s - 1ns, {}));
        QVERIFY(!isFresh(life, 19s, {}));
        QVERIFY(isFresh(life, 1h, 0s)); // a leeway of nothing: used until it is refused
        QVERIFY(isFresh(life, 15s, 5s));
        QVERIFY(!isFresh(life, 15s + 1ns, 5s));
    }

    void aLeewayLongerThanTheLifeIsNoStorm()
    {
        const TokenLife life = TokenLife::make(0s, 0s, 20s, 0);
        QVERIFY(isFresh(life, 9s, 60s)); // half its life is the smallest gap
        QVERIFY(!isFresh(life, 10s, 60s));
    }

    void fiveUselessExchangesOpenTheBreaker()
    {
        Breaker breaker;
        for (int i = 0; i < 4; ++i)
            breaker.count(100s);
        QVERIFY(!breaker.isOpen(100s));
        breaker.count(100s);
        QVERIFY(breaker.isOpen(100s));
        QCOMPARE(breaker.closesIn(100s), nanoseconds(20s));
        QVERIFY(!breaker.isOpen(120s)); // three a minute come back
        breaker.count(120s);
        QVERIFY(breaker.isOpen(120s));
        QVERIFY(!breaker.isOpen(1h));
    }

    void pauses()
    {
        using namespace refresh;
        const auto pause = [](bool foreground, int failures, Next next, double random, TokenError error = {}) {
            return pauseAfter(Pausing { { foreground, failures }, error }, next, random);
        };
        QCOMPARE(pause(true, 1, Next::Later, 1), 1s);
        QCOMPARE(pause(true, 2, Next::Later, 1), 2s);
        QCOMPARE(pause(true, 2, Next::Later, 0.5), 1s);
        QCOMPARE(pause(true, 1, Next::Soon, 0.1), 1s);
        QCOMPARE(pause(true, 2, Next::Soon, 0.1), 5s);
        QCOMPARE(pause(false, 1, Next::Later, 1), 5s);
        QCOMPARE(pause(false, 3, Next::Later, 1), 20s);
        QCOMPARE(pause(false, 100, Next::Later, 1), 5min);
        QCOMPARE(pause(true, 1, Next::Later, 0.1, { .retryAfter = 7s }), 7s);
        QVERIFY(pause(false, 1, Next::Slowly, 0) >= 30s);
        QCOMPARE(patientPause(1), 1s);
        QCOMPARE(patientPause(5), 30s);
        QCOMPARE(patientPause(500), 60s);
    }
};

TEST_CLASS(tst_tokenlife)
#include "tst_tokenlife.moc"

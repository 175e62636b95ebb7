// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "oneshotbody.h"
#include "testregistry.h"

#include <QBuffer>
#include <QTest>

using namespace tokenmanager;

/// A body that is read once and never again, whatever stands behind it.
class tst_oneshotbody : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsReadOnceToItsEnd()
    {
        OneShotBody body("grant_type=refresh_token");
        QVERIFY(body.isSequential());
        QCOMPARE(body.bytesAvailable(), 24);
        QCOMPARE(body.read(5), QByteArray("grant"));
        QCOMPARE(body.readAll(), QByteArray("_type=refresh_token"));
        QVERIFY(body.atEnd());
        char more = 0;
        QCOMPARE(body.read(&more, 1), -1);
    }

    void itRefusesToBeginAgainWithoutAWarning()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        OneShotBody body("abc");
        QCOMPARE(body.read(1), QByteArray("a"));
        QVERIFY(!body.reset());
        QCOMPARE(body.readAll(), QByteArray("bc"));
    }

    void anEmptyOneIsAtItsEnd()
    {
        OneShotBody body(QByteArray {});
        QVERIFY(body.atEnd());
        char more = 0;
        QCOMPARE(body.read(&more, 1), -1);
    }

    void itReadsADeviceFromWhereItStands()
    {
        auto buffer = std::make_unique<QBuffer>();
        buffer->setData("0123456789");
        buffer->open(QIODevice::ReadOnly);
        buffer->seek(4);
        OneShotBody body(std::move(buffer));
        QCOMPARE(body.bytesAvailable(), 6);
        QCOMPARE(body.readAll(), QByteArray("456789"));
        QVERIFY(!body.reset());
    }
};

TEST_CLASS(tst_oneshotbody)
#include "tst_oneshotbody.moc"

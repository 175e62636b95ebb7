// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/memorytokenstore.h>

#include "testregistry.h"

#include <QTest>

using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;

class tst_memorytokenstore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyStoreSaysNotFound()
    {
        MemoryTokenStore store;
        const auto future = store.load(u"me"_s);
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error().failure, TokenStore::Failure::NotFound);
        QVERIFY(!future.result().error().message.isEmpty());
    }

    void aRecordIsReplacedAsAWhole()
    {
        MemoryTokenStore store;
        QVERIFY(store.save(u"me"_s, "first, longer").result());
        QVERIFY(store.save(u"me"_s, QByteArray("a\0b", 3)).result());
        QCOMPARE(store.load(u"me"_s).result().value(), QByteArray("a\0b", 3));
    }

    void accountsAreApart()
    {
        MemoryTokenStore store;
        QVERIFY(store.save(u"me"_s, "mine").result());
        QVERIFY(store.save(u"you"_s, "yours").result());
        QVERIFY(store.remove(u"me"_s).result());
        QCOMPARE(store.load(u"me"_s).result().error().failure, TokenStore::Failure::NotFound);
        QCOMPARE(store.load(u"you"_s).result().value(), "yours");
    }

    void removingNothingIsSuccess()
    {
        MemoryTokenStore store;
        QVERIFY(store.remove(u"me"_s).result());
    }

    void nobodyElseUsesIt() { QVERIFY(MemoryTokenStore().lockPath(u"me"_s).isEmpty()); }
};

TEST_CLASS(tst_memorytokenstore)
#include "tst_memorytokenstore.moc"

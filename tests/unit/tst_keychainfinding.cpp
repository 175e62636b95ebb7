// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "keychainfinding.h"
#include "testregistry.h"

#include <QTest>

using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;
using Failure = TokenStore::Failure;
using Finding = KeychainFinding;

Q_DECLARE_METATYPE(tokenmanager::KeychainFinding)

/// What QtKeychain says, in the light of what the Secret Service says: the whole table.
class tst_keychainfinding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyAnswerHasOneMeaning_data()
    {
        QTest::addColumn<int>("error");
        QTest::addColumn<Finding>("finding");
        QTest::addColumn<Failure>("failure");
        const auto row = [](const char *name, int error, Finding finding, Failure failure) {
            QTest::newRow(name) << error << finding << failure;
        };
        using namespace QKeychain;
        row("missing, and known to be", EntryNotFound, Finding::Absent, Failure::NotFound);
        row("missing, nobody else to ask", EntryNotFound, Finding::NotAsked, Failure::NotFound);
        row("missing, but there", EntryNotFound, Finding::Present, Failure::Locked);
        row("missing, as it is locked", EntryNotFound, Finding::ItemLocked, Failure::Locked);
        row("missing, as all is locked", EntryNotFound, Finding::CollectionLocked, Failure::Locked);
        row("missing, no keyring", EntryNotFound, Finding::NoCollection, Failure::Unavailable);
        row("missing, the service has gone", EntryNotFound, Finding::Unreachable, Failure::Unavailable);
        for (const int denied : { AccessDenied, AccessDeniedByUser }) {
            const bool byUser = denied == AccessDeniedByUser;
            row(byUser ? "refused by the user, item locked" : "refused, item locked", denied, Finding::ItemLocked,
                Failure::Locked);
            row(byUser ? "refused by the user, unlocked since" : "refused, unlocked since", denied, Finding::Present,
                Failure::Locked);
            row(byUser ? "refused by the user, no item" : "refused, no item", denied, Finding::Absent, Failure::Locked);
            row(byUser ? "refused by the user, nobody else" : "refused, nobody else", denied, Finding::NotAsked,
                Failure::Locked);
            row(byUser ? "refused by the user, gone" : "refused, gone", denied, Finding::Unreachable,
                Failure::Unavailable);
        }
        for (const int other : { OtherError, NoBackendAvailable, NotImplemented, CouldNotDeleteEntry }) {
            for (const Finding locked : { Finding::ItemLocked, Finding::CollectionLocked })
                QTest::addRow("error %d, locked %d", other, int(locked)) << other << locked << Failure::Locked;
            for (const Finding open :
                { Finding::Absent, Finding::Present, Finding::NoCollection, Finding::Unreachable, Finding::NotAsked })
                QTest::addRow("error %d, not locked %d", other, int(open)) << other << open << Failure::Unavailable;
        }
    }

    void everyAnswerHasOneMeaning()
    {
        QFETCH(int, error);
        QFETCH(Finding, finding);
        const auto meaning = keychainFailure(QKeychain::Error(error), finding);
        QTEST(meaning.failure, "failure");
        QVERIFY(meaning.message.endsWith(u'.'));
    }

    void everySentenceSaysWhatItMeans()
    {
        for (const auto &error : { keychainLocked(), keychainWithoutBus(), keychainWithoutGlib(), keychainSilent(),
                 keychainEmptyRecord(), keychainTooLarge(), keychainNotKept(), keychainNotRemoved() })
            QVERIFY(error.failure != Failure::NotFound && error.message.endsWith(u'.'));
    }
};

TEST_CLASS(tst_keychainfinding)
#include "tst_keychainfinding.moc"

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/keychaintokenstore.h>

#include "keychainaccess.h"
#include "keyringdaemon.h"
#include "refreshlock.h"
#include "testregistry.h"

#include <QDirIterator>
#include <QTest>
#include <qt6keychain/keychain.h>

using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using Failure = TokenStore::Failure;

/// The real gnome-keyring of a private session: started, locked, frozen and killed.
class tst_keychain : public QObject
{
    Q_OBJECT

    const QString m_issuer = u"https://as.example"_s;
    const QString m_account = u"me"_s;
    KeyringDaemon m_daemon;
    std::unique_ptr<KeychainTokenStore> m_store;

    template <typename Result>
    static Result resultOf(const QFuture<Result> &future)
    {
        [&] { QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 20'000); }();
        return future.isFinished() ? future.result() : Result(TokenStore::StoreError { .message = u"unfinished"_s });
    }
    TokenStore::LoadResult load() { return resultOf(m_store->load(m_account)); }
    TokenStore::StoreResult save(const QByteArray &record) { return resultOf(m_store->save(m_account, record)); }
    TokenStore::StoreResult remove() { return resultOf(m_store->remove(m_account)); }
    static QByteArray recordOf(const TokenStore::LoadResult &result)
    {
        return result ? *result : QByteArray("not loaded: ") + result.error().message.toUtf8();
    }
    static std::optional<Failure> failureOf(const auto &result)
    {
        return result ? std::nullopt : std::optional(result.error().failure);
    }

    void writeAsText(const QString &text)
    {
        auto *job = new QKeychain::WritePasswordJob(u"tokenmanager/"_s + m_issuer);
        job->setKey(m_account);
        job->setTextData(text);
        bool done = false;
        connect(job, &QKeychain::Job::finished, this, [&] { done = true; });
        job->start();
        QTRY_VERIFY(done);
    }

private Q_SLOTS:
    void init()
    {
        m_store = std::make_unique<KeychainTokenStore>(m_issuer);
        if (m_daemon.isLocked()) // left so by a test that failed
            m_daemon.unlock();
        QVERIFY(remove());
    }

    void anUnlockedKeyringKnowsThatThereIsNothing()
    {
        const auto result = load();
        QCOMPARE(failureOf(result), Failure::NotFound);
        QCOMPARE(result.error().message, u"No session is stored."_s);
    }

    void whatIsSavedIsLoadedBack_data()
    {
        QTest::addColumn<QByteArray>("record");
        QByteArray everyByte;
        for (int value = 0; value < 256; ++value)
            everyByte += char(value);
        QTest::newRow("every byte") << everyByte;
        QTest::newRow("one byte") << QByteArray("\0", 1);
        QTest::newRow("64 KiB") << QByteArray(64 * 1024, char(0xe9));
    }

    void whatIsSavedIsLoadedBack()
    {
        QFETCH(QByteArray, record);
        QVERIFY(save("something else, and longer"));
        QVERIFY(save(record));
        QCOMPARE(recordOf(load()), record);
        QCOMPARE(recordOf(resultOf(KeychainTokenStore(m_issuer).load(m_account))), record);
    }

    void whatIsRemovedIsGone()
    {
        QVERIFY(save("record"));
        QVERIFY(remove());
        QCOMPARE(failureOf(load()), Failure::NotFound);
        QVERIFY(remove()); // nothing left to remove: success
    }

    void issuersAndAccountsAreApart()
    {
        KeychainTokenStore other(u"https://other.example"_s);
        QVERIFY(save("mine"));
        QVERIFY(resultOf(m_store->save(u"you"_s, "yours")));
        QVERIFY(resultOf(other.save(m_account, "elsewhere")));
        QVERIFY(remove());
        QCOMPARE(recordOf(resultOf(m_store->load(u"you"_s))), "yours");
        QCOMPARE(recordOf(resultOf(other.load(m_account))), "elsewhere");
    }

    void whatIsTooLargeIsRefusedBeforeItIsWritten()
    {
        QVERIFY(save("record"));
        QCOMPARE(failureOf(save(QByteArray(64 * 1024 + 1, 'x'))), Failure::Refused);
        QCOMPARE(recordOf(load()), "record");
    }

    void anEmptyItemIsDamaged()
    {
        writeAsText(QString());
        QCOMPARE(failureOf(load()), Failure::Damaged);
    }

    void anItemOfTheOtherTypeIsNoticed()
    {
        writeAsText(u"left over"_s);
        QCOMPARE(failureOf(save("record")), Failure::Unavailable); // reads would return the other one
        QVERIFY(remove());
        QVERIFY(save("record"));
        QCOMPARE(recordOf(load()), "record");
    }

    void aLockedKeyringIsNotAnEmptyOne()
    {
        QVERIFY(save("record"));
        m_daemon.lock();
        QCOMPARE(failureOf(load()), Failure::Locked);
        QCOMPARE(failureOf(load()), Failure::Locked); // this time without asking the user
        QCOMPARE(failureOf(save("another")), Failure::Locked);
        QCOMPARE(failureOf(remove()), Failure::Locked);
        m_daemon.unlock();
        QCOMPARE(recordOf(load()), "record"); // the removal said no, and did nothing
        QVERIFY(save("another"));
        QVERIFY(remove());
    }

    void removalFromALockedKeyringIsNoSuccess()
    {
        QVERIFY(save("record"));
        m_daemon.lock();
        QCOMPARE(failureOf(remove()), Failure::Locked); // as a first call: QtKeychain itself says NoError here
        m_daemon.unlock();
        QCOMPARE(recordOf(load()), "record");
        QVERIFY(remove());
    }

    void aLockedKeyringWithoutOurItemIsLockedToo()
    {
        m_daemon.lock();
        QCOMPARE(failureOf(load()), Failure::Locked);
        m_daemon.unlock();
        QCOMPARE(failureOf(load()), Failure::NotFound);
    }

    void aKilledDaemonIsNoEmptyKeyring()
    {
        QVERIFY(save("record"));
        m_daemon.kill();
        QCOMPARE(failureOf(load()), Failure::Unavailable);
        QCOMPARE(failureOf(save("another")), Failure::Unavailable);
        QCOMPARE(failureOf(remove()), Failure::Unavailable);
        m_daemon.start();
        QCOMPARE(recordOf(load()), "record");
    }

    void aDaemonThatDiesDuringACallIsNoEmptyKeyring()
    {
        QVERIFY(save("record"));
        m_daemon.freeze();
        const auto future = m_store->load(m_account);
        QCoreApplication::processEvents();
        QVERIFY(!future.isFinished());
        m_daemon.kill();
        QCOMPARE(failureOf(resultOf(future)), Failure::Unavailable);
        m_daemon.start();
        QCOMPARE(recordOf(load()), "record");
    }

    void aSaveSurvivesTheDaemon()
    {
        QVERIFY(save("acknowledged"));
        m_daemon.kill();
        m_daemon.start();
        QCOMPARE(recordOf(load()), "acknowledged");
    }

    void aFrozenDaemonIsGivenUpAndItsLateAnswerIgnored()
    {
        QVERIFY(save("record"));
        const auto access = std::make_shared<KeychainAccess>(m_issuer, 100ms);
        m_daemon.freeze();
        QList<TokenStore::LoadResult> results;
        access->load(m_account, [&](const TokenStore::LoadResult &result) { results += result; });
        QTRY_COMPARE(results.size(), 1);
        QCOMPARE(failureOf(results[0]), Failure::Unavailable);
        QVERIFY(results[0].error().message.contains(u"does not answer"_s));
        const auto other = m_store->load(m_account); // does not queue behind it
        QVERIFY(other.isFinished());
        QCOMPARE(failureOf(other.result()), Failure::Unavailable);
        m_daemon.thaw();
        QTRY_VERIFY(!isKeychainStuck()); // the late answer
        QCOMPARE(recordOf(load()), "record");
        QCOMPARE(results.size(), 1);
    }

    void aStoreMayBeDestroyedWithACallInFlight()
    {
        QVERIFY(save("record"));
        m_daemon.freeze();
        const auto loading = m_store->load(m_account);
        const auto saving = m_store->save(u"you"_s, "yours");
        m_store.reset();
        m_daemon.thaw();
        QCOMPARE(recordOf(resultOf(loading)), "record");
        QVERIFY(resultOf(saving));
    }

    void aResultMayAskAgainAtOnce()
    {
        QVERIFY(save("record"));
        QByteArray second;
        m_store->load(m_account).then(this, [&](const TokenStore::LoadResult &) {
            second = recordOf(load()); // an event loop inside the answer to another call
        });
        QTRY_COMPARE(second, "record");
    }

    void processesShareALock()
    {
        QCOMPARE(m_store->lockPath(m_account), RefreshLock::defaultPath(m_issuer, m_account));
        QVERIFY(!m_store->lockPath(m_account).isEmpty());
    }

    void nothingIsWrittenInPlainText()
    {
        const QByteArray secret = "canary-4711-canary-4711";
        QVERIFY(save(secret));
        int files = 0;
        for (QDirIterator it(QDir::homePath(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
             it.hasNext();) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray content = file.readAll();
            QVERIFY2(!content.contains(secret), qPrintable(file.fileName()));
            QVERIFY2(!content.contains(secret.toBase64()), qPrintable(file.fileName()));
            QVERIFY2(!content.contains(secret.toHex()), qPrintable(file.fileName()));
            ++files;
        }
        QVERIFY(files > 0); // the keyring's own, encrypted
    }
};

TEST_CLASS(tst_keychain)
#include "tst_keychain.moc"

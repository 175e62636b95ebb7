// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/keychaintokenstore.h>

#include "keychainaccess.h"
#include "testregistry.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QLocalServer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

/// Sessions in which no keychain can be had, one for each run: KEYCHAIN_LACK says what is missing. Never NotFound,
/// never a long wait, and a sentence that says what to do.
class nokeychain : public QObject
{
    Q_OBJECT

    const QString m_lack = qEnvironmentVariable("KEYCHAIN_LACK");
    std::unique_ptr<KeychainTokenStore> m_store;
    QProcess m_daemon;

    void expectFailure(const TokenStore::StoreError &error)
    {
        static const QHash<QString, QString> advice {
            { u"bus"_s, u"no D-Bus session"_s },
            { u"living_bus"_s, u"No keychain answers"_s },
            { u"service"_s, u"No keychain answers"_s },
            { u"glib"_s, u"QT_NO_GLIB"_s },
            { u"answering_bus"_s, u"does not answer"_s },
            { u"keyring"_s, u"There is no keyring"_s },
        };
        QCOMPARE(error.failure, TokenStore::Failure::Unavailable);
        QVERIFY(advice.contains(m_lack));
        QVERIFY2(error.message.contains(advice[m_lack]), qPrintable(error.message));
    }

private Q_SLOTS:
    /// As the bus starts it where nobody has unlocked anything: a service without any keyring.
    void initTestCase()
    {
        if (m_lack != u"keyring")
            return;
        m_daemon.start(u"gnome-keyring-daemon"_s, { u"--foreground"_s, u"--components=secrets"_s });
        QVERIFY(m_daemon.waitForStarted());
        const auto *bus = QDBusConnection::sessionBus().interface();
        QTRY_VERIFY(bus->isServiceRegistered(u"org.freedesktop.secrets"_s));
    }

    void cleanupTestCase()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    void init() { m_store = std::make_unique<KeychainTokenStore>(u"https://as.example"_s); }

    /// A bus that accepts and says nothing. First, as it is left hanging: what follows must not queue behind it.
    void aSilentBusIsGivenUp()
    {
        if (m_lack != u"answering_bus")
            return;
        static QLocalServer server;
        static const QTemporaryDir folder;
        QVERIFY(server.listen(folder.filePath(u"bus"_s)));
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + QFile::encodeName(server.fullServerName()));
        const auto access = std::make_shared<KeychainAccess>(u"https://as.example"_s, 200ms);
        std::optional<TokenStore::LoadResult> result;
        access->load(u"me"_s, [&](const TokenStore::LoadResult &loaded) { result = loaded; });
        QVERIFY(!result);
        QTRY_VERIFY(result);
        QVERIFY(!*result);
        expectFailure(result->error());
        QVERIFY(server.hasPendingConnections());
    }

    void loadingSaysWhatToDo()
    {
        const auto future = m_store->load(u"me"_s);
        QTRY_VERIFY(future.isFinished());
        QVERIFY(!future.result());
        expectFailure(future.result().error());
    }

    void savingSaysWhatToDo()
    {
        const auto future = m_store->save(u"me"_s, "record");
        QTRY_VERIFY(future.isFinished());
        QVERIFY(!future.result());
        expectFailure(future.result().error());
    }

    void removingDoesNotClaimSuccess()
    {
        const auto future = m_store->remove(u"me"_s);
        QTRY_VERIFY(future.isFinished());
        if (m_lack == u"keyring") { // where no keyring is, known for sure, nothing can be left
            QVERIFY(future.result());
            return;
        }
        QVERIFY(!future.result());
        expectFailure(future.result().error());
    }
};

TEST_CLASS(nokeychain)
#include "nokeychain.moc"

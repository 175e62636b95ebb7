// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/memorytokenstore.h>

#include "clientcontroller.h"
#include "homepage.h"
#include "knownusers.h"
#include "loginpage.h"
#include "mainwindow.h"
#include "mockcontrol.h"
#include "testregistry.h"
#include "theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace latchkey;
using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;

namespace testing {
/// A keychain that is locked, missing, or works; what is in it outlives the clients.
class FakeKeychain : public MemoryTokenStore
{
public:
    std::optional<Failure> failure = {};

    QFuture<LoadResult> load(const QString &account) override
    {
        if (failure)
            return ready(LoadResult(StoreError { *failure, u"fake"_s }));
        return MemoryTokenStore::load(account);
    }
    QFuture<StoreResult> save(const QString &account, const QByteArray &record) override
    {
        if (failure)
            return ready(StoreResult(StoreError { *failure, u"fake"_s }));
        ++saves;
        return MemoryTokenStore::save(account, record);
    }
    int saves = 0;

private:
    template <typename Result>
    static QFuture<Result> ready(const Result &result)
    {
        QPromise<Result> promise;
        promise.start();
        promise.addResult(result);
        promise.finish();
        return promise.future();
    }
};
} // namespace testing

/// The client end to end: keys and clicks in, requests counted by the mock server out.
class tst_client : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName(u"Latchkey"_s);
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        qputenv("XDG_STATE_HOME", m_settings.path().toLocal8Bit()); // where a log-out is marked
        Theme::apply(*qApp, Theme::Scheme::Light);
    }

    void init()
    {
        QSettings().clear();
        m_server = std::make_unique<testing::MockControl>();
        m_keychain = std::make_shared<testing::FakeKeychain>();
        startClient();
    }

    void cleanup()
    {
        stopClient();
        m_server.reset();
    }

    void theWholeEveningOfAUser()
    {
        // Nobody is logged in: the form
        QTRY_VERIFY(loginPage()->isVisible());
        logIn(u"demo"_s, u"demo"_s);
        // The notes appear, one is added from the keyboard
        QTRY_VERIFY(homePage()->isVisible());
        QTRY_VERIFY(noteCount() > 0);
        const int before = noteCount();
        addNote(u"Water the plants"_s);
        QTRY_COMPARE(noteCount(), before + 1);
        QVERIFY(!homePage()->hasUnsavedInput());
        // The server forgets the access token: Update works, and nobody notices
        m_server->expireAccessTokens();
        const int gets = m_server->count(u"GET /api/notes"_s);
        click("client.home.update");
        QTRY_COMPARE(m_server->count(u"GET /api/notes"_s), gets + 2);
        QTRY_COMPARE(statusText(), u"Logged in. Updated just now."_s);
        QVERIFY(homePage()->isVisible() && !homePage()->sessionEndedShown());
        QCOMPARE(m_server->count(u"POST /token"_s), 1);
        QCOMPARE(m_server->count(u"POST /login"_s), 1);
        // Log out
        click("client.home.logOut");
        QTRY_VERIFY(loginPage()->isVisible());
        QTRY_COMPARE(message(), u"Logged out."_s);
        QCOMPARE(m_server->count(u"DELETE /logout"_s), 1);
        QCOMPARE(noteCount(), 0);
    }

    void theEndOfTheSessionIsSaidInlineAndTheActionIsRepeatedAfterTheLogIn()
    {
        logInAndLoad();
        const int before = noteCount();
        // Given the server takes the session away while a note is being written
        m_server->call("POST", u"/empty-store"_s);
        m_server->expireAccessTokens();
        addNote(u"Not to be lost"_s);
        // Then the page stays, with the notes and what was written
        QTRY_VERIFY(homePage()->sessionEndedShown());
        QVERIFY(homePage()->isVisible());
        QCOMPARE(noteCount(), before);
        QCOMPARE(homePage()->input(), u"Not to be lost"_s);
        QCOMPARE(m_server->count(u"POST /token"_s), 1);
        // When the user logs in again, with the name filled in
        click("client.home.banner.logIn");
        QTRY_VERIFY(loginPage()->isVisible());
        QCOMPARE(loginPage()->userName(), u"demo"_s);
        logIn(u"demo"_s, u"demo"_s);
        // Then the note is added
        QTRY_VERIFY(homePage()->isVisible() && !homePage()->sessionEndedShown());
        QTRY_COMPARE(noteCount(), before + 1);
        QVERIFY(!homePage()->hasUnsavedInput());
        QCOMPARE(m_server->count(u"POST /login"_s), 2);
        QCOMPARE(m_server->count(u"POST /token"_s), 1);
    }

    void aRestartNeedsNoLogIn()
    {
        logInAndLoad();
        stopClient();
        startClient();
        QTRY_VERIFY(homePage()->isVisible());
        QTRY_VERIFY(noteCount() > 0);
        QCOMPARE(findLabel("client.home.user"), u"demo"_s);
        QCOMPARE(m_server->count(u"POST /login"_s), 1);
        QCOMPARE(m_server->count(u"POST /token"_s), 1);
    }

    void notKeptMeansNothingIsSaved()
    {
        QTRY_VERIFY(loginPage()->isVisible());
        loginPage()->setRemember(false);
        logIn(u"demo"_s, u"demo"_s);
        QTRY_VERIFY(noteCount() > 0);
        QCOMPARE(m_keychain->saves, 0);
        QCOMPARE(knownusers::lastAt(m_server->url()), QString());
        stopClient();
        startClient();
        QTRY_VERIFY(loginPage()->isVisible());
        QCOMPARE(m_server->count(u"POST /token"_s), 0);
    }

    void whoIsNoLongerKeptDoesNotComeBack()
    {
        // Given a saved session, and a keychain that is locked at the next start
        logInAndLoad();
        stopClient();
        m_keychain->failure = TokenStore::Failure::Locked;
        startClient();
        QTRY_VERIFY(homePage()->isVisible());
        // When the user logs in instead of unlocking it, without being kept
        click("client.home.status.logInInstead");
        QTRY_VERIFY(loginPage()->isVisible());
        loginPage()->setRemember(false);
        logIn(u"demo"_s, u"demo"_s);
        QTRY_VERIFY(noteCount() > 0);
        stopClient();
        // Then nobody is logged in at the start after that, whatever the keychain still holds
        m_keychain->failure.reset();
        startClient();
        QTRY_VERIFY(loginPage()->isVisible());
        QCOMPARE(m_server->count(u"POST /token"_s), 0);
    }

    void aWrongPasswordIsSaidAboveTheForm()
    {
        QTRY_VERIFY(loginPage()->isVisible());
        logIn(u"demo"_s, u"wrong"_s);
        QTRY_COMPARE(message(), u"Wrong user name or password. Check both and try again."_s);
        QCOMPARE(find<QLineEdit>("client.login.password")->text(), u"wrong"_s);
        QVERIFY(loginPage()->isVisible());
        // And the right one works after it
        logIn(u"demo"_s, u"demo"_s);
        QTRY_VERIFY(homePage()->isVisible());
    }

    void aServerInTroubleIsNoEndOfTheSession()
    {
        logInAndLoad();
        m_server->arm({ { u"route"_s, u"GET /api/notes"_s }, { u"kind"_s, u"status"_s }, { u"status"_s, 500 } });
        const int notes = noteCount();
        click("client.home.update");
        QTRY_VERIFY2(statusText().contains(u"server has a problem"_s, Qt::CaseInsensitive), qPrintable(statusText()));
        QVERIFY(homePage()->isVisible() && !homePage()->sessionEndedShown());
        QCOMPARE(noteCount(), notes);
        click("client.home.update");
        QTRY_COMPARE(statusText(), u"Logged in. Updated just now."_s);
    }

    void aLogOutThatTheServerCannotBeToldIsSaidSo()
    {
        logInAndLoad();
        m_server->arm({ { u"route"_s, u"DELETE /logout"_s }, { u"kind"_s, u"drop"_s }, { u"at"_s, u"before"_s },
            { u"count"_s, u"always"_s } });
        click("client.home.logOut");
        QTRY_VERIFY(loginPage()->isVisible()); // at once
        QTRY_COMPARE_WITH_TIMEOUT(message(), u"Logged out on this computer. The server could not be told."_s, 20'000);
        stopClient();
        startClient();
        QTRY_VERIFY(loginPage()->isVisible());
        QCOMPARE(m_server->count(u"POST /token"_s), 0);
    }

    void anAddressThatIsNoServerIsSaidOnTheForm()
    {
        stopClient();
        startClient(unusedAddress());
        QTRY_VERIFY(loginPage()->isVisible());
        logIn(u"demo"_s, u"demo"_s);
        QTRY_COMPARE_WITH_TIMEOUT(
            message(), u"The server cannot be reached. Check the address and your connection."_s, 40'000);
        QVERIFY(!loginPage()->isBusy());
    }

    void offlineAtTheStartKeepsTheSession()
    {
        logInAndLoad();
        stopClient();
        m_server->arm({ { u"route"_s, u"POST /token"_s }, { u"kind"_s, u"drop"_s }, { u"at"_s, u"before"_s },
            { u"count"_s, u"always"_s } });
        startClient();
        QTRY_VERIFY_WITH_TIMEOUT(homePage()->isVisible(), 40'000);
        QTRY_VERIFY2(statusText().startsWith(u"Offline."_s), qPrintable(statusText()));
        QVERIFY(!homePage()->sessionEndedShown());
        m_server->call("DELETE", u"/faults"_s);
        click("client.home.status.tryAgain");
        QTRY_VERIFY_WITH_TIMEOUT(noteCount() > 0, 40'000);
        QCOMPARE(m_server->count(u"POST /login"_s), 1);
    }

    void withoutAKeychainTheSessionLastsUntilTheWindowCloses()
    {
        stopClient();
        m_keychain->failure = TokenStore::Failure::Unavailable;
        startClient();
        QTRY_VERIFY(loginPage()->isVisible());
        QTRY_VERIFY2(findLabel("client.login.keychain").contains(u"No keychain found."_s),
            qPrintable(findLabel("client.login.keychain")));
        logIn(u"demo"_s, u"demo"_s);
        QTRY_VERIFY(noteCount() > 0);
        m_server->expireAccessTokens();
        click("client.home.update");
        QTRY_COMPARE(m_server->count(u"POST /token"_s), 1);
        QTRY_COMPARE(m_server->count(u"GET /api/notes"_s), 3);
    }

    void aLockedKeychainAsksToBeUnlockedAndLogsNobodyOut()
    {
        logInAndLoad();
        stopClient();
        m_keychain->failure = TokenStore::Failure::Locked;
        startClient();
        QTRY_VERIFY(homePage()->isVisible());
        QCOMPARE(statusText(), u"Unlock the keychain to stay logged in."_s);
        m_keychain->failure.reset();
        click("client.home.status.tryAgain");
        QTRY_VERIFY(noteCount() > 0);
        QCOMPARE(m_server->count(u"POST /login"_s), 1);
    }

    void onceTheKeychainIsUnlockedTheNotesComeByThemselves()
    {
        logInAndLoad();
        stopClient();
        m_keychain->failure = TokenStore::Failure::Locked;
        startClient();
        QTRY_VERIFY(homePage()->isVisible());
        m_keychain->failure.reset();
        QTRY_VERIFY_WITH_TIMEOUT(noteCount() > 0, 40'000);
        QCOMPARE(statusText(), u"Logged in. Updated just now."_s);
        QCOMPARE(m_server->count(u"POST /login"_s), 1);
    }

    void anotherServersJsonIsShownAsText()
    {
        stopClient();
        startClient(m_server->url(), u"/api/profile"_s);
        logIn(u"demo"_s, u"demo"_s);
        auto *text = find<QPlainTextEdit>("client.home.text");
        QTRY_COMPARE(text->toPlainText(), u"{\n    \"name\": \"demo\"\n}\n"_s);
        QVERIFY(text->isVisible());
        QVERIFY(!find<QLineEdit>("client.home.input")->isVisible());
    }

private:
    void startClient(const QUrl &server = {}, const QString &resource = u"/api/notes"_s)
    {
        m_window = std::make_unique<MainWindow>();
        const QUrl url = server.isEmpty() ? m_server->url() : server;
        m_client =
            std::make_unique<ClientController>(ClientController::Setup { url, resource, m_keychain }, m_window.get());
        m_client->start();
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void stopClient()
    {
        m_client.reset();
        m_window.reset();
    }

    LoginPage *loginPage() const { return m_window->loginPage(); }
    HomePage *homePage() const { return m_window->homePage(); }

    template <typename Widget = QWidget>
    Widget *find(const char *name) const
    {
        auto *widget = m_window->findChild<Widget *>(QString::fromLatin1(name));
        if (!widget)
            qFatal("There is no widget %s.", name);
        return widget;
    }
    QString findLabel(const char *name) const { return find(name)->property("text").toString(); }
    QString message() const { return find("client.login.message")->accessibleName(); }
    QString statusText() const { return findLabel("client.home.status"); }
    int noteCount() const { return find<QListView>("client.home.list")->model()->rowCount(); }
    void click(const char *name) { QTest::mouseClick(find(name), Qt::LeftButton); }

    void logIn(const QString &user, const QString &password)
    {
        QTRY_VERIFY(loginPage()->isVisible());
        for (const auto &[name, text] :
            { std::pair("client.login.userName", user), std::pair("client.login.password", password) }) {
            auto *field = find<QLineEdit>(name);
            field->setFocus();
            field->selectAll();
            QTest::keyClicks(field, text);
        }
        QTest::keyClick(find("client.login.password"), Qt::Key_Return);
    }

    void logInAndLoad()
    {
        logIn(u"demo"_s, u"demo"_s);
        QTRY_VERIFY(homePage()->isVisible());
        QTRY_VERIFY(noteCount() > 0);
    }

    void addNote(const QString &text)
    {
        auto *input = find<QLineEdit>("client.home.input");
        input->setFocus();
        QTest::keyClicks(input, text);
        QTest::keyClick(input, Qt::Key_Return);
    }

    static QUrl unusedAddress()
    {
        QTcpServer taken;
        taken.listen(QHostAddress::LocalHost);
        return QUrl(u"http://127.0.0.1:%1"_s.arg(taken.serverPort()));
    }

    QTemporaryDir m_settings;
    std::unique_ptr<testing::MockControl> m_server;
    std::shared_ptr<testing::FakeKeychain> m_keychain;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<ClientController> m_client;
};

TEST_CLASS(tst_client)
#include "tst_client.moc"

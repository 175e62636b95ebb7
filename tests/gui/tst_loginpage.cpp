// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "loginpage.h"
#include "mainwindow.h"
#include "passwordfield.h"
#include "testregistry.h"
#include "theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QDialog>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace latchkey;
using namespace Qt::Literals::StringLiterals;
using tokenmanager::TokenError;

/// The log-in page, worked from the keyboard.
class tst_loginpage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, Theme::Scheme::Light); }

    void init()
    {
        m_window = std::make_unique<MainWindow>();
        page()->setServer(QUrl(u"http://127.0.0.1:8391"_s));
        m_window->showLogin();
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void cleanup() { m_window.reset(); }

    void typeTabEnterLogsIn()
    {
        QSignalSpy submitted(page(), &LoginPage::submitted);
        QCOMPARE(focusName(), u"client.login.userName"_s);
        type(u"demo"_s);
        QTest::keyClick(focus(), Qt::Key_Tab);
        QCOMPARE(focusName(), u"client.login.password"_s);
        type(u"secret word"_s);
        QTest::keyClick(focus(), Qt::Key_Return);
        QCOMPARE(submitted.size(), 1);
        QCOMPARE(submitted[0], (QVariantList { u"demo"_s, u"secret word"_s, true }));
    }

    void tabGoesThroughThePageFromTopToBottom()
    {
        QStringList names { focusName() };
        for (int i = 0; i < 5; ++i) {
            QTest::keyClick(focus(), Qt::Key_Tab);
            names << (qobject_cast<QToolButton *>(focus()) ? u"eye"_s : focusName());
        }
        QCOMPARE(names,
            (QStringList { u"client.login.userName"_s, u"client.login.password"_s, u"eye"_s, u"client.login.remember"_s,
                u"client.login.submit"_s, u"client.login.changeServer"_s }));
    }

    void anEmptyFieldIsNamedAndGetsTheFocus()
    {
        QSignalSpy submitted(page(), &LoginPage::submitted);
        QTest::keyClick(focus(), Qt::Key_Return);
        QCOMPARE(message(), u"Enter your user name."_s);
        type(u"demo"_s);
        QTest::keyClick(focus(), Qt::Key_Return);
        QCOMPARE(message(), u"Enter your password."_s);
        QCOMPARE(focusName(), u"client.login.password"_s);
        QVERIFY(find<TextField>("password")->isWrong());
        QCOMPARE(submitted.size(), 0);
    }

    void aWrongPasswordStaysAndIsMarked()
    {
        fill();
        page()->showProblem(*loginProblem({ .kind = TokenError::Kind::Rejected, .httpStatus = 401 }));
        QCOMPARE(message(), u"Wrong user name or password. Check both and try again."_s);
        QCOMPARE(focusName(), u"client.login.password"_s);
        QCOMPARE(find<QLineEdit>("password")->text(), u"word"_s);
        QVERIFY(find<TextField>("password")->isWrong());
        type(u"x"_s);
        QVERIFY(!find<TextField>("password")->isWrong());
    }

    void waitingIsShownAfterAWhileAndCanBeCancelled()
    {
        fill();
        QSignalSpy cancelled(page(), &LoginPage::cancelled);
        page()->setBusy(true);
        auto *cancel = find<QWidget>("cancel");
        QVERIFY(!cancel->isVisible()); // A fast answer changes nothing.
        QVERIFY(find<QLineEdit>("password")->isEnabled());
        QTRY_VERIFY(cancel->isVisible());
        QVERIFY(!find<QLineEdit>("password")->isEnabled());
        QCOMPARE(focusName(), u"client.login.cancel"_s);
        QTest::keyClick(focus(), Qt::Key_Space);
        QCOMPARE(cancelled.size(), 1);
        page()->setBusy(false);
        QVERIFY(find<QWidget>("submit")->isVisible());
        QCOMPARE(focusName(), u"client.login.password"_s);
    }

    void busyTakesNoSecondLogIn()
    {
        fill();
        QSignalSpy submitted(page(), &LoginPage::submitted);
        page()->setBusy(true);
        QTest::keyClick(find<QWidget>("password"), Qt::Key_Return);
        QTest::mouseClick(find<QWidget>("submit"), Qt::LeftButton);
        QCOMPARE(submitted.size(), 0);
    }

    void theEyeShowsThePasswordUntilTheLogInBegins()
    {
        fill();
        auto *password = find<QLineEdit>("password");
        auto *eye = password->findChild<QToolButton *>();
        QCOMPARE(password->echoMode(), QLineEdit::Password);
        QCOMPARE(eye->accessibleName(), u"Show password"_s);
        eye->setFocus();
        QTest::keyClick(eye, Qt::Key_Space);
        QCOMPARE(password->echoMode(), QLineEdit::Normal);
        QCOMPARE(eye->accessibleName(), u"Hide password"_s);
        page()->setBusy(true);
        QCOMPARE(password->echoMode(), QLineEdit::Password);
    }

    void actionsOfAMessageAreSignals()
    {
        QSignalSpy retry(page(), &LoginPage::retryRequested);
        page()->showProblem(*loginProblem({ .kind = TokenError::Kind::Network }));
        QTest::keyClick(find<QWidget>("message.tryAgain"), Qt::Key_Space);
        QCOMPARE(retry.size(), 1);
        QSignalSpy details(page(), &LoginPage::detailsRequested);
        page()->showProblem(*loginProblem({ .kind = TokenError::Kind::Malformed }));
        QVERIFY(!find<QWidget>("message.tryAgain")->isVisible());
        QTest::keyClick(find<QWidget>("message.details"), Qt::Key_Space);
        QCOMPARE(details.size(), 1);
        page()->clearMessage();
        QVERIFY(!find<QWidget>("message")->isVisible());
    }

    void theHintSaysWhereTheSessionIsKept()
    {
        QCOMPARE(find<QLabel>("keychain")->text(), u"Saved in the system keychain. Your password is not saved."_s);
        page()->setKeychain(LoginPage::Keychain::Missing);
        QCOMPARE(find<QLabel>("keychain")->text(),
            u"No keychain found. You will be logged in until you close this window."_s);
        QCOMPARE(find<QWidget>("remember")->accessibleDescription(), find<QLabel>("keychain")->text());
    }

    void anotherServerIsAskedForAndChecked()
    {
        QSignalSpy chosen(page(), &LoginPage::serverChosen);
        QTest::keyClick(find<QWidget>("changeServer"), Qt::Key_Space);
        auto *dialog = m_window->findChild<QDialog *>(u"client.server"_s);
        QVERIFY(dialog);
        auto *address = dialog->findChild<QLineEdit *>(u"client.server.address"_s);
        address->setText(u"http://example.org"_s);
        QTest::keyClick(address, Qt::Key_Return);
        QVERIFY(dialog->isVisible());
        QVERIFY(!dialog->findChild<QLabel *>(u"client.server.problem"_s)->text().isEmpty());
        address->setText(u"example.org"_s);
        QTest::keyClick(address, Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(page()->server(), QUrl(u"https://example.org"_s));
    }

private:
    LoginPage *page() const { return m_window->loginPage(); }
    QWidget *focus() const { return m_window->focusWidget(); }
    QString focusName() const { return focus() ? focus()->objectName() : QString(); }
    QString message() const { return find<QWidget>("message")->accessibleName(); }
    void type(const QString &text) const { QTest::keyClicks(focus(), text); }

    template <typename Widget>
    Widget *find(const char *part) const
    {
        return m_window->findChild<Widget *>("client.login."_L1 + QLatin1StringView(part));
    }

    void fill() const
    {
        page()->setUserName(u"demo"_s);
        find<QLineEdit>("password")->setText(u"word"_s);
    }

    std::unique_ptr<MainWindow> m_window;
};

TEST_CLASS(tst_loginpage)
#include "tst_loginpage.moc"

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "actionbutton.h"
#include "homepage.h"
#include "mainwindow.h"
#include "testregistry.h"
#include "theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

using namespace latchkey;
using namespace Qt::Literals::StringLiterals;

/// The home page: notes, status, and the end of a session.
class tst_homepage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, Theme::Scheme::Light); }

    void init()
    {
        m_window = std::make_unique<MainWindow>();
        page()->setUser(u"demo"_s, u"127.0.0.1:8391"_s);
        page()->setItems({ { u"Release checklist"_s, u"Today, 14:02"_s }, { u"Garden"_s } });
        m_window->showHome();
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void cleanup() { m_window.reset(); }

    void notesAreListed()
    {
        auto *list = find<QListView>("list");
        const QAbstractItemModelTester tester(list->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(list->model()->rowCount(), 2);
        QCOMPARE(
            list->model()->index(0, 0).data(Qt::AccessibleTextRole).toString(), u"Release checklist, Today, 14:02"_s);
        page()->setItems({ { u"One"_s } });
        QCOMPARE(list->model()->index(0, 0).data().toString(), u"One"_s);
    }

    void aNoteIsAddedFromTheKeyboardAndKeptUntilItIsSaved()
    {
        QSignalSpy added(page(), &HomePage::noteSubmitted);
        auto *input = find<QLineEdit>("input");
        input->setFocus();
        QTest::keyClick(input, Qt::Key_Return);
        QCOMPARE(added.size(), 0); // Nothing to add.
        QTest::keyClicks(input, u" Call the printer "_s);
        QTest::keyClick(input, Qt::Key_Return);
        QCOMPARE(added.size(), 1);
        QCOMPARE(added[0][0].toString(), u"Call the printer"_s);
        page()->setAdding(true);
        QTest::keyClick(input, Qt::Key_Return);
        QCOMPARE(added.size(), 1);
        QVERIFY(page()->hasUnsavedInput());
        page()->setAdding(false);
        page()->clearInput();
        QVERIFY(!page()->hasUnsavedInput());
        QVERIFY(!find<QWidget>("add")->isEnabled());
    }

    void updateSpinsOnlyWhenItTakesLong()
    {
        QSignalSpy updated(page(), &HomePage::updateRequested);
        auto *update = find<ActionButton>("update");
        QTest::mouseClick(update, Qt::LeftButton);
        QCOMPARE(updated.size(), 1);
        page()->setUpdating(true);
        QVERIFY(!update->isSpinning());
        QTRY_VERIFY(update->isSpinning());
        QTest::mouseClick(update, Qt::LeftButton);
        QCOMPARE(updated.size(), 1);
        page()->setUpdating(false);
        QVERIFY(!update->isSpinning());
        QTest::mouseClick(update, Qt::LeftButton);
        QCOMPARE(updated.size(), 2);
    }

    void theEndOfASessionLeavesContentAndInput()
    {
        find<QLineEdit>("input")->setText(u"Unsaved"_s);
        const QWidget *before = m_window->focusWidget();
        page()->showSessionEnded();
        QCOMPARE(find<QWidget>("banner")->accessibleName(),
            u"Your session has ended. Log in again to update. Nothing is lost."_s);
        QCOMPARE(find<QListView>("list")->model()->rowCount(), 2);
        QCOMPARE(page()->input(), u"Unsaved"_s);
        QVERIFY(find<QLineEdit>("input")->isEnabled());
        QVERIFY(!find<QWidget>("update")->isEnabled());
        QVERIFY(!find<QWidget>("add")->isEnabled());
        QCOMPARE(m_window->focusWidget(), before); // It takes no focus.
        QSignalSpy again(page(), &HomePage::logInAgainRequested);
        QSignalSpy details(page(), &HomePage::detailsRequested);
        QTest::keyClick(find<QWidget>("banner.logIn"), Qt::Key_Space);
        QTest::keyClick(find<QWidget>("banner.details"), Qt::Key_Space);
        QCOMPARE(again.size() + details.size(), 2);
        page()->clearSessionEnded();
        QVERIFY(find<QWidget>("update")->isEnabled());
        QVERIFY(find<QWidget>("add")->isEnabled());
    }

    void eachStatusHasItsWordsAndActions_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("tryAgain");
        QTest::addColumn<bool>("logInInstead");
        using Kind = HomeStatus::Kind;
        QTest::newRow("logged in") << int(Kind::LoggedIn) << false << false;
        QTest::newRow("offline") << int(Kind::Offline) << true << false;
        QTest::newRow("server") << int(Kind::ServerProblem) << true << false;
        QTest::newRow("keychain") << int(Kind::KeychainLocked) << true << true;
        QTest::newRow("logged out") << int(Kind::LoggedOut) << false << false;
    }

    void eachStatusHasItsWordsAndActions()
    {
        QFETCH(int, kind);
        page()->setStatus({ HomeStatus::Kind(kind), u"Words."_s });
        QCOMPARE(find<QLabel>("status")->text(), u"Words."_s);
        QTEST(find<QWidget>("status.tryAgain")->isVisible(), "tryAgain");
        QTEST(find<QWidget>("status.logInInstead")->isVisible(), "logInInstead");
    }

    void statusWordsNameTheLastUpdate()
    {
        const QDateTime at(QDate(2026, 3, 20), QTime(14, 2));
        const auto plain = [](const HomeStatus &status) {
            return QString(status.text).remove(u'\u2066').remove(u'\u2069');
        };
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        QCOMPARE(plain(loggedInStatus(at, at)), u"Logged in. Updated just now."_s);
        QCOMPARE(plain(loggedInStatus(at, at.addSecs(300))), u"Logged in. Last update 14:02."_s);
        QCOMPARE(plain(offlineStatus(at, at.addSecs(300))), u"Offline. Showing data from 14:02."_s);
        QCOMPARE(plain(offlineStatus({}, at)), u"Offline."_s);
        QCOMPARE(plain(loggedOutStatus(at, at.addSecs(300))), u"Logged out by the server. Last update 14:02."_s);
        QCOMPARE(
            plain(loggedOutStatus(at, at.addDays(1))), u"Logged out by the server. Last update 20/03/2026 14:02."_s);
        QCOMPARE(keychainLockedStatus().text, u"Unlock the keychain to stay logged in."_s);
        QLocale::setDefault(QLocale::c());
        QCOMPARE(plain(offlineStatus(at, at)), u"Offline. Showing data from 14:02."_s);
    }

    void logOutAsksOnlyWhenSomethingWouldBeLost()
    {
        QSignalSpy loggedOut(page(), &HomePage::logOutRequested);
        QTest::mouseClick(find<QWidget>("logOut"), Qt::LeftButton);
        QCOMPARE(loggedOut.size(), 1);
        find<QLineEdit>("input")->setText(u"Unsaved"_s);
        for (const auto &[answer, expected] : { std::pair { u"Cancel"_s, 1 }, std::pair { u"Log out"_s, 2 } }) {
            QTest::mouseClick(find<QWidget>("logOut"), Qt::LeftButton);
            auto *question = m_window->findChild<QMessageBox *>(u"client.home.logOutQuestion"_s);
            QVERIFY(question);
            QCOMPARE(question->text(), u"Log out? Unsaved changes will be lost."_s);
            QCOMPARE(question->defaultButton()->text(), u"Cancel"_s);
            for (QAbstractButton *button : question->buttons()) {
                if (button->text() == answer)
                    QTest::mouseClick(button, Qt::LeftButton);
            }
            QCOMPARE(loggedOut.size(), expected);
            QTRY_VERIFY(!m_window->findChild<QMessageBox *>(u"client.home.logOutQuestion"_s));
        }
    }

    void anotherServersAnswerIsTextWithoutInput()
    {
        page()->setText(u"/posts"_s, u"{}"_s);
        QVERIFY(find<QPlainTextEdit>("text")->isVisible());
        QVERIFY(!find<QWidget>("input")->isVisible());
        page()->setItems({});
        QVERIFY(find<QWidget>("input")->isVisible());
        QCOMPARE(find<QLabel>("title")->text(), u"Notes"_s);
    }

    void nothingOfTheLastUserRemains()
    {
        find<QLineEdit>("input")->setText(u"Unsaved"_s);
        page()->showSessionEnded();
        page()->clear();
        QVERIFY(!page()->sessionEndedShown());
        QCOMPARE(page()->input(), QString());
        QCOMPARE(find<QListView>("list")->model()->rowCount(), 0);
        QCOMPARE(find<QLabel>("user")->text(), QString());
        QCOMPARE(find<QLabel>("status")->text(), QString());
    }

private:
    HomePage *page() const { return m_window->homePage(); }

    template <typename Widget>
    Widget *find(const char *part) const
    {
        return m_window->findChild<Widget *>("client.home."_L1 + QLatin1StringView(part));
    }

    std::unique_ptr<MainWindow> m_window;
};

TEST_CLASS(tst_homepage)
#include "tst_homepage.moc"

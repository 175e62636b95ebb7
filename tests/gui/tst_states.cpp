// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "announcements.h"
#include "mainwindow.h"
#include "states.h"
#include "testregistry.h"
#include "theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFontMetrics>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTest>

using namespace latchkey;
using namespace Qt::Literals::StringLiterals;
using tokenmanager::SessionState;

namespace {

const QRegularExpression bannedWords(
    u"\\b(tokens?|refresh(es|ed|ing)?|401|JWT|expired|POST)\\b"_s, QRegularExpression::CaseInsensitiveOption);

bool isInteractive(const QWidget *widget)
{
    return widget->isVisible() && widget->focusPolicy() != Qt::NoFocus
        && (qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget)
            || qobject_cast<const QAbstractItemView *>(widget) || qobject_cast<const QPlainTextEdit *>(widget)
            || qobject_cast<const QComboBox *>(widget));
}

QString spokenName(const QWidget *widget)
{
    const auto *button = qobject_cast<const QAbstractButton *>(widget);
    return widget->accessibleName().isEmpty() && button ? button->text() : widget->accessibleName();
}

/// What a widget says, in every way it can.
QStringList wordsOf(const QWidget *widget)
{
    QStringList words { widget->accessibleName(), widget->accessibleDescription(), widget->toolTip(),
        widget->windowTitle() };
    if (const auto *label = qobject_cast<const QLabel *>(widget))
        words << label->text();
    if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
        words << button->text();
    if (const auto *edit = qobject_cast<const QLineEdit *>(widget))
        words << edit->placeholderText();
    return words;
}

} // namespace

/// What every state of every window keeps to.
class tst_states : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QFont font(u"Inter"_s);
        font.setPixelSize(13);
        QApplication::setFont(font);
        Theme::apply(*qApp, Theme::Scheme::Light);
    }

    void everyState_data()
    {
        QTest::addColumn<int>("number");
        for (int number = 0; number < int(shots::states().size()); ++number)
            QTest::newRow(qPrintable(shots::states()[std::size_t(number)].name)) << number;
    }

    void everyState()
    {
        QFETCH(int, number);
        const auto window = shots::states()[std::size_t(number)].show();
        QStringList names;
        for (const QWidget *widget : window->findChildren<QWidget *>()) {
            if (isInteractive(widget))
                QVERIFY2(!spokenName(widget).isEmpty(), qPrintable(widget->objectName() + u" has no name"_s));
            if (isInteractive(widget) && widget->objectName().isEmpty())
                QVERIFY2(widget->parentWidget()->inherits("QLineEdit"),
                    qPrintable(spokenName(widget) + u" has no object name"_s));
            const bool ours =
                widget->objectName().startsWith("client"_L1) || widget->objectName().startsWith("inspector"_L1);
            if (ours)
                QVERIFY2(!names.contains(widget->objectName()), qPrintable(widget->objectName() + u" twice"_s));
            names << widget->objectName();
        }
    }

    void noTextIsClipped_data() { everyState_data(); }

    void noTextIsClipped()
    {
        QFETCH(int, number);
        QFont font = QApplication::font();
        for (const int pixels : { 13, 26 }) {
            font.setPixelSize(pixels);
            QApplication::setFont(font);
            Theme::apply(*qApp, Theme::Scheme::Light);
            const auto window = shots::states()[std::size_t(number)].show();
            QApplication::processEvents(); // The layout takes up the last text.
            for (const QLabel *label : window->findChildren<QLabel *>()) {
                if (!label->isVisible() || label->text().isEmpty() || label->objectName() == "client.announcer"_L1)
                    continue;
                const int needed =
                    label->hasHeightForWidth() ? label->heightForWidth(label->width()) : label->sizeHint().height();
                QVERIFY2(label->height() >= needed, qPrintable(label->text()));
                QVERIFY2(label->wordWrap() || label->width() >= label->sizeHint().width(), qPrintable(label->text()));
            }
            for (const QAbstractButton *button : window->findChildren<QAbstractButton *>()) {
                if (button->isVisible() && !button->text().isEmpty())
                    QVERIFY2(button->width() >= button->sizeHint().width()
                            && button->height() >= button->sizeHint().height(),
                        qPrintable(button->text()));
            }
        }
        font.setPixelSize(13);
        QApplication::setFont(font);
        Theme::apply(*qApp, Theme::Scheme::Light);
    }

    void targetsAreLargeEnough_data() { everyState_data(); }

    void targetsAreLargeEnough()
    {
        QFETCH(int, number);
        const auto window = shots::states()[std::size_t(number)].show();
        for (const QWidget *widget : window->findChildren<QWidget *>()) {
            if (isInteractive(widget))
                QVERIFY2(widget->width() >= 24 && widget->height() >= 24, qPrintable(spokenName(widget)));
            if (isInteractive(widget) && widget->inherits("QPushButton"))
                QVERIFY2(widget->height() >= 34, qPrintable(spokenName(widget)));
        }
    }

    void endUsersReadNoJargon_data() { everyState_data(); }

    void endUsersReadNoJargon()
    {
        QFETCH(int, number);
        const auto &state = shots::states()[std::size_t(number)];
        if (state.name.startsWith("steps"_L1))
            return; // For developers.
        const auto window = state.show();
        for (const QWidget *widget : window->findChildren<QWidget *>()) {
            for (const QString &words : wordsOf(widget))
                QVERIFY2(!words.contains(bannedWords), qPrintable(words));
        }
    }

    void sourcesOfThePagesHoldNoJargon()
    {
        int strings = 0;
        for (const QString &name : { u"loginpage"_s, u"homepage"_s, u"startpage"_s, u"mainwindow"_s, u"loginmessages"_s,
                 u"homestatus"_s, u"message"_s, u"serverdialog"_s, u"serveraddress"_s, u"serverlabel"_s,
                 u"announcements"_s, u"eyebutton"_s, u"notesview"_s }) {
            QFile file(QDir(QStringLiteral(UI_SOURCES)).filePath(name + ".cpp"_L1));
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(name));
            static const QRegularExpression translated(
                u"\\btr(?:anslate)?\\((?:\"latchkey::[^\"]*\",\\s*)?\"([^\"]*)\""_s);
            auto found = translated.globalMatch(QString::fromUtf8(file.readAll()));
            while (found.hasNext()) {
                const QString words = found.next().captured(1);
                QVERIFY2(!words.contains(bannedWords), qPrintable(words));
                ++strings;
            }
        }
        QVERIFY(strings > 50); // The expression still finds them.
    }

    void aMirroredPageMirrors()
    {
        QApplication::setLayoutDirection(Qt::RightToLeft);
        const auto window = shots::states().front().show();
        const auto *submit = window->findChild<QWidget *>(u"client.login.changeServer"_s);
        const auto *server = window->findChild<QWidget *>(u"client.login.server"_s);
        QVERIFY(submit->x() < server->x());
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void loggedInIsAnnouncedOnce()
    {
        QCOMPARE(announcement(SessionState::SigningIn, SessionState::Valid), u"Logged in."_s);
        QCOMPARE(announcement(SessionState::Refreshing, SessionState::Valid), QString());
        QCOMPARE(announcement(SessionState::Due, SessionState::Refreshing), QString());
        QCOMPARE(
            announcement(SessionState::Refreshing, SessionState::Ended), u"Your session has ended. Log in again."_s);
    }

    void theLatestAnnouncementWins()
    {
        MainWindow window;
        const auto *announcer = window.findChild<QLabel *>(u"client.announcer"_s);
        window.announce(u"One."_s);
        QCOMPARE(announcer->text(), u"One."_s);
        window.announce(u"Two."_s);
        window.announce(u"Three."_s);
        QCOMPARE(announcer->text(), u"One."_s); // Not more than one in a second.
        QTRY_COMPARE(announcer->text(), u"Three."_s);
    }

    void theWindowGrowsWithTheFont()
    {
        MainWindow window;
        QCOMPARE(window.size(), QSize(392, 520));
        QCOMPARE(window.minimumSize(), QSize(320, 400));
        QFont large = QApplication::font();
        large.setPixelSize(26);
        QApplication::setFont(large);
        const MainWindow twice;
        large.setPixelSize(13);
        QApplication::setFont(large);
        QCOMPARE(twice.minimumSize(), QSize(640, 800));
    }
};

TEST_CLASS(tst_states)
#include "tst_states.moc"

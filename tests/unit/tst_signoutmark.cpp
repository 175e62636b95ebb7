// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "signoutmark.h"
#include "testregistry.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <optional>
#include <sys/wait.h>
#include <unistd.h>

using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;

class tst_signoutmark : public QObject
{
    Q_OBJECT

    const QString issuer = u"https://as.example"_s;
    QByteArray m_state;
    std::optional<QTemporaryDir> m_folder;

private Q_SLOTS:
    void initTestCase() { m_state = qgetenv("XDG_STATE_HOME"); }
    void init()
    {
        m_folder.emplace();
        qputenv("XDG_STATE_HOME", QFile::encodeName(m_folder->filePath(u"state"_s)));
    }
    void cleanupTestCase() { m_state.isNull() ? qunsetenv("XDG_STATE_HOME") : qputenv("XDG_STATE_HOME", m_state); }

    void itIsSetAndCleared()
    {
        QVERIFY(!SignOutMark::isSet(issuer, u"me"_s));
        QVERIFY(SignOutMark::clear(issuer, u"me"_s));
        QVERIFY(SignOutMark::set(issuer, u"me"_s));
        QVERIFY(SignOutMark::set(issuer, u"me"_s));
        QVERIFY(SignOutMark::isSet(issuer, u"me"_s));
        QVERIFY(!SignOutMark::isSet(issuer, u"you"_s));
        QVERIFY(!SignOutMark::isSet(u"https://other.example"_s, u"me"_s));
        QVERIFY(SignOutMark::clear(issuer, u"me"_s));
        QVERIFY(!SignOutMark::isSet(issuer, u"me"_s));
    }

    void itTellsNothing()
    {
        QVERIFY(SignOutMark::set(issuer, u"me"_s));
        const QFileInfoList files = QDir(m_folder->filePath(u"state/tokenmanager"_s)).entryInfoList(QDir::Files);
        QCOMPARE(files.size(), 1);
        QCOMPARE(files[0].size(), 0);
        QVERIFY(!files[0].fileName().contains(u"example"_s));
        const auto owner =
            QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadUser | QFileDevice::WriteUser;
        QCOMPARE(files[0].permissions(), owner);
    }

    void itSurvivesAKill()
    {
        const pid_t child = fork();
        if (child == 0) {
            SignOutMark::set(issuer, u"me"_s);
            kill(getpid(), SIGKILL);
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status));
        QVERIFY(SignOutMark::isSet(issuer, u"me"_s));
    }

    void whereItCannotBeWrittenThereIsAWarning()
    {
        qputenv("XDG_STATE_HOME", "/proc/none");
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"log-out could not be noted"_s));
        QVERIFY(!SignOutMark::set(issuer, u"me"_s));
        QVERIFY(!SignOutMark::isSet(issuer, u"me"_s));
    }
};

TEST_CLASS(tst_signoutmark)
#include "tst_signoutmark.moc"

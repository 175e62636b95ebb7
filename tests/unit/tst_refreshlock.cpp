// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "refreshlock.h"
#include "testregistry.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <optional>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;

namespace refreshlocktest {

/// A process that takes the lock, says so, and waits to be killed.
class Holder
{
public:
    explicit Holder(const QString &path)
    {
        int ends[2];
        if (pipe(ends) != 0)
            qFatal("no pipe");
        m_process = fork();
        if (m_process == 0) {
            const auto lock = RefreshLock::tryAcquire(path);
            const char said = lock ? 'y' : 'n';
            if (write(ends[1], &said, 1) == 1)
                pause();
            _exit(1);
        }
        char said = 0;
        m_holds = read(ends[0], &said, 1) == 1 && said == 'y';
        close(ends[0]);
        close(ends[1]);
    }
    ~Holder() { killNow(); }

    void killNow()
    {
        if (m_process > 0) {
            kill(m_process, SIGKILL);
            waitpid(m_process, nullptr, 0);
        }
        m_process = 0;
    }
    bool holds() const { return m_holds; }
    qint64 process() const { return m_process; }

private:
    pid_t m_process = 0;
    bool m_holds = false;
};

} // namespace refreshlocktest

class tst_refreshlock : public QObject
{
    Q_OBJECT

    std::optional<QTemporaryDir> m_folder;
    QString path() const { return m_folder->filePath(u"new/below/session.lock"_s); }
    static int mode(const QString &path)
    {
        struct stat status = {};
        return lstat(QFile::encodeName(path).constData(), &status) == 0 ? int(status.st_mode & 07777) : -1;
    }

private Q_SLOTS:
    void init() { m_folder.emplace(); }

    void onlyOneHasIt()
    {
        auto first = RefreshLock::tryAcquire(path());
        QVERIFY(first);
        const auto second = RefreshLock::tryAcquire(path());
        QVERIFY(!second);
        QVERIFY(second.error().busy);
        QCOMPARE(second.error().holder, QCoreApplication::applicationPid());
        QVERIFY(second.error().message.contains(QString::number(QCoreApplication::applicationPid())));
        {
            const RefreshLock moved = std::move(first).value();
            QVERIFY(!RefreshLock::tryAcquire(path()));
        }
        QVERIFY(RefreshLock::tryAcquire(path()));
    }

    void theFileStaysAndIsPrivate()
    {
        QVERIFY(RefreshLock::tryAcquire(path()));
        QCOMPARE(mode(path()), 0600);
        QCOMPARE(mode(m_folder->filePath(u"new"_s)), 0700);
        QCOMPARE(mode(m_folder->filePath(u"new/below"_s)), 0700);
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().startsWith(QByteArray::number(QCoreApplication::applicationPid()) + ' '));
    }

    void aKilledHolderFreesItAtOnce()
    {
        refreshlocktest::Holder holder(path());
        QVERIFY(holder.holds());
        const auto busy = RefreshLock::tryAcquire(path());
        QVERIFY(!busy);
        QVERIFY(busy.error().busy);
        QCOMPARE(busy.error().holder, holder.process());
        holder.killNow();
        QVERIFY(RefreshLock::tryAcquire(path()));
    }

    void aStoppedHolderKeepsIt()
    {
        const refreshlocktest::Holder holder(path());
        kill(pid_t(holder.process()), SIGSTOP);
        QVERIFY(!RefreshLock::tryAcquire(path()));
    }

    void aStartedProgramDoesNotInheritIt()
    {
        QProcess child;
        {
            const auto lock = RefreshLock::tryAcquire(path());
            QVERIFY(lock);
            child.start(u"cat"_s, QStringList());
            QVERIFY(child.waitForStarted());
        }
        const bool isFree = RefreshLock::tryAcquire(path()).has_value();
        QCOMPARE(child.state(), QProcess::Running);
        child.closeWriteChannel();
        QVERIFY(child.waitForFinished());
        QVERIFY(isFree);
    }

    void linksAndStrangersAreRefused_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : { "link", "dangling link", "folder link", "pipe", "foreign file", "foreign folder" })
            QTest::newRow(what) << QString::fromLatin1(what);
    }

    void linksAndStrangersAreRefused()
    {
        QFETCH(QString, what);
        const QString target = m_folder->filePath(u"target"_s);
        QString lockPath = m_folder->filePath(u"session.lock"_s);
        const bool isRoot = geteuid() == 0;
        const auto native = [](const QString &path) { return QFile::encodeName(path); };
        if (what == u"link") {
            QVERIFY(QFile(target).open(QIODevice::WriteOnly));
            QVERIFY(QFile::link(target, lockPath));
        } else if (what == u"dangling link") {
            QVERIFY(QFile::link(target, lockPath));
        } else if (what == u"folder link") {
            QVERIFY(QDir().mkdir(target));
            QVERIFY(QFile::link(target, m_folder->filePath(u"via"_s)));
            lockPath = m_folder->filePath(u"via/session.lock"_s);
        } else if (what == u"pipe") {
            QCOMPARE(mkfifo(native(lockPath).constData(), 0600), 0);
        } else if (!isRoot) {
            lockPath = u"/etc/session.lock"_s; // another user's folder, without being root
        } else {
            QVERIFY(QFile(lockPath).open(QIODevice::WriteOnly));
            const QString stolen = what == u"foreign file" ? lockPath : m_folder->path();
            QCOMPARE(chown(native(stolen).constData(), 65534, 65534), 0);
        }
        const auto lock = RefreshLock::tryAcquire(lockPath);
        QVERIFY(!lock);
        QVERIFY(!lock.error().busy);
        QVERIFY2(
            lock.error().message.contains(u"link or belongs to somebody else"_s), qPrintable(lock.error().message));
        QVERIFY(!QFileInfo::exists(target + u"/session.lock"_s));
        if (what == u"dangling link")
            QVERIFY(!QFileInfo::exists(target));
    }

    void whatCannotBeMadeIsSaid_data()
    {
        QTest::addColumn<QString>("lockPath");
        QTest::addColumn<QString>("reason");
        QTest::newRow("a folder that nobody may make") << u"/proc/tokenmanager/session.lock"_s << u"No such file"_s;
        QTest::newRow("a folder where nobody may write") << u"/proc/self/session.lock"_s << QString();
        QTest::newRow("a file in place of the folder") << u"/dev/null/session.lock"_s << u"File exists"_s;
    }

    void whatCannotBeMadeIsSaid()
    {
        QFETCH(QString, lockPath);
        QFETCH(QString, reason);
        const auto lock = RefreshLock::tryAcquire(lockPath);
        QVERIFY(!lock);
        QVERIFY(!lock.error().busy);
        QVERIFY2(lock.error().message.contains(reason), qPrintable(lock.error().message));
    }

    void thePathIsTheUsersOwn()
    {
        const QByteArray runtime = qgetenv("XDG_RUNTIME_DIR"), state = qgetenv("XDG_STATE_HOME");
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_folder->path()));
        const QString usual = RefreshLock::defaultPath(u"https://as.example"_s, u"me"_s);
        QVERIFY(usual.startsWith(m_folder->path() + u"/tokenmanager/"_s));
        QVERIFY(usual.endsWith(u".lock"_s));
        QVERIFY(!usual.contains(u"example"_s));
        QVERIFY(usual != RefreshLock::defaultPath(u"https://as.example"_s, u"you"_s));
        QVERIFY(RefreshLock::defaultPath(u"ab"_s, u"c"_s) != RefreshLock::defaultPath(u"a"_s, u"bc"_s));
        for (const QByteArray &useless : { QByteArray("relative"), QByteArray("/nowhere/at/all"), QByteArray() }) {
            qputenv("XDG_RUNTIME_DIR", useless);
            qputenv("XDG_STATE_HOME", "/var/state");
            QVERIFY(RefreshLock::defaultPath(u"a"_s, u"b"_s).startsWith(u"/var/state/tokenmanager/"_s));
            qputenv("XDG_STATE_HOME", useless == "relative" ? "relative" : "");
            QVERIFY(RefreshLock::defaultPath(u"a"_s, u"b"_s)
                        .startsWith(QDir::homePath() + u"/.local/state/tokenmanager/"_s));
        }
        runtime.isNull() ? qunsetenv("XDG_RUNTIME_DIR") : qputenv("XDG_RUNTIME_DIR", runtime);
        state.isNull() ? qunsetenv("XDG_STATE_HOME") : qputenv("XDG_STATE_HOME", state);
    }
};

TEST_CLASS(tst_refreshlock)
#include "tst_refreshlock.moc"

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "refreshlock.h"
#include "refreshlocktexts.h"
#include "sessionpaths.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tokenmanager {

namespace {

QString reasonOf(int error)
{
    return qt_error_string(error);
}

/// A folder that is a link, or somebody else's, could be swapped under our feet.
bool isOwnFolder(const QByteArray &folder)
{
    struct stat status = {};
    return lstat(folder.constData(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid();
}

bool isOwnFile(int file)
{
    struct stat status = {};
    return fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid();
}

template <typename Call>
int untilNotInterrupted(Call call)
{
    int result = call();
    while (result == -1 && errno == EINTR)
        result = call();
    return result;
}

QByteArray readInformation(int file)
{
    QByteArray information(64, '\0');
    const ssize_t size = pread(file, information.data(), size_t(information.size()), 0);
    information.truncate(std::max<ssize_t>(size, 0));
    return information;
}

/// For people only, so a full disk does not matter.
void writeInformation(int file)
{
    const QByteArray information = refreshLockInformation();
    if (ftruncate(file, 0) == 0) [[maybe_unused]]
        const ssize_t written = pwrite(file, information.constData(), size_t(information.size()), 0);
}

} // namespace

Expected<RefreshLock, RefreshLock::Failure> RefreshLock::tryAcquire(const QString &path)
{
    const QString folder = QFileInfo(path).path();
    if (!makePrivateFolder(folder))
        return refreshLockImpossible(path, reasonOf(errno));
    if (!isOwnFolder(QFile::encodeName(folder)))
        return refreshLockForeign(folder);
    // O_CLOEXEC: the browser we start for a log-in must not hold the lock.
    const QByteArray name = QFile::encodeName(path);
    const int file = untilNotInterrupted(
        [&] { return open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600); });
    if (file == -1)
        return errno == ELOOP ? refreshLockForeign(path) : refreshLockImpossible(path, reasonOf(errno));
    RefreshLock lock(file);
    if (!isOwnFile(file))
        return refreshLockForeign(path);
    if (untilNotInterrupted([&] { return flock(file, LOCK_EX | LOCK_NB); }) != 0)
        return errno == EWOULDBLOCK ? refreshLockBusy(readInformation(file))
                                    : refreshLockImpossible(path, reasonOf(errno));
    writeInformation(file);
    return lock;
}

RefreshLock::~RefreshLock()
{
    if (m_handle != none)
        close(int(m_handle)); // frees the lock; the file stays, or two processes could lock two files of one name
}

} // namespace tokenmanager

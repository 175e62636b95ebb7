// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "signoutmark.h"

#include "logging.h"
#include "sessionpaths.h"

#include <QFile>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;

namespace {

QString markPath(const QString &issuer, const QString &account)
{
    return stateFolder() + u'/' + sessionDigest(issuer, account) + u".signed-out"_s;
}

/// The entry of a file is kept by its folder: both have to reach the disk.
void syncFolder()
{
#ifdef Q_OS_UNIX
    const int folder = open(QFile::encodeName(stateFolder()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder == -1)
        return;
    fsync(folder);
    close(folder);
#endif
}

} // namespace

bool SignOutMark::isSet(const QString &issuer, const QString &account)
{
    return QFileInfo::exists(markPath(issuer, account));
}

bool SignOutMark::set(const QString &issuer, const QString &account)
{
    QFile file(markPath(issuer, account));
    const bool written = makePrivateFolder(stateFolder())
        && file.open(QIODevice::WriteOnly, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (!written)
        qCWarning(lcSession) << "the log-out could not be noted in" << stateFolder() << ':' << file.errorString();
    else
        syncFolder();
    return written;
}

bool SignOutMark::clear(const QString &issuer, const QString &account)
{
    QFile file(markPath(issuer, account));
    if (!file.exists())
        return true;
    const bool removed = file.remove();
    if (!removed)
        qCWarning(lcSession) << "the note of a log-out could not be removed from" << stateFolder() << ':'
                             << file.errorString();
    else
        syncFolder();
    return removed;
}

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "sessionpaths.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The XDG Base Directory Specification has relative paths ignored.
QString xdgFolder(const char *variable)
{
    const QString folder = qEnvironmentVariable(variable);
    return QDir::isAbsolutePath(folder) ? folder : QString();
}

} // namespace

QString sessionDigest(const QString &issuer, const QString &account)
{
    const QByteArray name = issuer.toUtf8() + '\0' + account.toUtf8();
    return QString::fromLatin1(QCryptographicHash::hash(name, QCryptographicHash::Sha256).toHex());
}

QString runtimeFolder()
{
    const QString folder = xdgFolder("XDG_RUNTIME_DIR");
    if (!folder.isEmpty() && QFileInfo(folder).isDir())
        return folder + u"/tokenmanager"_s;
    return stateFolder();
}

QString stateFolder()
{
#if defined(Q_OS_WIN) || defined(Q_OS_DARWIN)
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/tokenmanager"_s;
#else
    const QString folder = xdgFolder("XDG_STATE_HOME");
    return (folder.isEmpty() ? QDir::homePath() + u"/.local/state"_s : folder) + u"/tokenmanager"_s;
#endif
}

bool makePrivateFolder(const QString &folder)
{
    if (QFileInfo(folder).isDir())
        return true;
    if (!makePrivateFolder(QFileInfo(folder).path()))
        return false;
    const auto owner = QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;
    return QDir().mkdir(folder, owner) || QFileInfo(folder).isDir(); // another process may have been faster
}

} // namespace tokenmanager

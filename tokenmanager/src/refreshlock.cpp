// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "refreshlock.h"

#include "refreshlocktexts.h"
#include "sessionpaths.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDebug>
#include <QDir>

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;

namespace {

struct LockTexts
{
    Q_DECLARE_TR_FUNCTIONS(tokenmanager::RefreshLock)
};

} // namespace

QString RefreshLock::defaultPath(const QString &issuer, const QString &account)
{
    return runtimeFolder() + u'/' + sessionDigest(issuer, account) + u".lock"_s;
}

QByteArray refreshLockInformation()
{
    const QString time = QDateTime::currentDateTimeUtc().toString(Qt::ISODate);
    return QByteArray::number(QCoreApplication::applicationPid()) + ' ' + time.toLatin1() + '\n';
}

RefreshLock::Failure refreshLockBusy(const QByteArray &information)
{
    const qint64 holder = information.left(information.indexOf(' ')).toLongLong();
    const QString message = holder > 0
        ? LockTexts::tr("Another window is renewing the session (process %1).").arg(holder)
        : LockTexts::tr("Another window is renewing the session.");
    return { .busy = true, .holder = std::max<qint64>(holder, 0), .message = message };
}

RefreshLock::Failure refreshLockImpossible(const QString &path, const QString &reason)
{
    return { .message = LockTexts::tr("The session cannot be renewed because the file \"%1\" cannot be locked: %2.")
                            .arg(QDir::toNativeSeparators(path), reason) };
}

RefreshLock::Failure refreshLockForeign(const QString &path)
{
    return { .message = LockTexts::tr("The session cannot be renewed because \"%1\" is a link or belongs to somebody "
                                      "else: remove it.")
                            .arg(QDir::toNativeSeparators(path)) };
}

QDebug operator<<(QDebug debug, const RefreshLock::Failure &failure)
{
    const QDebugStateSaver saver(debug);
    return debug.nospace() << "RefreshLock::Failure(" << (failure.busy ? "busy, " : "") << "holder " << failure.holder
                           << ", " << failure.message << ')';
}

} // namespace tokenmanager

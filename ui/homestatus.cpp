// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "homestatus.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {

struct HomeStatusWords
{
    Q_DECLARE_TR_FUNCTIONS(latchkey::HomeStatus)
};

/// "14:02", with the day before it when that was not today. Isolated: it keeps its order in right-to-left sentences.
QString when(const QDateTime &time, const QDateTime &now)
{
    const QDateTime local = time.toLocalTime();
    const QLocale locale;
    // The C locale's short form has seconds.
    const QString clock = locale.toString(
        local.time(), locale.language() == QLocale::C ? u"HH:mm"_s : locale.timeFormat(QLocale::ShortFormat));
    const bool today = local.date() == now.toLocalTime().date();
    return u"\u2066%1\u2069"_s.arg(today ? clock : locale.toString(local.date(), QLocale::ShortFormat) + u' ' + clock);
}

constexpr qint64 JustNow = 60; // Seconds.

} // namespace

HomeStatus loggedInStatus(const QDateTime &lastUpdate, const QDateTime &now)
{
    if (!lastUpdate.isValid())
        return { HomeStatus::Kind::LoggedIn, HomeStatusWords::tr("Logged in.") };
    if (lastUpdate.secsTo(now) < JustNow)
        return { HomeStatus::Kind::LoggedIn, HomeStatusWords::tr("Logged in. Updated just now.") };
    return { HomeStatus::Kind::LoggedIn, HomeStatusWords::tr("Logged in. Last update %1.").arg(when(lastUpdate, now)) };
}

HomeStatus offlineStatus(const QDateTime &lastUpdate, const QDateTime &now)
{
    if (!lastUpdate.isValid())
        return { HomeStatus::Kind::Offline, HomeStatusWords::tr("Offline.") };
    return { HomeStatus::Kind::Offline,
        HomeStatusWords::tr("Offline. Showing data from %1.").arg(when(lastUpdate, now)) };
}

HomeStatus serverProblemStatus(const QDateTime &lastUpdate, const QDateTime &now)
{
    if (!lastUpdate.isValid())
        return { HomeStatus::Kind::ServerProblem, HomeStatusWords::tr("The server has a problem.") };
    return { HomeStatus::Kind::ServerProblem,
        HomeStatusWords::tr("The server has a problem. Showing data from %1.").arg(when(lastUpdate, now)) };
}

HomeStatus keychainLockedStatus()
{
    return { HomeStatus::Kind::KeychainLocked, HomeStatusWords::tr("Unlock the keychain to stay logged in.") };
}

HomeStatus loggedOutStatus(const QDateTime &lastUpdate, const QDateTime &now)
{
    if (!lastUpdate.isValid())
        return { HomeStatus::Kind::LoggedOut, HomeStatusWords::tr("Logged out by the server.") };
    return { HomeStatus::Kind::LoggedOut,
        HomeStatusWords::tr("Logged out by the server. Last update %1.").arg(when(lastUpdate, now)) };
}

} // namespace latchkey

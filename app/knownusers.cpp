// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "knownusers.h"

#include <QSettings>

using namespace Qt::Literals::StringLiterals;

namespace latchkey::knownusers {

namespace {
/// A slash would make groups of it.
QString settingsKey(const QUrl &server)
{
    return u"users/"_s + QString::fromLatin1(QUrl::toPercentEncoding(server.toString()));
}
} // namespace

QString lastAt(const QUrl &server)
{
    return QSettings().value(settingsKey(server)).toString();
}

void remember(const QUrl &server, const QString &userName)
{
    QSettings().setValue(settingsKey(server), userName);
}

void forget(const QUrl &server)
{
    QSettings().remove(settingsKey(server));
}

} // namespace latchkey::knownusers

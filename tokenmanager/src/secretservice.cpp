// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "secretservice.h"

#include <QAbstractEventDispatcher>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QFileInfo>
#include <QLibrary>
#include <QTimer>

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;

namespace {

using SecretAttributes = QMap<QString, QString>;
using FindingDone = std::function<void(KeychainFinding)>;
using ReplyDone = std::function<void(const QDBusMessage &)>;

constexpr int dbusPatience = 10'000; // ms; a service that is being started needs some

void callDBus(const QDBusMessage &message, ReplyDone done)
{
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) { // a watcher of a call without a connection never says that it has failed
        const QDBusMessage failure = message.createErrorReply(QDBusError::Disconnected, QString());
        QTimer::singleShot(0, [done = std::move(done), failure] { done(failure); });
        return;
    }
    const QDBusPendingCall call = bus.asyncCall(message, dbusPatience);
    auto *watcher = new QDBusPendingCallWatcher(call); // deletes itself; nobody may do so earlier
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, watcher, [watcher, done = std::move(done)] {
        watcher->deleteLater();
        done(watcher->reply());
    });
}

QDBusMessage secretServiceCall(const QString &path, const QString &interface, const QString &method)
{
    return QDBusMessage::createMethodCall(u"org.freedesktop.secrets"_s, path, interface, method);
}

void askCollection(const QString &path, FindingDone done)
{
    QDBusMessage message = secretServiceCall(path, u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
    message.setArguments({ u"org.freedesktop.Secret.Collection"_s, u"Locked"_s });
    callDBus(message, [done = std::move(done)](const QDBusMessage &answer) {
        const QDBusPendingReply<QDBusVariant> reply = answer;
        if (!reply.isValid())
            return done(KeychainFinding::Unreachable);
        done(reply.value().variant().toBool() ? KeychainFinding::CollectionLocked : KeychainFinding::Absent);
    });
}

/// The item was not found. That means something only if the collection it would be in is unlocked.
void askDefaultCollection(FindingDone done)
{
    QDBusMessage message =
        secretServiceCall(u"/org/freedesktop/secrets"_s, u"org.freedesktop.Secret.Service"_s, u"ReadAlias"_s);
    message.setArguments({ u"default"_s });
    callDBus(message, [done = std::move(done)](const QDBusMessage &answer) {
        const QDBusPendingReply<QDBusObjectPath> reply = answer;
        if (!reply.isValid())
            return done(KeychainFinding::Unreachable);
        if (reply.value().path() == u"/")
            return done(KeychainFinding::NoCollection);
        askCollection(reply.value().path(), done);
    });
}

void searchItem(const QString &service, const QString &key, FindingDone done)
{
    qDBusRegisterMetaType<SecretAttributes>();
    QDBusMessage message =
        secretServiceCall(u"/org/freedesktop/secrets"_s, u"org.freedesktop.Secret.Service"_s, u"SearchItems"_s);
    // As QtKeychain writes them. Not its "type": an item of the other type stands in the way, too.
    message.setArguments({ QVariant::fromValue(SecretAttributes { { u"server"_s, service }, { u"user"_s, key } }) });
    callDBus(message, [done = std::move(done)](const QDBusMessage &answer) {
        const QDBusPendingReply<QList<QDBusObjectPath>, QList<QDBusObjectPath>> reply = answer;
        if (!reply.isValid())
            return done(KeychainFinding::Unreachable);
        if (!reply.argumentAt<1>().isEmpty())
            return done(KeychainFinding::ItemLocked);
        if (!reply.argumentAt<0>().isEmpty())
            return done(KeychainFinding::Present);
        askDefaultCollection(done);
    });
}

/// QtKeychain falls back to the Secret Service where KWallet is slow: a locked item there counts in any case.
void preferKWallet(KeychainFinding finding, FindingDone done)
{
    if (finding == KeychainFinding::ItemLocked || !SecretService::isKWalletSession())
        return done(finding);
    QDBusMessage message = QDBusMessage::createMethodCall(
        u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s, u"org.freedesktop.DBus"_s, u"NameHasOwner"_s);
    message.setArguments({ u"org.kde.kwalletd5"_s });
    callDBus(message, [finding, done = std::move(done)](const QDBusMessage &answer) {
        const QDBusPendingReply<bool> reply = answer;
        done(reply.isValid() && reply.value() ? KeychainFinding::NotAsked : finding);
    });
}

} // namespace

bool SecretService::hasBus()
{
    if (!qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return true;
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR"); // where D-Bus looks next
    return !runtime.isEmpty() && QFileInfo::exists(runtime + u"/bus"_s);
}

bool SecretService::hasGlibEvents()
{
    const QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    return dispatcher != nullptr && dispatcher->inherits("QEventDispatcherGlib");
}

bool SecretService::isKWalletSession()
{
    const QString version = qEnvironmentVariable("KDE_SESSION_VERSION"); // QtKeychain knows no later one
    const bool isKde = qEnvironmentVariable("XDG_CURRENT_DESKTOP") == u"KDE"
        || qEnvironmentVariable("DESKTOP_SESSION") == u"kde" || !qEnvironmentVariableIsEmpty("KDE_FULL_SESSION");
    return isKde && version == u"5";
}

void SecretService::dropSession()
{
    using Disconnect = void (*)();
    static const auto disconnect = Disconnect(QLibrary::resolve(u"secret-1"_s, 0, "secret_service_disconnect"));
    if (disconnect)
        disconnect();
}

void SecretService::look(const QString &service, const QString &key, std::function<void(KeychainFinding)> done)
{
    searchItem(service, key, [done = std::move(done)](KeychainFinding finding) { preferKWallet(finding, done); });
}

} // namespace tokenmanager

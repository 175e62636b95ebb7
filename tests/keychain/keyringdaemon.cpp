// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "keyringdaemon.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QTest>

#include <csignal>

using namespace Qt::Literals::StringLiterals;

namespace keyringdaemon {

/// The Secret Service's "secret", a struct of session, parameters, value and content type.
struct Secret
{
    QDBusObjectPath session = {};
    QByteArray parameters = {};
    QByteArray value = {};
    QString contentType = u"text/plain"_s;
};

QDBusArgument &operator<<(QDBusArgument &argument, const Secret &secret)
{
    argument.beginStructure();
    argument << secret.session << secret.parameters << secret.value << secret.contentType;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, Secret &secret)
{
    argument.beginStructure();
    argument >> secret.session >> secret.parameters >> secret.value >> secret.contentType;
    argument.endStructure();
    return argument;
}

const QString name = u"org.freedesktop.secrets"_s;
const QString service = u"/org/freedesktop/secrets"_s;
const QDBusObjectPath collection { u"/org/freedesktop/secrets/collection/login"_s };

QVariantList call(const QString &path, const QString &interface, const QString &method, const QVariantList &arguments)
{
    QDBusMessage message = QDBusMessage::createMethodCall(name, path, interface, method);
    message.setArguments(arguments);
    const QDBusMessage reply = QDBusConnection::sessionBus().call(message);
    if (reply.type() == QDBusMessage::ErrorMessage)
        qFatal("%s: %s", qPrintable(method), qPrintable(reply.errorMessage()));
    return reply.arguments();
}

} // namespace keyringdaemon

Q_DECLARE_METATYPE(keyringdaemon::Secret)

using namespace keyringdaemon;

KeyringDaemon::KeyringDaemon()
    : m_process(qEnvironmentVariable("KEYRING_PID").toLongLong())
{
    qDBusRegisterMetaType<Secret>();
}

KeyringDaemon::~KeyringDaemon()
{
    kill();
}

void KeyringDaemon::lock()
{
    const QList<QDBusObjectPath> collections { collection };
    call(service, u"org.freedesktop.Secret.Service"_s, u"Lock"_s, { QVariant::fromValue(collections) });
}

void KeyringDaemon::unlock()
{
    const QVariantList session = call(service, u"org.freedesktop.Secret.Service"_s, u"OpenSession"_s,
        { u"plain"_s, QVariant::fromValue(QDBusVariant(QString())) });
    const Secret password { .session = session.at(1).value<QDBusObjectPath>(), .value = qgetenv("KEYRING_PASSWORD") };
    call(service, u"org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"_s, u"UnlockWithMasterPassword"_s,
        { QVariant::fromValue(collection), QVariant::fromValue(password) });
}

bool KeyringDaemon::isLocked()
{
    const QVariantList reply = call(collection.path(), u"org.freedesktop.DBus.Properties"_s, u"Get"_s,
        { u"org.freedesktop.Secret.Collection"_s, u"Locked"_s });
    return reply.at(0).value<QDBusVariant>().variant().toBool();
}

void KeyringDaemon::freeze()
{
    ::kill(pid_t(m_process), SIGSTOP);
}

void KeyringDaemon::thaw()
{
    ::kill(pid_t(m_process), SIGCONT);
}

void KeyringDaemon::kill()
{
    if (m_process != 0)
        ::kill(pid_t(m_process), SIGKILL);
    m_process = 0;
    m_own.waitForFinished();
    QTRY_VERIFY(!hasOwner());
}

void KeyringDaemon::start()
{
    m_own.start(u"gnome-keyring-daemon"_s, { u"--foreground"_s, u"--unlock"_s, u"--components=secrets"_s });
    m_own.write(qgetenv("KEYRING_PASSWORD"));
    m_own.closeWriteChannel();
    QVERIFY(m_own.waitForStarted());
    m_process = m_own.processId();
    QTRY_VERIFY(hasOwner());
}

bool KeyringDaemon::hasOwner() const
{
    return QDBusConnection::sessionBus().interface()->isServiceRegistered(name);
}

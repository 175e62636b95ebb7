// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "announcer.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace latchkey {

namespace {

constexpr int Pause = 1000;

QAccessibleInterface *createAnnouncerInterface(const QString &className, QObject *object)
{
    if (className != QLatin1StringView(Announcer::staticMetaObject.className()))
        return nullptr;
    return new QAccessibleWidget(qobject_cast<QWidget *>(object), QAccessible::Notification);
}

void installAnnouncerInterface()
{
    static const bool installed = [] {
        QAccessible::installFactory(createAnnouncerInterface);
        return true;
    }();
    Q_UNUSED(installed)
}

} // namespace

Announcer::Announcer(const QString &name, QWidget *parent)
    : QLabel(parent)
{
    installAnnouncerInterface();
    setObjectName(name);
    setTextFormat(Qt::PlainText);
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &Announcer::speak);
}

void Announcer::announce(const QString &sentence)
{
    m_next = sentence;
    if (!m_pause.isActive())
        speak();
}

void Announcer::speak()
{
    if (m_next.isEmpty())
        return;
    setText(m_next);
    setAccessibleName(m_next);
    m_next.clear();
    for (const auto type : { QAccessible::ObjectHide, QAccessible::ObjectShow }) {
        QAccessibleEvent event(this, type);
        QAccessible::updateAccessibility(&event);
    }
    m_pause.start(Pause);
}

} // namespace latchkey

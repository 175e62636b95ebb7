// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QProcess>
#include <QString>

/// The gnome-keyring of the private session support/with-keyring made: to lock, stop and kill.
class KeyringDaemon
{
public:
    KeyringDaemon();
    ~KeyringDaemon();

    void lock();
    void unlock(); ///< Without a prompt.
    bool isLocked();
    void freeze(); ///< It keeps its name on the bus and answers nothing.
    void thaw();
    void kill(); ///< Gone when this returns.
    void start(); ///< A new one, unlocked.

private:
    bool hasOwner() const;

    qint64 m_process = 0;
    QProcess m_own;
};

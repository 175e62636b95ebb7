// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "connectionlimits.h"
#include "faults.h"
#include "settings.h"

#include <QList>
#include <QString>

namespace mockserver {

struct User
{
    QString name;
    QString password;
};

/// How a mock server starts, and what a reset takes it back to.
struct Options
{
    quint16 port = 0; ///< 0: any that is free
    QList<User> users { { QStringLiteral("demo"), QStringLiteral("demo") } };
    Settings settings;
    QList<Fault> faults;
    ConnectionLimits limits;
};

} // namespace mockserver

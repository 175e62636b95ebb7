// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QUrl>

namespace latchkey {

/// Who was last logged in at a server, for the home page after a restart. A settings file: a name is no secret.
namespace knownusers {
QString lastAt(const QUrl &server);
void remember(const QUrl &server, const QString &userName);
void forget(const QUrl &server);
} // namespace knownusers

} // namespace latchkey

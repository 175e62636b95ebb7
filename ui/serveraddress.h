// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/expected.h>

#include <QString>
#include <QUrl>

namespace latchkey {

/// A server's address as people type it: "127.0.0.1:8391", "https://example.org/base".
/// Without a scheme: http for this computer, https for every other.
/// \return the address, or one sentence that says what is wrong with it.
tokenmanager::Expected<QUrl, QString> serverAddress(const QString &typed);

/// The address as the pages show it: host, port if it is not the scheme's own, path.
QString shownAddress(const QUrl &server);

} // namespace latchkey

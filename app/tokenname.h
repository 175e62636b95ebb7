// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

namespace latchkey {

/// The first four hex digits of the SHA-256: enough to tell "same" from "different", nothing of the secret itself.
/// Empty for values so short that a digest would give them away.
QString tokenDigest(const QByteArray &value);

/// "AT-2 •••• 7c1e"; without a digest just "AT-2"; number 0: "none".
QString tokenLabel(const QString &kind, quint64 number, const QString &digest);

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace mockserver {

/// `bytes` octets nobody can guess, as base64url.
[[nodiscard]] QByteArray randomSecret(qsizetype bytes);

/// Compares without telling by its duration where the two differ.
[[nodiscard]] bool equalInConstantTime(QByteArrayView a, QByteArrayView b);

} // namespace mockserver

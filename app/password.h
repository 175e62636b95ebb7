// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace latchkey {

/// The password for another server: from LATCHKEY_PASSWORD, else typed at the terminal without echo, else empty (some
/// servers ask for none). Never from the arguments, which every user of the machine can read.
QString askPassword(const QString &userName, const QString &server);

} // namespace latchkey

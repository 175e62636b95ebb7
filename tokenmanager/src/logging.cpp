// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "logging.h"

namespace tokenmanager {

Q_LOGGING_CATEGORY(lcSession, "tokenmanager.session", QtInfoMsg)
Q_LOGGING_CATEGORY(lcRefresh, "tokenmanager.refresh", QtInfoMsg)
Q_LOGGING_CATEGORY(lcKeychain, "tokenmanager.keychain", QtInfoMsg)
Q_LOGGING_CATEGORY(lcRequest, "tokenmanager.request", QtInfoMsg)

} // namespace tokenmanager

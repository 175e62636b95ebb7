// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QLoggingCategory>

namespace tokenmanager {

// All categories of the library. None of their messages holds a token, a header or a body.
Q_DECLARE_LOGGING_CATEGORY(lcSession) // log-in, log-out, restore, end of a session
Q_DECLARE_LOGGING_CATEGORY(lcRefresh) // refreshes, their causes and outcomes
Q_DECLARE_LOGGING_CATEGORY(lcKeychain) // what the store answered
Q_DECLARE_LOGGING_CATEGORY(lcRequest) // refused and repeated requests

} // namespace tokenmanager

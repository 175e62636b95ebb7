// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <chrono>
#include <optional>

namespace tokenmanager {

/// How long a JWT says it lives: `exp` − `iat`, so that the server's clock does not matter. Not verified, so no more
/// than a hint (RFC 9068 §6). nullopt: no JWT, or nothing plausible in it.
std::optional<std::chrono::seconds> jwtLifetimeHint(const QByteArray &token);

} // namespace tokenmanager

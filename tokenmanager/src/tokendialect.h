// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/serverprofile.h>

#include "tokenrequest.h"

#include <optional>

namespace tokenmanager {

// How a profile's server wants its token requests written.

/// The JSON log-in of a first-party server (Dialect::ExpressJson).
TokenRequest logInRequest(const ServerProfile &profile, const QString &userName, const QString &password);

/// RFC 6749 §6, or `{"token"}` with an `Idempotency-Key`, which makes a repeated exchange harmless (ExpressJson only).
TokenRequest refreshRequest(
    const ServerProfile &profile, const QByteArray &refreshToken, const QByteArray &idempotencyKey);

/// RFC 7009 §2.1, or `DELETE` with `{"token"}`; nullopt: the server offers no way to give a refresh token back.
std::optional<TokenRequest> revocationRequest(const ServerProfile &profile, const QByteArray &refreshToken);

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QUrl>

namespace tokenmanager {

/// One request of the token traffic, as a value. Body and idempotency key are secrets.
struct TokenRequest
{
    QByteArray verb = "POST";
    QUrl url = {};
    QByteArray contentType = {};
    QByteArray body = {};
    QByteArray idempotencyKey = {}; ///< Sent as `Idempotency-Key`; empty: not sent.

    friend bool operator==(const TokenRequest &, const TokenRequest &) = default;
};

} // namespace tokenmanager

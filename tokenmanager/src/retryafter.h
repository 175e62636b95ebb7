// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>

#include <chrono>
#include <optional>

namespace tokenmanager {

/// The values of a `Retry-After` field that was sent several times and joined with commas (RFC 9110 §5.3), as Qt does.
QList<QByteArray> splitRetryAfter(const QByteArray &joined);

/// How long a server asks to wait (RFC 9110 §10.2.3), clamped to 1 s … 1 h; of several values the longest that can be
/// read; nullopt: none can.
std::optional<std::chrono::seconds> parseRetryAfter(const QList<QByteArray> &values, const QDateTime &now);

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "httprequest.h"

#include <variant>

namespace mockserver {

constexpr qsizetype maximumRequestLine = 8 * 1024;
constexpr qsizetype maximumHead = 16 * 1024;
constexpr qsizetype maximumFields = 64;

/// Reads a whole head, empty line included (RFC 9112 §2–§5). What is malformed is a refusal; what is merely not served
/// (version, method, framing) is left in HttpRequest::framing.
[[nodiscard]] std::variant<HttpRequest, HttpRefusal> parseHead(QByteArray head);

/// `name: value` without its line end; nothing where it is malformed. Trailers obey the same rule.
[[nodiscard]] std::optional<HttpField> parseField(QByteArrayView line);

[[nodiscard]] bool isToken(QByteArrayView text);
[[nodiscard]] bool isFieldValue(QByteArrayView text);
[[nodiscard]] bool isKnownMethod(QByteArrayView method);

} // namespace mockserver

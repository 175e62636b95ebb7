// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "requesthandler.h"

#include <QHash>
#include <QJsonObject>

#include <variant>

namespace mockserver {

/// The JSON object of a body; no body at all is an empty one. Else the refusal: 415 or 400.
[[nodiscard]] std::variant<QJsonObject, HttpResponse> readJson(const Exchange &exchange);

/// The parameters of a form (application/x-www-form-urlencoded). Nothing for another media type, a broken escape or a
/// parameter that stands twice; those without a value are left out (RFC 6749 §3.2).
[[nodiscard]] std::optional<QHash<QByteArray, QByteArray>> readForm(const Exchange &exchange);

} // namespace mockserver

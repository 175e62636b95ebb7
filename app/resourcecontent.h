// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "homepage.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <variant>

namespace latchkey {

/// What a resource's answer is shown as.
using ResourceContent = std::variant<QList<HomeItem>, QString>;

/// The mock server's notes as a list; every other JSON indented; anything else as text. Cut at 256 KiB, and says so.
ResourceContent resourceContent(const QByteArray &body);

} // namespace latchkey

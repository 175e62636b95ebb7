// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/traceevent.h>

#include <QByteArray>

namespace tokenmanager {

/// "AT-2": how the trace and the inspector call an access token.
QString accessTokenName(quint64 generation);
QString refreshTokenName(quint64 number);
/// The first four hex digits of a secret's SHA-256: "same or different?" without any part of it. Empty under 20
/// characters, where guessing would be easy.
QString digestOf(const QByteArray &secret);

} // namespace tokenmanager

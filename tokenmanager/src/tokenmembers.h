// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "tokenanswer.h"

namespace tokenmanager {

/// What the JSON object of a token endpoint says (RFC 6749 §5.1 and §5.2), as far as it can be used.
struct TokenMembers
{
    QByteArray refreshToken = {}; ///< The last one that can be used; empty: none.
    std::optional<TokenAnswer::Access> access = {};
    QString error = {}; ///< As received; empty: none that can be read.
    bool damaged = false; ///< A member that matters stands there twice, or the refresh token is no token.
};

/// nullopt: `body` is no JSON object.
std::optional<TokenMembers> readTokenMembers(const ServerProfile &profile, const QByteArray &body);

} // namespace tokenmanager

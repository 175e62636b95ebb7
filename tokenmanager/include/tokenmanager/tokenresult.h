// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/accesstoken.h>
#include <tokenmanager/expected.h>
#include <tokenmanager/tokenerror.h>

namespace tokenmanager {

using TokenResult = Expected<AccessToken, TokenError>;
using LogOutResult = Expected<void, TokenError>;

} // namespace tokenmanager

Q_DECLARE_METATYPE(tokenmanager::TokenResult)
Q_DECLARE_METATYPE(tokenmanager::LogOutResult)

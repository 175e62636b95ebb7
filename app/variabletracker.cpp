// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "variabletracker.h"

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

QStringList VariableTracker::names()
{
    return { u"accessToken"_s, u"refreshToken"_s, u"refreshTokens"_s, u"user"_s, u"expiresIn"_s, u"retryQueue"_s };
}

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/serverprofile.h>
#include <tokenmanager/tokenerror.h>
#include <tokenmanager/tokenresponse.h>

#include "tokenchannel.h"

#include <QDateTime>
#include <QStringList>

#include <chrono>
#include <optional>

namespace tokenmanager {

enum class TokenRequestKind { LogIn, Refresh };

/// What an answer of the token endpoint means.
struct TokenAnswer
{
    struct Access
    {
        QByteArray value = {}; ///< A secret.
        QByteArray type = {}; ///< "Bearer" or "DPoP".
        std::optional<std::chrono::seconds> lifetime = {}; ///< nullopt: nobody said.
        QStringList scopes = {}; ///< As granted; as asked for where the answer is silent.
    };
    enum class Verdict {
        Success,
        Dead, ///< The refresh token is refused for good. Of a refresh only.
        Retry, ///< Certainly not refused for good: back off, or wait as long as the error says.
        Unknown, ///< The server may have used the refresh token up: recover at once.
        RetrySlowly, ///< Refused without a reason we can read: a few slow tries in the background.
        Stop, ///< Set up wrongly, or unsafe: trying again by itself is no use.
    };

    QByteArray refreshToken = {}; ///< The usable one, whatever else is wrong with the answer: store it first. A secret.
    std::optional<Access> access = {}; ///< Engaged exactly if the verdict is Success.
    Verdict verdict = Verdict::Unknown;
    TokenError error = {}; ///< Says nothing if the verdict is Success.
};

/// Pure: the same answer at the same time always means the same.
TokenAnswer readTokenAnswer(
    const ServerProfile &profile, TokenRequestKind kind, const ChannelAnswer &answer, const QDateTime &now);

/// The same for tokens that were obtained by other means: judged as an answer with these members.
TokenAnswer readTokenResponse(const ServerProfile &profile, const TokenResponse &tokens);

} // namespace tokenmanager

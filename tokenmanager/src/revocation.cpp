// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "revocation.h"

#include <tokenmanager/clock.h>

#include "tokenchannel.h"
#include "tokendialect.h"

#include <QCoreApplication>

namespace tokenmanager {

using namespace std::chrono_literals;
using std::chrono::duration_cast;
using std::chrono::milliseconds;

namespace {

struct RevocationTexts
{
    Q_DECLARE_TR_FUNCTIONS(tokenmanager::TokenManager)
};

constexpr int revocationTries = 3;
constexpr milliseconds revocationLimit = 5s;

TokenError errorOf(const ChannelAnswer &answer)
{
    TokenError error;
    error.kind = answer.status == 0 ? TokenError::Kind::Network
        : answer.status >= 500      ? TokenError::Kind::Server
                                    : TokenError::Kind::Rejected;
    error.httpStatus = answer.status;
    error.message = RevocationTexts::tr("The server could not be told that you have logged out.");
    return error;
}

} // namespace

Revocation::Revocation(const SessionParts &parts, QByteArray refreshToken, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_refreshToken(std::move(refreshToken))
{ }

void Revocation::start(Done done)
{
    m_done = std::move(done);
    m_until = m_parts.clock.elapsed() + revocationLimit;
    QMetaObject::invokeMethod(this, &Revocation::send, Qt::QueuedConnection);
}

void Revocation::send()
{
    const auto request = m_refreshToken.isEmpty() ? std::nullopt : revocationRequest(m_parts.profile, m_refreshToken);
    if (!request)
        return finish({});
    ++m_tries;
    const auto left = duration_cast<milliseconds>(m_until - m_parts.clock.elapsed());
    m_request = m_parts.channel.send(*request, left, [this](const ChannelAnswer &answer) { judge(answer); });
}

void Revocation::judge(const ChannelAnswer &answer)
{
    if (answer.outcome == ChannelAnswer::Outcome::Complete && answer.status >= 200 && answer.status < 300)
        return finish({});
    const bool transient = answer.status == 0 || answer.status >= 500;
    const bool untrusted = answer.outcome == ChannelAnswer::Outcome::Untrusted;
    if (transient && !untrusted && m_tries < revocationTries && m_parts.clock.elapsed() < m_until)
        return send();
    finish(errorOf(answer));
}

void Revocation::finish(const std::optional<TokenError> &error)
{
    const Done done = std::exchange(m_done, {});
    done(error);
}

} // namespace tokenmanager

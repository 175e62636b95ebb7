// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "scriptedtokens.h"

using namespace Qt::Literals::StringLiterals;
using namespace tokenmanager;

namespace testing {

ScriptedTokens::ScriptedTokens(const QList<QUrl> &allowedOrigins)
    : m_virtualClock(std::make_shared<VirtualClock>())
    , m_clock(m_virtualClock)
{
    m_profile.allowedOrigins = allowedOrigins;
    m_profile.rejectedStatusCodes = { 401, 403 };
}

AccessToken ScriptedTokens::makeToken(quint64 generation)
{
    return { .value = "AT-" + QByteArray::number(generation), .type = "Bearer", .generation = generation };
}

void ScriptedTokens::settle(const TokenResult &result)
{
    if (result) {
        current = *result;
        isStale = false;
    }
    const auto waiters = std::exchange(m_waiters, {});
    for (const Waiter &waiter : waiters)
        tell(waiter, result);
}

void ScriptedTokens::endSession(TokenError::Kind kind, std::optional<AccessToken> next)
{
    const TokenError end { .kind = kind, .message = u"The session is over."_s };
    m_ends.insert(m_session, end);
    current = next;
    if (next)
        ++m_session;
    settle(end);
    current = next;
}

std::optional<AccessToken> ScriptedTokens::usableToken(quint64 session) const
{
    const auto held = token(session);
    return held && !isStale && held->generation > m_refused ? held : std::nullopt;
}

std::optional<AccessToken> ScriptedTokens::token(quint64 session) const
{
    return session == m_session && !m_ends.contains(session) ? current : std::nullopt;
}

void ScriptedTokens::ask(const Question &question, QObject *context, Done done)
{
    questions += question;
    const Waiter waiter { question.session, context, std::move(done) };
    if (const auto end = endOf(question.session))
        return tell(waiter, *end);
    m_refused = std::max(m_refused, question.refusedGeneration);
    const auto usable = usableToken(question.session);
    const bool isLongEnough =
        !usable || !usable->expiresAt || m_clock->now().msecsTo(*usable->expiresAt) >= question.minimumLife.count();
    if (usable && isLongEnough)
        return tell(waiter, *usable);
    m_waiters += waiter;
    if (m_waiters.size() == 1)
        beginRefresh();
}

void ScriptedTokens::beginRefresh()
{
    ++refreshes;
    if (answersAtOnce)
        QMetaObject::invokeMethod(
            &m_loop, [this] { settleWithNextToken(); }, Qt::QueuedConnection);
}

void ScriptedTokens::tell(const Waiter &waiter, const TokenResult &result)
{
    if (waiter.context)
        QMetaObject::invokeMethod(
            waiter.context, [done = waiter.done, result] { done(result); }, Qt::QueuedConnection);
}

std::optional<TokenError> ScriptedTokens::endOf(quint64 session) const
{
    if (gone)
        return TokenError { .kind = TokenError::Kind::Cancelled };
    if (session == 0)
        return TokenError { .kind = TokenError::Kind::NotSignedIn, .message = u"Nobody is logged in."_s };
    return m_ends.contains(session) ? std::optional(m_ends.value(session)) : std::nullopt;
}

bool ScriptedTokens::isRefusal(int status, quint64 generation) const
{
    return m_profile.rejectedStatusCodes.contains(status) && !notRefusals.contains({ status, generation });
}

} // namespace testing

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "tokenbook.h"

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

QString TokenBook::newestName() const
{
    return u"RT-%1"_s.arg(m_refreshTokens);
}

QString TokenBook::newestRefreshToken() const
{
    if (m_refreshTokens == 0)
        return u"none"_s;
    return m_tampered ? newestName() + u" (altered)"_s : newestName();
}

QString TokenBook::enter(const RecordedRequest &request)
{
    if (request.isTokenRoute())
        learnDigest(m_tampered ? newestRefreshToken() : request.tokenName(), request.tokenDigest);
    if (request.status < 200 || request.status >= 300)
        return {};
    if (request.path == u"/login"_s)
        return issue(true);
    if (request.path == u"/logout"_s)
        m_held.removeAll(request.tokenName());
    if (request.path != u"/token"_s)
        return {};
    if (m_rotation)
        m_held.removeAll(request.tokenName());
    return issue(m_rotation);
}

QString TokenBook::issue(bool refreshToken)
{
    const QString accessToken = u"AT-%1"_s.arg(++m_accessTokens);
    if (!refreshToken)
        return accessToken;
    ++m_refreshTokens;
    m_tampered = false;
    m_held.append(newestName());
    return accessToken + u", "_s + newestName();
}

void TokenBook::tamper(bool inStore, const QString &digest)
{
    m_tampered = true;
    if (inStore)
        m_held.replaceInStrings(newestName(), newestRefreshToken());
    learnDigest(newestRefreshToken(), digest);
}

QStringList TokenBook::held() const
{
    QStringList labels;
    for (const QString &name : m_held)
        labels.append(label(name));
    return labels;
}

QString TokenBook::label(const QString &name) const
{
    const QString digest = m_digests.value(name);
    return digest.isEmpty() ? name : name + u" •••• "_s + digest;
}

void TokenBook::learnDigest(const QString &name, const QString &digest)
{
    if (!digest.isEmpty())
        m_digests.insert(name, digest);
}

} // namespace latchkey

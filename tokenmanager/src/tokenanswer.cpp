// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "tokenanswer.h"

#include "retryafter.h"
#include "tokenmembers.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>
#include <array>

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;

namespace {

using Verdict = TokenAnswer::Verdict;
using Kind = TokenError::Kind;

template <typename Values, typename Value>
bool isOneOf(const Value &value, const Values &values)
{
    return std::find(std::begin(values), std::end(values), value) != std::end(values);
}

/// A server's text as plain, short ASCII: what RFC 6749 §5.2 allows, the rest as "\u{…}".
QString shownError(const QString &error)
{
    constexpr int longest = 64;
    QString shown;
    for (const char32_t c : error.left(longest).toUcs4()) {
        const bool allowed = c >= U' ' && c <= U'~' && c != U'"' && c != U'\\';
        shown += allowed ? QString(QChar(char16_t(c))) : u"\\u{%1}"_s.arg(uint(c), 0, 16);
    }
    return shown.size() > longest || error.size() > longest ? shown.left(longest - 1) + u'…' : shown;
}

/// Turns one answer into its meaning.
class AnswerReader
{
    Q_DECLARE_TR_FUNCTIONS(tokenmanager::TokenAnswer)

public:
    AnswerReader(const ServerProfile &profile, TokenRequestKind kind, const ChannelAnswer &answer, const QDateTime &now)
        : m_profile(profile)
        , m_kind(kind)
        , m_answer(answer)
        , m_now(now)
        , m_members(answer.outcome == ChannelAnswer::Outcome::Complete ? readTokenMembers(profile, answer.body)
                                                                       : std::nullopt)
    { }

    TokenAnswer read() const
    {
        if (m_answer.outcome != ChannelAnswer::Outcome::Complete || m_answer.status < 200)
            return incomplete();
        if (m_answer.status < 300)
            return accepted();
        if (isDead())
            return dead();
        return m_answer.status < 400 ? moved() : m_answer.status < 500 ? refused() : failed();
    }

private:
    TokenAnswer incomplete() const
    {
        using Outcome = ChannelAnswer::Outcome;
        const Verdict verdict = m_answer.outcome == Outcome::NotSent ? Verdict::Retry
            : m_answer.outcome == Outcome::Untrusted                 ? Verdict::Stop
                                                                     : Verdict::Unknown;
        return failure(verdict, Kind::Network,
            m_answer.reason.isEmpty() ? tr("The answer of %1 is incomplete.").arg(host()) : m_answer.reason);
    }

    TokenAnswer accepted() const
    {
        if (!m_members)
            return failure(Verdict::Unknown, Kind::Malformed, looksLikePage() ? portalText() : unusableText());
        const bool hasToken = m_members->access || !m_members->refreshToken.isEmpty();
        if (!m_members->error.isEmpty() && !hasToken && !m_members->damaged)
            return error() == u"invalid_grant" && m_kind == TokenRequestKind::Refresh ? dead() : refused();
        if (!m_members->access || !m_members->error.isEmpty() || m_members->damaged)
            return unusable();
        return { .refreshToken = m_members->refreshToken, .access = m_members->access, .verdict = Verdict::Success };
    }

    /// With a new refresh token the exchange has happened, and trying again is safe; without one nobody knows.
    TokenAnswer unusable() const
    {
        const Verdict verdict = m_members->refreshToken.isEmpty() ? Verdict::Unknown : Verdict::Retry;
        TokenAnswer answer = failure(verdict, Kind::Malformed, unusableText());
        answer.refreshToken = m_members->refreshToken;
        return answer;
    }

    /// The error member first, the status second. ExpressJson has no errors of RFC 6749: there the status decides.
    bool isDead() const
    {
        if (m_kind == TokenRequestKind::LogIn)
            return false;
        if (error() == u"invalid_grant" && isOneOf(m_answer.status, std::array { 400, 401, 403 }))
            return true;
        return m_profile.deadStatusCodes.contains(m_answer.status)
            && (error().isEmpty() || m_profile.dialect == ServerProfile::Dialect::ExpressJson);
    }

    TokenAnswer dead() const
    {
        return failure(Verdict::Dead, Kind::InvalidGrant, tr("Your session has ended. Log in again."));
    }

    TokenAnswer moved() const
    {
        return failure(Verdict::Stop, Kind::Rejected, tr("The server %1 moved; check the address.").arg(host()));
    }

    TokenAnswer refused() const
    {
        const int status = m_answer.status;
        if (status == 407)
            return failure(Verdict::Retry, Kind::Network, tr("The proxy refused the connection."));
        if (isOneOf(status, std::array { 408, 425, 429 }))
            return failure(Verdict::Retry, Kind::Server, throttledText());
        if (isOneOf(status, std::array { 404, 405, 410 }))
            return failure(Verdict::Stop, Kind::Rejected, wrongAddressText());
        if (isSetUpWrongly())
            return failure(Verdict::Stop, Kind::Rejected,
                tr("This app is not set up correctly for %1 (%2).").arg(host(), shownError(error())));
        if (m_kind == TokenRequestKind::LogIn)
            return failure(Verdict::Stop, Kind::Rejected, logInText());
        return failure(Verdict::RetrySlowly, Kind::Rejected, tr("Sign-in could not be renewed."));
    }

    TokenAnswer failed() const
    {
        switch (m_answer.status) {
        case 501:
            return failure(Verdict::Stop, Kind::Server, wrongAddressText());
        case 503:
            return failure(Verdict::Retry, Kind::Server, tr("The server %1 has a problem.").arg(host()));
        case 511:
            return failure(Verdict::Retry, Kind::Server, portalText()); // RFC 6585 §6: it never got to the server
        default:
            return failure(Verdict::Unknown, Kind::Server, tr("The server %1 has a problem.").arg(host()));
        }
    }

    TokenAnswer failure(Verdict verdict, Kind kind, const QString &message) const
    {
        const bool complete = m_answer.outcome == ChannelAnswer::Outcome::Complete;
        TokenError tokenError {
            .kind = kind,
            .message = message,
            .oauthError = shownError(error()),
            .httpStatus = complete ? m_answer.status : 0,
            .retryAfter = kind == Kind::Server ? wait() : std::nullopt,
        };
        return { .verdict = verdict, .error = std::move(tokenError) };
    }

    QString error() const { return m_members ? m_members->error : QString(); }
    std::optional<std::chrono::seconds> wait() const { return parseRetryAfter(m_answer.retryAfter, m_now); }

    const QUrl &endpoint() const
    {
        return m_kind == TokenRequestKind::LogIn ? m_profile.logInEndpoint : m_profile.tokenEndpoint;
    }
    QString host() const { return endpoint().host(); }

    bool isSetUpWrongly() const
    {
        return isOneOf(error(),
            std::array { u"invalid_request"_s, u"invalid_scope"_s, u"unsupported_grant_type"_s, u"invalid_client"_s,
                u"unauthorized_client"_s, u"use_dpop_nonce"_s, u"invalid_dpop_proof"_s });
    }

    bool looksLikePage() const
    {
        return m_answer.contentType.toLower().startsWith("text/html") || m_answer.body.trimmed().startsWith('<');
    }

    QString unusableText() const { return tr("The answer of %1 could not be used.").arg(host()); }
    QString portalText() const { return tr("This network may need you to sign in first."); }

    QString wrongAddressText() const
    {
        return tr("This app is not set up correctly for %1 (HTTP %2 at %3).")
            .arg(host(), QString::number(m_answer.status), endpoint().path());
    }

    QString throttledText() const
    {
        const auto pause = wait();
        if (!pause)
            return tr("The server %1 asks us to wait.").arg(host());
        const QTime until = m_now.addSecs(pause->count()).toLocalTime().time();
        return tr("The server %1 asks us to wait until %2.")
            .arg(host(), QLocale().toString(until, QLocale::ShortFormat));
    }

    QString logInText() const
    {
        if (m_answer.status == 401 || error() == u"invalid_grant")
            return tr("Wrong user name or password. Check both and try again.");
        return tr("%1 does not accept the log-in.").arg(host());
    }

    const ServerProfile &m_profile;
    const TokenRequestKind m_kind;
    const ChannelAnswer &m_answer;
    const QDateTime &m_now;
    const std::optional<TokenMembers> m_members;
};

} // namespace

TokenAnswer readTokenAnswer(
    const ServerProfile &profile, TokenRequestKind kind, const ChannelAnswer &answer, const QDateTime &now)
{
    return AnswerReader(profile, kind, answer, now).read();
}

TokenAnswer readTokenResponse(const ServerProfile &profile, const TokenResponse &tokens)
{
    ServerProfile names = profile;
    names.dialect = ServerProfile::Dialect::OAuth2;
    QJsonObject members { { u"access_token"_s, QString::fromLatin1(tokens.accessToken) },
        { u"token_type"_s, QString::fromLatin1(tokens.tokenType) } };
    if (!tokens.refreshToken.isEmpty())
        members.insert(u"refresh_token"_s, QString::fromLatin1(tokens.refreshToken));
    if (tokens.expiresIn)
        members.insert(u"expires_in"_s, qint64(tokens.expiresIn->count()));
    if (!tokens.scopes.isEmpty())
        members.insert(u"scope"_s, tokens.scopes.join(u' '));
    const ChannelAnswer answer { .outcome = ChannelAnswer::Outcome::Complete,
        .status = 200,
        .body = QJsonDocument(members).toJson(QJsonDocument::Compact) };
    return readTokenAnswer(names, TokenRequestKind::LogIn, answer, {});
}

} // namespace tokenmanager

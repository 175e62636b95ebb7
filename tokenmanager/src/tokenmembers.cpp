// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "tokenmembers.h"

#include "jsonmembers.h"
#include "jwthint.h"

#include <algorithm>
#include <cmath>

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;

namespace {

using std::chrono::seconds;
constexpr seconds longestLifetime = std::chrono::days(365);
constexpr qsizetype longestToken = 64 * 1024; // beyond it neither headers nor keychains work

struct MemberNames
{
    QLatin1StringView accessToken, refreshToken, tokenType, expiresIn;
};

MemberNames memberNames(ServerProfile::Dialect dialect)
{
    if (dialect == ServerProfile::Dialect::ExpressJson)
        return { "accessToken"_L1, "refreshToken"_L1, "tokenType"_L1, "expiresIn"_L1 };
    return { "access_token"_L1, "refresh_token"_L1, "token_type"_L1, "expires_in"_L1 };
}

QJsonValue lastOf(const QList<QJsonValue> &values)
{
    return values.isEmpty() ? QJsonValue(QJsonValue::Undefined) : values.last();
}

/// The token, if it can be used: VSCHAR (RFC 6749 appendices A.12 and A.17) without space and quote, which no server
/// issues and no header survives. Empty: it cannot.
QByteArray usableToken(const QJsonValue &value)
{
    const QString token = value.toString();
    const auto usable = [](QChar c) { return c > u' ' && c <= u'~' && c != u'"'; };
    return token.size() <= longestToken && std::all_of(token.begin(), token.end(), usable) ? token.toLatin1()
                                                                                           : QByteArray();
}

/// "Bearer" or "DPoP"; empty: a type we do not know (RFC 6749 §7.1: its token must not be used).
QByteArray knownTokenType(const QJsonValue &value)
{
    const QString type = value.isUndefined() ? u"Bearer"_s : value.toString();
    for (const QLatin1StringView known : { "Bearer"_L1, "DPoP"_L1 }) {
        if (type.compare(known, Qt::CaseInsensitive) == 0)
            return QByteArray(known.data(), known.size());
    }
    return {};
}

seconds lifetimeOfDigits(const QString &digits)
{
    bool fits = false;
    const qint64 lifetime = digits.toLongLong(&fits);
    return fits ? std::min(seconds(lifetime), longestLifetime) : longestLifetime;
}

/// An integral number or a string of digits; nullopt: unknown. 0 is unknown too, not "never" and not "at once".
std::optional<seconds> readLifetime(const QJsonValue &value)
{
    seconds lifetime { 0 };
    if (const QString text = value.toString(); !text.isEmpty()) {
        if (std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; }))
            lifetime = lifetimeOfDigits(text);
    } else if (const double number = value.toDouble(); number > 0 && std::floor(number) == number) {
        lifetime = seconds(qint64(std::min(number, double(longestLifetime.count()))));
    }
    return lifetime > seconds::zero() ? std::optional(lifetime) : std::nullopt;
}

/// RFC 6749 §3.3; what is no scope-token is left out.
QStringList readScopes(const QJsonValue &value, const QStringList &asked)
{
    if (!value.isString())
        return asked;
    QStringList scopes = value.toString().split(u' ', Qt::SkipEmptyParts);
    scopes.removeIf([](const QString &scope) {
        return std::any_of(
            scope.begin(), scope.end(), [](QChar c) { return c <= u' ' || c > u'~' || c == u'"' || c == u'\\'; });
    });
    return scopes;
}

std::optional<TokenAnswer::Access> readAccess(
    const ServerProfile &profile, const MemberNames &names, const JsonMembers &members)
{
    TokenAnswer::Access access {
        .value = usableToken(lastOf(members.values(names.accessToken))),
        .type = knownTokenType(lastOf(members.values(names.tokenType))),
        .scopes = readScopes(lastOf(members.values("scope"_L1)), profile.scopes),
    };
    if (access.value.isEmpty() || access.type.isEmpty())
        return std::nullopt;
    const QJsonValue expiresIn = lastOf(members.values(names.expiresIn));
    if (expiresIn.isUndefined() && profile.jwtExpiryHint)
        access.lifetime = jwtLifetimeHint(access.value);
    else
        access.lifetime = readLifetime(expiresIn);
    return access;
}

bool anyTwice(const JsonMembers &members, const MemberNames &names)
{
    const auto twice = [&](QLatin1StringView name) { return members.values(name).size() > 1; };
    return twice(names.accessToken) || twice(names.refreshToken) || twice(names.tokenType) || twice(names.expiresIn)
        || twice("scope"_L1) || twice("error"_L1);
}

} // namespace

std::optional<TokenMembers> readTokenMembers(const ServerProfile &profile, const QByteArray &body)
{
    const std::optional<JsonMembers> members = JsonMembers::parse(body);
    if (!members)
        return std::nullopt;
    const MemberNames names = memberNames(profile.dialect);
    TokenMembers read { .access = readAccess(profile, names, *members), .damaged = anyTwice(*members, names) };
    for (const QJsonValue &value : members->values(names.refreshToken)) {
        // null, "" and numbers count as none; a string that is no token was meant as one.
        const QByteArray token = usableToken(value);
        read.damaged |= token.isEmpty() && !value.toString().isEmpty();
        read.refreshToken = token.isEmpty() ? read.refreshToken : token;
    }
    const QList<QJsonValue> errors = members->values("error"_L1);
    read.error = errors.size() == 1 ? errors.first().toString() : QString();
    return read;
}

} // namespace tokenmanager

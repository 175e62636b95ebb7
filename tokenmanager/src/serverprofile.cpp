// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/serverprofile.h>

#include "origin.h"

#include <QCoreApplication>
#include <QDebug>

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;

namespace {

struct ProfileTexts
{
    Q_DECLARE_TR_FUNCTIONS(tokenmanager::ServerProfile)
};

QUrl below(const QUrl &base, const QString &path)
{
    QUrl url = base;
    url.setPath(base.path() + path);
    return url;
}

QUrl originUrl(const QUrl &url)
{
    return url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
}

// http is for loopback alone: elsewhere the tokens would travel in clear (RFC 6749 §10.3, §10.4).
QString endpointProblem(const QString &name, const QUrl &url)
{
    const Origin origin = Origin::of(url);
    if (!origin.isValid())
        return ProfileTexts::tr("The %1 is no http or https address.").arg(name);
    if (origin.scheme == u"http" && !origin.isLoopback())
        return ProfileTexts::tr("The %1 must use https: it is not on this computer.").arg(name);
    if (!url.userInfo().isEmpty() || url.hasFragment())
        return ProfileTexts::tr("The %1 must have neither user name nor fragment.").arg(name);
    return {};
}

QString originProblem(const QUrl &url)
{
    const QString address = url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    const Origin origin = Origin::of(url);
    if (!origin.isValid())
        return ProfileTexts::tr("The allowed origin \"%1\" is no http or https address.").arg(address);
    if (origin.scheme == u"http" && !origin.isLoopback())
        return ProfileTexts::tr("The allowed origin \"%1\" must use https: it is not on this computer.").arg(address);
    if ((!url.path().isEmpty() && url.path() != u"/") || url.hasQuery() || url.hasFragment()
        || !url.userInfo().isEmpty())
        return ProfileTexts::tr("The allowed origin \"%1\" must be scheme, host and port alone.").arg(address);
    return {};
}

} // namespace

ServerProfile ServerProfile::express(const QUrl &baseUrl)
{
    QUrl base = baseUrl.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment);
    while (base.path().endsWith(u'/'))
        base.setPath(base.path().chopped(1));
    ServerProfile profile;
    profile.dialect = Dialect::ExpressJson;
    profile.issuer = base.toString(QUrl::RemoveUserInfo);
    profile.logInEndpoint = below(base, u"/login"_s);
    profile.tokenEndpoint = below(base, u"/token"_s);
    profile.logOutEndpoint = below(base, u"/logout"_s);
    profile.allowedOrigins = { originUrl(base) };
    profile.rejectedStatusCodes = { 401, 403 };
    profile.deadStatusCodes = { 401, 403 };
    profile.jwtExpiryHint = true;
    return profile;
}

ServerProfile ServerProfile::oauth2(const QUrl &tokenEndpoint, const QString &clientId)
{
    ServerProfile profile;
    profile.issuer = originUrl(tokenEndpoint).toString();
    profile.tokenEndpoint = tokenEndpoint;
    profile.clientId = clientId;
    return profile;
}

QStringList ServerProfile::problems() const
{
    QStringList problems;
    const auto note = [&](const QString &problem) {
        if (!problem.isEmpty())
            problems += problem;
    };
    if (issuer.isEmpty())
        note(ProfileTexts::tr("The issuer is missing: it names the keychain item."));
    note(endpointProblem(ProfileTexts::tr("token endpoint"), tokenEndpoint));
    const std::pair<QString, QUrl> offered[] = {
        { ProfileTexts::tr("log-in endpoint"), logInEndpoint },
        { ProfileTexts::tr("log-out endpoint"), logOutEndpoint },
        { ProfileTexts::tr("revocation endpoint"), revocationEndpoint },
    };
    for (const auto &[name, url] : offered) {
        if (!url.isEmpty())
            note(endpointProblem(name, url));
    }
    if (dialect == Dialect::OAuth2 && clientId.isEmpty())
        note(ProfileTexts::tr("The client identifier is missing."));
    if (allowedOrigins.isEmpty())
        note(ProfileTexts::tr("No origin is allowed to get the access token."));
    for (const QUrl &origin : allowedOrigins)
        note(originProblem(origin));
    if (rejectedStatusCodes.isEmpty())
        note(ProfileTexts::tr("No status code means that the access token is refused."));
    if (defaultLifetime <= std::chrono::seconds::zero())
        note(ProfileTexts::tr("The default lifetime must be longer than 0 seconds."));
    return problems;
}

QDebug operator<<(QDebug debug, const ServerProfile &profile)
{
    const QDebugStateSaver saver(debug);
    return debug.nospace() << "ServerProfile("
                           << (profile.dialect == ServerProfile::Dialect::ExpressJson ? "ExpressJson" : "OAuth2")
                           << ", " << profile.issuer << ')';
}

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "serveraddress.h"

#include <QCoreApplication>
#include <QHostAddress>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {

struct ServerAddress
{
    Q_DECLARE_TR_FUNCTIONS(latchkey::ServerAddress)
};

bool isThisComputer(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

QUrl withScheme(const QString &address)
{
    if (address.contains("://"_L1))
        return QUrl(address, QUrl::StrictMode);
    const QUrl plain("http://"_L1 + address, QUrl::StrictMode);
    return isThisComputer(plain.host()) ? plain : QUrl("https://"_L1 + address, QUrl::StrictMode);
}

/// Empty: nothing is wrong.
QString complaint(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty())
        return ServerAddress::tr("This is no address. It looks like 127.0.0.1:8391 or https://example.org.");
    if (url.scheme() != "https"_L1 && url.scheme() != "http"_L1)
        return ServerAddress::tr("The address must begin with https:// or http://.");
    if (!url.userInfo().isEmpty())
        return ServerAddress::tr("Leave user name and password out of the address.");
    if (url.hasQuery() || url.hasFragment())
        return ServerAddress::tr("Leave out what follows ? or #.");
    if (url.scheme() == "http"_L1 && !isThisComputer(url.host()))
        return ServerAddress::tr("Use https://. With http:// others could read your password.");
    return {};
}

} // namespace

tokenmanager::Expected<QUrl, QString> serverAddress(const QString &typed)
{
    const QString address = typed.trimmed();
    if (address.isEmpty())
        return ServerAddress::tr("Enter the address of the server.");
    const QUrl url = withScheme(address);
    const QString problem = complaint(url);
    if (!problem.isEmpty())
        return problem;
    return url;
}

QString shownAddress(const QUrl &server)
{
    const QString path = server.path() == "/"_L1 ? QString() : server.path();
    return server.authority(QUrl::PrettyDecoded) + path;
}

} // namespace latchkey

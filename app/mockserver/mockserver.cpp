// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "mockserver.h"

#include "application.h"
#include "httpserver.h"

namespace mockserver {

using namespace Qt::Literals::StringLiterals;

struct MockServer::Private
{
    explicit Private(const Options &options)
        : port(options.port)
        , application(options, [this] { server.dropHeld(); })
        , server(application, options.limits)
    { }

    const quint16 port;
    Application application;
    HttpServer server; // after what its connections refer to
};

MockServer::MockServer(Options options)
    : d(std::make_unique<Private>(options))
{ }

MockServer::~MockServer() = default;

QString MockServer::listen()
{
    const QString problem = d->server.listen(d->port);
    if (problem.isEmpty())
        d->application.setGuard(Guard("http", port()));
    return problem;
}

quint16 MockServer::port() const
{
    return d->server.port();
}

QUrl MockServer::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(port()));
}

QUrl MockServer::controlUrl() const
{
    return QUrl(u"http://127.0.0.1:%1/control"_s.arg(port()));
}

QByteArray MockServer::controlSecret() const
{
    return d->application.controlSecret();
}

} // namespace mockserver

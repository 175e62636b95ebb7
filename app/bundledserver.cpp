// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "bundledserver.h"

#include "mockserver/mockserver.h"

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

BundledServer::BundledServer(std::unique_ptr<mockserver::MockServer> server)
    : m_server(std::move(server))
{ }
BundledServer::BundledServer(BundledServer &&) noexcept = default;
BundledServer &BundledServer::operator=(BundledServer &&) noexcept = default;
BundledServer::~BundledServer() = default;

tokenmanager::Expected<BundledServer, QString> BundledServer::start(quint16 port)
{
    constexpr int tries = 20;
    QString problem;
    for (int i = 0; i < tries; ++i) {
        mockserver::Options options;
        options.port = port == 0 ? quint16(0) : static_cast<quint16>(port + i);
        auto server = std::make_unique<mockserver::MockServer>(options);
        problem = server->listen();
        if (problem.isEmpty())
            return BundledServer(std::move(server));
    }
    return u"The bundled mock server could not be started: %1"_s.arg(problem);
}

QUrl BundledServer::url() const
{
    return m_server->url();
}

ControlAccess BundledServer::access() const
{
    return { m_server->controlUrl(), m_server->controlSecret() };
}

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "httpserver.h"

#include <QHostAddress>

#include <algorithm>
#include <utility>

namespace mockserver {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int backlog = 512;
constexpr int refusedAtOnce = 64; // beyond the limit, so many are told why; the rest is just closed
constexpr int portsTried = 64;

std::chrono::milliseconds watchInterval(const ConnectionLimits &limits)
{
    const auto shortest =
        std::min({ limits.head, limits.body, limits.uploadPause, limits.unreadAnswer, limits.idle, limits.linger });
    return std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(250));
}

} // namespace

class HttpServer::Listener : public QTcpServer
{
public:
    explicit Listener(HttpServer &server)
        : QTcpServer(&server)
        , m_server(server)
    {
        setListenBacklogSize(backlog);
    }

protected:
    void incomingConnection(qintptr descriptor) override { m_server.accept(descriptor); }

private:
    HttpServer &m_server;
};

HttpServer::HttpServer(RequestHandler &handler, const ConnectionLimits &limits)
    : m_handler(handler)
    , m_limits(limits)
{
    m_watch.setInterval(watchInterval(m_limits));
    connect(&m_watch, &QTimer::timeout, this, [this] {
        for (HttpConnection *connection : QList(m_connections))
            connection->checkDeadlines();
    });
}

HttpServer::~HttpServer()
{
    for (HttpConnection *connection : std::exchange(m_connections, {}))
        connection->cut();
}

QString HttpServer::listenOnBoth(quint16 port, bool &taken)
{
    auto *ipv4 = new Listener(*this);
    auto *ipv6 = new Listener(*this);
    m_listeners = { ipv4, ipv6 };
    taken = false;
    if (!ipv4->listen(QHostAddress::LocalHost, port)) {
        taken = ipv4->serverError() == QAbstractSocket::AddressInUseError;
        return ipv4->errorString();
    }
    if (!ipv6->listen(QHostAddress::LocalHostIPv6, ipv4->serverPort())) {
        taken = ipv6->serverError() == QAbstractSocket::AddressInUseError;
        if (taken)
            return ipv6->errorString();
        delete m_listeners.takeLast(); // a machine without ::1 is served on 127.0.0.1 alone
    }
    return {};
}

QString HttpServer::listen(quint16 port)
{
    const int tries = port == 0 ? portsTried : 1;
    QString problem;
    bool taken = true;
    for (int i = 0; i < tries && taken; ++i) {
        problem = listenOnBoth(port, taken);
        if (problem.isEmpty())
            return {};
        qDeleteAll(std::exchange(m_listeners, {}));
    }
    return taken ? u"Port %1 is in use."_s.arg(port) : u"Port %1 cannot be listened on: %2."_s.arg(port).arg(problem);
}

void HttpServer::accept(qintptr descriptor)
{
    auto *socket = new QTcpSocket;
    if (!socket->setSocketDescriptor(descriptor)) {
        delete socket;
        return;
    }
    makeRoom();
    const bool full = m_connections.size() >= m_limits.connections;
    auto *connection = new HttpConnection(socket, m_handler, m_limits, this);
    m_connections.append(connection);
    connect(connection, &HttpConnection::ended, this, &HttpServer::forget);
    if (!m_watch.isActive())
        m_watch.start();
    if (full && m_connections.size() > m_limits.connections + refusedAtOnce)
        connection->cut();
    else if (full)
        connection->refuseForLoad();
}

void HttpServer::makeRoom()
{
    if (m_connections.size() < m_limits.connections)
        return;
    if (HttpConnection *idle = longestIdle())
        idle->cut();
}

HttpConnection *HttpServer::longestIdle() const
{
    HttpConnection *longest = nullptr;
    for (HttpConnection *connection : m_connections)
        if (connection->isIdle() && (!longest || connection->since() < longest->since()))
            longest = connection;
    return longest;
}

void HttpServer::forget(HttpConnection *connection)
{
    m_connections.removeOne(connection);
    connection->deleteLater();
    if (m_connections.isEmpty())
        m_watch.stop();
}

void HttpServer::dropHeld()
{
    for (HttpConnection *connection : QList(m_connections))
        connection->dropHeld();
}

} // namespace mockserver

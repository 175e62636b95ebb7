// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "httpconnection.h"

#include <QList>
#include <QTcpServer>
#include <QTimer>

namespace mockserver {

/// Listens on 127.0.0.1 and, where there is one, ::1, on the same port, and keeps the connections within their limits.
class HttpServer : public QObject
{
    Q_OBJECT

public:
    HttpServer(RequestHandler &handler, const ConnectionLimits &limits);
    ~HttpServer() override;

    /// \param port 0: any that is free on both addresses. \return why not; empty where it listens.
    [[nodiscard]] QString listen(quint16 port);
    [[nodiscard]] quint16 port() const { return m_listeners.isEmpty() ? 0 : m_listeners.first()->serverPort(); }

    void dropHeld();

private:
    class Listener;

    [[nodiscard]] QString listenOnBoth(quint16 port, bool &taken);
    void accept(qintptr descriptor);
    void forget(HttpConnection *connection);
    void makeRoom();
    [[nodiscard]] HttpConnection *longestIdle() const;

    RequestHandler &m_handler;
    const ConnectionLimits m_limits;
    QList<QTcpServer *> m_listeners;
    QList<HttpConnection *> m_connections;
    QTimer m_watch; ///< looks at the deadlines of all connections: one timer, not several for each request
};

} // namespace mockserver

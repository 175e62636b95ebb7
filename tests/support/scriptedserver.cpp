// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "scriptedserver.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace testing {

ScriptedServer::ScriptedServer(Script script)
    : m_script(std::move(script))
{
    connect(&m_server, &QTcpServer::newConnection, this, &ScriptedServer::accept);
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("No free port on the loopback interface.");
}

ScriptedServer::~ScriptedServer()
{
    for (QTcpSocket *socket : m_buffers.keys())
        socket->disconnect(this);
}

QUrl ScriptedServer::url(const QString &path) const
{
    return QUrl(u"http://127.0.0.1:%1%2"_s.arg(m_server.serverPort()).arg(path));
}

QUrl ScriptedServer::origin() const
{
    return url({});
}

int ScriptedServer::count(const std::function<bool(const HttpRequest &)> &predicate) const
{
    return int(std::count_if(m_requests.begin(), m_requests.end(), predicate));
}

int ScriptedServer::countOf(const QByteArray &path) const
{
    return count([&](const HttpRequest &request) { return request.path == path; });
}

void ScriptedServer::release(int number, const HttpAnswer &answer)
{
    if (QTcpSocket *const socket = m_held.take(number))
        write(socket, m_requests.at(number - 1), answer);
}

int ScriptedServer::held() const
{
    return int(std::count_if(m_held.begin(), m_held.end(), [](const auto &socket) { return !socket.isNull(); }));
}

void ScriptedServer::accept()
{
    while (QTcpSocket *const socket = m_server.nextPendingConnection()) {
        m_buffers.insert(socket, {});
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_buffers.remove(socket);
            socket->deleteLater();
        });
    }
}

void ScriptedServer::read(QTcpSocket *socket)
{
    m_buffers[socket] += socket->readAll();
    while (m_buffers.contains(socket) && takeRequest(socket, m_buffers[socket])) { }
}

bool ScriptedServer::takeRequest(QTcpSocket *socket, QByteArray &buffer)
{
    const qsizetype headEnd = buffer.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return false;
    const QList<QByteArray> lines = buffer.left(headEnd).split('\n');
    HttpRequest request { .number = int(m_requests.size()) + 1, .connection = quintptr(socket) };
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    const qint64 length = request.header("content-length").toLongLong();
    if (buffer.size() < headEnd + 4 + length)
        return false;
    request.method = lines.first().split(' ').value(0);
    request.path = lines.first().split(' ').value(1);
    request.body = buffer.mid(headEnd + 4, length);
    buffer.remove(0, headEnd + 4 + length);
    m_requests += request;
    const HttpAnswer answer = m_script(request);
    if (answer.isHeld)
        m_held.insert(request.number, socket);
    else
        write(socket, request, answer);
    return true;
}

void ScriptedServer::write(QTcpSocket *socket, const HttpRequest &request, const HttpAnswer &answer)
{
    if (answer.isCut)
        return socket->abort();
    QByteArray head = "HTTP/1.1 " + QByteArray::number(answer.status) + " Word\r\n";
    for (const auto &[name, value] : answer.headers)
        head += name + ": " + value + "\r\n";
    head += "Content-Length: " + QByteArray::number(answer.body.size() + answer.missing) + "\r\n\r\n";
    socket->write(request.method == "HEAD" ? head : head + answer.body);
}

} // namespace testing

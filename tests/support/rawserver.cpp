// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "rawserver.h"

#include <QSslSocket>

#include <memory>
#include <sys/socket.h>

namespace testing {

namespace {

/// How long the first request in `bytes` is; 0: it is not complete yet.
qsizetype wholeRequest(const QByteArray &bytes)
{
    const qsizetype head = bytes.indexOf("\r\n\r\n") + 4;
    if (head < 4)
        return 0;
    qsizetype body = 0;
    for (const QByteArray &line : bytes.left(head).split('\n')) {
        if (line.toLower().startsWith("content-length:"))
            body = line.mid(15).trimmed().toLongLong();
    }
    return bytes.size() >= head + body ? head + body : 0;
}

} // namespace

RawServer::RawServer(std::optional<QSslConfiguration> tls)
    : m_tls(std::move(tls))
{
    listen(QHostAddress::LocalHost);
}

QUrl RawServer::url(const QString &path) const
{
    const QString scheme = m_tls ? QStringLiteral("https") : QStringLiteral("http");
    return QUrl(QStringLiteral("%1://127.0.0.1:%2%3").arg(scheme, QString::number(serverPort()), path));
}

void RawServer::incomingConnection(qintptr descriptor)
{
    auto *socket = m_tls ? new QSslSocket(this) : new QTcpSocket(this);
    socket->setSocketDescriptor(descriptor);
    ++m_connections;
    ++m_open;
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        --m_open;
        socket->deleteLater();
    });
    if (!m_serving)
        return;
    if (auto *secure = qobject_cast<QSslSocket *>(socket)) {
        secure->setSslConfiguration(*m_tls);
        secure->startServerEncryption();
    }
    connect(socket, &QTcpSocket::readyRead, this,
        [this, socket, unread = std::make_shared<QByteArray>()] { read(socket, *unread); });
}

void RawServer::read(QTcpSocket *socket, QByteArray &unread)
{
    const QByteArray bytes = socket->readAll();
    m_received += bytes;
    unread += bytes;
    while (const qsizetype size = wholeRequest(unread)) {
        m_requests += unread.left(size);
        unread.remove(0, size);
        answer(socket);
    }
}

void RawServer::answer(QTcpSocket *socket)
{
    if (m_answers.isEmpty())
        return;
    const RawAnswer next = m_answers.size() > 1 ? m_answers.takeFirst() : m_answers.first();
    socket->write(next.bytes);
    repeat(socket, next, next.times);
}

void RawServer::repeat(QTcpSocket *socket, const RawAnswer &answer, qint64 left)
{
    if (left == 0)
        return end(socket, answer.then);
    const auto sendOne = [this, socket, answer, left] {
        socket->write(answer.repeated);
        repeat(socket, answer, left - 1);
    };
    if (answer.pause > 0)
        return QTimer::singleShot(answer.pause, socket, sendOne);
    // The next one only when this one has left: a fast server must not fill the memory the test measures.
    if (socket->bytesToWrite() == 0)
        return QTimer::singleShot(0, socket, sendOne);
    connect(
        socket, &QTcpSocket::bytesWritten, socket, [this, socket, answer, left] { repeat(socket, answer, left); },
        Qt::SingleShotConnection);
}

void RawServer::end(QTcpSocket *socket, RawAnswer::Then then)
{
    if (then == RawAnswer::Then::Close)
        socket->disconnectFromHost();
    if (then != RawAnswer::Then::Reset)
        return;
    socket->flush();
    const linger atOnce { .l_onoff = 1, .l_linger = 0 };
    ::setsockopt(int(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce, sizeof(atOnce));
    socket->abort();
}

QByteArray httpAnswer(int status, const QByteArray &body, const QByteArray &headers)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " Answer\r\nContent-Type: application/json\r\n" + headers
        + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace testing

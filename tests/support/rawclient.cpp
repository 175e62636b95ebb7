// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "rawclient.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QJsonDocument>
#include <QTimer>

#include <algorithm>

namespace testing {

namespace {

constexpr int patienceMs = 20'000;

RawHeaders parsedHeaders(const QByteArray &head)
{
    RawHeaders headers;
    QList<QByteArray> lines = head.split('\n');
    lines.removeFirst();
    for (const QByteArray &line : lines)
        if (const qsizetype colon = line.indexOf(':'); colon > 0)
            headers.emplaceBack(line.left(colon), line.mid(colon + 1).trimmed());
    return headers;
}

/// The first answer of `octets`; status 0 while its head is not all there.
RawAnswer parsedHead(const QByteArray &octets)
{
    RawAnswer answer;
    const qsizetype end = octets.indexOf("\r\n\r\n");
    if (end < 0)
        return answer;
    answer.raw = octets.left(end + 4);
    answer.status = octets.mid(9, 3).toInt();
    answer.headers = parsedHeaders(answer.raw);
    return answer;
}

} // namespace

bool RawAnswer::has(const QByteArray &name) const
{
    return std::any_of(
        headers.begin(), headers.end(), [&](const auto &h) { return h.first.compare(name, Qt::CaseInsensitive) == 0; });
}

QByteArray RawAnswer::header(const QByteArray &name) const
{
    for (const auto &[key, value] : headers)
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    return {};
}

QJsonObject RawAnswer::json() const
{
    return QJsonDocument::fromJson(body).object();
}

RawClient::RawClient(quint16 port, const QHostAddress &address)
{
    m_socket.connectToHost(address, port);
    waitUntil([this] { return isConnected(); });
}

template <typename Done>
bool RawClient::waitUntil(Done done)
{
    // Wakes up with every event: QTest::qWaitFor() looks once in 10 ms, which thousands of requests would feel.
    const QDeadlineTimer deadline(patienceMs);
    QTimer look;
    look.start(100);
    while (!done()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

RawClient &RawClient::send(const QByteArray &octets)
{
    m_socket.write(octets);
    m_socket.flush();
    return *this;
}

void RawClient::gather()
{
    m_received += m_socket.readAll();
}

RawAnswer RawClient::answer(bool toHead)
{
    RawAnswer answer;
    qsizetype whole = 0;
    waitUntil([&] {
        const bool closed = m_socket.state() != QAbstractSocket::ConnectedState;
        gather();
        answer = parsedHead(m_received);
        whole = answer.raw.size() + (toHead || answer.status < 200 ? 0 : answer.header("Content-Length").toLongLong());
        return closed || (answer.status != 0 && m_received.size() >= whole);
    });
    answer.body = m_received.mid(answer.raw.size(), whole - answer.raw.size());
    answer.raw += answer.body;
    m_received.remove(0, answer.raw.size());
    return answer;
}

QByteArray RawClient::everything()
{
    const bool closed = isClosedByServer();
    return closed ? std::exchange(m_received, {}) : QByteArray("the server did not close");
}

QByteArray RawClient::soFar()
{
    gather();
    return m_received;
}

bool RawClient::isClosedByServer()
{
    return waitUntil([this] {
        const bool closed = m_socket.state() != QAbstractSocket::ConnectedState;
        gather();
        return closed;
    });
}

void RawClient::readNothing()
{
    m_socket.setReadBufferSize(1);
}

QByteArray crlf(QByteArray text)
{
    return text.replace("\n", "\r\n");
}

} // namespace testing

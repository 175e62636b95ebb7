// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QHostAddress>
#include <QJsonObject>
#include <QList>
#include <QTcpSocket>

#include <utility>

namespace testing {

using RawHeaders = QList<std::pair<QByteArray, QByteArray>>;

/// An answer as it came off the wire.
struct RawAnswer
{
    int status = 0; ///< 0: there was none, or not all of its head
    RawHeaders headers;
    QByteArray body;
    QByteArray raw; ///< all octets, the head included

    [[nodiscard]] bool has(const QByteArray &name) const;
    [[nodiscard]] QByteArray header(const QByteArray &name) const;
    [[nodiscard]] QJsonObject json() const;
};

/// A client that sends exactly the octets it is given and shows exactly those that come back. It waits by running the
/// event loop, so the server may live in the same thread.
class RawClient
{
public:
    explicit RawClient(quint16 port, const QHostAddress &address = QHostAddress::LocalHost);

    [[nodiscard]] bool isConnected() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    RawClient &send(const QByteArray &octets);

    /// The next complete answer by its Content-Length; what came of it where the connection ends before that.
    RawAnswer answer(bool toHead = false);
    /// All that comes until the server closes.
    QByteArray everything();
    /// What has come so far and was not taken by answer().
    QByteArray soFar();
    [[nodiscard]] bool isClosedByServer();
    /// Stops reading, so that the server's answers pile up.
    void readNothing();
    /// Resets the connection.
    void abort() { m_socket.abort(); }

private:
    template <typename Done>
    bool waitUntil(Done done);
    void gather();

    QTcpSocket m_socket;
    QByteArray m_received;
};

/// `text` with a CR before each LF, as the wire wants it.
[[nodiscard]] QByteArray crlf(QByteArray text);

} // namespace testing

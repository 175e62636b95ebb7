// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QSslConfiguration>
#include <QTcpServer>
#include <QTimer>
#include <QUrl>

#include <optional>

namespace testing {

/// What a RawServer does once it has read a whole request: bytes, not HTTP.
struct RawAnswer
{
    enum class Then { Keep, Close, Reset };

    QByteArray bytes = {};
    QByteArray repeated = {}; ///< Sent `times` times after `bytes`, as fast as the other side reads.
    qint64 times = 0;
    int pause = 0; ///< Milliseconds before each of them.
    Then then = Then::Close;
};

/// A server that keeps every byte it gets and answers as told, right or wrong. It counts what a client really sends:
/// the client itself cannot see what Qt repeats.
class RawServer : public QTcpServer
{
public:
    /// With `tls` it expects a handshake first.
    explicit RawServer(std::optional<QSslConfiguration> tls = {});

    QUrl url(const QString &path = QStringLiteral("/token")) const;

    /// The answers, one for each request in turn; the last one is given again and again. Without one: silence.
    void setAnswers(const QList<RawAnswer> &answers) { m_answers = answers; }
    /// Where false, connections are accepted and never served: not a byte is read, no handshake is answered.
    void setServing(bool serving) { m_serving = serving; }

    QList<QByteArray> requests() const { return m_requests; } ///< Whole ones: head and body.
    QByteArray received() const { return m_received; } ///< Every byte there was, after TLS.
    int connections() const { return m_connections; }
    int openConnections() const { return m_open; }

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void read(QTcpSocket *socket, QByteArray &unread);
    void answer(QTcpSocket *socket);
    void repeat(QTcpSocket *socket, const RawAnswer &answer, qint64 left);
    static void end(QTcpSocket *socket, RawAnswer::Then then);

    const std::optional<QSslConfiguration> m_tls;
    QList<RawAnswer> m_answers;
    QList<QByteArray> m_requests;
    QByteArray m_received;
    bool m_serving = true;
    int m_connections = 0;
    int m_open = 0;
};

/// An answer with a body and its length.
QByteArray httpAnswer(int status, const QByteArray &body, const QByteArray &headers = {});

} // namespace testing

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>
#include <utility>

namespace testing {

struct HttpRequest
{
    int number = 0; ///< From 1, in the order of arrival.
    quintptr connection = 0;
    QByteArray method = {};
    QByteArray path = {};
    QHash<QByteArray, QByteArray> headers = {}; ///< Names in lower case.
    QByteArray body = {};

    QByteArray header(const QByteArray &name) const { return headers.value(name); }
    /// What stands behind "Bearer ".
    QByteArray token() const
    {
        return header("authorization").startsWith("Bearer ") ? header("authorization").mid(7) : QByteArray();
    }
};

struct HttpAnswer
{
    int status = 200;
    QByteArray body = {};
    QList<std::pair<QByteArray, QByteArray>> headers = {};
    bool isHeld = false; ///< No answer before ScriptedServer::release().
    bool isCut = false; ///< Closed instead.
    qint64 missing = 0; ///< Bytes of the body that are announced and do not come; then it stays open.
};

/// An HTTP/1.1 server that does what the test says and writes down what really arrived. It counts, not the client: only
/// the server sees what Qt repeats on its own.
class ScriptedServer : public QObject
{
    Q_OBJECT

public:
    using Script = std::function<HttpAnswer(const HttpRequest &)>;

    explicit ScriptedServer(Script script);
    ~ScriptedServer() override;

    QUrl url(const QString &path) const;
    QUrl origin() const;
    void setScript(Script script) { m_script = std::move(script); }
    const QList<HttpRequest> &requests() const { return m_requests; }
    int count(const std::function<bool(const HttpRequest &)> &predicate) const;
    int countOf(const QByteArray &path) const;
    /// Answers a held request; nothing if its connection has gone.
    void release(int number, const HttpAnswer &answer);
    /// How many requests are held on open connections.
    int held() const;

private:
    void accept();
    void read(QTcpSocket *socket);
    bool takeRequest(QTcpSocket *socket, QByteArray &buffer);
    void write(QTcpSocket *socket, const HttpRequest &request, const HttpAnswer &answer);

    QTcpServer m_server;
    Script m_script;
    QHash<QTcpSocket *, QByteArray> m_buffers;
    QHash<int, QPointer<QTcpSocket>> m_held;
    QList<HttpRequest> m_requests;
};

} // namespace testing

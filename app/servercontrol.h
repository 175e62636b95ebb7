// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QObject>
#include <QUrl>

#include <functional>

namespace latchkey {

/// How the mock server is controlled: over HTTP, with the secret of its run.
struct ControlAccess
{
    QUrl url = {}; ///< ".../control", without a slash at the end.
    QByteArray secret = {};
};

/// Requests of the player itself, past the client: to the mock server's control, and raw ones to its token routes.
class ServerControl : public QObject
{
    Q_OBJECT

public:
    struct Answer
    {
        int status = 0; ///< 0: none came.
        QJsonObject body = {};
    };
    using Done = std::function<void(const Answer &)>;

    explicit ServerControl(QUrl server, QObject *parent = nullptr);
    void setAccess(const ControlAccess &access) { m_access = access; }

    /// `path` begins with a slash: "/reset".
    void control(const QByteArray &method, const QString &path, const QJsonObject &body, const Done &done);
    void post(const QString &path, const QJsonObject &body, const Done &done);

private:
    void send(const QByteArray &method, const QUrl &url, const QJsonObject &body, const Done &done, bool secret);

    const QUrl m_server;
    ControlAccess m_access;
    QNetworkAccessManager m_network;
};

/// `path` (which may have a query) below `server`.
QUrl urlBelow(const QUrl &server, const QString &path);

} // namespace latchkey

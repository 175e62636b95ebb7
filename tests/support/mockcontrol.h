// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "mockserver.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QNetworkAccessManager>

namespace testing {

/// The mock server in this process, asked over HTTP as everybody has to: the server counts, not the client.
class MockControl
{
public:
    explicit MockControl(mockserver::Options options = {});

    QUrl url(const QString &path = {}) const { return QUrl(m_server.url().toString() + path); }
    /// One control call; fails the test by qFatal unless it is answered with 2xx.
    QJsonObject call(const QByteArray &verb, const QString &path, const QJsonObject &body = {});
    void set(const QJsonObject &settings) { call("PATCH", QStringLiteral("/settings"), settings); }
    void arm(const QJsonObject &fault) { call("POST", QStringLiteral("/faults"), fault); }
    void expireAccessTokens() { call("POST", QStringLiteral("/expire-access-tokens")); }

    int count(const QString &route);
    QJsonArray requests();

private:
    mockserver::MockServer m_server;
    QNetworkAccessManager m_network;
};

} // namespace testing

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "mockserver.h"
#include "rawclient.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace testing {

struct TokenPair
{
    QByteArray access;
    QByteArray refresh;
};

/// A running mock server and what a client of it says most often.
class MockFixture
{
public:
    explicit MockFixture(const mockserver::Options &options = {});

    [[nodiscard]] quint16 port() const { return m_server.port(); }
    [[nodiscard]] RawClient client() const { return RawClient(port()); }
    [[nodiscard]] QByteArray host() const { return "127.0.0.1:" + QByteArray::number(port()); }
    [[nodiscard]] QByteArray secret() const { return m_server.controlSecret(); }
    [[nodiscard]] const mockserver::MockServer &server() const { return m_server; }

    /// The octets of a request to this server; with a body, its length and application/json unless the headers say.
    [[nodiscard]] QByteArray request(const QByteArray &method, const QByteArray &target, const RawHeaders &headers = {},
        const QByteArray &body = {}) const;
    /// Sends it over a connection of its own.
    RawAnswer ask(const QByteArray &method, const QByteArray &target, const RawHeaders &headers = {},
        const QByteArray &body = {}) const;

    RawAnswer control(const QByteArray &method, const QByteArray &call, const QJsonObject &body = {}) const;
    QJsonObject counters() const { return control("GET", "counters").json(); }
    QJsonArray requests(const QByteArray &query = {}) const;
    QJsonObject lastRequest() const { return requests().last().toObject(); }
    int arm(const QJsonObject &fault) const
    {
        return control("POST", "faults", fault).json().value(QStringLiteral("id")).toInt();
    }
    int set(const QJsonObject &settings) const { return control("PATCH", "settings", settings).status; }

    TokenPair logIn(const QByteArray &name = "demo", const QByteArray &password = "demo") const;
    RawAnswer refresh(const QByteArray &token, const RawHeaders &headers = {}) const;
    RawAnswer get(const QByteArray &path, const QByteArray &accessToken) const;

private:
    mockserver::MockServer m_server;
};

[[nodiscard]] TokenPair tokensOf(const RawAnswer &answer);
[[nodiscard]] RawHeaders bearer(const QByteArray &accessToken);
/// "token present: true, token in list: false"
[[nodiscard]] QString checksOf(const QJsonObject &recordedRequest);

} // namespace testing

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "mockfixture.h"

#include <QTest>

namespace testing {

using namespace Qt::Literals::StringLiterals;

MockFixture::MockFixture(const mockserver::Options &options)
    : m_server(options)
{
    const QString problem = m_server.listen();
    if (!problem.isEmpty())
        qFatal("%s", qPrintable(problem));
}

QByteArray MockFixture::request(
    const QByteArray &method, const QByteArray &target, const RawHeaders &headers, const QByteArray &body) const
{
    QByteArray octets = method + ' ' + target + " HTTP/1.1\r\n";
    bool typed = false;
    bool hosted = false;
    for (const auto &[name, value] : headers) {
        octets += name + ": " + value + "\r\n";
        typed = typed || name == "Content-Type";
        hosted = hosted || name == "Host";
    }
    if (!hosted)
        octets += "Host: " + host() + "\r\n";
    if (!body.isEmpty())
        octets += (typed ? "" : "Content-Type: application/json\r\n")
            + ("Content-Length: " + QByteArray::number(body.size())) + "\r\n";
    return octets + "\r\n" + body;
}

RawAnswer MockFixture::ask(
    const QByteArray &method, const QByteArray &target, const RawHeaders &headers, const QByteArray &body) const
{
    return client().send(request(method, target, headers, body)).answer(method == "HEAD");
}

RawAnswer MockFixture::control(const QByteArray &method, const QByteArray &call, const QJsonObject &body) const
{
    const QByteArray json = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact);
    return ask(method, "/control/" + call, { { "Control-Secret", secret() } }, json);
}

QJsonArray MockFixture::requests(const QByteArray &query) const
{
    return control("GET", "requests" + query).json().value(u"requests"_s).toArray();
}

TokenPair MockFixture::logIn(const QByteArray &name, const QByteArray &password) const
{
    return tokensOf(ask("POST", "/login", {}, R"({"username":")" + name + R"(","password":")" + password + "\"}"));
}

RawAnswer MockFixture::refresh(const QByteArray &token, const RawHeaders &headers) const
{
    return ask("POST", "/token", headers, "{\"token\":\"" + token + "\"}");
}

RawAnswer MockFixture::get(const QByteArray &path, const QByteArray &accessToken) const
{
    return ask("GET", path, bearer(accessToken));
}

TokenPair tokensOf(const RawAnswer &answer)
{
    const QJsonObject json = answer.json();
    return { json.value(u"accessToken"_s).toString().toLatin1(), json.value(u"refreshToken"_s).toString().toLatin1() };
}

RawHeaders bearer(const QByteArray &accessToken)
{
    return { { "Authorization", "Bearer " + accessToken } };
}

QString checksOf(const QJsonObject &recordedRequest)
{
    QStringList checks;
    for (const QJsonValue check : recordedRequest.value(u"checks"_s).toArray())
        checks << check[u"check"_s].toString() + (check[u"result"_s].toBool() ? u": true"_s : u": false"_s);
    return checks.join(u", "_s);
}

} // namespace testing

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "servercontrol.h"

#include <QJsonDocument>
#include <QNetworkReply>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

ServerControl::ServerControl(QUrl server, QObject *parent)
    : QObject(parent)
    , m_server(std::move(server))
{ }

void ServerControl::control(const QByteArray &method, const QString &path, const QJsonObject &body, const Done &done)
{
    send(method, QUrl(m_access.url.toString() + path), body, done, true);
}

void ServerControl::post(const QString &path, const QJsonObject &body, const Done &done)
{
    send(QByteArrayLiteral("POST"), urlBelow(m_server, path), body, done, false);
}

void ServerControl::send(
    const QByteArray &method, const QUrl &url, const QJsonObject &body, const Done &done, bool secret)
{
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    if (secret)
        request.setRawHeader(QByteArrayLiteral("Control-Secret"), m_access.secret);
    const bool hasBody = method != "GET" && method != "DELETE";
    auto *reply = m_network.sendCustomRequest(
        request, method, hasBody ? QJsonDocument(body).toJson(QJsonDocument::Compact) : QByteArray());
    connect(reply, &QNetworkReply::finished, this, [reply, done] {
        reply->deleteLater();
        done({ reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
            QJsonDocument::fromJson(reply->readAll()).object() });
    });
}

QUrl urlBelow(const QUrl &server, const QString &path)
{
    const QUrl relative(path);
    QUrl url = server;
    QString base = server.path();
    while (base.endsWith(u'/'))
        base.chop(1);
    url.setPath(base + relative.path());
    url.setQuery(relative.query());
    return url;
}

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "mockcontrol.h"

#include <QJsonDocument>
#include <QNetworkReply>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace testing {

MockControl::MockControl(mockserver::Options options)
    : m_server(std::move(options))
{
    if (const QString problem = m_server.listen(); !problem.isEmpty())
        qFatal("%s", qPrintable(problem));
}

QJsonObject MockControl::call(const QByteArray &verb, const QString &path, const QJsonObject &body)
{
    QNetworkRequest request(QUrl(m_server.controlUrl().toString() + path));
    request.setRawHeader("Control-Secret", m_server.controlSecret());
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    const QByteArray content = verb == "GET" ? QByteArray() : QJsonDocument(body).toJson();
    const std::unique_ptr<QNetworkReply> reply(m_network.sendCustomRequest(request, verb, content));
    if (!QTest::qWaitFor([&] { return reply->isFinished(); }) || reply->error() != QNetworkReply::NoError)
        qFatal("%s %s: %s", verb.constData(), qPrintable(path), qPrintable(reply->errorString()));
    return QJsonDocument::fromJson(reply->readAll()).object();
}

int MockControl::count(const QString &route)
{
    return call("GET", u"/counters"_s).value(route).toInt();
}

QJsonArray MockControl::requests()
{
    return call("GET", u"/requests"_s).value("requests"_L1).toArray();
}

} // namespace testing

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "control.h"

#include "fieldreader.h"
#include "requestbody.h"
#include "router.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace mockserver {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QByteArrayView faultPrefix = "faults/";

struct ControlCall
{
    QByteArrayView name;
    QByteArrayView allowed;
};

constexpr ControlCall controlCalls[] = {
    { "counters", "GET, HEAD" },
    { "requests", "GET, HEAD" },
    { "reset", "POST" },
    { "expire-access-tokens", "POST" },
    { "revoke-refresh-token", "POST" },
    { "empty-store", "POST" },
    { "tamper", "POST" },
    { "settings", "GET, HEAD, PATCH" },
    { "faults", "GET, HEAD, POST, DELETE" },
};

QByteArrayView allowedOn(QByteArrayView call)
{
    for (const ControlCall &known : controlCalls)
        if (call == known.name)
            return known.allowed;
    return call.startsWith(faultPrefix) ? QByteArrayView("DELETE") : QByteArrayView();
}

HttpResponse controlAnswer(const QJsonObject &object, int status = 200)
{
    return HttpResponse::json(status, QJsonDocument(object).toJson(QJsonDocument::Compact));
}

HttpResponse badField(const QString &sentence)
{
    return HttpResponse::error(400, sentence.toUtf8());
}

HttpResponse removedAnswer(int removed)
{
    return controlAnswer({ { u"removed"_s, removed } });
}

/// A digits-only number; nothing for anything else.
std::optional<quint64> plainNumber(QByteArrayView text)
{
    const bool digits =
        !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    bool fits = false;
    const quint64 number = text.toByteArray().toULongLong(&fits);
    return digits && fits ? std::optional(number) : std::nullopt;
}

} // namespace

HttpResponse Control::answer(const Exchange &exchange)
{
    const QByteArrayView path = exchange.request.path;
    const qsizetype prefix = QByteArrayView("/control/").size();
    const QByteArrayView call = path.size() < prefix ? QByteArrayView() : path.sliced(prefix);
    const QByteArrayView allowed = allowedOn(call);
    if (allowed.isEmpty())
        return HttpResponse::error(404, "There is nothing here.");
    if (!isListed(allowed, exchange.request.method))
        return HttpResponse::notAllowed(allowed.toByteArray());
    auto body = readJson(exchange);
    if (auto *refusal = std::get_if<HttpResponse>(&body))
        return std::move(*refusal);
    return dispatch(exchange, std::get<QJsonObject>(body), call);
}

HttpResponse Control::dispatch(const Exchange &exchange, const QJsonObject &body, QByteArrayView call)
{
    if (call == "counters")
        return controlAnswer(m_world.log.counters());
    if (call == "requests")
        return requests(exchange.request.query);
    if (call == "reset")
        return reset(body);
    if (call == "expire-access-tokens")
        return expireAccessTokens(body);
    if (call == "revoke-refresh-token")
        return revokeRefreshToken(body);
    if (call == "empty-store")
        return emptyStore(body);
    if (call == "tamper")
        return tamper(body);
    if (call == "settings")
        return settings(exchange.request.method, body);
    return call == "faults" ? faults(exchange.request.method, body) : fault(call.sliced(faultPrefix.size()));
}

HttpResponse Control::requests(QByteArrayView query) const
{
    quint64 since = 0;
    for (const QByteArray &pair : query.toByteArray().split('&')) {
        if (!pair.startsWith("since=") && pair != "since")
            continue;
        const auto number = plainNumber(QByteArrayView(pair).sliced(std::min<qsizetype>(6, pair.size())));
        if (!number)
            return HttpResponse::error(400, "\"since\" has to be a whole number.");
        since = *number;
    }
    return controlAnswer({ { u"requests"_s, m_world.log.since(since) } });
}

HttpResponse Control::reset(const QJsonObject &body)
{
    FieldReader fields(body);
    if (const QString problem = fields.problem(); !problem.isEmpty())
        return badField(problem);
    m_reset(); // m_world is gone now
    return HttpResponse::noContent();
}

HttpResponse Control::expireAccessTokens(const QJsonObject &body)
{
    FieldReader fields(body);
    const auto user = fields.string(u"user"_s);
    const auto token = fields.string(u"token"_s);
    if (user && token)
        fields.refuse(u"\"user\" and \"token\" exclude each other."_s);
    if (const QString problem = fields.problem(); !problem.isEmpty())
        return badField(problem);
    AccessTokens &access = m_world.tokens.access();
    const qint64 now = m_world.tokens.now();
    const int expired = token ? access.expireToken(token->toUtf8(), now)
        : user                ? access.expireUser(*user, now)
                              : access.expireAll(now);
    return controlAnswer({ { u"expired"_s, expired } });
}

HttpResponse Control::revokeRefreshToken(const QJsonObject &body)
{
    FieldReader fields(body);
    const auto user = fields.string(u"user"_s);
    const auto token = fields.string(u"token"_s);
    if (fields.has(u"user"_s) == fields.has(u"token"_s))
        fields.refuse(u"There has to be either \"token\" or \"user\"."_s);
    if (const QString problem = fields.problem(); !problem.isEmpty())
        return badField(problem);
    RefreshTokens &refresh = m_world.tokens.refresh();
    return removedAnswer(token ? refresh.remove(token->toUtf8()) : refresh.removeUser(*user));
}

HttpResponse Control::emptyStore(const QJsonObject &body)
{
    FieldReader fields(body);
    if (const QString problem = fields.problem(); !problem.isEmpty())
        return badField(problem);
    return removedAnswer(m_world.tokens.refresh().removeAll());
}

HttpResponse Control::tamper(const QJsonObject &body)
{
    FieldReader fields(body);
    fields.require(u"token"_s);
    const auto token = fields.string(u"token"_s);
    if (const QString problem = fields.problem(); !problem.isEmpty())
        return badField(problem);
    const auto tampered = m_world.tokens.refresh().tamper(token->toUtf8());
    if (!tampered)
        return HttpResponse::error(404, "This refresh token is not in the list.");
    return controlAnswer({ { u"token"_s, QString::fromLatin1(*tampered) } });
}

HttpResponse Control::settings(QByteArrayView method, const QJsonObject &body)
{
    if (method == "PATCH") {
        const auto changed = m_world.settings.changed(body);
        if (const auto *problem = std::get_if<Problem>(&changed))
            return badField(problem->sentence);
        m_world.settings = std::get<Settings>(changed);
    }
    return controlAnswer(m_world.settings.toJson());
}

HttpResponse Control::faults(QByteArrayView method, const QJsonObject &body)
{
    if (method == "DELETE") {
        m_world.faults.disarmAll();
        return HttpResponse::noContent();
    }
    if (method == "POST") {
        const auto fault = Fault::fromJson(body);
        if (const auto *problem = std::get_if<Problem>(&fault))
            return badField(problem->sentence);
        return controlAnswer({ { u"id"_s, m_world.faults.arm(std::get<Fault>(fault)) } }, 201);
    }
    QJsonArray armed;
    for (const Fault &fault : m_world.faults.armed())
        armed.append(fault.toJson());
    return controlAnswer({ { u"faults"_s, armed } });
}

HttpResponse Control::fault(QByteArrayView id)
{
    const auto number = plainNumber(id);
    if (number && *number <= quint64(std::numeric_limits<int>::max())
        && m_world.faults.disarm(static_cast<int>(*number)))
        return HttpResponse::noContent();
    return HttpResponse::error(404, "There is no such fault.");
}

} // namespace mockserver

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "tokenroutes.h"

#include "requestbody.h"
#include "secret.h"

#include <algorithm>

namespace mockserver {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype longestKey = 255;

HttpResponse withTokens(QByteArray body)
{
    return HttpResponse::json(200, std::move(body)).with("Cache-Control", "no-store");
}

HttpResponse expressAnswer(const IssuedTokens &issued)
{
    QByteArray body = "{\"accessToken\":\"" + issued.accessToken + '"';
    if (!issued.refreshToken.isEmpty())
        body += ",\"refreshToken\":\"" + issued.refreshToken + '"';
    return withTokens(body + ",\"expiresIn\":" + QByteArray::number(issued.expiresIn) + '}');
}

HttpResponse oauthAnswer(const IssuedTokens &issued)
{
    QByteArray body = R"({"access_token":")" + issued.accessToken + R"(","token_type":"Bearer","expires_in":)"
        + QByteArray::number(issued.expiresIn);
    if (!issued.refreshToken.isEmpty())
        body += R"(,"refresh_token":")" + issued.refreshToken + '"';
    return withTokens(body + '}');
}

HttpResponse oauthError(const QByteArray &code, const QByteArray &description)
{
    return HttpResponse::json(400, R"({"error":")" + code + R"(","error_description":")" + description + "\"}")
        .with("Cache-Control", "no-store");
}

HttpResponse refusedToken()
{
    return HttpResponse::error(403, "This refresh token is not accepted.");
}

bool noteCheck(RequestRecord &record, const char *check, bool result)
{
    record.checks.push_back({ check, result });
    return result;
}

} // namespace

HttpResponse unauthorized(QByteArrayView sentence, QByteArray challenge)
{
    return HttpResponse::error(401, sentence).with("WWW-Authenticate", std::move(challenge));
}

bool TokenRoutes::isUser(const QString &name, const QString &password) const
{
    return std::any_of(m_world.users.begin(), m_world.users.end(), [&](const User &user) {
        return user.name == name && equalInConstantTime(user.password.toUtf8(), password.toUtf8());
    });
}

HttpResponse TokenRoutes::logIn(const Exchange &exchange)
{
    auto body = readJson(exchange);
    if (auto *refusal = std::get_if<HttpResponse>(&body))
        return std::move(*refusal);
    const QJsonValue name = std::get<QJsonObject>(body).value(u"username"_s);
    const QJsonValue password = std::get<QJsonObject>(body).value(u"password"_s);
    if (!name.isString() || !password.isString())
        return HttpResponse::error(400, "\"username\" and \"password\" have to be strings.");
    if (!noteCheck(*exchange.record, "credentials", isUser(name.toString(), password.toString())))
        return unauthorized("The name or the password is wrong.");
    return expressAnswer(m_world.tokens.logIn(name.toString()));
}

HttpResponse TokenRoutes::token(const Exchange &exchange)
{
    auto body = readJson(exchange);
    if (auto *refusal = std::get_if<HttpResponse>(&body))
        return std::move(*refusal);
    if (exchange.request.value("Idempotency-Key").size() > longestKey || exchange.request.count("Idempotency-Key") > 1)
        return HttpResponse::error(400, "There may be one Idempotency-Key of 255 bytes.");
    return exchangeToken(exchange, std::get<QJsonObject>(body).value(u"token"_s));
}

HttpResponse TokenRoutes::exchangeToken(const Exchange &exchange, const QJsonValue &token)
{
    const bool missing = token.isUndefined() || token.isNull() || token == QJsonValue(u""_s);
    if (!noteCheck(*exchange.record, "token present", !missing))
        return unauthorized("There is no refresh token.");
    if (!token.isString()) {
        noteCheck(*exchange.record, "token in list", false);
        return refusedToken();
    }
    return exchangeOnce(
        exchange.request.value("Idempotency-Key").toByteArray(), token.toString().toUtf8(), *exchange.record);
}

/// A client that never got its answer asks again with the same key, and gets it, bit for bit.
HttpResponse TokenRoutes::exchangeOnce(const QByteArray &key, const QByteArray &token, RequestRecord &record)
{
    if (const auto remembered = m_world.idempotency.find(key, m_world.tokens.now()); remembered && !key.isEmpty()) {
        if (const auto entry = m_world.tokens.refresh().find(token))
            record.tokenGeneration = entry->generation;
        return remembered->token == token
            ? remembered->response
            : HttpResponse::error(422, "This Idempotency-Key was used for another token.");
    }
    const auto issued = m_world.tokens.exchange(token, record);
    if (!issued)
        return refusedToken();
    HttpResponse answer = expressAnswer(*issued);
    if (!key.isEmpty()) {
        answer.date = httpDate();
        m_world.idempotency.remember(key, { token, answer, m_world.tokens.now() });
    }
    return answer;
}

HttpResponse TokenRoutes::logOut(const Exchange &exchange)
{
    auto body = readJson(exchange);
    if (auto *refusal = std::get_if<HttpResponse>(&body))
        return std::move(*refusal);
    const QByteArray token = std::get<QJsonObject>(body).value(u"token"_s).toString().toUtf8();
    if (const auto entry = m_world.tokens.refresh().find(token))
        exchange.record->tokenGeneration = entry->generation;
    m_world.tokens.refresh().remove(token);
    return HttpResponse::noContent();
}

HttpResponse TokenRoutes::oauthToken(const Exchange &exchange)
{
    const auto form = readForm(exchange);
    if (!form)
        return oauthError("invalid_request", "The body has to be a form with each parameter once.");
    if (!form->contains("grant_type"))
        return oauthError("invalid_request", "grant_type is missing.");
    if (form->value("grant_type") != "refresh_token")
        return oauthError("unsupported_grant_type", "Only refresh_token is supported.");
    if (!noteCheck(*exchange.record, "token present", form->contains("refresh_token")))
        return oauthError("invalid_request", "refresh_token is missing.");
    const auto issued = m_world.tokens.exchange(form->value("refresh_token"), *exchange.record);
    return issued ? oauthAnswer(*issued) : oauthError("invalid_grant", "This refresh token is not accepted.");
}

} // namespace mockserver

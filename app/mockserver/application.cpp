// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "application.h"

#include "apiroutes.h"
#include "control.h"
#include "secret.h"
#include "tokenroutes.h"

#include <limits>

namespace mockserver {

namespace {

constexpr qint64 longestBody = 64 * 1024;
constexpr qint64 longestControlBody = 1024 * 1024;
constexpr qint64 unlimited = std::numeric_limits<qint64>::max();

HttpResponse statusAnswer(const StatusFault &fault)
{
    return { .status = fault.status, .headers = fault.headers, .body = fault.body.toUtf8() };
}

HttpResponse truncated(HttpResponse response, int percent)
{
    response.shortened = true;
    if (response.streamedBytes >= 0)
        response.streamedBytes = response.streamedBytes / 100 * percent + response.streamedBytes % 100 * percent / 100;
    else
        response.body.truncate(response.body.size() * percent / 100);
    return response;
}

/// Where the fault cuts the connection, if it does.
std::optional<CutPoint> cutOf(const Fault &fault)
{
    if (const auto *drop = std::get_if<DropFault>(&fault.kind))
        return drop->cut;
    if (std::holds_alternative<LoseAnswerFault>(fault.kind))
        return CutPoint {};
    return std::nullopt;
}

} // namespace

Application::Application(Options options, std::function<void()> dropHeld)
    : m_options(std::move(options))
    , m_secret(randomSecret(32))
    , m_dropHeld(std::move(dropHeld))
    , m_world(std::make_unique<World>(m_options))
{ }

void Application::reset()
{
    m_dropHeld();
    m_world = std::make_unique<World>(m_options);
}

bool Application::isControl(const HttpRequest &request) const
{
    return isUnderControl(request.path) && request.count("Control-Secret") == 1
        && equalInConstantTime(request.value("Control-Secret"), m_secret);
}

std::optional<HttpRefusal> Application::judge(const HttpRequest &request) const
{
    if (auto refusal = m_guard.judge(request))
        return refusal;
    if (request.framing)
        return request.framing;
    const HttpField *expectation = request.find("Expect");
    if (expectation && !equalIgnoringCase(expectation->value, "100-continue"))
        return HttpRefusal { 417, "No expectation but 100-continue is met." };
    return std::nullopt;
}

Admission Application::admit(Exchange &exchange, ConnectionTag &connection)
{
    const HttpRequest &request = exchange.request;
    const Route route = matchRoute(request.path).route;
    exchange.control = isControl(request);
    if (!exchange.control)
        exchange.record = m_world->log.add(request, route != Route::None, connection);
    const bool upload = route == Route::Upload;
    const qint64 limit = exchange.control ? longestControlBody : upload ? unlimited : longestBody;
    return { judge(request), limit, upload };
}

std::chrono::milliseconds Application::hold(Exchange &exchange)
{
    if (!exchange.record)
        return {};
    exchange.record->bodySize = exchange.bodySize;
    exchange.record->keepBody(exchange.body);
    exchange.fault = m_world->faults.take(exchange.request.method, exchange.request.path);
    if (!exchange.fault)
        return {};
    exchange.record->fault = exchange.fault->id;
    const auto *delay = std::get_if<DelayFault>(&exchange.fault->kind);
    return delay ? delay->delay : std::chrono::milliseconds(0);
}

Delivery Application::carryOut(Exchange &exchange)
{
    if (exchange.fault)
        return carryOutWith(*exchange.fault, exchange);
    return { answer(exchange), std::nullopt };
}

Delivery Application::carryOutWith(const Fault &fault, Exchange &exchange)
{
    if (const auto *status = std::get_if<StatusFault>(&fault.kind)) {
        exchange.decided(status->status);
        return { statusAnswer(*status), std::nullopt };
    }
    const auto *drop = std::get_if<DropFault>(&fault.kind);
    if (drop && drop->cut.sendsNothing())
        return { {}, drop->cut };
    HttpResponse response = answer(exchange);
    if (const auto *truncate = std::get_if<TruncateFault>(&fault.kind))
        response = truncated(std::move(response), truncate->percent);
    return { std::move(response), cutOf(fault) };
}

HttpResponse Application::answer(const Exchange &exchange)
{
    if (exchange.control)
        return Control(*m_world, [this] { reset(); }).answer(exchange);
    HttpResponse response = answerRoute(exchange);
    exchange.decided(response.status);
    return response;
}

HttpResponse Application::answerRoute(const Exchange &exchange)
{
    const RouteMatch match = matchRoute(exchange.request.path);
    if (match.route == Route::None)
        return HttpResponse::error(404, "There is nothing here.");
    if (!match.allows(exchange.request.method))
        return HttpResponse::notAllowed(match.allowed.toByteArray());
    switch (match.route) {
    case Route::LogIn:
        return TokenRoutes(*m_world).logIn(exchange);
    case Route::Token:
        return TokenRoutes(*m_world).token(exchange);
    case Route::LogOut:
        return TokenRoutes(*m_world).logOut(exchange);
    case Route::OAuthToken:
        return TokenRoutes(*m_world).oauthToken(exchange);
    default:
        return ApiRoutes(*m_world).answer(exchange, match);
    }
}

} // namespace mockserver

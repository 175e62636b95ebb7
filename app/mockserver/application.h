// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "guard.h"
#include "requesthandler.h"
#include "router.h"
#include "world.h"

#include <functional>

namespace mockserver {

/// Decides what every request gets: guard, limits, faults, route.
class Application : public RequestHandler
{
public:
    /// \param dropHeld called by a reset, before anything is forgotten.
    Application(Options options, std::function<void()> dropHeld);

    void setGuard(Guard guard) { m_guard = std::move(guard); }
    [[nodiscard]] const QByteArray &controlSecret() const { return m_secret; }

    Admission admit(Exchange &exchange, ConnectionTag &connection) override;
    std::chrono::milliseconds hold(Exchange &exchange) override;
    Delivery carryOut(Exchange &exchange) override;

private:
    [[nodiscard]] bool isControl(const HttpRequest &request) const;
    [[nodiscard]] std::optional<HttpRefusal> judge(const HttpRequest &request) const;
    HttpResponse answer(const Exchange &exchange);
    HttpResponse answerRoute(const Exchange &exchange);
    Delivery carryOutWith(const Fault &fault, Exchange &exchange);
    void reset();

    const Options m_options;
    const QByteArray m_secret;
    std::function<void()> m_dropHeld;
    Guard m_guard;
    std::unique_ptr<World> m_world;
};

} // namespace mockserver

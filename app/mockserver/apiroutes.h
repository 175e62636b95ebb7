// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "requesthandler.h"
#include "router.h"
#include "world.h"

namespace mockserver {

/// The protected resources under /api.
class ApiRoutes
{
public:
    explicit ApiRoutes(World &world)
        : m_world(world)
    { }

    HttpResponse answer(const Exchange &exchange, const RouteMatch &match);

private:
    std::variant<QString, HttpResponse> authorize(const Exchange &exchange) const;
    [[nodiscard]] HttpResponse refusedToken() const;
    HttpResponse notes(const Exchange &exchange, Notebook &notebook);
    HttpResponse note(const Exchange &exchange, Notebook &notebook, qint64 id);
    [[nodiscard]] Notebook &notebookOf(const QString &user) { return m_world.notebooks[user]; }

    World &m_world;
};

} // namespace mockserver

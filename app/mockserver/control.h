// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "requesthandler.h"
#include "world.h"

#include <functional>

namespace mockserver {

/// The calls under /control, for whoever has the secret.
class Control
{
public:
    Control(World &world, std::function<void()> reset)
        : m_world(world)
        , m_reset(std::move(reset))
    { }

    HttpResponse answer(const Exchange &exchange);

private:
    HttpResponse dispatch(const Exchange &exchange, const QJsonObject &body, QByteArrayView call);
    HttpResponse requests(QByteArrayView query) const;
    HttpResponse reset(const QJsonObject &body);
    HttpResponse expireAccessTokens(const QJsonObject &body);
    HttpResponse revokeRefreshToken(const QJsonObject &body);
    HttpResponse emptyStore(const QJsonObject &body);
    HttpResponse tamper(const QJsonObject &body);
    HttpResponse settings(QByteArrayView method, const QJsonObject &body);
    HttpResponse faults(QByteArrayView method, const QJsonObject &body);
    HttpResponse fault(QByteArrayView id);

    World &m_world;
    std::function<void()> m_reset;
};

} // namespace mockserver

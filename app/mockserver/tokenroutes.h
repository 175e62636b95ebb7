// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "requesthandler.h"
#include "world.h"

namespace mockserver {

/// POST /login, POST /token, DELETE /logout of the tutorial, and RFC 6749 §6 on POST /oauth/token.
class TokenRoutes
{
public:
    explicit TokenRoutes(World &world)
        : m_world(world)
    { }

    HttpResponse logIn(const Exchange &exchange);
    HttpResponse token(const Exchange &exchange);
    HttpResponse logOut(const Exchange &exchange);
    HttpResponse oauthToken(const Exchange &exchange);

private:
    HttpResponse exchangeToken(const Exchange &exchange, const QJsonValue &token);
    HttpResponse exchangeOnce(const QByteArray &key, const QByteArray &token, RequestRecord &record);
    [[nodiscard]] bool isUser(const QString &name, const QString &password) const;

    World &m_world;
};

/// A 401 with its challenge (RFC 6750 §3).
[[nodiscard]] HttpResponse unauthorized(QByteArrayView sentence, QByteArray challenge = "Bearer");

} // namespace mockserver

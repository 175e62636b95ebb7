// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/accesstoken.h>

#include "sessionrecord.h"
#include "tokenlife.h"

#include <QByteArray>

#include <optional>

namespace tokenmanager {

class SessionHub;
class StoreKeeper;
class TokenChannel;
class Outbox;
class Tracer;
class Clock;
struct ServerProfile;

/// The parts of a TokenManager that its sessions work with. They outlive every user of this struct.
struct SessionParts
{
    const ServerProfile &profile;
    Clock &clock;
    StoreKeeper &keeper;
    TokenChannel &channel;
    SessionHub &hub;
    Outbox &outbox;
    Tracer &tracer;
};

/// One session: its tokens, and what the store knows of them.
struct Session
{
    quint64 number = 0; ///< Never used again.
    QByteArray refreshToken = {}; ///< A secret; empty: the session cannot be refreshed.
    std::optional<AccessToken> token = {};
    TokenLife life = {};
    QStringList scopes = {}; ///< As last granted.

    quint64 recordGeneration = 0; ///< Grows with every refresh token that is stored (D2).
    bool rotates = true; ///< The last exchange brought a new refresh token; before the first one: it may.
    QByteArray idempotencyKey = {}; ///< Of the exchange that is not settled yet.

    /// What rests in the store; nullopt: nothing of this session was ever saved.
    std::optional<SessionRecord> stored = {};
};

/// The record of a session as it should rest in the store.
SessionRecord recordOf(const Session &session, const ServerProfile &profile, SessionRecord::Phase phase);
/// A refresh token goes only to the server that issued it (RFC 6749 §10.4), whatever the configuration says today.
bool belongsTo(const SessionRecord &record, const ServerProfile &profile);

} // namespace tokenmanager

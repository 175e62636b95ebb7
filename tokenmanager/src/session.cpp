// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "session.h"

#include <tokenmanager/serverprofile.h>

namespace tokenmanager {

SessionRecord recordOf(const Session &session, const ServerProfile &profile, SessionRecord::Phase phase)
{
    SessionRecord record;
    record.generation = session.recordGeneration;
    record.refreshToken = session.refreshToken;
    record.phase = phase;
    if (phase == SessionRecord::Phase::InFlight)
        record.idempotencyKey = session.idempotencyKey;
    record.issuer = profile.issuer;
    record.tokenEndpoint = profile.tokenEndpoint;
    record.clientId = profile.clientId;
    record.scopes = session.scopes;
    record.rotates = session.rotates;
    return record;
}

bool belongsTo(const SessionRecord &record, const ServerProfile &profile)
{
    return record.issuer == profile.issuer && record.tokenEndpoint == profile.tokenEndpoint
        && record.clientId == profile.clientId;
}

} // namespace tokenmanager

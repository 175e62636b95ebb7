// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/tokenmanager.h>

#include "logoutrun.h"
#include "outbox.h"
#include "sessionengine.h"
#include "sessionhub.h"
#include "sessionopener.h"
#include "storekeeper.h"
#include "tokenchannel.h"
#include "tracer.h"

#include <QPointer>

namespace tokenmanager {

/// Puts the parts together and tells the world what has changed.
class TokenManager::Private
{
public:
    Private(TokenManager *manager, Setup given);
    ~Private();

    SessionState state() const;
    QFuture<TokenResult> post(bool refreshNow);
    void takeMail();
    void grantWish(SessionHub::Wish wish);
    TokenError noSessionError() const;
    QFuture<LogOutResult> logOut();
    QFuture<LogOutResult> startLogOut(std::optional<Session> session);
    void leaveStoreToNewSession();

    void publish();
    void announce();
    bool announceOne();

    TokenManager *const q;
    const Setup setup;
    const std::shared_ptr<SessionHub> hub;
    Outbox outbox;
    Tracer tracer;
    StoreKeeper keeper;
    TokenChannel channel;
    const SessionParts parts;
    SessionEngine engine;
    SessionOpener opener;
    std::vector<QPointer<LogOutRun>> logOuts;

    SessionState announcedState = SessionState::Unknown;
    StoreState announcedStoreState = StoreState::Saved;
    bool tokenChanged = false;
};

} // namespace tokenmanager

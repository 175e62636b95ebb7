// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "idempotencymemory.h"
#include "notebook.h"
#include "options.h"
#include "tokenauthority.h"

namespace mockserver {

/// All that the server knows while it runs. A reset throws it away and makes a new one, with new keys.
class World
{
public:
    explicit World(const Options &options)
        : settings(options.settings)
        , users(options.users)
        , tokens(settings)
    {
        for (const Fault &fault : options.faults)
            faults.arm(fault);
    }
    Q_DISABLE_COPY_MOVE(World)

    Settings settings;
    const QList<User> users;
    RequestLog log;
    FaultList faults;
    TokenAuthority tokens; // looks at `settings`
    IdempotencyMemory idempotency;
    QHash<QString, Notebook> notebooks; ///< by user
};

} // namespace mockserver

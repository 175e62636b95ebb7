// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "relay.h"

#include <memory>

namespace tokenmanager {

std::function<void(const TokenResult &)> Relay::to(QObject *context, std::function<void(const TokenResult &)> done)
{
    auto relay = std::make_shared<Relay>();
    relay->moveToThread(nullptr); // it gets no events: whichever thread answers may destroy it
    QObject::connect(relay.get(), &Relay::answered, context, std::move(done));
    return [relay = std::move(relay)](const TokenResult &result) { Q_EMIT relay->answered(result); };
}

} // namespace tokenmanager

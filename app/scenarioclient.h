// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/tokenresponse.h>

#include "clientreport.h"
#include "scenario.h"

#include <QObject>

#include <functional>

namespace latchkey {

/// The client of a scenario: a TokenManager and a NetworkAccessManager, here or in a process of their own.
class ScenarioClient : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(const ClientReport &)>;

    using QObject::QObject;

    /// Does what a client step says, comes to rest, then reports. One step at a time.
    virtual void execute(const Step &step, const Done &done) = 0;
    /// Hands tokens that were obtained by other means to the client.
    virtual void adopt(const tokenmanager::TokenResponse &tokens, const Done &done) = 0;
    /// Ends the client without a farewell, starts it again and takes the saved session up.
    virtual void restart(const Done &done) = 0;

Q_SIGNALS:
    void traced(const tokenmanager::TraceEvent &event);
    /// The client is gone and will not answer any more.
    void died(const QString &why);
};

} // namespace latchkey

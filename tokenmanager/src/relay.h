// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/tokenresult.h>

#include <QObject>

#include <functional>

namespace tokenmanager {

/// Carries one answer into the thread of an object that may be gone by then: a signal-slot connection is the one way
/// in Qt that is safe against that race.
class Relay : public QObject
{
    Q_OBJECT

public:
    /// To be called while `context` is alive. What it gives back may be called once, from any thread.
    static std::function<void(const TokenResult &)> to(QObject *context, std::function<void(const TokenResult &)> done);

Q_SIGNALS:
    void answered(const tokenmanager::TokenResult &result);
};

} // namespace tokenmanager

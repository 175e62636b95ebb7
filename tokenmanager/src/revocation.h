// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/tokenerror.h>

#include "session.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace tokenmanager {

struct ChannelAnswer;

/// Tells the server that a refresh token is not wanted any more (RFC 7009, or the profile's log-out): three tries
/// within five seconds, as nobody waits longer for a log-out.
class Revocation : public QObject
{
    Q_OBJECT

public:
    /// nullopt: done, or not offered.
    using Done = std::function<void(const std::optional<TokenError> &)>;

    Revocation(const SessionParts &parts, QByteArray refreshToken, QObject *parent = nullptr);
    /// `done` runs once, from the event loop, unless this is destroyed first.
    void start(Done done);

private:
    void send();
    void judge(const ChannelAnswer &answer);
    void finish(const std::optional<TokenError> &error);

    const SessionParts m_parts;
    const QByteArray m_refreshToken;
    Done m_done;
    int m_tries = 0;
    std::chrono::nanoseconds m_until { 0 };
    std::unique_ptr<QObject> m_request;
};

} // namespace tokenmanager

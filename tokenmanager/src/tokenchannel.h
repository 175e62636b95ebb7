// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/clock.h>

#include "tokenrequest.h"

#include <QList>
#include <QNetworkAccessManager>
#include <QObject>

#include <chrono>
#include <functional>
#include <memory>

namespace tokenmanager {

/// What became of one TokenRequest.
struct ChannelAnswer
{
    enum class Outcome {
        Complete, ///< A whole answer, of any status.
        NotSent, ///< The body never left: whatever it asked for has not happened.
        Unknown, ///< Sent, but no complete answer: it may have happened.
        Untrusted, ///< Not sent, because it is not certain who would get it.
    };

    Outcome outcome = Outcome::NotSent;
    int status = 0; ///< 0: no head of an answer arrived.
    QByteArray contentType = {};
    QList<QByteArray> retryAfter = {}; ///< Each header value.
    QByteArray body = {}; ///< A secret. Empty unless Complete.
    bool timedOut = false; ///< The deadline or the time to connect is over.
    QString reason = {}; ///< One sentence for people, translated; empty if Complete.
};

/// Carries the token traffic: log-in, refresh, revocation. Each request is sent at most once, follows nothing, and ends
/// within its deadline; what it means is for readTokenAnswer() to say.
///
/// It has a QNetworkAccessManager of its own, so that nothing of the application's traffic (cookies, cache, a retry on
/// 401) can touch it.
class TokenChannel : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(const ChannelAnswer &)>;

    explicit TokenChannel(std::shared_ptr<Clock> clock, QObject *parent = nullptr);

    /// `done` runs once, from the event loop, unless the handle is destroyed first: that aborts the request. `done` may
    /// destroy the handle and the channel.
    [[nodiscard]] std::unique_ptr<QObject> send(
        const TokenRequest &request, std::chrono::milliseconds deadline, Done done);

private:
    const std::shared_ptr<Clock> m_clock;
    QNetworkAccessManager m_network;
};

} // namespace tokenmanager

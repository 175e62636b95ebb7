// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "faults.h"
#include "httprequest.h"
#include "httpresponse.h"
#include "requestlog.h"

#include <chrono>
#include <memory>

namespace mockserver {

/// One request on its way through the server.
struct Exchange
{
    HttpRequest request;
    bool control = false; ///< a control call with the right secret: not recorded, never faulted
    std::shared_ptr<RequestRecord> record; ///< null for control
    QByteArray body; ///< empty where it was streamed
    qint64 bodySize = 0;
    QByteArray bodyDigest; ///< SHA-256 in hex of a streamed body
    std::optional<Fault> fault;

    void decided(int status) const
    {
        if (record)
            record->status = status;
    }
    void sent(Sent part) const
    {
        if (record)
            record->sent = part;
    }
};

/// What the head of a request leads to: a refusal, or a body of some length.
struct Admission
{
    std::optional<HttpRefusal> refusal;
    qint64 bodyLimit = 0;
    bool streamed = false; ///< the body is hashed as it comes and not kept
};

/// An answer, and where the connection is cut while it is sent.
struct Delivery
{
    HttpResponse response;
    std::optional<CutPoint> cut;
};

/// What a connection asks about the requests that come over it, in this order.
class RequestHandler
{
public:
    virtual ~RequestHandler() = default;

    /// The head is there.
    virtual Admission admit(Exchange &exchange, ConnectionTag &connection) = 0;
    /// The body is there as well. \return how long the request is held before it is carried out.
    virtual std::chrono::milliseconds hold(Exchange &exchange) = 0;
    virtual Delivery carryOut(Exchange &exchange) = 0;
};

} // namespace mockserver

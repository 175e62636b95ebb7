// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "bodyspool.h"

#include <QIODevice>
#include <QNetworkRequest>

#include <functional>
#include <memory>

namespace tokenmanager {

/// What a request sends, as often as it has to be sent. The caller's device may go away at any time: readers notice.
class RequestBody
{
public:
    /// Null where `data` is: the request has no body.
    static std::unique_ptr<RequestBody> of(QIODevice *data, const QNetworkRequest &request, const SpoolLimits &limits);
    virtual ~RequestBody() = default;

    /// False: more has to be read before the request can be sent.
    virtual bool isReady() const { return true; }
    /// True: it will never be whole; the device went away or the disk is full.
    virtual bool hasFailed() const { return false; }
    /// `changed` is called, from the event loop, when the body gets ready and when it fails. It may delete the body.
    virtual void watch(std::function<void()>) { }
    /// True: reader() can be had once more.
    virtual bool isKept() const = 0;
    /// In bytes, once it is ready.
    virtual qint64 size() const = 0;
    /// An open device at the beginning of the body, for one attempt; it ends the reader before it. Null: the body
    /// cannot be rewound.
    virtual std::unique_ptr<QIODevice> reader() = 0;
};

} // namespace tokenmanager

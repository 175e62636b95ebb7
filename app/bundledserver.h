// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/expected.h>

#include "servercontrol.h"

#include <memory>

namespace mockserver {
class MockServer;
}

namespace latchkey {

/// The mock server in this process: loopback only, users demo/demo, gone with this object.
class BundledServer
{
public:
    static constexpr quint16 usualPort = 8391;

    /// Starts on `port`, or on the next free one; 0: on any. The error is a sentence.
    static tokenmanager::Expected<BundledServer, QString> start(quint16 port);

    BundledServer(BundledServer &&) noexcept;
    BundledServer &operator=(BundledServer &&) noexcept;
    ~BundledServer();

    QUrl url() const;
    ControlAccess access() const;

private:
    explicit BundledServer(std::unique_ptr<mockserver::MockServer> server);
    std::unique_ptr<mockserver::MockServer> m_server;
};

} // namespace latchkey

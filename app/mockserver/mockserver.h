// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "options.h"

#include <QString>
#include <QUrl>

#include <memory>

namespace mockserver {

/// The mock server inside a program: it lives in the event loop of the thread that made it, on loopback only, and ends
/// with this object. It is controlled over HTTP, as by everybody else.
class MockServer
{
public:
    explicit MockServer(Options options = {});
    ~MockServer();
    Q_DISABLE_COPY_MOVE(MockServer)

    /// Starts to listen on Options::port.
    /// \return one sentence that says why it cannot, such as "Port 8391 is in use."; empty where it listens.
    [[nodiscard]] QString listen();

    [[nodiscard]] quint16 port() const;
    [[nodiscard]] QUrl url() const; ///< "http://127.0.0.1:PORT", no slash at the end
    [[nodiscard]] QUrl controlUrl() const;
    [[nodiscard]] QByteArray controlSecret() const; ///< goes into the header field `Control-Secret`

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace mockserver

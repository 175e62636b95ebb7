// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QIODevice>
#include <QNetworkRequest>

#include <memory>

namespace tokenmanager {

/// A request body that says no when it is asked to begin again.
///
/// QNetworkAccessManager sends any request up to four times on its own when the connection dies before an answer; a
/// body that cannot be rewound is the one thing that stops it. The reply then ends with ContentReSendError, or
/// RemoteHostClosedError without a status: nobody knows whether the server has acted (RFC 9110 §9.2.2).
///
/// It works only together with prepareOneShot(); without that Qt takes a copy of its own, which it can rewind.
class OneShotBody : public QIODevice
{
public:
    explicit OneShotBody(const QByteArray &bytes);
    /// Reads `source`, which must be open, from where it stands.
    explicit OneShotBody(std::unique_ptr<QIODevice> source);
    ~OneShotBody() override;

    bool isSequential() const override;
    bool reset() override;
    bool atEnd() const override;
    qint64 bytesAvailable() const override;

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    const std::unique_ptr<QIODevice> m_source;
};

/// Makes `request` go out with a OneShotBody of `size` bytes as it is, without a copy of Qt's.
void prepareOneShot(QNetworkRequest &request, qint64 size);

} // namespace tokenmanager

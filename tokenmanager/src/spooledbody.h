// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "requestbody.h"

#include <QObject>
#include <QPointer>

#include <optional>

namespace tokenmanager {

/// A body that can be read only once, kept while it is read.
///
/// It is sent when all of it is there, as Qt does, or at once where Qt would too (DoNotBufferUploadDataAttribute with a
/// Content-Length). One that outgrows the limits is not kept: with a known length it goes from the device to the
/// network; without, it must be read to its end for its length, so it waits on disk, as it would in memory with Qt.
class SpooledBody final : public QObject, public RequestBody
{
public:
    SpooledBody(QIODevice *source, const QNetworkRequest &request, const SpoolLimits &limits);
    ~SpooledBody() override;

    bool isReady() const override;
    bool hasFailed() const override { return m_hasFailed; }
    void watch(std::function<void()> changed) override { m_changed = std::move(changed); }
    bool isKept() const override { return m_isKept; }
    qint64 size() const override;
    std::unique_ptr<QIODevice> reader() override;

private:
    friend class SpoolReader;
    void pullAll();
    qint64 pull(qint64 maxSize);
    qint64 read(qint64 position, char *data, qint64 maxSize);
    qint64 readOn(char *data, qint64 maxSize);
    void sourceChanged();
    void fail();
    void tell();
    void endReader();

    const QPointer<QIODevice> m_source;
    const SpoolLimits m_limits;
    std::optional<qint64> m_declaredSize;
    bool m_isStreamed = false; // sent while it is read
    bool m_isComplete = false; // the source is at its end
    bool m_isKept = true;
    bool m_isSpent = false; // not kept, and begun
    bool m_spoolIsWhole = true; // false: the end went past it
    bool m_hasFailed = false;
    bool m_wasReady = false;
    BodySpool m_spool;
    QPointer<class SpoolReader> m_reader;
    std::function<void()> m_changed;
};

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "spooledbody.h"

#include <algorithm>

namespace tokenmanager {

namespace {
constexpr qint64 spoolChunk = 64 << 10;
}

/// Reads a SpooledBody from its beginning. Sequential while the end is not known.
class SpoolReader final : public QIODevice
{
public:
    SpoolReader(SpooledBody *body, bool isSequential)
        : m_body(body)
        , m_isSequential(isSequential)
    {
        open(ReadOnly | Unbuffered);
    }

    void detach() { m_body.clear(); }

    bool isSequential() const override { return m_isSequential; }
    bool atEnd() const override { return !m_body || (m_body->m_isComplete && m_position >= m_body->m_spool.size()); }
    qint64 size() const override { return m_body && !m_isSequential ? m_body->m_spool.size() : 0; }
    bool seek(qint64 position) override { return QIODevice::seek(position) && moveTo(position); }

    bool reset() override
    {
        if (!m_isSequential)
            return seek(0);
        return m_body && m_body->isKept() && moveTo(0);
    }

    qint64 bytesAvailable() const override
    {
        const qint64 held = m_body ? std::max<qint64>(0, m_body->m_spool.size() - m_position) : 0;
        return held + QIODevice::bytesAvailable() * (m_isSequential ? 1 : 0);
    }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qint64 size = m_body ? m_body->read(m_position, data, maxSize) : -1;
        m_position += std::max<qint64>(0, size);
        return size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    bool moveTo(qint64 position)
    {
        m_position = position;
        return true;
    }

    QPointer<SpooledBody> m_body;
    const bool m_isSequential;
    qint64 m_position = 0; // a sequential device's pos() stays 0
};

SpooledBody::SpooledBody(QIODevice *source, const QNetworkRequest &request, const SpoolLimits &limits)
    : m_source(source)
    , m_limits(limits)
    , m_spool(limits.memory)
{
    bool isNumber = false;
    const qint64 declared = request.header(QNetworkRequest::ContentLengthHeader).toLongLong(&isNumber);
    if (isNumber && declared >= 0)
        m_declaredSize = declared;
    m_isStreamed = m_declaredSize && request.attribute(QNetworkRequest::DoNotBufferUploadDataAttribute).toBool();
    m_isKept = m_declaredSize.value_or(0) <= m_limits.total;
    connect(source, &QIODevice::readyRead, this, &SpooledBody::sourceChanged);
    connect(source, &QIODevice::readChannelFinished, this, &SpooledBody::sourceChanged);
    connect(source, &QObject::destroyed, this, &SpooledBody::sourceChanged);
    // From the event loop, as Qt: the caller may write to the device after the call.
    QMetaObject::invokeMethod(this, &SpooledBody::sourceChanged, Qt::QueuedConnection);
}

SpooledBody::~SpooledBody()
{
    endReader();
}

bool SpooledBody::isReady() const
{
    return m_isComplete || m_isStreamed || (m_declaredSize && !m_isKept);
}

qint64 SpooledBody::size() const
{
    return m_isComplete && m_spoolIsWhole ? m_spool.size() : m_declaredSize.value_or(-1);
}

std::unique_ptr<QIODevice> SpooledBody::reader()
{
    endReader();
    if (m_isSpent)
        return nullptr;
    m_isSpent = !m_isKept;
    auto reader = std::make_unique<SpoolReader>(this, !m_isComplete);
    m_reader = reader.get();
    return reader;
}

void SpooledBody::sourceChanged()
{
    if (!isReady())
        pullAll();
    if (isReady() && !std::exchange(m_wasReady, true))
        tell();
    else if (m_reader)
        Q_EMIT m_reader->readyRead();
}

void SpooledBody::pullAll()
{
    while (!isReady() && pull(spoolChunk) > 0) { }
}

// What comes next from the source, into the spool.
qint64 SpooledBody::pull(qint64 maxSize)
{
    QByteArray bytes(std::min(maxSize, spoolChunk), Qt::Uninitialized);
    const qint64 size = readOn(bytes.data(), bytes.size());
    if (size <= 0)
        return size;
    bytes.truncate(size);
    if (!m_spool.append(bytes)) {
        fail();
        return -1;
    }
    m_isKept = m_isKept && m_spool.size() <= m_limits.total;
    return size;
}

qint64 SpooledBody::read(qint64 position, char *data, qint64 maxSize)
{
    if (position >= m_spool.size() && !m_isComplete) {
        if (m_isSpent) {
            m_spoolIsWhole = false;
            return readOn(data, maxSize);
        }
        if (const qint64 pulled = pull(maxSize); pulled <= 0)
            return pulled;
    }
    const qint64 size = m_spool.read(position, data, maxSize);
    return size == 0 ? -1 : size;
}

qint64 SpooledBody::readOn(char *data, qint64 maxSize)
{
    if (!m_source)
        fail();
    if (m_hasFailed)
        return -1;
    // The end of a sequential device is -1; atEnd() only says that nothing is there now.
    const qint64 size = m_source->isOpen() ? m_source->read(data, maxSize) : -1;
    m_isComplete = size < 0;
    return size;
}

// A body cut short must never look like a whole one.
void SpooledBody::fail()
{
    if (!std::exchange(m_hasFailed, true))
        QMetaObject::invokeMethod(this, &SpooledBody::tell, Qt::QueuedConnection);
}

void SpooledBody::tell()
{
    if (const auto changed = m_changed)
        changed();
}

void SpooledBody::endReader()
{
    if (m_reader)
        m_reader->detach();
}

} // namespace tokenmanager

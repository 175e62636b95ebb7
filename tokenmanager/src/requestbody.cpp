// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "requestbody.h"

#include "spooledbody.h"

#include <QBuffer>
#include <QPointer>

#include <typeinfo>

namespace tokenmanager {

namespace {

/// Bytes in memory, shared with the caller's and with every reader.
class BytesBody final : public RequestBody
{
public:
    explicit BytesBody(const QByteArray &bytes)
        : m_bytes(bytes)
    { }

    bool isKept() const override { return true; }
    qint64 size() const override { return m_bytes.size(); }

    std::unique_ptr<QIODevice> reader() override
    {
        auto buffer = std::make_unique<QBuffer>();
        buffer->setData(m_bytes);
        buffer->open(QIODevice::ReadOnly);
        return buffer;
    }

private:
    const QByteArray m_bytes;
};

/// The caller's random-access device from where it stood. Qt may go on reading for a moment after a request was
/// aborted, so it never gets the caller's device itself.
class DeviceReader final : public QIODevice
{
public:
    DeviceReader(QIODevice *device, qint64 start)
        : m_device(device)
        , m_start(start)
    {
        open(ReadOnly | Unbuffered);
    }

    bool rewind() { return m_device && (m_start == 0 ? m_device->reset() : m_device->seek(m_start)); }
    void detach() { m_device.clear(); }

    bool isSequential() const override { return false; }
    qint64 size() const override { return m_device ? m_device->size() - m_start : 0; }
    bool reset() override { return rewind() && QIODevice::seek(0); }
    bool seek(qint64 position) override { return position == pos() || (position == 0 && reset()); }

protected:
    qint64 readData(char *data, qint64 maxSize) override { return m_device ? m_device->read(data, maxSize) : -1; }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QPointer<QIODevice> m_device;
    const qint64 m_start;
};

class DeviceBody final : public RequestBody
{
public:
    explicit DeviceBody(QIODevice *device)
        : m_device(device)
        , m_start(device->pos())
    { }
    ~DeviceBody() override { endReader(); }

    bool isKept() const override { return m_device; }
    qint64 size() const override { return m_device ? m_device->size() - m_start : 0; }

    std::unique_ptr<QIODevice> reader() override
    {
        endReader();
        auto reader = std::make_unique<DeviceReader>(m_device, m_start);
        // seek(0) would leave a QHttpMultiPart where it is; reset() does not.
        if (!reader->rewind())
            return nullptr;
        m_reader = reader.get();
        return reader;
    }

private:
    void endReader()
    {
        if (m_reader)
            m_reader->detach();
    }

    const QPointer<QIODevice> m_device;
    const qint64 m_start;
    QPointer<DeviceReader> m_reader;
};

} // namespace

std::unique_ptr<RequestBody> RequestBody::of(QIODevice *data, const QNetworkRequest &request, const SpoolLimits &limits)
{
    if (!data)
        return nullptr;
    if (data->isSequential())
        return std::make_unique<SpooledBody>(data, request, limits);
    if (const auto *buffer = dynamic_cast<QBuffer *>(data); buffer && typeid(*buffer) == typeid(QBuffer))
        return std::make_unique<BytesBody>(buffer->data().mid(buffer->pos()));
    return std::make_unique<DeviceBody>(data);
}

} // namespace tokenmanager

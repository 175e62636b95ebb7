// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "oneshotbody.h"

#include <QBuffer>

namespace tokenmanager {

namespace {
std::unique_ptr<QIODevice> openBuffer(const QByteArray &bytes)
{
    auto buffer = std::make_unique<QBuffer>();
    buffer->setData(bytes);
    buffer->open(QIODevice::ReadOnly);
    return buffer;
}
} // namespace

OneShotBody::OneShotBody(const QByteArray &bytes)
    : OneShotBody(openBuffer(bytes))
{ }

OneShotBody::OneShotBody(std::unique_ptr<QIODevice> source)
    : m_source(std::move(source))
{
    connect(m_source.get(), &QIODevice::readyRead, this, &QIODevice::readyRead);
    connect(m_source.get(), &QIODevice::readChannelFinished, this, &QIODevice::readChannelFinished);
    open(ReadOnly | Unbuffered);
}

OneShotBody::~OneShotBody() = default;

bool OneShotBody::isSequential() const
{
    return true;
}

bool OneShotBody::reset()
{
    return false; // without QIODevice's warning: being asked is expected
}

bool OneShotBody::atEnd() const
{
    return QIODevice::bytesAvailable() == 0 && m_source->atEnd();
}

qint64 OneShotBody::bytesAvailable() const
{
    return QIODevice::bytesAvailable() + m_source->bytesAvailable();
}

qint64 OneShotBody::readData(char *data, qint64 maxSize)
{
    const qint64 size = m_source->read(data, maxSize);
    // A sequential device ends with -1; 0 would mean that more is to come.
    return size == 0 && !m_source->isSequential() && m_source->atEnd() ? -1 : size;
}

qint64 OneShotBody::writeData(const char *, qint64)
{
    return -1;
}

void prepareOneShot(QNetworkRequest &request, qint64 size)
{
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    request.setHeader(QNetworkRequest::ContentLengthHeader, size);
}

} // namespace tokenmanager

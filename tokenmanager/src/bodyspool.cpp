// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "bodyspool.h"

#include <QTemporaryFile>

#include <algorithm>
#include <cstring>

namespace tokenmanager {

BodySpool::BodySpool(qint64 memory)
    : m_memory(memory)
{ }

BodySpool::~BodySpool() = default;

bool BodySpool::append(const QByteArray &bytes)
{
    if (!m_file && m_size + bytes.size() > m_memory && !moveToFile())
        return false;
    if (!m_file)
        m_bytes += bytes;
    else if (!m_file->seek(m_size) || m_file->write(bytes) != bytes.size())
        return false;
    m_size += bytes.size();
    return true;
}

qint64 BodySpool::read(qint64 position, char *data, qint64 maxSize) const
{
    const qint64 size = std::min(maxSize, m_size - position);
    if (size <= 0)
        return 0;
    if (m_file)
        return m_file->seek(position) ? m_file->read(data, size) : -1;
    std::memcpy(data, m_bytes.constData() + position, size_t(size));
    return size;
}

bool BodySpool::moveToFile()
{
    auto file = std::make_unique<QTemporaryFile>();
    if (!file->open() || file->write(m_bytes) != m_bytes.size())
        return false;
    m_file = std::move(file);
    m_bytes = {};
    return true;
}

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <memory>

class QTemporaryFile;

namespace tokenmanager {

/// How much of a body that can be read only once is kept to send it again.
struct SpoolLimits
{
    qint64 memory = 1 << 20;
    qint64 total = 64 << 20;
};

/// Bytes that grow at the end and are read from anywhere: in memory, beyond a limit in a temporary file that only this
/// user may read and that goes with the object.
class BodySpool
{
public:
    explicit BodySpool(qint64 memory);
    ~BodySpool();

    qint64 size() const { return m_size; }
    /// False: the disk refused.
    bool append(const QByteArray &bytes);
    qint64 read(qint64 position, char *data, qint64 maxSize) const;

private:
    bool moveToFile();

    const qint64 m_memory;
    qint64 m_size = 0;
    QByteArray m_bytes;
    std::unique_ptr<QTemporaryFile> m_file;
};

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "localclient.h"
#include "options.h"

#include <QSocketNotifier>

namespace latchkey {

/// The child's end of a ClientProcess: reads a line with the setup, then steps, from standard input; writes events and
/// reports to standard output; ends with its parent.
class ClientWorker : public QObject
{
    Q_OBJECT

public:
    explicit ClientWorker(Options options, QObject *parent = nullptr);

private:
    void readInput();
    void takeLine(const QByteArray &line);
    void setUp(const QJsonObject &setup);

    const Options m_options;
    QSocketNotifier m_input;
    QByteArray m_pending;
    std::unique_ptr<LocalClient> m_client;
};

} // namespace latchkey

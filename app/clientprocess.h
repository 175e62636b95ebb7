// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "scenarioclient.h"

#include <QDateTime>
#include <QProcess>
#include <QUrl>

#include <memory>

namespace latchkey {

/// A scenario's client in a process of its own, which restart() ends by kill -9. The two talk in lines of JSON over the
/// child's standard input and output; see clientworker.h for the other end.
class ClientProcess : public ScenarioClient
{
    Q_OBJECT

public:
    struct Setup
    {
        QString program = {}; ///< This one.
        QUrl server = {};
        QString resource = {};
        QString account = {};
        QString user = {};
        QString password = {}; ///< Goes through the pipe, never into the arguments.
        std::optional<std::chrono::seconds> refreshLeeway = {};
        std::function<QDateTime()> now = {}; ///< The scenario's clock, for a child that starts later.
    };

    explicit ClientProcess(Setup setup, QObject *parent = nullptr);
    ~ClientProcess() override;

    void execute(const Step &step, const Done &done) override;
    void adopt(const tokenmanager::TokenResponse &tokens, const Done &done) override;
    void restart(const Done &done) override;

private:
    void start();
    void kill();
    void send(const QJsonObject &line);
    void readLines();
    void readLine(const QJsonObject &line);

    const Setup m_setup;
    std::unique_ptr<QProcess> m_process;
    Done m_done;
};

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/networkaccessmanager.h>
#include <tokenmanager/tokenmanager.h>
#include <tokenmanager/virtualclock.h>

#include "scenarioclient.h"

#include <QUrl>

#include <memory>

namespace latchkey {

/// A scenario's client in this process.
class LocalClient : public ScenarioClient
{
    Q_OBJECT

public:
    struct Setup
    {
        QUrl server = {};
        QString resource = {};
        QString account = {};
        QString user = {}; ///< For log-ins that name none.
        QString password = {};
        std::optional<std::chrono::seconds> refreshLeeway = {};
        std::shared_ptr<tokenmanager::TokenStore> store = {};
        std::shared_ptr<tokenmanager::VirtualClock> clock = {}; ///< Null: real time.
    };

    explicit LocalClient(Setup setup, QObject *parent = nullptr);
    ~LocalClient() override;

    void execute(const Step &step, const Done &done) override;
    void adopt(const tokenmanager::TokenResponse &tokens, const Done &done) override;
    void restart(const Done &done) override;

private:
    void makeManagers();
    void perform(const LogIn &logIn);
    void perform(const Restore &);
    void perform(const Restart &);
    void perform(const Request &request);
    void perform(const RefreshNow &);
    void perform(const LogOut &);
    void perform(const AdvanceClock &advance);
    void perform(const WaitForExpiry &wait);
    template <typename Other>
    void perform(const Other &); // no client step

    void begin(const Done &done);
    template <typename Result>
    void follow(const QFuture<Result> &future);
    void finishReply(QNetworkReply *reply);
    void noteError(const tokenmanager::TokenError &error);
    void comeToRest();
    bool isAtRest() const;
    void report();
    QDateTime now() const;

    const Setup m_setup;
    std::unique_ptr<tokenmanager::TokenManager> m_tokens;
    std::unique_ptr<tokenmanager::NetworkAccessManager> m_network;
    ClientReport m_report;
    int m_sessionsEnded = 0;
    int m_repliesDue = 0;
    bool m_resting = false;
    Done m_done;
};

} // namespace latchkey

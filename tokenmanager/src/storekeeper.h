// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/clock.h>
#include <tokenmanager/storestate.h>
#include <tokenmanager/tokenstore.h>

#include "clocktimer.h"

#include <QObject>
#include <QPointer>

#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace tokenmanager {

/// Asks a TokenStore one thing at a time, and goes on trying until the store holds what it should.
class StoreKeeper : public QObject
{
    Q_OBJECT

public:
    using Loaded = std::function<void(const TokenStore::LoadResult &)>;
    using Stored = std::function<void(const TokenStore::StoreResult &)>;
    /// Whether a refused write is tried again until it succeeds or a newer one takes its place.
    enum class Persistence { Once, UntilDone };

    StoreKeeper(
        std::shared_ptr<TokenStore> store, QString account, std::shared_ptr<Clock> clock, QObject *parent = nullptr);
    ~StoreKeeper() override;

    // The callbacks run from the event loop, once, unless `context` is gone by then.
    void load(QObject *context, Loaded loaded);
    void save(const QByteArray &record, Persistence persistence, QObject *context, Stored stored);
    void remove(Persistence persistence, QObject *context, Stored stored);

    StoreState state() const { return m_state; }
    /// Nothing is to be stored any more: a write that was to be tried again is not.
    void forget();
    /// For what a load has shown: it has no write of its own to judge by.
    void setState(StoreState state);
    QString lockPath() const { return m_store->lockPath(m_account); }
    /// True while a write is waiting, running or to be tried again.
    bool hasUnfinishedWrite() const { return m_unfinishedWrites > 0 || m_retry.isActive(); }

Q_SIGNALS:
    void stateChanged();
    void saved(const QByteArray &record); ///< It is in the store.
    void removed(); ///< Nothing is in the store any more.

private:
    struct Write
    {
        std::optional<QByteArray> record; // nullopt: to be removed
        Persistence persistence = Persistence::Once;
        int failures = 0;
    };
    void enqueue(std::function<void()> start);
    void startNext();
    void write(Write write, QPointer<QObject> context, Stored stored);
    void startWrite(const Write &write, quint64 number, QPointer<QObject> context, Stored stored);
    void settleWrite(Write write, quint64 number, const TokenStore::StoreResult &result);
    template <typename Result, typename Done>
    void watch(QFuture<Result> future, Done done);

    const std::shared_ptr<TokenStore> m_store;
    const QString m_account;
    const std::shared_ptr<Clock> m_clock;
    StoreState m_state = StoreState::Saved;
    std::deque<std::function<void()>> m_queue;
    bool m_busy = false;
    quint64 m_writeNumber = 0; // of the newest write: an older one's outcome no longer counts
    int m_unfinishedWrites = 0;
    ClockTimer m_retry;
};

} // namespace tokenmanager

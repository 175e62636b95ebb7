// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "storekeeper.h"

#include "backoff.h"
#include "logging.h"

#include <QFutureWatcher>

namespace tokenmanager {

namespace {

template <typename Result>
Result resultOf(const QFuture<Result> &future)
{
    if (future.isCanceled() || future.resultCount() == 0)
        return TokenStore::StoreError { TokenStore::Failure::Unavailable };
    return future.result();
}

StoreState stateAfter(const TokenStore::StoreResult &result)
{
    if (result)
        return StoreState::Saved;
    return result.error().failure == TokenStore::Failure::Locked ? StoreState::Locked : StoreState::Unavailable;
}

} // namespace

StoreKeeper::StoreKeeper(
    std::shared_ptr<TokenStore> store, QString account, std::shared_ptr<Clock> clock, QObject *parent)
    : QObject(parent)
    , m_store(std::move(store))
    , m_account(std::move(account))
    , m_clock(std::move(clock))
{ }

StoreKeeper::~StoreKeeper() = default;

// A watcher and not QFuture::then(): that one asserts when its context dies before the answer (Qt 6.4).
template <typename Result, typename Done>
void StoreKeeper::watch(QFuture<Result> future, Done done)
{
    auto *watcher = new QFutureWatcher<Result>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, done = std::move(done)] {
        watcher->deleteLater();
        m_busy = false;
        done(resultOf(watcher->future()));
        startNext();
    });
    watcher->setFuture(future);
}

void StoreKeeper::load(QObject *context, Loaded loaded)
{
    enqueue([this, context = QPointer(context), loaded = std::move(loaded)]() mutable {
        watch(m_store->load(m_account), [context, loaded = std::move(loaded)](const TokenStore::LoadResult &result) {
            if (!result)
                qCInfo(lcKeychain) << "read:" << result.error();
            if (context)
                loaded(result);
        });
    });
}

void StoreKeeper::save(const QByteArray &record, Persistence persistence, QObject *context, Stored stored)
{
    write({ record, persistence }, context, std::move(stored));
}

void StoreKeeper::remove(Persistence persistence, QObject *context, Stored stored)
{
    write({ std::nullopt, persistence }, context, std::move(stored));
}

void StoreKeeper::write(Write write, QPointer<QObject> context, Stored stored)
{
    m_retry.stop();
    ++m_unfinishedWrites;
    setState(StoreState::Saving);
    enqueue([this, write = std::move(write), number = ++m_writeNumber, context, stored = std::move(stored)] {
        startWrite(write, number, context, stored);
    });
}

void StoreKeeper::startWrite(const Write &write, quint64 number, QPointer<QObject> context, Stored stored)
{
    watch(write.record ? m_store->save(m_account, *write.record) : m_store->remove(m_account),
        [this, write, number, context, stored = std::move(stored)](const TokenStore::StoreResult &result) {
            settleWrite(write, number, result);
            if (context)
                stored(result);
        });
}

void StoreKeeper::settleWrite(Write write, quint64 number, const TokenStore::StoreResult &result)
{
    --m_unfinishedWrites;
    if (!result)
        qCWarning(lcKeychain) << "write:" << result.error();
    if (number != m_writeNumber)
        return; // a newer one is waiting: that one decides
    setState(stateAfter(result));
    if (result) {
        if (write.record)
            Q_EMIT saved(*write.record);
        else
            Q_EMIT removed();
    } else if (write.persistence == Persistence::UntilDone) {
        m_retry.start(*m_clock, patientPause(++write.failures), [this, write, number] {
            ++m_unfinishedWrites;
            enqueue([this, write, number] { startWrite(write, number, nullptr, {}); });
        });
    }
}

void StoreKeeper::forget()
{
    m_retry.stop();
    ++m_writeNumber; // a running write decides nothing any more
    setState(StoreState::Saved);
}

void StoreKeeper::setState(StoreState state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged();
}

void StoreKeeper::enqueue(std::function<void()> start)
{
    m_queue.push_back(std::move(start));
    startNext();
}

void StoreKeeper::startNext()
{
    if (m_busy || m_queue.empty())
        return;
    m_busy = true;
    const auto start = std::move(m_queue.front());
    m_queue.pop_front();
    start();
}

} // namespace tokenmanager

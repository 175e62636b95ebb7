// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/memorytokenstore.h>

#include <QCoreApplication>
#include <QPromise>

namespace tokenmanager {

namespace {

struct MemoryStoreTexts
{
    Q_DECLARE_TR_FUNCTIONS(tokenmanager::MemoryTokenStore)
};

template <typename Result>
QFuture<Result> finishedFuture(Result result)
{
    QPromise<Result> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

} // namespace

MemoryTokenStore::MemoryTokenStore() = default;
MemoryTokenStore::~MemoryTokenStore() = default;

QFuture<TokenStore::LoadResult> MemoryTokenStore::load(const QString &account)
{
    const auto record = m_records.constFind(account);
    if (record == m_records.cend())
        return finishedFuture<LoadResult>(
            StoreError { Failure::NotFound, MemoryStoreTexts::tr("No session is stored.") });
    return finishedFuture<LoadResult>(*record);
}

QFuture<TokenStore::StoreResult> MemoryTokenStore::save(const QString &account, const QByteArray &record)
{
    m_records.insert(account, record);
    return finishedFuture<StoreResult>({});
}

QFuture<TokenStore::StoreResult> MemoryTokenStore::remove(const QString &account)
{
    m_records.remove(account);
    return finishedFuture<StoreResult>({});
}

} // namespace tokenmanager

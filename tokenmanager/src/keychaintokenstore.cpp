// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/keychaintokenstore.h>

#include "keychainaccess.h"
#include "refreshlock.h"

#include <QPromise>

namespace tokenmanager {

struct KeychainTokenStore::Private : KeychainAccess
{
    using KeychainAccess::KeychainAccess;
};

namespace {

/// A future, and who fulfils it.
template <typename Result>
std::pair<QFuture<Result>, KeychainAccess::Done<Result>> promisedResult()
{
    const auto promise = std::make_shared<QPromise<Result>>();
    promise->start();
    return { promise->future(), [promise](const Result &result) {
                promise->addResult(result);
                promise->finish();
            } };
}

} // namespace

KeychainTokenStore::KeychainTokenStore(const QString &issuer)
    : d(std::make_shared<Private>(issuer))
{ }
KeychainTokenStore::~KeychainTokenStore() = default;

QFuture<TokenStore::LoadResult> KeychainTokenStore::load(const QString &account)
{
    const auto [future, done] = promisedResult<LoadResult>();
    d->load(account, done);
    return future;
}

QFuture<TokenStore::StoreResult> KeychainTokenStore::save(const QString &account, const QByteArray &record)
{
    const auto [future, done] = promisedResult<StoreResult>();
    d->save(account, record, done);
    return future;
}

QFuture<TokenStore::StoreResult> KeychainTokenStore::remove(const QString &account)
{
    const auto [future, done] = promisedResult<StoreResult>();
    d->remove(account, done);
    return future;
}

QString KeychainTokenStore::lockPath(const QString &account) const
{
    return RefreshLock::defaultPath(d->issuer(), account);
}

} // namespace tokenmanager

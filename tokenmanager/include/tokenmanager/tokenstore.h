// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/expected.h>
#include <tokenmanager/export.h>

#include <QByteArray>
#include <QFuture>
#include <QMetaType>
#include <QString>

namespace tokenmanager {

/// Where the record of one session rests. Implement it to keep sessions elsewhere than in the OS keychain.
///
/// Called in the TokenManager's thread, one call at a time for one account. Finished futures are fine; a cancelled one
/// counts as Unavailable. Results are values: no implementation may throw.
class TOKENMANAGER_EXPORT TokenStore
{
public:
    enum class Failure {
        NotFound, ///< Known to be absent. Never for a store that is locked or cannot be asked.
        Locked, ///< There may be a record; the user has to unlock the store.
        Unavailable, ///< The store cannot be asked.
        Damaged, ///< There is something, and it cannot be read.
        Refused, ///< The store said no for good: too large, not allowed.
    };
    struct StoreError
    {
        Failure failure = Failure::Unavailable;
        QString message = {}; ///< One sentence for people, translated, never a secret.

        friend bool operator==(const StoreError &, const StoreError &) = default;
    };
    using LoadResult = Expected<QByteArray, StoreError>; ///< The record, opaque to the store. It holds secrets.
    using StoreResult = Expected<void, StoreError>;

    virtual ~TokenStore();

    virtual QFuture<LoadResult> load(const QString &account) = 0;
    /// Replaces the record as a whole; durable when the future finishes.
    virtual QFuture<StoreResult> save(const QString &account, const QByteArray &record) = 0;
    /// Success: there is no record any more, checked.
    virtual QFuture<StoreResult> remove(const QString &account) = 0;
    /// The file whose kernel lock guards the record between managers and processes, and makes them read it again before
    /// a refresh. Empty, the default: nobody else uses the record.
    virtual QString lockPath(const QString &account) const;
};

TOKENMANAGER_EXPORT QDebug operator<<(QDebug debug, TokenStore::Failure failure);
TOKENMANAGER_EXPORT QDebug operator<<(QDebug debug, const TokenStore::StoreError &error);

} // namespace tokenmanager

Q_DECLARE_METATYPE(tokenmanager::TokenStore::StoreError)

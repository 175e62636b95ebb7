// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/tokenstore.h>

#include <QHash>

namespace tokenmanager {

/// Keeps records until it is destroyed: for tests, and for sessions that must leave no trace.
class TOKENMANAGER_EXPORT MemoryTokenStore : public TokenStore
{
public:
    MemoryTokenStore();
    ~MemoryTokenStore() override;

    QFuture<LoadResult> load(const QString &account) override;
    QFuture<StoreResult> save(const QString &account, const QByteArray &record) override;
    QFuture<StoreResult> remove(const QString &account) override;

private:
    QHash<QString, QByteArray> m_records;
};

} // namespace tokenmanager

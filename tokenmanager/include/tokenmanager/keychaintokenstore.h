// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/tokenstore.h>

#include <memory>

namespace tokenmanager {

/// The OS keychain, by QtKeychain: one binary item for each issuer and account. Never a file, not even by option.
///
/// On Linux "locked" is told from "missing" over D-Bus without a prompt, and every write is read back before it counts.
/// A keychain that does not answer is given up after 60 s (Unavailable); the late answer is ignored.
/// Needs a GLib event dispatcher on Linux (Qt's default there).
class TOKENMANAGER_EXPORT KeychainTokenStore : public TokenStore
{
public:
    explicit KeychainTokenStore(const QString &issuer);
    ~KeychainTokenStore() override;

    QFuture<LoadResult> load(const QString &account) override;
    QFuture<StoreResult> save(const QString &account, const QByteArray &record) override;
    QFuture<StoreResult> remove(const QString &account) override;
    QString lockPath(const QString &account) const override;

private:
    struct Private;
    const std::shared_ptr<Private> d; // shared with jobs in flight, which outlive the store
};

} // namespace tokenmanager

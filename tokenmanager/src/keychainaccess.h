// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/tokenstore.h>

#include "keychainfinding.h"
#include "keychainjob.h"

#include <QSet>

#include <chrono>
#include <functional>
#include <memory>

namespace tokenmanager {

/// The items of one issuer in the OS keychain. Kept alive by what is in flight; everything runs in the calling thread's
/// event loop.
class KeychainAccess : public std::enable_shared_from_this<KeychainAccess>
{
public:
    using LoadResult = TokenStore::LoadResult;
    using StoreResult = TokenStore::StoreResult;
    template <typename Result>
    using Done = std::function<void(const Result &)>;

    explicit KeychainAccess(const QString &issuer, std::chrono::milliseconds patience = std::chrono::minutes(1));

    void load(const QString &account, Done<LoadResult> done);
    void save(const QString &account, const QByteArray &record, Done<StoreResult> done);
    void remove(const QString &account, Done<StoreResult> done);

    QString issuer() const { return m_issuer; }

private:
    enum class Prompt { Reading, Writing };

    void prepare(Prompt prompt, const QString &account, Done<StoreResult> done);
    enum class Attempt { First, Second };
    void read(const QString &account, Done<LoadResult> done, Attempt attempt = Attempt::First);
    void write(
        const QString &account, const QByteArray &record, Done<StoreResult> done, Attempt attempt = Attempt::First);
    void readBack(const QString &account, const QByteArray &record, Done<StoreResult> done);
    void erase(const QString &account, Done<StoreResult> done);
    void checkErased(const QString &account, QKeychain::Error error, Done<StoreResult> done);
    void look(const QString &account, std::function<void(KeychainFinding)> done) const;
    void explain(
        const QString &account, QKeychain::Error error, std::function<void()> again, Done<StoreResult> done) const;
    Done<StoreResult> remembering(Prompt prompt, Done<StoreResult> done);
    void remember(Prompt prompt, bool wasLocked);

    const QString m_issuer;
    const QString m_service;
    const std::chrono::milliseconds m_patience;
    QSet<Prompt>
        m_dismissed; ///< The user has seen this one and not unlocked: not again before the keychain is unlocked.
};

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "keychainaccess.h"

#include "sessionrecord.h"

#ifdef TOKENMANAGER_SECRET_SERVICE
#include "secretservice.h"
#endif

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;

namespace {

/// What makes every job pointless, or worse.
std::optional<TokenStore::StoreError> keychainObstacle()
{
#ifdef TOKENMANAGER_SECRET_SERVICE
    if (!SecretService::hasBus())
        return keychainWithoutBus();
    if (!SecretService::hasGlibEvents() && !SecretService::isKWalletSession())
        return keychainWithoutGlib();
#endif
    if (isKeychainStuck())
        return keychainSilent();
    return {};
}

} // namespace

KeychainAccess::KeychainAccess(const QString &issuer, std::chrono::milliseconds patience)
    : m_issuer(issuer)
    , m_service(u"tokenmanager/"_s + issuer)
    , m_patience(patience)
{ }

void KeychainAccess::load(const QString &account, Done<LoadResult> done)
{
    prepare(Prompt::Reading, account, [=, self = shared_from_this()](const StoreResult &prepared) {
        if (!prepared)
            return done(prepared.error());
        self->read(account, [=](const LoadResult &result) {
            self->remember(Prompt::Reading, !result && result.error().failure == TokenStore::Failure::Locked);
            done(result);
        });
    });
}

void KeychainAccess::save(const QString &account, const QByteArray &record, Done<StoreResult> done)
{
    if (record.size() > SessionRecord::maximumSize)
        return done(keychainTooLarge());
    prepare(Prompt::Writing, account, [=, self = shared_from_this()](const StoreResult &prepared) {
        if (!prepared)
            return done(prepared);
        self->write(account, record, self->remembering(Prompt::Writing, done));
    });
}

void KeychainAccess::remove(const QString &account, Done<StoreResult> done)
{
    prepare(Prompt::Writing, account, [=, self = shared_from_this()](const StoreResult &prepared) {
        if (!prepared)
            return done(prepared);
        self->erase(account, self->remembering(Prompt::Writing, done));
    });
}

/// A job on a locked keychain asks the user to unlock it. One who has said no is not asked again by every retry.
void KeychainAccess::prepare(Prompt prompt, const QString &account, Done<StoreResult> done)
{
    if (const auto obstacle = keychainObstacle())
        return done(*obstacle);
    if (!m_dismissed.contains(prompt))
        return done({});
    look(account,
        [=](KeychainFinding finding) { done(isLocked(finding) ? StoreResult(keychainLocked()) : StoreResult()); });
}

void KeychainAccess::read(const QString &account, Done<LoadResult> done, Attempt attempt)
{
    auto *job = new QKeychain::ReadPasswordJob(m_service);
    runKeychainJob(job, account, m_patience, [=, self = shared_from_this()](const KeychainAnswer &answer) {
        if (answer.silent)
            return done(keychainSilent());
        if (answer.error == QKeychain::NoError)
            return done(answer.data.isEmpty() ? LoadResult(keychainEmptyRecord()) : LoadResult(answer.data));
        const auto again = [=] { self->read(account, done, Attempt::Second); };
        self->explain(account, answer.error, attempt == Attempt::First ? again : std::function<void()>(),
            [=](const StoreResult &result) { done(result.error()); });
    });
}

void KeychainAccess::write(const QString &account, const QByteArray &record, Done<StoreResult> done, Attempt attempt)
{
    auto *job = new QKeychain::WritePasswordJob(m_service);
    job->setBinaryData(record); // never as text: the two make two items, and a reader gets the text
    runKeychainJob(job, account, m_patience, [=, self = shared_from_this()](const KeychainAnswer &answer) {
        if (answer.silent)
            return done(keychainSilent());
        if (answer.error == QKeychain::NoError)
            return self->readBack(account, record, done);
        const auto again = [=] { self->write(account, record, done, Attempt::Second); };
        self->explain(account, answer.error, attempt == Attempt::First ? again : std::function<void()>(), done);
    });
}

/// KWallet reports failed writes as done, and a text item of the same name hides ours.
void KeychainAccess::readBack(const QString &account, const QByteArray &record, Done<StoreResult> done)
{
    read(account, [=](const LoadResult &result) {
        const bool isMissing = !result && result.error().failure == TokenStore::Failure::NotFound;
        if (result ? *result != record : isMissing)
            return done(keychainNotKept());
        done(result ? StoreResult() : StoreResult(result.error()));
    });
}

void KeychainAccess::erase(const QString &account, Done<StoreResult> done)
{
    auto *job = new QKeychain::DeletePasswordJob(m_service);
    runKeychainJob(job, account, m_patience, [=, self = shared_from_this()](const KeychainAnswer &answer) {
        if (answer.silent)
            return done(keychainSilent());
        self->checkErased(account, answer.error, done);
    });
}

/// A locked keyring says that the item was deleted, and brings it back once it is unlocked.
void KeychainAccess::checkErased(const QString &account, QKeychain::Error error, Done<StoreResult> done)
{
    look(account, [=, self = shared_from_this()](KeychainFinding finding) {
        if (finding == KeychainFinding::Absent || finding == KeychainFinding::NoCollection)
            return done({}); // a service without any keyring has nothing left either
        if (finding == KeychainFinding::Present)
            return done(keychainNotRemoved());
        if (finding != KeychainFinding::NotAsked)
            return done(keychainFailure(error, finding));
        self->read(account, [=](const LoadResult &result) {
            const bool isMissing = !result && result.error().failure == TokenStore::Failure::NotFound;
            done(isMissing ? StoreResult() : StoreResult(result ? keychainNotRemoved() : result.error()));
        });
    });
}

void KeychainAccess::look(const QString &account, std::function<void(KeychainFinding)> done) const
{
#ifdef TOKENMANAGER_SECRET_SERVICE
    SecretService::look(m_service, account, std::move(done));
#else
    Q_UNUSED(account);
    done(KeychainFinding::NotAsked);
#endif
}

/// Once again where the service is there and unlocked after all: it may have been started anew since the last job.
void KeychainAccess::explain(
    const QString &account, QKeychain::Error error, std::function<void()> again, Done<StoreResult> done) const
{
    const bool mayBeStale = error == QKeychain::OtherError;
#ifdef TOKENMANAGER_SECRET_SERVICE
    if (mayBeStale)
        SecretService::dropSession();
#endif
    look(account, [=](KeychainFinding finding) {
        const bool isOpen = finding == KeychainFinding::Present || finding == KeychainFinding::Absent;
        if (mayBeStale && isOpen && again)
            return again();
        done(keychainFailure(error, finding));
    });
}

KeychainAccess::Done<KeychainAccess::StoreResult> KeychainAccess::remembering(Prompt prompt, Done<StoreResult> done)
{
    return [=, self = shared_from_this()](const StoreResult &result) {
        self->remember(prompt, !result && result.error().failure == TokenStore::Failure::Locked);
        done(result);
    };
}

void KeychainAccess::remember(Prompt prompt, bool wasLocked)
{
    if (wasLocked)
        m_dismissed.insert(prompt);
    else
        m_dismissed.remove(prompt);
}

} // namespace tokenmanager

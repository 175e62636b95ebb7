// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "refreshexchange.h"

#include <tokenmanager/serverprofile.h>

#include "logging.h"
#include "sessionhub.h"
#include "storekeeper.h"
#include "tokenchannel.h"
#include "tokendialect.h"
#include "tracer.h"

#include <QCoreApplication>
#include <QRandomGenerator>

namespace tokenmanager {

using namespace std::chrono_literals;

namespace {

struct ExchangeTexts
{
    Q_DECLARE_TR_FUNCTIONS(tokenmanager::TokenManager)
};

constexpr std::chrono::milliseconds exchangeDeadline = 30s;

QByteArray newIdempotencyKey()
{
    quint32 words[4];
    QRandomGenerator::system()->fillRange(words);
    return QByteArray(reinterpret_cast<const char *>(words), sizeof words).toHex();
}

refresh::Next nextAfter(TokenAnswer::Verdict verdict)
{
    switch (verdict) {
    case TokenAnswer::Verdict::Unknown:
        return refresh::Next::Soon;
    case TokenAnswer::Verdict::RetrySlowly:
        return refresh::Next::Slowly;
    case TokenAnswer::Verdict::Stop:
        return refresh::Next::Never;
    case TokenAnswer::Verdict::Retry:
    case TokenAnswer::Verdict::Success:
    case TokenAnswer::Verdict::Dead:
        break;
    }
    return refresh::Next::Later;
}

/// A server that puts the refresh token into its error must not get it into a log by us.
TokenError withoutSecret(TokenError error, const QByteArray &refreshToken)
{
    constexpr qsizetype shortest = 8; // shorter pieces of a token are words such as "invalid"
    const QString secret = QString::fromLatin1(refreshToken);
    for (qsizetype i = 0; i + shortest <= error.oauthError.size(); ++i) {
        if (secret.contains(QStringView(error.oauthError).mid(i, shortest))) {
            error.oauthError.clear();
            break;
        }
    }
    return error;
}

} // namespace

TokenError keychainError(const TokenStore::StoreError &error)
{
    QString message = error.message;
    if (message.isEmpty())
        message = ExchangeTexts::tr("The keychain cannot be used.");
    return { .kind = TokenError::Kind::Keychain, .message = message };
}

RefreshExchange::RefreshExchange(const SessionParts &parts, Session &session, LockWait::Held &lock, Done done)
    : m_parts(parts)
    , m_session(session)
    , m_lock(lock)
    , m_done(std::move(done))
{ }

void RefreshExchange::start()
{
    if (m_lock)
        return readRecord();
    m_lockWait.start(m_parts.clock, m_parts.keeper.lockPath(), [this](Expected<LockWait::Held, TokenError> lock) {
        if (!lock) {
            // Queued: whoever started this is still busy doing so.
            QMetaObject::invokeMethod(
                this,
                [this, error = lock.error()] {
                    finish(Failed { error, refresh::Next::Later });
                },
                Qt::QueuedConnection);
            return;
        }
        m_lock = std::move(*lock);
        readRecord();
    });
}

// Another process may have exchanged the token since: the record is read as the last step before it is used.
void RefreshExchange::readRecord()
{
    if (m_parts.keeper.lockPath().isEmpty())
        return mark();
    m_parts.keeper.load(this, [this](const TokenStore::LoadResult &loaded) { compareRecord(loaded); });
}

void RefreshExchange::compareRecord(const TokenStore::LoadResult &loaded)
{
    if (!loaded) {
        const bool vanished = loaded.error().failure == TokenStore::Failure::NotFound && m_session.stored;
        return vanished ? finish(Gone {}) : mark(); // what cannot be read cannot be marked either: mark() decides
    }
    const auto record = SessionRecord::decode(*loaded);
    if (record && belongsTo(*record, m_parts.profile)) {
        if (record->phase == SessionRecord::Phase::LoggingOut || record->phase == SessionRecord::Phase::Out)
            return finish(Gone {});
        takeOver(*record);
    }
    mark();
}

/// Makes a sibling's newer token ours. An older record is a stale keyring, not news.
bool RefreshExchange::takeOver(const SessionRecord &record)
{
    if (record.generation < m_session.recordGeneration)
        return false;
    const bool other = record.refreshToken != m_session.refreshToken;
    if (other && record.generation == m_session.recordGeneration && m_session.stored)
        qCWarning(lcRefresh) << "two refresh tokens of one generation: taking the stored one";
    if (other)
        qCInfo(lcRefresh) << "another window has refreshed: taking its token";
    m_session.refreshToken = record.refreshToken;
    m_session.recordGeneration = record.generation;
    m_session.rotates = record.rotates;
    m_session.stored = record;
    if (other || record.phase == SessionRecord::Phase::InFlight)
        m_session.idempotencyKey = record.idempotencyKey; // empty where nothing is in flight
    return other;
}

// Write-ahead: from here on the next start knows that the token may be spent. It also proves that the store can be
// written before the token is.
void RefreshExchange::mark()
{
    if (m_session.idempotencyKey.isEmpty())
        m_session.idempotencyKey = newIdempotencyKey();
    SessionRecord record = recordOf(m_session, m_parts.profile, SessionRecord::Phase::InFlight);
    record.since = m_parts.clock.now();
    const bool isMarked = m_session.stored && m_session.stored->phase == SessionRecord::Phase::InFlight
        && m_session.stored->idempotencyKey == record.idempotencyKey;
    if (!m_session.stored || !m_session.rotates || isMarked)
        return post();
    m_parts.keeper.save(
        record.encode(), StoreKeeper::Persistence::Once, this, [this](const TokenStore::StoreResult &result) {
            if (!result)
                return finish(Failed { keychainError(result.error()), refresh::Next::Later });
            post();
        });
}

void RefreshExchange::post()
{
    m_sentAt = m_parts.clock.elapsed();
    m_tokenName = m_parts.tracer.nameOf(m_session.refreshToken);
    const TokenRequest request = refreshRequest(m_parts.profile, m_session.refreshToken, m_session.idempotencyKey);
    m_request = m_parts.channel.send(request, exchangeDeadline, [this](const ChannelAnswer &answer) {
        TokenAnswer read = readTokenAnswer(m_parts.profile, TokenRequestKind::Refresh, answer, m_parts.clock.now());
        read.error = withoutSecret(read.error, m_session.refreshToken);
        const bool sent =
            answer.outcome == ChannelAnswer::Outcome::Complete || answer.outcome == ChannelAnswer::Outcome::Unknown;
        keepRefreshToken(read);
        if (read.verdict == TokenAnswer::Verdict::Success)
            finish(Renewed { *read.access, m_sentAt });
        else if (read.verdict == TokenAnswer::Verdict::Dead)
            lookForSibling(read.error);
        else
            finish(Failed { read.error, nextAfter(read.verdict), sent });
    });
}

void RefreshExchange::keepRefreshToken(const TokenAnswer &answer)
{
    const bool isNew = !answer.refreshToken.isEmpty() && answer.refreshToken != m_session.refreshToken;
    if (isNew) {
        m_session.refreshToken = answer.refreshToken;
        ++m_session.recordGeneration;
    }
    if (isNew || answer.verdict == TokenAnswer::Verdict::Success) {
        m_session.rotates = isNew;
        m_session.idempotencyKey.clear(); // settled: the next exchange is another one
    }
}

// Whoever loses a race against a sibling is refused too. The sibling's token must not die with it.
void RefreshExchange::lookForSibling(const TokenError &error)
{
    if (m_parts.keeper.lockPath().isEmpty() || std::exchange(m_lookedForSibling, true))
        return finish(Refused { error });
    m_parts.keeper.load(this, [this, error](const TokenStore::LoadResult &loaded) {
        const auto record =
            loaded ? SessionRecord::decode(*loaded) : Expected<SessionRecord, QString>(loaded.error().message);
        const bool living = record && belongsTo(*record, m_parts.profile)
            && record->phase != SessionRecord::Phase::LoggingOut && record->phase != SessionRecord::Phase::Out;
        if (!living || !takeOver(*record))
            return finish(Refused { error });
        mark();
    });
}

void RefreshExchange::finish(const Outcome &outcome)
{
    const Done done = std::move(m_done);
    done(outcome);
}

} // namespace tokenmanager

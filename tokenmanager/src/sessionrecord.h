// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/expected.h>

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QStringList>
#include <QUrl>

class QDebug;

namespace tokenmanager {

/// All that outlives the process, in one keychain item: one write replaces everything, so there is no moment with half
/// of it. The refresh token stands beside the endpoint it belongs to, so that no change of settings sends it elsewhere.
struct SessionRecord
{
    enum class Phase {
        Idle, ///< The refresh token may be used.
        InFlight, ///< An exchange was begun: the refresh token may be spent.
        LoggingOut, ///< The log-out has to be carried to its end.
        Out, ///< Over. No refresh token any more.
    };

    /// Keychains take a few KiB to some 100 KiB; more than this is no record of ours.
    static constexpr qsizetype maximumSize = 64 * 1024;

    quint64 generation = 0; ///< Only grows: a smaller one than seen before is an old copy.
    QByteArray refreshToken = {}; ///< A secret.
    Phase phase = Phase::Idle;
    QByteArray idempotencyKey = {}; ///< Of the exchange in flight.
    QDateTime since = {}; ///< UTC, when the phase began.
    QString issuer = {};
    QUrl tokenEndpoint = {}; ///< The only place the refresh token may go to.
    QString clientId = {};
    QStringList scopes = {};
    bool rotates = true; ///< The last exchange brought a new refresh token; true before the first one.
    QString backend = {}; ///< Which keychain it was written to.
    int crashes = 0; ///< Exchanges in a row that ended with the process.

    QByteArray encode() const; ///< CBOR (RFC 8949), version 1.
    /// Or one sentence, translated and without a secret: what is wrong with it.
    static Expected<SessionRecord, QString> decode(const QByteArray &bytes);

    friend bool operator==(const SessionRecord &, const SessionRecord &) = default;
};

/// Prints the phase and the generation, no secret.
QDebug operator<<(QDebug debug, const SessionRecord &record);

} // namespace tokenmanager

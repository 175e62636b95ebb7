// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "connectionlimits.h"
#include "httprequestreader.h"
#include "requesthandler.h"

#include <QCryptographicHash>
#include <QObject>
#include <QTcpSocket>
#include <QTimer>

namespace mockserver {

/// One client's connection: requests in, answers out in the same order, one request at a time.
///
/// A request that is held keeps those behind it on the same connection waiting, and nobody else. Nothing is read while
/// the client does not take its answers.
class HttpConnection : public QObject
{
    Q_OBJECT

public:
    HttpConnection(QTcpSocket *socket, RequestHandler &handler, const ConnectionLimits &limits, QObject *parent);

    [[nodiscard]] bool isIdle() const { return m_phase == Phase::Idle; }
    [[nodiscard]] std::chrono::steady_clock::time_point since() const { return m_since; }

    void checkDeadlines();
    /// Answers before anything was asked, and closes: there are too many connections.
    void refuseForLoad();
    /// Drops the request that is held, if one is.
    void dropHeld();
    void cut();

Q_SIGNALS:
    void ended(mockserver::HttpConnection *connection);

private:
    enum class Phase { Idle, Head, Body, Held, Streaming, Flushing, Lingering, Ended };
    enum class After { Stay, Linger, Cut };
    using Instant = std::chrono::steady_clock::time_point;

    void enter(Phase phase);
    [[nodiscard]] std::chrono::milliseconds patience() const;

    void onReadyRead();
    void onBytesWritten();
    void onDisconnected();
    void onHeldLongEnough();
    void end();
    [[nodiscard]] bool hasRoom() const;

    void pump();
    bool step();
    void onHead();
    void onBodyPart();
    void onComplete();
    void carryOut();

    void refuse(const HttpRefusal &refusal);
    void refuseExchange(const HttpRefusal &refusal);
    void deliver(const Delivery &delivery);
    void deliverCut(const QByteArray &head, const HttpResponse &response, qint64 bodySize, const CutPoint &cut);
    void startStream(qint64 size, After after, Sent atItsEnd);
    void continueStream();
    void endAnswer(After after);
    void flush();
    void finishSending();
    void startLingering();

    QTcpSocket *m_socket;
    RequestHandler &m_handler;
    const ConnectionLimits &m_limits;
    HttpRequestReader m_reader;
    Exchange m_exchange;
    ConnectionTag m_tag;
    Phase m_phase = Phase::Idle;
    After m_after = After::Stay; ///< what follows once everything is sent
    Instant m_since; ///< when this phase began
    Instant m_lastProgress; ///< when the client last took something of what waits for it
    QByteArray m_out;
    QCryptographicHash m_hash { QCryptographicHash::Sha256 };
    QTimer m_hold;
    qint64 m_streamLeft = 0;
    After m_afterStream = After::Stay;
    Sent m_sentByStream = Sent::Full;
    bool m_streamedBody = false;
    bool m_pumping = false;
};

} // namespace mockserver

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "httpconnection.h"

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

namespace mockserver {

namespace {

constexpr qint64 readBuffer = 64 * 1024;
constexpr qint64 enoughWaiting = 256 * 1024; // so much may wait for the client; then nothing more is made or read

/// What /api/stream is made of.
const QByteArray &streamBlock()
{
    static const QByteArray block(64 * 1024, 'x');
    return block;
}

bool isHeadRequest(const HttpRequest &request)
{
    return request.method == "HEAD";
}

/// The client's end of the connection hears that nothing more comes, and can still read what has been sent.
void closeForWriting(QTcpSocket &socket)
{
#ifdef Q_OS_UNIX
    ::shutdown(static_cast<int>(socket.socketDescriptor()), SHUT_WR);
#else
    socket.disconnectFromHost();
#endif
}

} // namespace

HttpConnection::HttpConnection(
    QTcpSocket *socket, RequestHandler &handler, const ConnectionLimits &limits, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_handler(handler)
    , m_limits(limits)
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(readBuffer);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_socket, &QTcpSocket::readyRead, this, &HttpConnection::onReadyRead);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &HttpConnection::onBytesWritten);
    connect(m_socket, &QTcpSocket::disconnected, this, &HttpConnection::onDisconnected);
    m_hold.setSingleShot(true);
    m_hold.setTimerType(Qt::PreciseTimer);
    connect(&m_hold, &QTimer::timeout, this, &HttpConnection::onHeldLongEnough);
    enter(Phase::Idle);
}

void HttpConnection::enter(Phase phase)
{
    m_phase = phase;
    m_since = std::chrono::steady_clock::now();
}

std::chrono::milliseconds HttpConnection::patience() const
{
    switch (m_phase) {
    case Phase::Idle:
        return m_limits.idle;
    case Phase::Head:
        return m_limits.head;
    case Phase::Body:
        return m_streamedBody ? m_limits.uploadPause : m_limits.body;
    case Phase::Lingering:
        return m_limits.linger;
    case Phase::Held:
    case Phase::Streaming:
    case Phase::Flushing:
    case Phase::Ended:
        break;
    }
    return std::chrono::milliseconds::max();
}

void HttpConnection::checkDeadlines()
{
    const Instant now = std::chrono::steady_clock::now();
    if (m_phase != Phase::Lingering && m_socket->bytesToWrite() > 0) {
        if (now - m_lastProgress > m_limits.unreadAnswer)
            cut();
        return;
    }
    if (patience() == std::chrono::milliseconds::max() || now - m_since <= patience())
        return;
    if (m_phase == Phase::Head)
        refuse({ 408, "The head of the request came too slowly." });
    else if (m_phase == Phase::Body)
        refuseExchange({ 408, "The body of the request came too slowly." });
    else
        cut();
}

void HttpConnection::refuseForLoad()
{
    refuse({ 503, "There are too many connections." });
}

void HttpConnection::dropHeld()
{
    if (m_hold.isActive())
        cut();
}

void HttpConnection::cut()
{
    m_hold.stop();
    m_socket->abort();
    end();
}

void HttpConnection::end()
{
    if (std::exchange(m_phase, Phase::Ended) != Phase::Ended)
        Q_EMIT ended(this);
}

/// A request that is held is carried out even if its client does not wait for the answer.
void HttpConnection::onDisconnected()
{
    if (!m_hold.isActive())
        end();
}

void HttpConnection::onHeldLongEnough()
{
    const auto record = m_exchange.record;
    carryOut();
    if (m_socket->state() == QAbstractSocket::ConnectedState) {
        pump();
        return;
    }
    if (record)
        record->sent = Sent::None;
    end();
}

void HttpConnection::onReadyRead()
{
    if (m_phase == Phase::Lingering || m_after != After::Stay) {
        m_socket->skip(m_socket->bytesAvailable());
        return;
    }
    pump();
}

void HttpConnection::onBytesWritten()
{
    m_lastProgress = std::chrono::steady_clock::now();
    if (m_pumping)
        return; // flush() reports from inside
    if (m_phase == Phase::Streaming)
        continueStream();
    else if (m_phase == Phase::Idle)
        m_since = m_lastProgress;
    pump();
}

bool HttpConnection::hasRoom() const
{
    return m_out.size() + m_socket->bytesToWrite() < enoughWaiting;
}

/// Serves what has come, until the input is used up, a request is held or enough waits to be taken.
void HttpConnection::pump()
{
    if (std::exchange(m_pumping, true))
        return;
    bool stepped = true;
    while (stepped && hasRoom()) { // without room, bytesWritten() comes back to this
        stepped = false;
        while (hasRoom() && step())
            stepped = true;
        flush();
    }
    flush();
    m_pumping = false;
    finishSending();
}

bool HttpConnection::step()
{
    if (m_after != After::Stay || m_phase == Phase::Held || m_phase == Phase::Streaming || m_phase == Phase::Ended)
        return false;
    switch (m_reader.next()) {
    case HttpRequestReader::Event::NeedMore:
        break;
    case HttpRequestReader::Event::Head:
        onHead();
        return true;
    case HttpRequestReader::Event::BodyPart:
        onBodyPart();
        return true;
    case HttpRequestReader::Event::Complete:
        onComplete();
        return true;
    case HttpRequestReader::Event::Refused:
        if (m_phase == Phase::Body)
            refuseExchange(m_reader.refusal());
        else
            refuse(m_reader.refusal());
        return false;
    }
    if (m_phase == Phase::Idle && !m_reader.isBetweenRequests())
        enter(Phase::Head);
    if (m_socket->bytesAvailable() == 0)
        return false;
    m_reader.append(m_socket->readAll());
    return true;
}

void HttpConnection::onHead()
{
    m_exchange = {};
    m_exchange.request = m_reader.takeRequest();
    const Admission admission = m_handler.admit(m_exchange, m_tag);
    auto refusal = admission.refusal;
    if (!refusal)
        refusal = m_reader.startBody(m_exchange.request, admission.bodyLimit, admission.streamed);
    if (refusal) {
        refuseExchange(*refusal);
        return;
    }
    if (!m_exchange.request.hasBody())
        return;
    m_streamedBody = admission.streamed;
    m_hash.reset();
    enter(Phase::Body);
    const bool waits = !m_exchange.request.http10 && m_exchange.request.find("Expect") && !m_reader.hasInput();
    if (waits)
        m_out.append("HTTP/1.1 100 Continue\r\n\r\n");
}

void HttpConnection::onBodyPart()
{
    m_hash.addData(m_reader.takeBody());
    m_since = std::chrono::steady_clock::now();
}

void HttpConnection::onComplete()
{
    const bool hashed = m_phase == Phase::Body && m_streamedBody;
    m_exchange.bodySize = m_reader.bodySize();
    m_exchange.body = m_reader.takeBody();
    if (hashed) {
        m_hash.addData(std::exchange(m_exchange.body, {}));
        m_exchange.bodyDigest = m_hash.result().toHex();
    }
    const auto delay = m_handler.hold(m_exchange);
    enter(Phase::Held);
    if (delay.count() > 0)
        m_hold.start(delay);
    else
        carryOut();
}

void HttpConnection::carryOut()
{
    deliver(m_handler.carryOut(m_exchange));
}

/// There is no request to speak of: it could not be read, or not in time.
void HttpConnection::refuse(const HttpRefusal &refusal)
{
    m_exchange = {};
    refuseExchange(refusal);
}

void HttpConnection::refuseExchange(const HttpRefusal &refusal)
{
    m_reader.stop();
    const HttpResponse response = HttpResponse::error(refusal.status, refusal.sentence);
    m_out.append(headOf(response, Persistence::Close));
    if (!isHeadRequest(m_exchange.request))
        m_out.append(response.body);
    m_exchange.decided(refusal.status);
    m_exchange.sent(Sent::Full);
    endAnswer(After::Linger);
    pump();
}

void HttpConnection::deliver(const Delivery &delivery)
{
    const HttpRequest &request = m_exchange.request;
    const HttpResponse &response = delivery.response;
    const auto persistence = !request.keepAlive ? Persistence::Close
        : request.http10                        ? Persistence::KeepAlive
                                                : Persistence::Implied;
    const QByteArray head = headOf(response, persistence);
    const qint64 bodySize = isHeadRequest(request) || !response.hasBody() ? 0 : response.bodySize();
    if (delivery.cut) {
        deliverCut(head, response, bodySize, *delivery.cut);
        return;
    }
    m_out.append(head);
    const After after = request.keepAlive ? After::Stay : After::Linger;
    if (response.streamedBytes >= 0) {
        startStream(bodySize, after, response.shortened ? Sent::Part : Sent::Full);
        return;
    }
    if (bodySize > 0)
        m_out.append(response.body);
    m_exchange.sent(response.shortened ? Sent::Part : Sent::Full);
    endAnswer(after);
}

void HttpConnection::deliverCut(
    const QByteArray &head, const HttpResponse &response, qint64 bodySize, const CutPoint &cutPoint)
{
    const qint64 whole = head.size() + bodySize;
    const qint64 sent = cutPoint.within(head.size(), bodySize);
    const Sent part = sent == 0 ? Sent::None : sent < whole ? Sent::Part : Sent::Full;
    m_out.append(head.constData(), static_cast<qsizetype>(std::min<qint64>(sent, head.size())));
    const qint64 ofBody = std::max<qint64>(sent - head.size(), 0);
    if (response.streamedBytes >= 0 && ofBody > 0) {
        startStream(ofBody, After::Cut, part);
        return;
    }
    m_exchange.sent(part);
    m_out.append(response.body.constData(), static_cast<qsizetype>(ofBody));
    endAnswer(After::Cut);
}

void HttpConnection::startStream(qint64 size, After after, Sent atItsEnd)
{
    m_streamLeft = size;
    m_afterStream = after;
    m_sentByStream = atItsEnd;
    m_exchange.sent(Sent::Part);
    enter(Phase::Streaming);
    continueStream();
}

void HttpConnection::continueStream()
{
    while (m_streamLeft > 0 && hasRoom()) {
        const qsizetype size = static_cast<qsizetype>(std::min<qint64>(m_streamLeft, streamBlock().size()));
        m_out.append(streamBlock().constData(), size);
        m_streamLeft -= size;
    }
    if (m_streamLeft > 0)
        return;
    m_exchange.sent(m_sentByStream);
    endAnswer(m_afterStream);
}

void HttpConnection::endAnswer(After after)
{
    m_after = after;
    m_exchange = {};
    enter(after == After::Stay ? Phase::Idle : Phase::Flushing);
}

void HttpConnection::flush()
{
    if (m_out.isEmpty() || m_socket->state() != QAbstractSocket::ConnectedState)
        return;
    m_lastProgress = std::chrono::steady_clock::now();
    m_socket->write(std::exchange(m_out, {}));
    if (m_phase != Phase::Streaming) // a stream goes on when the event loop says that there is room, not at once
        m_socket->flush();
}

void HttpConnection::finishSending()
{
    if (m_phase != Phase::Flushing || !m_out.isEmpty() || m_socket->bytesToWrite() > 0)
        return;
    if (m_after == After::Cut)
        cut();
    else
        startLingering();
}

/// Closing at once would reset the connection while the client still sends, and it would lose the answer.
void HttpConnection::startLingering()
{
    enter(Phase::Lingering);
    m_socket->skip(m_socket->bytesAvailable());
    closeForWriting(*m_socket);
}

} // namespace mockserver

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "tokenchannel.h"

#include "oneshotbody.h"
#include "origin.h"
#include "retryafter.h"

#include <QCoreApplication>
#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>

#include <algorithm>
#include <utility>

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;

namespace {

using Outcome = ChannelAnswer::Outcome;

constexpr qint64 readBufferBytes = 64 * 1024;
constexpr qint64 largestAnswer = 256 * 1024;
constexpr std::chrono::seconds connectTime { 10 };

/// Token traffic to this computer stays on it.
class LoopbackWithoutProxy : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        return Origin::of(query.url()).isLoopback() ? QList<QNetworkProxy> { QNetworkProxy::NoProxy }
                                                    : QNetworkProxyFactory::proxyForQuery(query);
    }
};

/// Secrets go over TLS, or do not leave this computer.
bool isSafeForSecrets(const QUrl &url)
{
    const Origin origin = Origin::of(url);
    return origin.isValid() && (origin.scheme == u"https" || origin.isLoopback());
}

/// Printable ASCII: Qt sends a line break in a value as the start of another header.
[[maybe_unused]] bool isHeaderValue(const QByteArray &value)
{
    return std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
}

/// As plain as possible: whatever Qt would do by itself with an answer, a cookie or a password is off.
QNetworkRequest wireRequest(const TokenRequest &request)
{
    QNetworkRequest wire(request.url);
    wire.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    wire.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    wire.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    wire.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    wire.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    wire.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    wire.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    wire.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("tokenmanager/" TOKENMANAGER_VERSION));
    wire.setHeader(QNetworkRequest::ContentTypeHeader, request.contentType);
    wire.setRawHeader("Accept", "application/json");
    wire.setRawHeader("Accept-Encoding", "identity");
    wire.setRawHeader("Cache-Control", "no-store");
    Q_ASSERT(isHeaderValue(request.idempotencyKey));
    if (!request.idempotencyKey.isEmpty())
        wire.setRawHeader("Idempotency-Key", request.idempotencyKey);
    prepareOneShot(wire, request.body.size());
    return wire;
}

/// True for errors of the way there and back. (Qt's other codes stand for a status, and not even for the same number.)
bool isTransportError(QNetworkReply::NetworkError error)
{
    const bool belowHttp = error > QNetworkReply::NoError && error <= QNetworkReply::UnknownNetworkError;
    return belowHttp || error == QNetworkReply::ContentReSendError || error == QNetworkReply::ProtocolFailure;
}

bool isProxyError(QNetworkReply::NetworkError error)
{
    return error >= QNetworkReply::ProxyConnectionRefusedError && error <= QNetworkReply::UnknownProxyError;
}

/// Qt calls some truncated bodies no error, and never compares.
bool hasAnnouncedLength(const QNetworkReply &reply, qint64 received)
{
    if (!reply.hasRawHeader("Content-Length"))
        return true;
    bool isNumber = false;
    const qint64 announced = reply.rawHeader("Content-Length").toLongLong(&isNumber);
    return isNumber && announced == received && !reply.hasRawHeader("Transfer-Encoding");
}

/// True if all of the answer has arrived. Of a redirect the head is all: Qt ends a 307 or 308 with ContentReSendError,
/// because it prepares to follow it even where it may not. A status below 200 announces an answer that Qt then ignores.
bool isWhole(const QNetworkReply &reply, int status, qint64 received)
{
    if (status >= 300 && status < 400)
        return true;
    return status >= 200 && !isTransportError(reply.error()) && hasAnnouncedLength(reply, received);
}

/// One request on its way. Destroyed early, it is aborted and says nothing.
class TokenExchange : public QObject
{
    Q_DECLARE_TR_FUNCTIONS(tokenmanager::TokenChannel)

public:
    TokenExchange(const TokenRequest &request, TokenChannel::Done done)
        : m_request(request)
        , m_host(request.url.host())
        , m_done(std::move(done))
    { }

    ~TokenExchange() override { dropReply(); }

    void start(QNetworkAccessManager &network, Clock &clock, std::chrono::milliseconds deadline)
    {
        if (!isSafeForSecrets(m_request.url))
            return settle(unprotected());
        m_body = new OneShotBody(m_request.body);
        m_reply = network.sendCustomRequest(wireRequest(m_request), m_request.verb, m_body);
        m_body->setParent(m_reply);
        m_reply->setReadBufferSize(readBufferBytes);
        listen();
        m_deadline = clock.callAfter(deadline, [this] { timeOut(); });
        m_connectLimit = clock.callAfter(std::min<std::chrono::milliseconds>(deadline, connectTime), [this] {
            if (!wasSent())
                timeOut();
        });
    }

private:
    void listen()
    {
        connect(m_reply, &QNetworkReply::requestSent, this, [this] { m_requestSent = true; });
        connect(m_reply, &QNetworkReply::sslErrors, this, [this] { m_certificateRefused = true; });
        connect(m_reply, &QNetworkReply::readyRead, this, [this] { readSome(); });
        connect(m_reply, &QNetworkReply::finished, this, [this] {
            if (readSome())
                settle(answer());
        });
        // A dying channel deletes its replies without a word; whoever waits must still be told.
        connect(m_reply, &QObject::destroyed, this, [this] {
            m_reply = nullptr;
            settle(lost(tr("The request to %1 was given up.")));
        });
    }

    /// False: that was too much, and it is over.
    bool readSome()
    {
        m_received += m_reply->readAll();
        if (m_received.size() <= largestAnswer)
            return true;
        settle(lost(tr("The answer of %1 is too big.")));
        return false;
    }

    void timeOut()
    {
        ChannelAnswer late = lost(tr("%1 did not answer in time."));
        late.timedOut = true;
        settle(std::move(late));
    }

    /// Qt asks for the body once it is connected and, with TLS, trusts the peer: before that no secret has left.
    bool wasSent() const { return m_requestSent || (m_body && m_body->bytesAvailable() < m_request.body.size()); }

    ChannelAnswer unprotected() const
    {
        return { .outcome = Outcome::Untrusted,
            .reason = tr("%1 is not asked: its address is not protected by https.").arg(m_host) };
    }

    ChannelAnswer lost(const QString &reason) const
    {
        return { .outcome = wasSent() ? Outcome::Unknown : Outcome::NotSent, .reason = reason.arg(m_host) };
    }

    ChannelAnswer answer() const
    {
        const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (m_certificateRefused)
            return { .outcome = Outcome::Untrusted,
                .reason = tr("The identity of %1 could not be verified.").arg(m_host) };
        if (!isWhole(*m_reply, status, m_received.size()))
            return lost(lossText(m_reply->error()));
        return { .outcome = Outcome::Complete,
            .status = status,
            .contentType = m_reply->rawHeader("Content-Type"),
            .retryAfter = splitRetryAfter(m_reply->rawHeader("Retry-After")),
            .body = m_received };
    }

    QString lossText(QNetworkReply::NetworkError error) const
    {
        if (wasSent())
            return tr("The connection to %1 was lost before its answer was complete.");
        return isProxyError(error) ? tr("The proxy refused the connection to %1.") : tr("Cannot reach %1.");
    }

    void settle(ChannelAnswer answer)
    {
        if (std::exchange(m_settled, true))
            return;
        dropReply();
        QMetaObject::invokeMethod(
            this, [this, answer = std::move(answer)] { deliver(answer); }, Qt::QueuedConnection);
    }

    void deliver(const ChannelAnswer &answer)
    {
        m_deadline.reset();
        m_connectLimit.reset();
        const ChannelAnswer last = answer; // `this` and the call it is in may be gone when `done` returns
        const TokenChannel::Done done = std::move(m_done);
        done(last);
    }

    void dropReply()
    {
        if (!m_reply)
            return;
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
        m_reply = nullptr;
    }

    const TokenRequest m_request;
    const QString m_host;
    TokenChannel::Done m_done;
    QNetworkReply *m_reply = nullptr;
    QPointer<OneShotBody> m_body; // the reply's
    QByteArray m_received;
    bool m_requestSent = false;
    bool m_certificateRefused = false;
    bool m_settled = false;
    std::unique_ptr<QObject> m_deadline;
    std::unique_ptr<QObject> m_connectLimit;
};

} // namespace

TokenChannel::TokenChannel(std::shared_ptr<Clock> clock, QObject *parent)
    : QObject(parent)
    , m_clock(std::move(clock))
{
    m_network.setProxyFactory(new LoopbackWithoutProxy);
}

std::unique_ptr<QObject> TokenChannel::send(const TokenRequest &request, std::chrono::milliseconds deadline, Done done)
{
    auto exchange = std::make_unique<TokenExchange>(request, std::move(done));
    exchange->start(m_network, *m_clock, deadline);
    return exchange;
}

} // namespace tokenmanager

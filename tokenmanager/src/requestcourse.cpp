// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "requestcourse.h"

#include "authorizedreply.h"
#include "drain.h"
#include "oneshotbody.h"
#include "origin.h"
#include "requestservices.h"

#include <QBuffer>
#include <QDebug>

#include <algorithm>

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using Manager = NetworkAccessManager; // for tr()

namespace {

constexpr int questionsBeforeSending = 3;

bool isSet(const QNetworkRequest &request, QNetworkRequest::Attribute attribute)
{
    return request.attribute(attribute).toBool();
}

// RFC 9110 §9.2.2, and the methods of RFC 4918, 3253 and 5323 that only read.
bool isIdempotent(const QByteArray &method)
{
    static const QList<QByteArray> methods { "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "PROPFIND", "REPORT",
        "SEARCH" };
    return methods.contains(method.toUpper());
}

// How long a token should live before a body of this size is sent that cannot be sent again: as long as a slow line
// takes for it.
std::chrono::milliseconds wideMargin(qint64 size)
{
    constexpr qint64 slowBytesPerSecond = 256 << 10;
    return std::max<std::chrono::milliseconds>(60s, std::chrono::seconds(size / slowBytesPerSecond));
}

QString redirectErrorText(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::TooManyRedirectsError:
        return Manager::tr("Too many redirects");
    case QNetworkReply::InsecureRedirectError:
        return Manager::tr("Insecure redirect");
    case QNetworkReply::ContentReSendError:
        return Manager::tr("The request's body cannot be sent again.");
    default:
        return Manager::tr("The redirect names no usable address.");
    }
}

QNetworkReply::NetworkError refusalError(int status)
{
    return status == 403 ? QNetworkReply::ContentAccessDenied : QNetworkReply::AuthenticationRequiredError;
}

} // namespace

RequestCourse::RequestCourse(RequestServices &services, AuthorizedReply &reply,
    QNetworkAccessManager::Operation operation, const QNetworkRequest &request, QIODevice *data)
    : m_services(&services)
    , m_reply(reply)
    , m_source(services.source)
    , m_session(m_source->currentSession())
    , m_id(m_source->nextRequestId())
    , m_request(request)
    , m_operation(operation)
    , m_body(RequestBody::of(data, request, services.spoolLimits))
    , m_redirectPolicy(QNetworkRequest::RedirectPolicy(
          request.attribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::NoLessSafeRedirectPolicy)
              .toInt()))
    , m_redirectsLeft(request.maximumRedirectsAllowed())
    , m_windowKey(RequestWindow::keyOf(request))
{ }

void RequestCourse::begin()
{
    const int deadline = m_request.attribute(Manager::Deadline).toInt();
    if (deadline > 0)
        m_deadline = m_source->clock()->callAfter(std::chrono::milliseconds(deadline), [this] { deadlinePassed(); });
    if (m_body)
        m_body->watch([this] { bodyChanged(); });
    if (!m_body || m_body->isReady())
        enterWindow(RequestWindow::Turn::New);
}

void RequestCourse::stop()
{
    if (m_phase == Phase::Over)
        return;
    if (m_phase == Phase::Sent && !m_rowIsTraced)
        traceAttempt(u"given up"_s);
    enterPhase(Phase::Over);
    ++m_turn;
    m_place.leave();
    m_consent.reset();
    if (m_deadline) // it may be what calls
        m_deadline.release()->deleteLater();
    m_opened.reset();
    m_body.reset();
    m_slot.reset();
}

void RequestCourse::managerIsGone()
{
    explain(Manager::tr("The network access manager was destroyed."));
    stop();
    m_services = nullptr;
}

void RequestCourse::bodyChanged()
{
    if (m_body->hasFailed())
        m_reply.endWith(
            QNetworkReply::UnknownNetworkError, Manager::tr("The request's body could not be read to its end."), false);
    else if (m_phase == Phase::Preparing)
        enterWindow(RequestWindow::Turn::New);
}

void RequestCourse::enterPhase(Phase phase)
{
    const auto spent = since(m_phaseBegan);
    if (m_phase == Phase::Parked)
        m_report.parked += spent;
    if (m_phase == Phase::Asking)
        m_report.waitedForRefresh += spent;
    m_phase = phase;
    m_phaseBegan = now();
}

void RequestCourse::enterWindow(RequestWindow::Turn turn)
{
    enterPhase(Phase::Parked);
    if (auto slot = m_services->window.take(m_windowKey))
        granted(std::move(*slot));
    else
        m_services->window.wait(m_place, m_windowKey, m_request.priority(), turn);
}

void RequestCourse::granted(RequestWindow::Slot slot)
{
    if (!m_carriesToken)
        return send(std::move(slot), std::nullopt);
    if (const auto token = tokenAtHand())
        return send(std::move(slot), token);
    // Whoever waits for a token holds no slot.
    TokenSource::Question question { .session = m_session };
    if (m_body && !m_body->isKept())
        question.minimumLife = wideMargin(m_body->size());
    m_marginIsAsked = true;
    traceWaiting();
    ask(question);
}

// Looked up again just before each sending: nothing that was parked goes out with a token refused meanwhile.
std::optional<AccessToken> RequestCourse::tokenAtHand()
{
    const auto token = m_source->usableToken(m_session);
    if (token && livesLongEnough(*token))
        return token;
    return m_answerIsFinal ? m_answer : std::nullopt;
}

bool RequestCourse::livesLongEnough(const AccessToken &token) const
{
    if (!m_body || m_body->isKept() || m_marginIsAsked || !token.expiresAt)
        return true;
    return m_source->clock()->now().msecsTo(*token.expiresAt) >= wideMargin(m_body->size()).count();
}

void RequestCourse::ask(TokenSource::Question question)
{
    question.failOffline = isSet(m_request, Manager::FailOffline);
    enterPhase(Phase::Asking);
    ++m_asked;
    m_source->ask(question, &m_reply, [this, turn = ++m_turn](const TokenResult &result) {
        if (turn == m_turn)
            answered(result);
    });
}

void RequestCourse::answered(const TokenResult &result)
{
    if (!result)
        return endWithoutToken(result.error());
    // A token that is stale as soon as it comes is used all the same, not asked for again and again.
    m_answerIsFinal = m_asked >= questionsBeforeSending || (m_answer && m_answer->generation == result->generation);
    m_answer = *result;
    if (holdsRefusal())
        sendAgain(Manager::tr("The server refused the access token, so it was sent again with a new one."));
    else
        enterWindow(RequestWindow::Turn::Returning);
}

void RequestCourse::endWithoutToken(const TokenError &error)
{
    m_report.tokenError = error;
    const QString text = error.message.isEmpty() ? Manager::tr("There is no access token.") : error.message;
    const auto code = errorFor(error);
    if (holdsRefusal()) {
        enterPhase(Phase::Sent);
        explain(Manager::tr("The server refused the access token and there is no new one: %1").arg(text));
        return m_reply.revealAs(code, text);
    }
    explain(Manager::tr("It was not sent: %1").arg(text));
    traceUnsent(error);
    m_reply.endWith(code, text, false);
}

QNetworkReply::NetworkError RequestCourse::errorFor(const TokenError &error) const
{
    if (error.kind == TokenError::Kind::Cancelled && (!holdsRefusal() || m_source->isGone()))
        return QNetworkReply::OperationCanceledError;
    if (error.asksForLogIn() || holdsRefusal())
        return QNetworkReply::AuthenticationRequiredError;
    return QNetworkReply::TemporaryNetworkFailureError;
}

void RequestCourse::send(RequestWindow::Slot slot, const std::optional<AccessToken> &token)
{
    const RequestAttempt attempt { .number = int(m_report.attempts.size()) + 1,
        .generation = token ? token->generation : 0 };
    QNetworkRequest request = attemptRequest(token, attempt);
    if (m_phase != Phase::Parked)
        return; // the hook has aborted the request
    auto body = attemptBody(request);
    if (m_body && !body)
        return m_reply.endWith(
            QNetworkReply::ContentReSendError, redirectErrorText(QNetworkReply::ContentReSendError), false);
    m_report.attempts += attempt;
    m_sentToken = token;
    m_check = checkText();
    m_asked = 0;
    m_answer.reset();
    m_answerIsFinal = false;
    m_verdict = Verdict::None;
    m_rowIsTraced = false;
    enterPhase(Phase::Sent);
    m_slot.emplace(std::move(slot));
    m_uploading = body.get();
    QNetworkReply *const inner = m_services->sendInner(m_operation, request, body.get());
    inner->setParent(m_services->nursery.get());
    if (body)
        body.release()->setParent(inner);
    m_reply.attach(inner);
}

QNetworkRequest RequestCourse::attemptRequest(const std::optional<AccessToken> &token, const RequestAttempt &attempt)
{
    QNetworkRequest request = m_request;
    if (token) {
        request.setRawHeader("Authorization", token->type + ' ' + token->value);
        if (const auto hook = m_services->hook) {
            hook(request, attempt);
            request.setUrl(m_request.url()); // a hook adds headers; where the token goes is not its affair
        }
    }
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    return request;
}

// True where Qt's silent repeats after a lost connection do no harm.
bool RequestCourse::mayBeRepeatedByQt() const
{
    return isIdempotent(methodName(m_operation, m_request)) || isSet(m_request, Manager::MayRepeat);
}

std::unique_ptr<QIODevice> RequestCourse::attemptBody(QNetworkRequest &request)
{
    auto device = m_opened ? std::move(m_opened) : m_body ? m_body->reader() : nullptr;
    if (!device && (m_body || mayBeRepeatedByQt()))
        return nullptr;
    if (mayBeRepeatedByQt() && !device->isSequential())
        return device;
    prepareOneShot(request, m_body ? m_body->size() : 0);
    if (mayBeRepeatedByQt())
        return device;
    return device ? std::make_unique<OneShotBody>(std::move(device)) : std::make_unique<OneShotBody>(QByteArray());
}

void RequestCourse::headArrived()
{
    const QNetworkReply &inner = *m_reply.inner();
    const int status = inner.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0 || m_verdict != Verdict::None)
        return;
    m_report.attempts.last().httpStatus = status;
    if (inner.attribute(QNetworkRequest::Http2WasUsedAttribute).toBool())
        m_services->window.http2Seen(m_windowKey);
    if (m_sentToken && m_source->isRefusal(status, m_sentToken->generation))
        return refused(status);
    const bool isElsewhere = isRedirectStatus(status) && m_redirectPolicy != QNetworkRequest::ManualRedirectPolicy;
    m_verdict = isElsewhere ? Verdict::Elsewhere : Verdict::Answer;
    if (isRewoundForNothing())
        m_reply.hideError(QNetworkReply::ContentReSendError);
    if (!isElsewhere)
        m_reply.reveal();
}

void RequestCourse::attemptEnded()
{
    if (m_verdict == Verdict::Refused) {
        m_slot.reset(); // its connection is free: a refusal waits without one
        return;
    }
    recordEnd(attemptError());
    traceAttempt(outcomeText(*m_reply.inner(), m_reply.received()));
    m_slot.reset();
    if (m_verdict == Verdict::Elsewhere)
        follow();
    else if (m_verdict == Verdict::None)
        m_reply.reveal();
}

// Qt rewinds the body at each 307 and 308, also where it does not follow, and takes a one-shot body's no for an error.
bool RequestCourse::isRewoundForNothing() const
{
    const int status = m_report.attempts.last().httpStatus;
    return (status == 307 || status == 308) && !mayBeRepeatedByQt();
}

QNetworkReply::NetworkError RequestCourse::attemptError() const
{
    const auto error = m_reply.inner()->error();
    return error == QNetworkReply::ContentReSendError && isRewoundForNothing() ? QNetworkReply::NoError : error;
}

void RequestCourse::recordEnd(QNetworkReply::NetworkError error)
{
    RequestAttempt &attempt = m_report.attempts.last();
    attempt.error = error;
    attempt.duration = since(m_phaseBegan);
    const bool isLost = error == QNetworkReply::ContentReSendError || error == QNetworkReply::RemoteHostClosedError;
    if (isLost && attempt.httpStatus == 0 && !mayBeRepeatedByQt())
        explain(Manager::tr(
            "The connection was lost and nobody knows whether the server has acted, so it was not sent again."));
}

void RequestCourse::refused(int status)
{
    recordEnd(refusalError(status));
    m_verdict = Verdict::Refused;
    if (m_refusals++ > 0)
        return refusedAgain(status);
    if (const auto end = m_source->endOf(m_session)) {
        traceAttempt(outcomeText(*m_reply.inner(), 0));
        return endWithoutToken(*end);
    }
    traceAttempt(outcomeText(*m_reply.inner(), 0) + u", queued"_s);
    const quint64 generation = m_sentToken->generation;
    const TokenSource::Question question {
        .session = m_session, .refusedGeneration = generation, .refusedStatus = status
    };
    if (m_body && !m_body->isKept()) {
        m_source->ask(question, &m_reply, [](const TokenResult &) {}); // for those that come after
        return giveUp(Manager::tr(
            "The server refused the access token, and the body was too large to be kept for a second time."));
    }
    const auto newer = m_source->usableToken(m_session);
    m_wasFetched = !newer || newer->generation <= generation;
    if (m_wasFetched)
        ask(question);
    else
        sendAgain(Manager::tr("The access token had been renewed meanwhile, so it was sent again with the new one."));
}

void RequestCourse::refusedAgain(int status)
{
    if (m_wasFetched)
        m_source->reportUselessRefresh(status, m_sentToken->generation);
    traceAttempt(outcomeText(*m_reply.inner(), 0));
    giveUp(Manager::tr("The server refused a new access token too, so it was not sent a third time."));
}

void RequestCourse::giveUp(const QString &why)
{
    explain(why);
    m_reply.reveal();
}

void RequestCourse::sendAgain(const QString &why)
{
    const bool isUploading = m_uploading && !qobject_cast<QBuffer *>(m_uploading) && !m_uploading->atEnd();
    if (m_body)
        m_opened = m_body->reader();
    if (m_body && !m_opened)
        return giveUp(Manager::tr("The server refused the access token, and the body cannot be rewound."));
    explain(why);
    QNetworkReply *const inner = m_reply.detach();
    if (isUploading)
        inner->abort();
    drainAway(inner, std::exchange(m_slot, std::nullopt), *m_source->clock());
    enterWindow(RequestWindow::Turn::Returning);
}

void RequestCourse::follow()
{
    const QNetworkReply &inner = *m_reply.inner();
    if (attemptError() != QNetworkReply::NoError)
        return m_reply.reveal();
    const auto hop = nextHop({ .from = inner.url(),
        .status = m_report.attempts.last().httpStatus,
        .location = inner.rawHeader("Location"),
        .policy = m_redirectPolicy,
        .remaining = m_redirectsLeft,
        .operation = m_operation });
    if (!hop)
        return cannotFollow(hop.error());
    const bool takesBody = m_body && !hop->becomesGet;
    if (takesBody && m_body->size() != 0 && !mayCarryTokenTo(hop->url))
        return cannotFollow(QNetworkReply::InsecureRedirectError);
    if (takesBody && !m_body->isKept())
        return cannotFollow(QNetworkReply::ContentReSendError);
    goTo(*hop);
}

bool RequestCourse::mayCarryTokenTo(const QUrl &url) const
{
    return m_carriesToken && isAllowed(url, m_source->profile().allowedOrigins);
}

void RequestCourse::cannotFollow(QNetworkReply::NetworkError error)
{
    m_verdict = Verdict::Answer;
    const QString text = redirectErrorText(error);
    explain(Manager::tr("The redirect was not followed: %1").arg(text));
    m_reply.revealAs(error, text);
}

void RequestCourse::goTo(const RedirectHop &hop)
{
    const QPointer<QNetworkReply> self(&m_reply);
    m_reply.showRedirect();
    if (!self || m_phase != Phase::Sent)
        return;
    takeHop(hop);
    const bool asksFirst = m_redirectPolicy == QNetworkRequest::UserVerifiedRedirectPolicy;
    if (asksFirst) {
        m_consent = std::make_unique<QObject>();
        QObject::connect(&m_reply, &QNetworkReply::redirectAllowed, m_consent.get(), [this] {
            m_consent.release()->deleteLater(); // it is what calls
            enterWindow(RequestWindow::Turn::Returning);
        });
    }
    m_reply.wentTo(hop.url);
    if (self && !asksFirst && m_phase == Phase::Redirecting)
        enterWindow(RequestWindow::Turn::Returning);
}

void RequestCourse::takeHop(const RedirectHop &hop)
{
    m_reply.detach()->deleteLater();
    enterPhase(Phase::Redirecting);
    m_verdict = Verdict::None;
    m_carriesToken = mayCarryTokenTo(hop.url); // once it has left it does not come back
    m_refusals = 0;
    --m_redirectsLeft;
    m_request.setUrl(hop.url);
    if (!m_carriesToken) {
        m_request.setRawHeader("Authorization", {});
        m_request.setRawHeader("Cookie", {}); // the caller's; the jar has its own rules
    }
    if (hop.becomesGet) {
        m_operation = QNetworkAccessManager::GetOperation;
        m_body.reset();
        m_request.setAttribute(QNetworkRequest::CustomVerbAttribute, {});
        m_request.setHeader(QNetworkRequest::ContentTypeHeader, {});
        m_request.setHeader(QNetworkRequest::ContentLengthHeader, {});
    }
    m_windowKey = RequestWindow::keyOf(m_request);
}

void RequestCourse::deadlinePassed()
{
    const QString text = Manager::tr("The request's deadline has passed.");
    if (m_phase == Phase::Asking)
        m_report.tokenError = TokenError { .kind = TokenError::Kind::TimedOut, .message = text };
    explain(text);
    m_reply.endWith(QNetworkReply::TimeoutError, text, m_verdict == Verdict::Answer || m_verdict == Verdict::Refused);
}

QString RequestCourse::checkText() const
{
    if (!m_source->isTraced())
        return {};
    if (m_refusals > 0)
        return u"Attempt 2 of 2"_s;
    return m_sentToken ? expiryText(*m_sentToken, m_source->clock()->now()) : u"Allowed origin? no"_s;
}

void RequestCourse::traceAttempt(const QString &result)
{
    m_rowIsTraced = true;
    if (!m_source->isTraced())
        return;
    const RequestAttempt &attempt = m_report.attempts.last();
    TraceEvent event = traceRow();
    event.kind = m_refusals > 0 && m_check.startsWith(u"Attempt") ? TraceEvent::Kind::Retry : TraceEvent::Kind::Request;
    if (event.kind == TraceEvent::Kind::Retry)
        event.action.prepend(u"Retry "_s);
    event.input = tokenText(m_sentToken);
    event.check = m_check;
    event.result = result;
    event.generation = attempt.generation;
    event.attempt = attempt.number;
    event.httpStatus = attempt.httpStatus;
    event.details.insert(u"durationMs"_s, qint64(attempt.duration.count()));
    event.details.insert(u"responseBytes"_s, m_reply.received());
    m_source->trace(std::move(event));
}

void RequestCourse::traceWaiting()
{
    if (!m_source->isTraced())
        return;
    const auto token = m_source->token(m_session);
    TraceEvent event = traceRow();
    event.kind = TraceEvent::Kind::Check;
    event.input = tokenText(token);
    event.check = token ? expiryText(*token, m_source->clock()->now()) : u"Access token? none"_s;
    event.result = u"queued"_s;
    event.generation = token ? token->generation : 0;
    m_source->trace(std::move(event));
}

void RequestCourse::traceUnsent(const TokenError &error)
{
    if (!m_source->isTraced())
        return;
    TraceEvent event = traceRow();
    event.kind = TraceEvent::Kind::Request;
    event.input = tokenText({});
    event.check = u"Access token? none"_s;
    event.result = u"not sent: %1"_s.arg(error.message);
    m_source->trace(std::move(event));
}

TraceEvent RequestCourse::traceRow() const
{
    TraceEvent event;
    event.action = requestText(m_operation, m_request);
    event.requestId = m_id;
    event.details = { { u"method"_s, QString::fromLatin1(methodName(m_operation, m_request)) },
        { u"url"_s, maskedUrl(m_request.url()) }, { u"requestBytes"_s, m_body ? m_body->size() : 0 },
        { u"parkedMs"_s, qint64(m_report.parked.count()) },
        { u"waitedMs"_s, qint64(m_report.waitedForRefresh.count()) } };
    return event;
}

std::chrono::milliseconds RequestCourse::since(std::chrono::nanoseconds moment) const
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(now() - moment);
}

} // namespace tokenmanager

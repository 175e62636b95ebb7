// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/requestreport.h>

#include "redirectfollower.h"
#include "requestbody.h"
#include "requesttrace.h"
#include "requestwindow.h"
#include "tokensource.h"

#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QPointer>

#include <chrono>
#include <memory>
#include <optional>

namespace tokenmanager {

class AuthorizedReply;
struct RequestServices;

/// What happens to one request: it waits for its body, for a slot, for a token; is sent; is sent again, once, when its
/// token is refused; follows redirects. Decides, and leaves it to its AuthorizedReply what the caller sees of it.
class RequestCourse final : private RequestWindow::Client
{
public:
    RequestCourse(RequestServices &services, AuthorizedReply &reply, QNetworkAccessManager::Operation operation,
        const QNetworkRequest &request, QIODevice *data);

    void begin();
    /// Nothing more is sent, asked or waited for.
    void stop();
    void managerIsGone();

    /// The inner reply knows its status.
    void headArrived();
    /// The inner reply has finished.
    void attemptEnded();

    bool hasHead() const { return m_verdict != Verdict::None; }
    bool holdsRefusal() const { return m_verdict == Verdict::Refused; }
    bool isRedirected() const { return m_verdict == Verdict::Elsewhere; }
    const RequestReport &report() const { return m_report; }

private:
    enum class Phase { Preparing, Parked, Asking, Sent, Redirecting, Over };
    enum class Verdict { None, Answer, Refused, Elsewhere }; // about the inner reply's head

    void granted(RequestWindow::Slot slot) override;
    void bodyChanged();
    void enterPhase(Phase phase);
    void enterWindow(RequestWindow::Turn turn);
    std::optional<AccessToken> tokenAtHand();
    bool livesLongEnough(const AccessToken &token) const;

    void ask(TokenSource::Question question);
    void answered(const TokenResult &result);
    void endWithoutToken(const TokenError &error);
    QNetworkReply::NetworkError errorFor(const TokenError &error) const;

    void send(RequestWindow::Slot slot, const std::optional<AccessToken> &token);
    QNetworkRequest attemptRequest(const std::optional<AccessToken> &token, const RequestAttempt &attempt);
    std::unique_ptr<QIODevice> attemptBody(QNetworkRequest &request);
    bool mayBeRepeatedByQt() const;
    bool isRewoundForNothing() const;
    QNetworkReply::NetworkError attemptError() const;
    void recordEnd(QNetworkReply::NetworkError error);

    void refused(int status);
    void refusedAgain(int status);
    void giveUp(const QString &why);
    void sendAgain(const QString &why);

    void follow();
    void goTo(const RedirectHop &hop);
    void takeHop(const RedirectHop &hop);
    void cannotFollow(QNetworkReply::NetworkError error);
    bool mayCarryTokenTo(const QUrl &url) const;

    void deadlinePassed();
    void explain(const QString &why) { m_report.explanation = why; }
    QString checkText() const;
    void traceAttempt(const QString &result);
    void traceWaiting();
    void traceUnsent(const TokenError &error);
    TraceEvent traceRow() const;
    std::chrono::nanoseconds now() const { return m_source->clock()->elapsed(); }
    std::chrono::milliseconds since(std::chrono::nanoseconds moment) const;

    RequestServices *m_services; // null: the manager is gone
    AuthorizedReply &m_reply;
    const std::shared_ptr<TokenSource> m_source;
    const quint64 m_session;
    const quint64 m_id;

    QNetworkRequest m_request; // of the hop at hand, without a token
    QNetworkAccessManager::Operation m_operation;
    std::unique_ptr<RequestBody> m_body;
    std::unique_ptr<QIODevice> m_opened; // for the next attempt
    QPointer<QIODevice> m_uploading; // of the attempt at hand
    const QNetworkRequest::RedirectPolicy m_redirectPolicy;
    int m_redirectsLeft;
    bool m_carriesToken = true; // false from the first hop to an origin that is not allowed
    QString m_windowKey;

    Phase m_phase = Phase::Preparing;
    Verdict m_verdict = Verdict::None;
    RequestWindow::Place m_place { *this };
    std::optional<RequestWindow::Slot> m_slot;
    std::chrono::nanoseconds m_phaseBegan { 0 };
    std::unique_ptr<QObject> m_deadline;
    std::unique_ptr<QObject> m_consent; // the connection to redirectAllowed()

    quint64 m_turn = 0; // an answer to an earlier question is none
    int m_asked = 0; // questions since the last sending
    std::optional<AccessToken> m_answer;
    bool m_answerIsFinal = false;
    bool m_marginIsAsked = false;
    int m_refusals = 0; // at this hop
    bool m_wasFetched = false; // the token at hand was refreshed for this request
    std::optional<AccessToken> m_sentToken;
    QString m_check; // the trace's word on the token, at sending
    bool m_rowIsTraced = false;
    RequestReport m_report;
};

} // namespace tokenmanager

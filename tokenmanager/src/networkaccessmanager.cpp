// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/networkaccessmanager.h>

#include "authorizedreply.h"
#include "origin.h"
#include "requestservices.h"
#include "tokensourceof.h"

namespace tokenmanager {

namespace {
// Where the report of a synchronous request is: it has ended when the caller gets its reply, Qt's own.
constexpr char synchronousReport[] = "tokenmanager_report";
} // namespace

class NetworkAccessManager::Private : public RequestServices
{ };

NetworkAccessManager::NetworkAccessManager(TokenManager *tokens, QObject *parent)
    : NetworkAccessManager(tokenSourceOf(tokens), parent)
{ }

NetworkAccessManager::NetworkAccessManager(std::shared_ptr<TokenSource> source, QObject *parent)
    : QNetworkAccessManager(parent)
    , d(std::make_unique<Private>())
{
    d->source = std::move(source);
    d->sendInner = [this](Operation operation, const QNetworkRequest &request, QIODevice *data) {
        return QNetworkAccessManager::createRequest(operation, request, data);
    };
}

NetworkAccessManager::~NetworkAccessManager()
{
    d->window.close();
    while (!d->replies.empty()) // a slot may still call us
        (*d->replies.begin())->managerIsGone(this);
    d->nursery.reset(); // before Qt's own destructor: inner replies use the manager
}

void NetworkAccessManager::setAttemptHook(AttemptHook hook)
{
    d->hook = std::move(hook);
}

void NetworkAccessManager::setSpoolLimits(qint64 memory, qint64 total)
{
    d->spoolLimits = { memory, total };
}

RequestReport NetworkAccessManager::report(const QNetworkReply *reply)
{
    if (const auto *ours = dynamic_cast<const AuthorizedReply *>(reply))
        return ours->report();
    return reply ? reply->property(synchronousReport).value<RequestReport>() : RequestReport {};
}

QNetworkReply *NetworkAccessManager::createRequest(
    Operation operation, const QNetworkRequest &request, QIODevice *outgoingData)
{
    if (request.attribute(WithoutToken).toBool() || !isAllowed(request.url(), d->source->profile().allowedOrigins))
        return QNetworkAccessManager::createRequest(operation, request, outgoingData);
    if (request.attribute(QNetworkRequest::SynchronousRequestAttribute).toBool())
        return sendSynchronously(operation, request, outgoingData);
    if (!d->nursery)
        d->nursery =
            std::make_unique<QObject>(); // now: the manager may have been moved to another thread since it was made
    return new AuthorizedReply(*d, operation, withDefaults(request), outgoingData, this);
}

// What Qt fills in for every request.
QNetworkRequest NetworkAccessManager::withDefaults(QNetworkRequest request) const
{
    const bool isDefault = redirectPolicy() == QNetworkRequest::NoLessSafeRedirectPolicy;
    if (!isDefault && request.attribute(QNetworkRequest::RedirectPolicyAttribute).isNull())
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, redirectPolicy());
    if (autoDeleteReplies() && request.attribute(QNetworkRequest::AutoDeleteReplyOnFinishAttribute).isNull())
        request.setAttribute(QNetworkRequest::AutoDeleteReplyOnFinishAttribute, true);
    if (transferTimeout() > 0 && request.transferTimeout() == 0)
        request.setTransferTimeout(transferTimeout());
    return request;
}

// Blocks inside Qt, so it takes the token at hand; it cannot wait, and is not repeated.
QNetworkReply *NetworkAccessManager::sendSynchronously(Operation operation, QNetworkRequest request, QIODevice *data)
{
    const auto token = d->source->token(d->source->currentSession());
    RequestAttempt attempt { .number = 1, .generation = token ? token->generation : 0 };
    const QUrl url = request.url();
    if (token) {
        request.setRawHeader("Authorization", token->type + ' ' + token->value);
        if (d->hook)
            d->hook(request, attempt);
        request.setUrl(url);
    }
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    const auto began = d->source->clock()->elapsed();
    QNetworkReply *const reply = QNetworkAccessManager::createRequest(operation, request, data);
    attempt.httpStatus = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    attempt.error = reply->error();
    attempt.duration = std::chrono::duration_cast<std::chrono::milliseconds>(d->source->clock()->elapsed() - began);
    const RequestReport report { .attempts = { attempt },
        .explanation = tr("It was synchronous, so it was sent once.") };
    reply->setProperty(synchronousReport, QVariant::fromValue(report));
    return reply;
}

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "authorizedreply.h"

#include "requestcourse.h"
#include "requestservices.h"

#include <utility>

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;

namespace {
// What Qt tells about an answer. The rest of the attributes are questions, and stand in the request.
constexpr QNetworkRequest::Attribute answeredAttributes[] = {
    QNetworkRequest::HttpStatusCodeAttribute,
    QNetworkRequest::HttpReasonPhraseAttribute,
    QNetworkRequest::RedirectionTargetAttribute,
    QNetworkRequest::ConnectionEncryptedAttribute,
    QNetworkRequest::SourceIsFromCacheAttribute,
    QNetworkRequest::HttpPipeliningWasUsedAttribute,
    QNetworkRequest::Http2WasUsedAttribute,
    QNetworkRequest::OriginalContentLengthAttribute,
    QNetworkRequest::DownloadBufferAttribute,
};
constexpr qint64 keptOfARedirect = 64 << 10; // shown only where it cannot be followed
} // namespace

AuthorizedReply::AuthorizedReply(RequestServices &services, QNetworkAccessManager::Operation operation,
    const QNetworkRequest &request, QIODevice *data, QObject *parent)
    : QNetworkReply(parent)
    , m_services(&services)
    , m_hasBody(data)
    , m_sslConfiguration(request.sslConfiguration())
    , m_course(std::make_unique<RequestCourse>(services, *this, operation, request, data))
{
    setOperation(operation);
    setRequest(request);
    setUrl(request.url());
    setAttribute(QNetworkRequest::ConnectionEncryptedAttribute, request.url().scheme() == u"https");
    open(ReadOnly | Unbuffered); // the inner reply has the buffer
    services.replies.insert(this);
    m_course->begin();
}

AuthorizedReply::~AuthorizedReply()
{
    m_course->stop();
    dropInner();
    if (m_services)
        m_services->replies.erase(this);
}

RequestReport AuthorizedReply::report() const
{
    return m_course->report();
}

void AuthorizedReply::managerIsGone(const QObject *manager)
{
    std::exchange(m_services, nullptr)->replies.erase(this);
    m_course->managerIsGone();
    if (m_isRevealed)
        salvage();
    dropInner();
    if (descendsFrom(manager)) // it is deleted next, without a signal, as Qt's
        return;
    if (!m_forced)
        m_forced =
            Ending { OperationCanceledError, NetworkAccessManager::tr("The network access manager was destroyed.") };
    conclude();
}

bool AuthorizedReply::descendsFrom(const QObject *ancestor) const
{
    const QObject *object = this;
    while (object && object != ancestor)
        object = object->parent();
    return object;
}

void AuthorizedReply::attach(QNetworkReply *inner)
{
    m_inner = inner;
    m_isRevealed = false;
    m_bytesArePending = false;
    m_received = 0;
    m_total = 0;
    m_hiddenError = NoError;
    clearHead();
    connectSignals(inner);
    if (readBufferSize() > 0)
        inner->setReadBufferSize(readBufferSize());
    if (m_ignoresAllSslErrors)
        inner->ignoreSslErrors();
    if (!m_ignoredSslErrors.isEmpty())
        inner->ignoreSslErrors(m_ignoredSslErrors);
}

QNetworkReply *AuthorizedReply::detach()
{
    QNetworkReply *const inner = m_inner;
    m_inner.clear();
    if (inner)
        inner->disconnect(this);
    return inner;
}

void AuthorizedReply::connectSignals(QNetworkReply *inner)
{
    connect(inner, &QNetworkReply::socketStartedConnecting, this, &QNetworkReply::socketStartedConnecting);
    connect(inner, &QNetworkReply::requestSent, this, &QNetworkReply::requestSent);
    connect(inner, &QNetworkReply::encrypted, this, &QNetworkReply::encrypted);
    connect(inner, &QNetworkReply::sslErrors, this, &QNetworkReply::sslErrors);
    connect(inner, &QNetworkReply::preSharedKeyAuthenticationRequired, this,
        &QNetworkReply::preSharedKeyAuthenticationRequired);
    connect(inner, &QNetworkReply::metaDataChanged, this, &AuthorizedReply::innerHasHead);
    connect(inner, &QNetworkReply::readyRead, this, &AuthorizedReply::innerHasBytes);
    connect(inner, &QNetworkReply::downloadProgress, this, &AuthorizedReply::innerProgressed);
    connect(inner, &QNetworkReply::uploadProgress, this, &AuthorizedReply::innerUploaded);
    connect(inner, &QNetworkReply::errorOccurred, this, &AuthorizedReply::innerFailed);
    connect(inner, &QNetworkReply::finished, this, &AuthorizedReply::innerFinished);
}

void AuthorizedReply::innerHasHead()
{
    m_course->headArrived();
}

void AuthorizedReply::innerHasBytes()
{
    if (m_isRevealed)
        Q_EMIT readyRead();
    else if (m_course->isRedirected() && m_inner->bytesAvailable() > keptOfARedirect)
        m_inner->readAll(); // nobody will ask for it
    else
        m_bytesArePending = true;
}

void AuthorizedReply::innerProgressed(qint64 received, qint64 total)
{
    m_received = received;
    m_total = total;
    if (!m_isRevealed)
        return;
    const QPointer<AuthorizedReply> self(this);
    if (m_inner->isFinished()) { // Qt's last words, which come after the error and with isFinished() already true
        m_lastProgressIsShown = true;
        showError();
        if (!self)
            return;
        setFinished(true);
    }
    Q_EMIT downloadProgress(received, total);
}

void AuthorizedReply::innerUploaded(qint64 sent, qint64 total)
{
    const bool isLast = m_inner->isFinished();
    if (isLast && !m_isRevealed)
        return;
    m_lastUploadIsShown = isLast;
    Q_EMIT uploadProgress(sent, total);
}

void AuthorizedReply::innerFailed()
{
    const QPointer<AuthorizedReply> self(this);
    if (!m_isRevealed && !m_course->hasHead())
        reveal(); // no answer will come
    if (self && m_isRevealed)
        showError();
}

void AuthorizedReply::innerFinished()
{
    const QPointer<AuthorizedReply> self(this);
    m_course->attemptEnded();
    if (self && m_isRevealed)
        conclude();
}

void AuthorizedReply::reveal()
{
    m_isRevealed = true;
    copyHead();
    if (m_inner->isFinished())
        conclude();
    else
        showMissed();
}

void AuthorizedReply::revealAs(NetworkError error, const QString &text)
{
    m_forced = Ending { error, text };
    reveal();
}

void AuthorizedReply::endWith(NetworkError error, const QString &text, bool showsInner)
{
    if (isFinished() || m_isConcluded)
        return;
    m_forced = Ending { error, text };
    if (showsInner && m_inner) {
        if (!m_isRevealed)
            copyHead();
        salvage();
    }
    dropInner();
    conclude();
}

void AuthorizedReply::showRedirect()
{
    copyHead();
    setAttribute(QNetworkRequest::RedirectionTargetAttribute, {}); // for those who follow by hand
    if (std::exchange(m_headIsPending, false))
        Q_EMIT metaDataChanged();
}

void AuthorizedReply::wentTo(const QUrl &url)
{
    setUrl(url);
    setAttribute(QNetworkRequest::ConnectionEncryptedAttribute, url.scheme() == u"https");
    Q_EMIT redirected(url);
}

void AuthorizedReply::copyHead()
{
    for (const auto &[name, value] : m_inner->rawHeaderPairs())
        setRawHeader(name, value);
    for (const auto code : answeredAttributes) {
        if (const QVariant value = m_inner->attribute(code); value.isValid())
            setAttribute(code, value);
    }
    setUrl(m_inner->url());
    m_headIsPending = m_course->hasHead();
}

void AuthorizedReply::clearHead()
{
    const QList<QByteArray> names = rawHeaderList();
    for (const QByteArray &name : names)
        setRawHeader(name, {});
    for (const auto code : answeredAttributes) {
        if (code != QNetworkRequest::ConnectionEncryptedAttribute)
            setAttribute(code, {});
    }
}

void AuthorizedReply::abort()
{
    if (isFinished() || m_isConcluded)
        return;
    m_course->stop();
    if (m_inner && !m_isRevealed && m_course->holdsRefusal())
        copyHead();
    dropInner();
    QNetworkReply::close();
    // The state is complete at once, the signals come from the event loop: Qt emits them inside abort(), where few
    // slots expect them.
    m_forced = Ending { OperationCanceledError, NetworkAccessManager::tr("Operation canceled") };
    setError(m_forced->error, m_forced->text);
    setFinished(true);
    QMetaObject::invokeMethod(this, &AuthorizedReply::conclude, Qt::QueuedConnection);
}

void AuthorizedReply::close()
{
    abort(); // as in Qt, where it ends the request too
}

void AuthorizedReply::conclude()
{
    if (std::exchange(m_isConcluded, true))
        return;
    m_course->stop();
    const QPointer<AuthorizedReply> self(this); // each of them runs the caller's slots
    for (const auto show : { &AuthorizedReply::showMissed, &AuthorizedReply::showError,
             &AuthorizedReply::showLastProgress, &AuthorizedReply::showEnd }) {
        if (self)
            (this->*show)();
    }
}

void AuthorizedReply::showMissed()
{
    const QPointer<AuthorizedReply> self(this);
    if (std::exchange(m_headIsPending, false))
        Q_EMIT metaDataChanged();
    if (self && std::exchange(m_bytesArePending, false) && isOpen() && bytesAvailable() > 0)
        Q_EMIT readyRead();
}

void AuthorizedReply::showError()
{
    Ending ending = m_forced.value_or(Ending {});
    if (!m_forced && m_inner)
        ending = { m_inner->error(), m_inner->errorString() };
    if (ending.error == NoError || ending.error == m_hiddenError || std::exchange(m_errorIsShown, true))
        return;
    setError(ending.error, ending.text);
    Q_EMIT errorOccurred(ending.error);
}

void AuthorizedReply::showLastProgress()
{
    setFinished(true);
    const QPointer<AuthorizedReply> self(this);
    if (!std::exchange(m_lastProgressIsShown, true))
        Q_EMIT downloadProgress(m_received, m_total < 0 ? m_received : m_total);
    if (self && m_hasBody && !std::exchange(m_lastUploadIsShown, true))
        Q_EMIT uploadProgress(0, 0); // as Qt does at the end of every upload
}

void AuthorizedReply::showEnd()
{
    const QPointer<AuthorizedReply> self(this);
    Q_EMIT readChannelFinished();
    if (self)
        Q_EMIT finished();
}

void AuthorizedReply::salvage()
{
    if (!m_inner || !m_inner->isOpen())
        return;
    m_rest += m_inner->readAll();
    m_bytesArePending = m_bytesArePending || !m_rest.isEmpty();
}

void AuthorizedReply::dropInner()
{
    QNetworkReply *const inner = detach();
    if (!inner)
        return;
    m_sslConfiguration = inner->sslConfiguration();
    inner->abort();
    inner->deleteLater();
}

qint64 AuthorizedReply::bytesAvailable() const
{
    const qint64 inner = m_isRevealed && m_inner ? m_inner->bytesAvailable() : 0;
    return QNetworkReply::bytesAvailable() + m_rest.size() + inner;
}

bool AuthorizedReply::canReadLine() const
{
    return QNetworkReply::canReadLine() || m_rest.contains('\n') || (m_isRevealed && m_inner && m_inner->canReadLine());
}

qint64 AuthorizedReply::readData(char *data, qint64 maxSize)
{
    if (!m_rest.isEmpty()) {
        const qint64 size = std::min(maxSize, qint64(m_rest.size()));
        std::copy_n(m_rest.constData(), size, data);
        m_rest.remove(0, size);
        return size;
    }
    if (m_isRevealed && m_inner)
        return m_inner->read(data, maxSize);
    return isFinished() ? -1 : 0;
}

void AuthorizedReply::setReadBufferSize(qint64 size)
{
    QNetworkReply::setReadBufferSize(size);
    if (m_inner)
        m_inner->setReadBufferSize(size);
}

void AuthorizedReply::ignoreSslErrors()
{
    m_ignoresAllSslErrors = true;
    if (m_inner)
        m_inner->ignoreSslErrors();
}

void AuthorizedReply::ignoreSslErrorsImplementation(const QList<QSslError> &errors)
{
    m_ignoredSslErrors = errors;
    if (m_inner)
        m_inner->ignoreSslErrors(errors);
}

void AuthorizedReply::sslConfigurationImplementation(QSslConfiguration &configuration) const
{
    configuration = m_inner ? m_inner->sslConfiguration() : m_sslConfiguration;
}

void AuthorizedReply::setSslConfigurationImplementation(const QSslConfiguration &)
{
    // As in Qt: it stands in the request.
}

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/requestreport.h>

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <QSslConfiguration>

#include <memory>
#include <optional>

namespace tokenmanager {

class RequestCourse;
struct RequestServices;

/// The reply a caller holds: the face of a request that may be sent several times. It shows one *inner* reply, Qt's
/// own, and nothing of it before its RequestCourse has decided that this is the answer; from then on signals and bytes
/// go straight through. It ends exactly once, from the event loop.
///
/// No Q_OBJECT: for the meta-object system it is a QNetworkReply, as it is for the caller.
class AuthorizedReply final : public QNetworkReply
{
public:
    AuthorizedReply(RequestServices &services, QNetworkAccessManager::Operation operation,
        const QNetworkRequest &request, QIODevice *data, QObject *parent);
    ~AuthorizedReply() override;

    RequestReport report() const;
    /// The NetworkAccessManager is being destroyed: nothing of it may be used any more. Ends at once, as its own part
    /// of Qt's signals, the manager's finished(), would be called on a dead manager later.
    void managerIsGone(const QObject *manager);

    // For RequestCourse.
    QNetworkReply *inner() const { return m_inner; }
    qint64 received() const { return m_received; }
    /// Shows `inner`, with the curtain down. It replaces the one before.
    void attach(QNetworkReply *inner);
    /// Lets go of the inner reply, which is the caller's from now on.
    QNetworkReply *detach();
    /// The inner reply is the answer.
    void reveal();
    /// Qt's word, but not this one.
    void hideError(NetworkError error) { m_hiddenError = error; }
    /// The same, but it ends with this error, whatever Qt says.
    void revealAs(NetworkError error, const QString &text);
    /// Ends now, with what has arrived of the inner reply if that is worth showing. Call from the event loop.
    void endWith(NetworkError error, const QString &text, bool showsInner);
    /// The inner reply says "elsewhere", and is followed: its head is shown, as in Qt, but does not stay.
    void showRedirect();
    void wentTo(const QUrl &url);

    void abort() override;
    void close() override;
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override;
    bool canReadLine() const override;
    void setReadBufferSize(qint64 size) override;
    void ignoreSslErrors() override;

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    void sslConfigurationImplementation(QSslConfiguration &configuration) const override;
    void setSslConfigurationImplementation(const QSslConfiguration &configuration) override;
    void ignoreSslErrorsImplementation(const QList<QSslError> &errors) override;

private:
    struct Ending
    {
        NetworkError error = NoError;
        QString text = {};
    };

    void connectSignals(QNetworkReply *inner);
    void innerHasHead();
    void innerHasBytes();
    void innerProgressed(qint64 received, qint64 total);
    void innerUploaded(qint64 sent, qint64 total);
    void innerFailed();
    void innerFinished();
    void copyHead();
    void clearHead();
    bool descendsFrom(const QObject *ancestor) const;
    void conclude();
    void showMissed();
    void showError();
    void showLastProgress();
    void showEnd();
    void salvage();
    void dropInner();

    RequestServices *m_services;
    const bool m_hasBody;
    QPointer<QNetworkReply> m_inner;
    bool m_isRevealed = false; // the curtain is up
    bool m_headIsPending = false; // copied, metaDataChanged() not yet emitted
    bool m_bytesArePending = false; // came behind the curtain
    qint64 m_received = 0;
    qint64 m_total = 0;
    bool m_lastProgressIsShown = false;
    bool m_lastUploadIsShown = false;
    std::optional<Ending> m_forced; // instead of Qt's error
    NetworkError m_hiddenError = NoError;
    bool m_errorIsShown = false;
    bool m_isConcluded = false;
    QByteArray m_rest; // bytes of an inner reply that had to go
    bool m_ignoresAllSslErrors = false;
    QList<QSslError> m_ignoredSslErrors;
    QSslConfiguration m_sslConfiguration;
    const std::unique_ptr<RequestCourse> m_course; // the last: it uses the others from its constructor on
};

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/export.h>
#include <tokenmanager/requestreport.h>

#include <QNetworkAccessManager>
#include <QNetworkRequest>

#include <functional>
#include <memory>

namespace tokenmanager {

class TokenManager;
class TokenSource;

/// Drop-in for QNetworkAccessManager: requests to the profile's allowed origins carry a fresh access token
/// (RFC 6750 §2.1); one that is refused is sent again, once, after one refresh for all of them. Other origins work as
/// in plain Qt.
///
/// May live in another thread than its TokenManager, which must be alive during the constructor and may die any time
/// later: requests then end with OperationCanceledError.
class TOKENMANAGER_EXPORT NetworkAccessManager : public QNetworkAccessManager
{
    Q_OBJECT

public:
    explicit NetworkAccessManager(TokenManager *tokens, QObject *parent = nullptr);
    ~NetworkAccessManager() override;

    /// bool. True: the request is none of ours, as in plain Qt.
    static constexpr auto WithoutToken = QNetworkRequest::Attribute(QNetworkRequest::User + 674);
    /// int, ms. The request ends with TimeoutError after this, all waiting included.
    static constexpr auto Deadline = QNetworkRequest::Attribute(QNetworkRequest::User + 675);
    /// bool. True: where a refresh is needed, give up at the first failed exchange.
    static constexpr auto FailOffline = QNetworkRequest::Attribute(QNetworkRequest::User + 676);
    /// bool. True: Qt's own silent repeats after a lost connection are fine for this POST or PATCH (RFC 9110 §9.2.2).
    static constexpr auto MayRepeat = QNetworkRequest::Attribute(QNetworkRequest::User + 677);

    /// Runs before each attempt, in this manager's thread. `Authorization` is there and may be replaced; the attempt
    /// has its number and generation, the rest is still zero.
    using AttemptHook = std::function<void(QNetworkRequest &, const RequestAttempt &)>;
    void setAttemptHook(AttemptHook hook);

    /// Bytes of a sequential body that are kept in memory, and in all (the rest in a temporary file), to send it again.
    /// Beyond `total` the token is made fresh first, with a wide margin, and a refusal is final. Default 1 and 64 MiB.
    void setSpoolLimits(qint64 memory, qint64 total);

    /// From the call to the reply's destruction, in every slot; empty for replies of others.
    static RequestReport report(const QNetworkReply *reply);

protected:
    /// For the library's own tests: tokens from a script.
    explicit NetworkAccessManager(std::shared_ptr<TokenSource> source, QObject *parent = nullptr);
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request, QIODevice *outgoingData) override;

private:
    QNetworkRequest withDefaults(QNetworkRequest request) const;
    QNetworkReply *sendSynchronously(Operation operation, QNetworkRequest request, QIODevice *data);
    class Private;
    const std::unique_ptr<Private> d;
};

} // namespace tokenmanager

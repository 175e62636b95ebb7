// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/accesstoken.h>
#include <tokenmanager/clock.h>
#include <tokenmanager/export.h>
#include <tokenmanager/serverprofile.h>
#include <tokenmanager/sessionstate.h>
#include <tokenmanager/storestate.h>
#include <tokenmanager/tokenerror.h>
#include <tokenmanager/tokenresponse.h>
#include <tokenmanager/tokenresult.h>
#include <tokenmanager/tokenstore.h>
#include <tokenmanager/traceevent.h>

#include <QFuture>
#include <QObject>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace tokenmanager {

class TokenSource;

/// Keeps one account logged in: its refresh token in the store, a fresh access token at hand.
///
/// Lives in one thread; where "any thread" is said a function may be called from others too, as long as the object is
/// alive. Errors are values, nothing throws. Signals come after the state is complete, and every public function may be
/// called from a slot; delete the object by deleteLater() there.
///
/// Of logIn(), adopt(), restore() and logOut() the last call wins: the future of the earlier one ends with
/// TokenError::Kind::Cancelled (a logOut()'s keeps its own result). What was asked under one session is never sent
/// under another. Do not wait for a future in the manager's own thread by QFuture::waitForFinished(): that deadlocks.
class TOKENMANAGER_EXPORT TokenManager : public QObject
{
    Q_OBJECT
    Q_PROPERTY(tokenmanager::SessionState state READ state NOTIFY stateChanged)
    Q_PROPERTY(tokenmanager::StoreState storeState READ storeState NOTIFY storeStateChanged)

public:
    struct Setup
    {
        ServerProfile profile = {};
        QString account = QStringLiteral("default"); ///< A label of this machine's, known before anybody logs in.
        std::shared_ptr<TokenStore> store = {}; ///< Null: the OS keychain.
        std::shared_ptr<Clock> clock = {}; ///< Null: the system clock.
    };

    explicit TokenManager(ServerProfile profile, QObject *parent = nullptr);
    explicit TokenManager(Setup setup, QObject *parent = nullptr);
    /// Every unfinished future ends with TokenError::Kind::Cancelled, every waiting request with its error.
    ~TokenManager() override;

    /// Takes the session up again from the store, then refreshes (RFC 6749 §6).
    /// Nothing stored: NotSignedIn. Locked or no keychain, or a damaged record: Keychain; a locked one goes on by
    /// itself once it is unlocked. Server not reachable: Network, the session is kept.
    QFuture<tokenmanager::TokenResult> restore();

    /// Logs in with a password; first-party servers only (RFC 9700 §2.4), else Rejected. A wrong password is Rejected
    /// with status 401. Finishes when the store has answered; a store that refuses is no error, see storeState().
    QFuture<tokenmanager::TokenResult> logIn(const QString &userName, const QString &password);

    /// Begins a session with tokens obtained by other means (RFC 6749 §5.1). Finishes as logIn() does.
    QFuture<tokenmanager::TokenResult> adopt(const tokenmanager::TokenResponse &tokens);

    /// Ends the session: here at once, then at the server (RFC 7009 or the profile's log-out) and in the store.
    /// \return success, or the error of whoever could not be told.
    QFuture<tokenmanager::LogOutResult> logOut();

    /// A token that is not stale; refreshes first if need be. Any thread.
    /// Single-flight: callers that arrive during a refresh share it, and all get its outcome. InvalidGrant and
    /// NotSignedIn ask for a new log-in; after any other error the refresh token is untouched.
    /// QFuture::cancel() detaches this caller only.
    QFuture<tokenmanager::TokenResult> freshAccessToken();
    /// The same for callers that may be gone before the answer: `done` runs in `context`'s thread, never once it is
    /// gone.
    void freshAccessToken(QObject *context, std::function<void(const tokenmanager::TokenResult &)> done);
    /// Refreshes now, however fresh the token is; joins a running refresh. Any thread.
    /// Without a refresh token: Rejected, nothing is sent.
    QFuture<tokenmanager::TokenResult> refreshNow();

    ServerProfile profile() const;
    QString account() const;
    SessionState state() const;
    StoreState storeState() const;
    /// Cleared by the next success, logIn(), adopt() and logOut().
    std::optional<TokenError> lastError() const;
    /// The current one, fresh or not; asks nobody.
    std::optional<AccessToken> accessToken() const;

    std::optional<std::chrono::seconds> refreshLeeway() const;
    /// nullopt, the default: refreshed in the background when due, waited for when stale.
    /// Set: no background refresh; a token with less than this left is refreshed before use. 0 s: used until refused.
    void setRefreshLeeway(std::optional<std::chrono::seconds> leeway);

Q_SIGNALS:
    void stateChanged(tokenmanager::SessionState state);
    void storeStateChanged(tokenmanager::StoreState state);
    void accessTokenChanged();
    /// Once for each session that the server ended; after stateChanged(), before futures and requests end.
    void sessionEnded(const tokenmanager::TokenError &reason);
    void traced(const tokenmanager::TraceEvent &event);

protected:
    void connectNotify(const QMetaMethod &signal) override;
    void disconnectNotify(const QMetaMethod &signal) override;

private:
    friend std::shared_ptr<TokenSource> tokenSourceOf(const TokenManager *tokens);
    class Private;
    const std::unique_ptr<Private> d;
};

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "clientsession.h"
#include "homestatus.h"
#include "mainwindow.h"

#include <QDateTime>
#include <QObject>
#include <QTimer>
#include <QUrl>

#include <memory>
#include <optional>

class QNetworkReply;

namespace latchkey {

/// Joins the client's window to the token manager: what the user does goes to the managers, what they say goes to the
/// pages. Shows a refresh nowhere, and the log-in page only if nobody is logged in.
class ClientController : public QObject
{
    Q_OBJECT

public:
    struct Setup
    {
        QUrl server = {};
        QString resource = QStringLiteral("/api/notes");
        std::shared_ptr<tokenmanager::TokenStore> store = {}; ///< Null: the OS keychain.
        bool traced = false; ///< Costs a little: for developers.
    };

    /// `window` must outlive the controller.
    ClientController(Setup setup, MainWindow *window, QObject *parent = nullptr);
    ~ClientController() override;

    /// Takes the saved session up, and shows the page that follows from it.
    void start();
    /// Waits, at most so long, for what is on its way into the store.
    void waitForStore(std::chrono::milliseconds most);

Q_SIGNALS:
    void traced(const tokenmanager::TraceEvent &event);

private:
    /// What the user asked for. Repeated after a log-in that had to come in between.
    struct Wish
    {
        std::optional<QString> note = {}; ///< A note to be added; nullopt: show the resource.
    };

    void connectPages();
    void makeSession(ClientSession::Memory memory);
    void dropSession();
    void retireSession();
    void restore();
    void takeRestored(const tokenmanager::TokenResult &result);
    void chooseServer(const QUrl &server);

    void logIn(const QString &userName, const QString &password, bool remember);
    void takeLogIn(const tokenmanager::TokenResult &result, const QString &userName);
    void cancelLogIn();
    void logOut();
    void showLogin();
    void showHome(const QString &userName);

    void fulfil(const Wish &wish);
    void load();
    void takeResource(QNetworkReply *reply);
    void show(const QByteArray &body);
    void add(const QString &text);
    void takeAdded(QNetworkReply *reply, const QString &text);
    /// True if the reply was as asked for; else says why not, and keeps the wish.
    bool succeeded(QNetworkReply *reply, const Wish &wish);
    void tryAgain();

    void takeState(tokenmanager::SessionState state);
    void takeStoreState(tokenmanager::StoreState state);
    void endSession(const tokenmanager::TokenError &reason);
    void showStatus();
    HomeStatus status() const;
    void showDetails();
    void noteProblem(const QString &problem);

    template <typename Result, typename Done>
    void follow(const QFuture<Result> &future, Done done);

    Setup m_setup;
    MainWindow *const m_window;
    std::unique_ptr<ClientSession> m_session;
    quint64 m_sessionNumber = 0; // answers to an earlier session's questions are nobody's any more
    QTimer m_statusTimer;
    QDateTime m_lastUpdate;
    bool m_serverFailed = false; // the last answer was a problem of the server's
    std::optional<Wish> m_interrupted;
    QString m_lastProblem; // behind [Details]
};

} // namespace latchkey

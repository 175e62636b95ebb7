// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "clientcontroller.h"

#include "homepage.h"
#include "knownusers.h"
#include "loginpage.h"
#include "resourcecontent.h"
#include "serveraddress.h"
#include "servercontrol.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QFutureWatcher>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkReply>

#include <utility>

using namespace Qt::Literals::StringLiterals;
using namespace tokenmanager;

namespace latchkey {

namespace {

int statusOf(const QNetworkReply *reply)
{
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

LoginPage::Keychain keychainOf(StoreState state)
{
    switch (state) {
    case StoreState::Locked:
        return LoginPage::Keychain::Locked;
    case StoreState::Unavailable:
        return LoginPage::Keychain::Missing;
    default:
        return LoginPage::Keychain::Available;
    }
}

} // namespace

ClientController::ClientController(Setup setup, MainWindow *window, QObject *parent)
    : QObject(parent)
    , m_setup(std::move(setup))
    , m_window(window)
{
    connectPages();
    makeSession(ClientSession::Memory::Kept);
    m_window->loginPage()->setServer(m_setup.server);
    // "Updated just now." grows old by itself.
    connect(&m_statusTimer, &QTimer::timeout, this, &ClientController::showStatus);
    m_statusTimer.start(std::chrono::seconds(15));
}

ClientController::~ClientController() = default;

void ClientController::connectPages()
{
    LoginPage *login = m_window->loginPage();
    connect(login, &LoginPage::submitted, this, &ClientController::logIn);
    connect(login, &LoginPage::cancelled, this, &ClientController::cancelLogIn);
    connect(login, &LoginPage::serverChosen, this, &ClientController::chooseServer);
    connect(login, &LoginPage::retryRequested, this, &ClientController::restore);
    connect(login, &LoginPage::detailsRequested, this, &ClientController::showDetails);
    HomePage *home = m_window->homePage();
    connect(home, &HomePage::updateRequested, this, &ClientController::load);
    connect(home, &HomePage::noteSubmitted, this, &ClientController::add);
    connect(home, &HomePage::logOutRequested, this, &ClientController::logOut);
    connect(home, &HomePage::logInAgainRequested, this, &ClientController::showLogin);
    connect(home, &HomePage::logInInsteadRequested, this, &ClientController::showLogin);
    connect(home, &HomePage::retryRequested, this, &ClientController::tryAgain);
    connect(home, &HomePage::detailsRequested, this, &ClientController::showDetails);
}

// --- The session ---

void ClientController::makeSession(ClientSession::Memory memory)
{
    dropSession();
    m_session = std::make_unique<ClientSession>(m_setup.server, memory, m_setup.store);
    ++m_sessionNumber;
    const TokenManager *tokens = &m_session->tokens;
    connect(tokens, &TokenManager::stateChanged, this, &ClientController::takeState);
    connect(tokens, &TokenManager::storeStateChanged, this, &ClientController::takeStoreState);
    connect(tokens, &TokenManager::sessionEnded, this, &ClientController::endSession);
    if (m_setup.traced)
        connect(tokens, &TokenManager::traced, this, &ClientController::traced);
}

/// Later, from the event loop: this may be a slot of the session's own.
void ClientController::dropSession()
{
    if (!m_session)
        return;
    m_session->tokens.disconnect(this);
    auto dropped = std::shared_ptr<ClientSession>(std::move(m_session));
    QTimer::singleShot(0, qApp, [dropped] {});
}

/// What is saved of the last session must not come back at the next start: logs it out, and drops it when that is done.
void ClientController::retireSession()
{
    m_session->tokens.disconnect(this);
    auto retired = std::shared_ptr<ClientSession>(std::move(m_session));
    auto *watcher = new QFutureWatcher<LogOutResult>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [watcher, retired] { watcher->deleteLater(); });
    watcher->setFuture(retired->tokens.logOut());
}

template <typename Result, typename Done>
void ClientController::follow(const QFuture<Result> &future, Done done)
{
    auto *watcher = new QFutureWatcher<Result>(this);
    const quint64 session = m_sessionNumber;
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, session, done] {
        watcher->deleteLater();
        if (session == m_sessionNumber)
            done(watcher->result());
    });
    watcher->setFuture(future);
}

void ClientController::start()
{
    m_window->showStart();
    m_window->loginPage()->setUserName(knownusers::lastAt(m_setup.server));
    restore();
}

void ClientController::restore()
{
    m_window->loginPage()->clearMessage();
    follow(m_session->tokens.restore(), [this](const TokenResult &result) { takeRestored(result); });
}

void ClientController::takeRestored(const TokenResult &result)
{
    const SessionState state = m_session->tokens.state();
    m_window->loginPage()->setKeychain(keychainOf(m_session->tokens.storeState()));
    if (!result)
        noteProblem(result.error().message);
    if (result) {
        showHome(knownusers::lastAt(m_setup.server));
        load();
    } else if (state == SessionState::SignedOut || state == SessionState::Ended) {
        showLogin();
        const bool missing = m_session->tokens.storeState() == StoreState::Unavailable; // said below the check box
        if (const auto problem = loginProblem(result.error()); problem && !missing)
            m_window->loginPage()->showProblem(*problem);
    } else { // there is a session, and it goes on by itself: locked, offline, a server in trouble
        showHome(knownusers::lastAt(m_setup.server));
    }
}

void ClientController::chooseServer(const QUrl &server)
{
    m_setup.server = server;
    m_interrupted.reset();
    m_window->homePage()->clear();
    makeSession(ClientSession::Memory::Kept);
    restore();
}

// --- Log in, log out ---

void ClientController::logIn(const QString &userName, const QString &password, bool remember)
{
    const auto memory = remember ? ClientSession::Memory::Kept : ClientSession::Memory::Forgotten;
    if (memory != m_session->memory) {
        retireSession();
        makeSession(memory);
    }
    m_window->loginPage()->setBusy(true);
    m_window->loginPage()->clearMessage();
    follow(m_session->tokens.logIn(userName, password),
        [this, userName](const TokenResult &result) { takeLogIn(result, userName); });
}

void ClientController::takeLogIn(const TokenResult &result, const QString &userName)
{
    LoginPage *login = m_window->loginPage();
    login->setBusy(false);
    if (!result) {
        noteProblem(result.error().message);
        if (const auto problem = loginProblem(result.error()))
            login->showProblem(*problem);
        return;
    }
    login->forgetPassword();
    login->setKeychain(keychainOf(m_session->tokens.storeState()));
    if (m_session->memory == ClientSession::Memory::Kept)
        knownusers::remember(m_setup.server, userName);
    else
        knownusers::forget(m_setup.server);
    showHome(userName);
    fulfil(std::exchange(m_interrupted, std::nullopt).value_or(Wish {}));
}

void ClientController::cancelLogIn()
{
    makeSession(m_session->memory);
    m_window->loginPage()->setBusy(false);
}

void ClientController::logOut()
{
    m_interrupted.reset();
    m_lastUpdate = {};
    follow(m_session->tokens.logOut(), [this](const LogOutResult &result) {
        if (!m_window->loginPage()->isBusy())
            m_window->loginPage()->showMessage(result ? loggedOut() : loggedOutHereOnly());
    });
    m_window->homePage()->clear();
    showLogin();
}

void ClientController::showLogin()
{
    m_window->showLogin();
    m_window->loginPage()->focusForm();
}

void ClientController::showHome(const QString &userName)
{
    HomePage *home = m_window->homePage();
    home->setUser(userName, shownAddress(m_setup.server));
    home->clearSessionEnded();
    m_window->loginPage()->setUserName(userName);
    showStatus();
    m_window->showHome();
}

// --- What the user came for ---

void ClientController::fulfil(const Wish &wish)
{
    if (wish.note)
        add(*wish.note);
    else
        load();
}

void ClientController::load()
{
    m_window->homePage()->setUpdating(true);
    auto *reply = m_session->network.get(QNetworkRequest(urlBelow(m_setup.server, m_setup.resource)));
    connect(reply, &QNetworkReply::finished, this, [this, reply] { takeResource(reply); });
}

void ClientController::takeResource(QNetworkReply *reply)
{
    reply->deleteLater();
    if (reply->manager() != &m_session->network)
        return;
    m_window->homePage()->setUpdating(false);
    if (succeeded(reply, {}))
        show(reply->readAll());
    showStatus();
}

void ClientController::show(const QByteArray &body)
{
    m_lastUpdate = QDateTime::currentDateTimeUtc();
    const ResourceContent content = resourceContent(body);
    if (const auto *items = std::get_if<QList<HomeItem>>(&content))
        m_window->homePage()->setItems(*items);
    else
        m_window->homePage()->setText(m_setup.resource, std::get<QString>(content));
}

void ClientController::add(const QString &text)
{
    m_window->homePage()->setAdding(true);
    QNetworkRequest request(urlBelow(m_setup.server, m_setup.resource));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    const QJsonObject note { { u"text"_s, text } };
    auto *reply = m_session->network.post(request, QJsonDocument(note).toJson(QJsonDocument::Compact));
    connect(reply, &QNetworkReply::finished, this, [this, reply, text] { takeAdded(reply, text); });
}

void ClientController::takeAdded(QNetworkReply *reply, const QString &text)
{
    reply->deleteLater();
    if (reply->manager() != &m_session->network)
        return;
    m_window->homePage()->setAdding(false);
    if (succeeded(reply, { text })) {
        if (m_window->homePage()->input().trimmed() == text)
            m_window->homePage()->clearInput();
        load();
    }
    showStatus();
}

bool ClientController::succeeded(QNetworkReply *reply, const Wish &wish)
{
    const int status = statusOf(reply);
    const auto tokenError = NetworkAccessManager::report(reply).tokenError;
    m_serverFailed = status >= 400 && !tokenError;
    if (tokenError && tokenError->asksForLogIn())
        m_interrupted = wish;
    if (reply->error() == QNetworkReply::NoError)
        return true;
    noteProblem(tokenError ? tokenError->message : reply->errorString());
    return false;
}

void ClientController::tryAgain()
{
    if (m_session->tokens.state() == SessionState::Unknown)
        restore();
    else
        load();
}

// --- What the managers say ---

void ClientController::takeState(SessionState state)
{
    const bool nothingShown = !m_lastUpdate.isValid();
    const bool home = m_window->homePage()->isVisibleTo(m_window);
    if (state == SessionState::Valid && home && nothingShown)
        load(); // restored by itself: unlocked, or back online
    showStatus();
}

void ClientController::takeStoreState(StoreState state)
{
    if (m_session->memory == ClientSession::Memory::Kept && state != StoreState::Saving)
        m_window->loginPage()->setKeychain(keychainOf(state));
    showStatus();
}

void ClientController::endSession(const TokenError &reason)
{
    noteProblem(reason.message);
    if (!m_interrupted)
        m_interrupted = Wish {};
    m_window->homePage()->showSessionEnded();
    showStatus();
}

HomeStatus ClientController::status() const
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const SessionState state = m_session->tokens.state();
    if (state == SessionState::Ended || state == SessionState::SignedOut)
        return loggedOutStatus(m_lastUpdate, now);
    if (m_session->tokens.storeState() == StoreState::Locked)
        return keychainLockedStatus();
    if (state == SessionState::Offline)
        return offlineStatus(m_lastUpdate, now);
    return m_serverFailed || state == SessionState::Waiting ? serverProblemStatus(m_lastUpdate, now)
                                                            : loggedInStatus(m_lastUpdate, now);
}

void ClientController::showStatus()
{
    m_window->homePage()->setStatus(status());
}

void ClientController::noteProblem(const QString &problem)
{
    m_lastProblem = problem;
}

void ClientController::showDetails()
{
    m_window->showDetails(tr("What happened"), m_lastProblem);
}

void ClientController::waitForStore(std::chrono::milliseconds most)
{
    if (m_session->tokens.storeState() != StoreState::Saving)
        return;
    QEventLoop loop;
    connect(&m_session->tokens, &TokenManager::storeStateChanged, &loop, &QEventLoop::quit);
    QTimer::singleShot(most, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace latchkey

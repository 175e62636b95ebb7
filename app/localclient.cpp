// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "localclient.h"

#include "servercontrol.h"
#include "tokenname.h"

#include <QDebug>
#include <QFutureWatcher>
#include <QNetworkReply>
#include <QTimer>

#include <utility>

using namespace Qt::Literals::StringLiterals;
using namespace tokenmanager;

namespace latchkey {

namespace {
/// "SessionState::Valid" as the library prints it, without the type.
template <typename Enum>
QString valueName(Enum value)
{
    QString text;
    QDebug(&text).nospace().noquote() << value;
    return text.section(u"::"_s, -1).trimmed();
}
} // namespace

LocalClient::LocalClient(Setup setup, QObject *parent)
    : ScenarioClient(parent)
    , m_setup(std::move(setup))
{
    makeManagers();
}

LocalClient::~LocalClient() = default;

void LocalClient::makeManagers()
{
    m_network.reset();
    m_tokens = std::make_unique<TokenManager>(TokenManager::Setup { .profile = ServerProfile::express(m_setup.server),
        .account = m_setup.account,
        .store = m_setup.store,
        .clock = m_setup.clock });
    m_tokens->setRefreshLeeway(m_setup.refreshLeeway);
    m_network = std::make_unique<NetworkAccessManager>(m_tokens.get());
    connect(m_tokens.get(), &TokenManager::traced, this, &ScenarioClient::traced);
    connect(m_tokens.get(), &TokenManager::sessionEnded, this, [this] { ++m_sessionsEnded; });
    connect(m_tokens.get(), &TokenManager::stateChanged, this, &LocalClient::comeToRest);
    connect(m_tokens.get(), &TokenManager::storeStateChanged, this, &LocalClient::comeToRest);
}

void LocalClient::execute(const Step &step, const Done &done)
{
    begin(done);
    std::visit([this](const auto &action) { perform(action); }, step.action);
}

void LocalClient::adopt(const TokenResponse &tokens, const Done &done)
{
    begin(done);
    follow(m_tokens->adopt(tokens));
}

void LocalClient::restart(const Done &done)
{
    begin(done);
    perform(Restart {});
}

void LocalClient::begin(const Done &done)
{
    m_done = done;
    m_report = {};
    m_resting = false;
}

void LocalClient::perform(const LogIn &logIn)
{
    const bool named = !logIn.user.isEmpty();
    follow(m_tokens->logIn(named ? logIn.user : m_setup.user, named ? logIn.password : m_setup.password));
}

void LocalClient::perform(const Restore &)
{
    follow(m_tokens->restore());
}

void LocalClient::perform(const Restart &)
{
    makeManagers();
    follow(m_tokens->restore());
}

void LocalClient::perform(const Request &request)
{
    QNetworkRequest prototype(urlBelow(m_setup.server, request.path.isEmpty() ? m_setup.resource : request.path));
    if (!request.body.isEmpty())
        prototype.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    m_repliesDue = request.count;
    for (int i = 0; i < request.count; ++i) {
        auto *reply = m_network->sendCustomRequest(prototype, request.method, request.body);
        connect(reply, &QNetworkReply::finished, this, [this, reply] { finishReply(reply); });
    }
}

void LocalClient::perform(const RefreshNow &)
{
    follow(m_tokens->refreshNow());
}

void LocalClient::perform(const LogOut &)
{
    follow(m_tokens->logOut());
}

void LocalClient::perform(const AdvanceClock &advance)
{
    m_setup.clock->advance(advance.by);
    m_resting = true;
    comeToRest();
}

void LocalClient::perform(const WaitForExpiry &wait)
{
    const auto token = m_tokens->accessToken();
    const auto left = token && token->expiresAt ? std::chrono::milliseconds(now().msecsTo(*token->expiresAt))
                                                : std::chrono::milliseconds::max();
    if (left > wait.atMost) {
        m_report.message = u"lives longer than %1 s: refreshed by hand instead"_s.arg(wait.atMost.count());
        follow(m_tokens->refreshNow());
        return;
    }
    // A JWT's `exp` has whole seconds: one more, so that the server thinks so too.
    QTimer::singleShot(
        std::max(left, std::chrono::milliseconds(0)) + std::chrono::seconds(1), Qt::PreciseTimer, this, [this] {
            m_resting = true;
            comeToRest();
        });
}

template <typename Other>
void LocalClient::perform(const Other &)
{
    m_resting = true;
    comeToRest();
}

template <typename Result>
void LocalClient::follow(const QFuture<Result> &future)
{
    auto *watcher = new QFutureWatcher<Result>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        if (const Result result = watcher->result(); !result)
            noteError(result.error());
        m_resting = true;
        comeToRest();
    });
    watcher->setFuture(future);
}

void LocalClient::noteError(const TokenError &error)
{
    m_report.result = kindName(error.kind);
    m_report.message = error.message;
    m_report.httpStatus = error.httpStatus;
}

void LocalClient::finishReply(QNetworkReply *reply)
{
    reply->deleteLater();
    m_report.statuses.append(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt());
    const RequestReport report = NetworkAccessManager::report(reply);
    if (report.attempts.size() > 1 || report.waitedForRefresh > std::chrono::milliseconds(0))
        ++m_report.retried;
    if (report.tokenError)
        noteError(*report.tokenError);
    m_resting = --m_repliesDue == 0;
    comeToRest();
}

bool LocalClient::isAtRest() const
{
    const SessionState state = m_tokens->state();
    return m_resting && state != SessionState::Refreshing && state != SessionState::SigningIn
        && m_tokens->storeState() != StoreState::Saving;
}

void LocalClient::comeToRest()
{
    if (!m_done || !isAtRest())
        return;
    // Events of requests reach the manager through its event loop: let what is queued arrive first.
    QTimer::singleShot(0, this, [this] { QTimer::singleShot(0, this, &LocalClient::report); });
}

void LocalClient::report()
{
    if (!m_done || !isAtRest())
        return;
    std::sort(m_report.statuses.begin(), m_report.statuses.end());
    m_report.state = valueName(m_tokens->state());
    m_report.storeState = valueName(m_tokens->storeState());
    m_report.sessionEnded = m_sessionsEnded;
    if (const auto token = m_tokens->accessToken()) {
        m_report.generation = token->generation;
        m_report.accessTokenDigest = tokenDigest(token->value);
        if (token->expiresAt)
            m_report.expiresIn = now().msecsTo(*token->expiresAt);
    }
    std::exchange(m_done, {})(m_report);
}

QDateTime LocalClient::now() const
{
    return m_setup.clock ? m_setup.clock->now() : QDateTime::currentDateTimeUtc();
}

} // namespace latchkey

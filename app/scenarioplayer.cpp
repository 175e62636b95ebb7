// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "scenarioplayer.h"

#include <tokenmanager/keychaintokenstore.h>
#include <tokenmanager/memorytokenstore.h>
#include <tokenmanager/serverprofile.h>

#include "clientprocess.h"
#include "localclient.h"
#include "tokenname.h"

#include <QFutureWatcher>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <utility>

using namespace Qt::Literals::StringLiterals;
using namespace tokenmanager;

namespace latchkey {

namespace {

constexpr std::chrono::seconds longestStep { 60 };
const auto playerAccount = u"scenario"_s; // never the user's own session

/// One character in the middle of the signature: the last one may hold bits that do not count.
QByteArray alteredToken(QByteArray token)
{
    const qsizetype at = (token.lastIndexOf('.') + token.size()) / 2;
    token[at] = token[at] == 'A' ? 'B' : 'A';
    return token;
}

QString titleOf(const Step &step)
{
    return step.say.isEmpty() ? step.source.value(u"do"_s).toString() : step.say;
}

QMap<QString, int> toCounters(const QJsonObject &object)
{
    QMap<QString, int> counters;
    for (auto it = object.begin(); it != object.end(); ++it)
        counters.insert(it.key(), it.value().toInt());
    return counters;
}

QString expiryText(const ClientReport &report)
{
    if (report.generation == 0 || !report.expiresIn)
        return u"none"_s;
    const auto seconds = (*report.expiresIn + 500) / 1000;
    return seconds > 0 ? u"%1 s"_s.arg(seconds) : u"expired"_s;
}

} // namespace

ScenarioPlayer::ScenarioPlayer(Setup setup, QObject *parent)
    : QObject(parent)
    , m_setup(std::move(setup))
    , m_server(m_setup.server)
{
    if (m_setup.control) {
        // Runs like real time, and is moved on by steps; the mock server's is moved along.
        m_clock = std::make_shared<VirtualClock>(QDateTime::currentDateTimeUtc(), 1.0);
        m_server.setAccess(*m_setup.control);
    }
    m_watchdog.setSingleShot(true);
    connect(&m_watchdog, &QTimer::timeout, this, [this] {
        finish(Outcome::Failed, u"steps[%1]: nothing more happened for %2 s."_s.arg(m_step).arg(longestStep.count()));
    });
}

ScenarioPlayer::~ScenarioPlayer() = default;

QDateTime ScenarioPlayer::now() const
{
    return m_clock ? m_clock->now() : QDateTime::currentDateTimeUtc();
}

// --- Before the first step ---

void ScenarioPlayer::play()
{
    if (!m_setup.control && !m_setup.scenario.anyServer) {
        finish(Outcome::Impossible,
            u"This scenario controls the server, which works only with the bundled mock server."_s);
        return;
    }
    m_watchdog.start(longestStep);
    resetServer([this] {
        chooseStore([this] {
            makeClient();
            recordVariables(0);
            playNextStep();
        });
    });
}

void ScenarioPlayer::resetServer(const Next &next)
{
    if (!m_setup.control) {
        next();
        return;
    }
    control("POST", u"/reset"_s, {}, [this, next] {
        applySettings([this, next] { armFaults(m_setup.scenario.server.value(u"faults"_s).toArray(), next); });
    });
}

void ScenarioPlayer::applySettings(const Next &next)
{
    const QJsonObject settings = m_setup.scenario.server.value(u"settings"_s).toObject();
    m_book.setRotation(settings.value(u"rotation"_s).toBool());
    control("PATCH", u"/settings"_s, settings, next);
}

void ScenarioPlayer::armFaults(QJsonArray faults, const Next &next)
{
    if (faults.isEmpty()) {
        next();
        return;
    }
    const QJsonObject fault = faults.takeAt(0).toObject();
    control("POST", u"/faults"_s, fault, [this, faults, next] { armFaults(faults, next); });
}

void ScenarioPlayer::control(const QByteArray &method, const QString &path, const QJsonObject &body, const Next &next)
{
    m_server.control(method, path, body, [this, path, next](const ServerControl::Answer &answer) {
        if (answer.status >= 200 && answer.status < 300) {
            next();
            return;
        }
        const QString why = answer.status == 0 ? u"it does not answer"_s : answer.body.value(u"error"_s).toString();
        finish(Outcome::Impossible, u"The mock server refused %1: %2."_s.arg(path, why));
    });
}

void ScenarioPlayer::chooseStore(const Next &next)
{
    if (m_setup.scenario.store == Scenario::StoreChoice::Memory) {
        m_store = std::make_shared<MemoryTokenStore>();
        next();
        return;
    }
    m_store = std::make_shared<KeychainTokenStore>(ServerProfile::express(m_setup.server).issuer);
    auto *watcher = new QFutureWatcher<TokenStore::LoadResult>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, next] {
        watcher->deleteLater();
        useStore(watcher->result(), next);
    });
    watcher->setFuture(m_store->load(playerAccount));
}

void ScenarioPlayer::useStore(const TokenStore::LoadResult &found, const Next &next)
{
    m_usesKeychain = found || found.error().failure == TokenStore::Failure::NotFound;
    if (m_usesKeychain) {
        cleanUp(next); // what an interrupted run may have left behind
        return;
    }
    const QString why =
        found.error().failure == TokenStore::Failure::Locked ? u"The keychain is locked"_s : u"No keychain was found"_s;
    if (m_setup.scenario.store == Scenario::StoreChoice::Keychain) {
        finish(Outcome::Impossible, why + u", and this scenario needs one."_s);
        return;
    }
    Q_EMIT noticed(why + u": this run keeps its session in memory."_s);
    m_store = std::make_shared<MemoryTokenStore>();
    next();
}

void ScenarioPlayer::makeClient()
{
    m_client = m_setup.scenario.ownProcess ? makeClientProcess() : makeLocalClient();
    connect(m_client.get(), &ScenarioClient::traced, this, [this](const TraceEvent &event) { m_events.append(event); });
    connect(m_client.get(), &ScenarioClient::died, this,
        [this](const QString &why) { finish(Outcome::Failed, u"steps[%1]: %2"_s.arg(m_step).arg(why)); });
}

std::unique_ptr<ScenarioClient> ScenarioPlayer::makeLocalClient()
{
    return std::make_unique<LocalClient>(LocalClient::Setup { .server = m_setup.server,
        .resource = m_setup.resource,
        .account = playerAccount,
        .user = m_setup.user,
        .password = m_setup.password,
        .refreshLeeway = m_setup.scenario.refreshLeeway,
        .store = m_store,
        .clock = m_clock });
}

std::unique_ptr<ScenarioClient> ScenarioPlayer::makeClientProcess()
{
    return std::make_unique<ClientProcess>(ClientProcess::Setup { .program = m_setup.program,
        .server = m_setup.server,
        .resource = m_setup.resource,
        .account = playerAccount,
        .user = m_setup.user,
        .password = m_setup.password,
        .refreshLeeway = m_setup.scenario.refreshLeeway,
        .now = [this] { return now(); } });
}

// --- A step ---

void ScenarioPlayer::playNextStep()
{
    if (m_over)
        return;
    ++m_step;
    if (m_step == m_setup.scenario.steps.size()) {
        finish(m_failed ? Outcome::Failed : Outcome::Passed);
        return;
    }
    const Step &step = m_setup.scenario.steps[m_step];
    const auto *wait = std::get_if<WaitForExpiry>(&step.action);
    m_watchdog.start(longestStep + (wait ? wait->atMost : std::chrono::seconds(0)));
    forgetLastStep();
    Q_EMIT stepBegan(stepNumber(), titleOf(step));
    std::visit([this](const auto &action) { perform(action); }, step.action);
}

template <typename ClientAction>
void ScenarioPlayer::perform(const ClientAction &)
{
    m_client->execute(m_setup.scenario.steps[m_step], [this](const ClientReport &report) { takeReport(report); });
}

void ScenarioPlayer::perform(const LogIn &logIn)
{
    m_user = logIn.user.isEmpty() ? m_setup.user : logIn.user;
    if (logIn.tamper != LogIn::Tamper::Nothing) {
        logInTampered(logIn);
        return;
    }
    m_client->execute(m_setup.scenario.steps[m_step], [this](const ClientReport &report) {
        const bool noServer = report.result == u"Network"_s || report.result == u"Malformed"_s
            || report.httpStatus == 404 || report.httpStatus == 405;
        if (!m_setup.control && noServer)
            finish(Outcome::Impossible, unreachable(report.message));
        else
            takeReport(report);
    });
}

void ScenarioPlayer::perform(const Restart &)
{
    addPlayerRow(m_setup.scenario.ownProcess ? u"Kill the client's process (kill -9)"_s : u"Drop the client"_s, {}, {},
        u"started again"_s);
    m_generationsBefore = m_report.generation;
    m_endsBefore = m_report.sessionEnded;
    m_client->restart([this](const ClientReport &report) { takeReport(report); });
}

void ScenarioPlayer::perform(const AdvanceClock &advance)
{
    addPlayerRow(u"Move the clock on"_s, u"%1 s"_s.arg(advance.by.count()), {}, u"done"_s);
    m_server.control("GET", u"/settings"_s, {}, [this, advance](const ServerControl::Answer &answer) {
        const auto offset =
            answer.body.value(u"clockOffset"_s).toInteger() + std::chrono::milliseconds(advance.by).count();
        // The server first: what becomes due in the client may ask it at once.
        control("PATCH", u"/settings"_s, { { u"clockOffset"_s, offset } }, [this, advance] {
            if (m_setup.scenario.ownProcess)
                m_clock->advance(advance.by); // a child has its own, and is told
            m_client->execute(
                m_setup.scenario.steps[m_step], [this](const ClientReport &report) { takeReport(report); });
        });
    });
}

void ScenarioPlayer::perform(const ExpireAccessTokens &)
{
    controlStep("POST", u"/expire-access-tokens"_s, {}, u"Have the server expire every access token"_s);
}

void ScenarioPlayer::perform(const RevokeRefreshTokens &)
{
    m_book.revokeAll();
    controlStep(
        "POST", u"/revoke-refresh-token"_s, { { u"user"_s, m_user } }, u"Have the server revoke the refresh token"_s);
}

void ScenarioPlayer::perform(const EmptyStore &)
{
    m_book.revokeAll();
    controlStep("POST", u"/empty-store"_s, {}, u"Empty the server's list of refresh tokens"_s);
}

void ScenarioPlayer::perform(const ChangeSettings &change)
{
    if (change.settings.contains(u"rotation"_s))
        m_book.setRotation(change.settings.value(u"rotation"_s).toBool());
    controlStep("PATCH", u"/settings"_s, change.settings, u"Change the server's settings"_s);
}

void ScenarioPlayer::perform(const ArmFault &arm)
{
    controlStep("POST", u"/faults"_s, arm.fault, u"Arm a fault"_s);
}

void ScenarioPlayer::perform(const DisarmFaults &)
{
    controlStep("DELETE", u"/faults"_s, {}, u"Disarm every fault"_s);
}

void ScenarioPlayer::controlStep(
    const QByteArray &method, const QString &path, const QJsonObject &body, const QString &action)
{
    const QString input = QString::fromUtf8(QJsonDocument(body).toJson(QJsonDocument::Compact));
    addPlayerRow(action, body.isEmpty() ? QString() : input, {}, u"done"_s);
    control(method, path, body, [this] { askRecords(); });
}

void ScenarioPlayer::perform(const PostToken &post)
{
    const QJsonObject body = post.token ? QJsonObject { { u"token"_s, *post.token } } : QJsonObject {};
    m_server.post(u"/token"_s, body, [this, post](const ServerControl::Answer &answer) {
        const QString input = post.token ? u"a token of no one's"_s : u"no token"_s;
        m_report.statuses = { answer.status };
        addPlayerRow(u"POST /token, past the client"_s, input, {}, QString::number(answer.status));
        askRecords();
    });
}

void ScenarioPlayer::logInTampered(const LogIn &logIn)
{
    const QString password = logIn.user.isEmpty() ? m_setup.password : logIn.password;
    m_server.post(u"/login"_s, { { u"username"_s, m_user }, { u"password"_s, password } },
        [this, logIn](const ServerControl::Answer &answer) {
            if (answer.status == 200)
                takeRecords([this, logIn, answer] { hideTampering(answer.body, logIn.tamper); });
            else
                finish(Outcome::Failed, u"steps[%1]: the log-in was answered %2."_s.arg(m_step).arg(answer.status));
        });
}

void ScenarioPlayer::hideTampering(const QJsonObject &tokens, LogIn::Tamper tamper)
{
    addRows();
    const QString refreshToken = tokens.value(u"refreshToken"_s).toString();
    if (tamper == LogIn::Tamper::InClient) {
        adopt(tokens, alteredToken(refreshToken.toUtf8()), false);
        return;
    }
    m_server.control(
        "POST", u"/tamper"_s, { { u"token"_s, refreshToken } }, [this, tokens](const ServerControl::Answer &answer) {
            adopt(tokens, answer.body.value(u"token"_s).toString().toUtf8(), true);
        });
}

void ScenarioPlayer::adopt(const QJsonObject &tokens, const QByteArray &refreshToken, bool inStore)
{
    m_book.learnDigest(m_book.newestRefreshToken(), tokenDigest(tokens.value(u"refreshToken"_s).toString().toUtf8()));
    addPlayerRow(u"Change one character of the signature"_s, m_book.label(m_book.newestRefreshToken()),
        inStore ? u"In the client and in the server's list"_s : u"In the client only"_s,
        u"now •••• "_s + tokenDigest(refreshToken));
    m_book.tamper(inStore, tokenDigest(refreshToken));
    TokenResponse response;
    response.accessToken = tokens.value(u"accessToken"_s).toString().toUtf8();
    response.refreshToken = refreshToken;
    response.expiresIn = std::chrono::seconds(tokens.value(u"expiresIn"_s).toInteger());
    m_client->adopt(response, [this](const ClientReport &report) { takeReport(report); });
}

void ScenarioPlayer::takeReport(const ClientReport &report)
{
    m_report = report;
    m_report.sessionEnded += m_endsBefore;
    if (m_report.generation != 0)
        m_report.generation += m_generationsBefore;
    askRecords();
}

// --- After a step ---

void ScenarioPlayer::forgetLastStep()
{
    m_report.result = ClientReport().result;
    m_report.message.clear();
    m_report.httpStatus = 0;
    m_report.statuses.clear();
    m_report.retried = 0;
    m_recorded.clear();
}

void ScenarioPlayer::askRecords()
{
    if (m_setup.control)
        takeRecords([this] { askCounters(); });
    else
        endStep({});
}

void ScenarioPlayer::takeRecords(const Next &next)
{
    m_server.control(
        "GET", u"/requests?since=%1"_s.arg(m_lastRequest), {}, [this, next](const ServerControl::Answer &answer) {
            for (const auto &value : answer.body.value(u"requests"_s).toArray())
                takeRecord(RecordedRequest::fromJson(value.toObject()));
            next();
        });
}

void ScenarioPlayer::takeRecord(RecordedRequest request)
{
    if (request.isTokenRoute() && !request.tokenDigest.isEmpty())
        request.knownAs = m_book.nameOf(request.tokenDigest);
    m_lastRequest = request.number;
    m_recorded.append(request);
    m_serverRows.append({ request, rowsOf(request, m_book.enter(request)) });
}

void ScenarioPlayer::askCounters()
{
    m_server.control("GET", u"/counters"_s, {}, [this](const ServerControl::Answer &answer) { endStep(answer.body); });
}

void ScenarioPlayer::endStep(const QJsonObject &counters)
{
    if (m_over)
        return;
    learnDigests();
    addRows();
    if (!m_report.message.isEmpty())
        addPlayerRow(u"The client reports"_s, m_report.result, {}, m_report.message);
    recordVariables(stepNumber());
    const Expectation &expect = m_setup.scenario.steps[m_step].expect;
    const QStringList unmet = unmetExpectations(expect, { m_report, m_recorded, toCounters(counters) });
    m_failed = m_failed || !unmet.isEmpty();
    Q_EMIT stepEnded(stepNumber(), unmet);
    playNextStep();
}

/// The answer to a log-in is not recorded, but the client's event of it tells the digest. Where nothing is recorded at
/// all, that event is also the only sign of the log-in.
void ScenarioPlayer::learnDigests()
{
    for (const TraceEvent &event : m_events) {
        const QString digest = event.details.value(u"refreshTokenDigest"_s).toString();
        if (!digest.isEmpty() && !m_setup.control)
            m_book.enter({ .method = u"POST"_s, .path = u"/login"_s, .status = 200 });
        m_book.learnDigest(m_book.newestRefreshToken(), digest);
    }
}

void ScenarioPlayer::addRows()
{
    for (TableRow row : mergeRows(std::exchange(m_events, {}), std::exchange(m_serverRows, {})))
        addRow(std::move(row));
}

void ScenarioPlayer::addRow(TableRow row)
{
    row.number = ++m_rows;
    row.step = stepNumber();
    if (!row.time.isValid())
        row.time = now();
    if (row.source == TableRow::Source::Client)
        for (QString *text : { &row.action, &row.input, &row.check, &row.result })
            *text = withServersNumbers(*text);
    Q_EMIT rowAdded(row);
}

void ScenarioPlayer::addPlayerRow(
    const QString &action, const QString &input, const QString &check, const QString &result)
{
    TableRow row;
    row.source = TableRow::Source::Player;
    row.action = action;
    row.input = input;
    row.check = check;
    row.result = result;
    addRow(row);
}

/// A client that was started again counts its access tokens from 1; the server goes on.
QString ScenarioPlayer::withServersNumbers(QString text) const
{
    static const QRegularExpression name(uR"(\bAT-(\d+))"_s);
    if (m_generationsBefore == 0)
        return text;
    qsizetype from = 0;
    for (auto match = name.match(text); match.hasMatch(); match = name.match(text, from)) {
        const QString renamed = u"AT-%1"_s.arg(match.captured(1).toULongLong() + m_generationsBefore);
        text.replace(match.capturedStart(), match.capturedLength(), renamed);
        from = match.capturedStart() + renamed.size();
    }
    return text;
}

/// The client does not show its refresh token: it holds the newest one for as long as it is logged in.
QString ScenarioPlayer::refreshTokenLabel() const
{
    const bool loggedIn = m_report.generation != 0 || m_report.state == u"Offline"_s;
    return loggedIn ? m_book.label(m_book.newestRefreshToken()) : u"none"_s;
}

void ScenarioPlayer::recordVariables(int step)
{
    const bool loggedIn = m_report.generation != 0;
    const QString list = m_setup.control ? u'[' + m_book.held().join(u", "_s) + u']' : u"not known"_s;
    const QString queue = m_report.retried == 0 ? u"0"_s : u"0 (%1 had waited)"_s.arg(m_report.retried);
    m_variables.record({ step,
        { tokenLabel(u"AT"_s, m_report.generation, m_report.accessTokenDigest), refreshTokenLabel(), list,
            loggedIn ? m_user : u"none"_s, expiryText(m_report), queue } });
}

// --- The end ---

QString ScenarioPlayer::unreachable(const QString &why) const
{
    return u"%1 does not answer as a server one can log in to: %2"_s.arg(m_setup.server.toString(), why);
}

void ScenarioPlayer::finish(Outcome outcome, const QString &sentence)
{
    if (std::exchange(m_over, true))
        return;
    m_watchdog.stop();
    const auto digests = m_book.digests();
    for (auto it = digests.begin(); it != digests.end(); ++it)
        m_variables.setDigest(it.key(), it.value());
    cleanUp([this, outcome, sentence] {
        m_client.reset();
        Q_EMIT finished(outcome, sentence);
    });
}

void ScenarioPlayer::cleanUp(const Next &next)
{
    if (!m_usesKeychain) {
        QTimer::singleShot(0, this, next);
        return;
    }
    auto *watcher = new QFutureWatcher<TokenStore::StoreResult>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [watcher, next] {
        watcher->deleteLater();
        next();
    });
    watcher->setFuture(m_store->remove(playerAccount));
}

} // namespace latchkey

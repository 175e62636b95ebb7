// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "states.h"

#include "homepage.h"
#include "loginpage.h"
#include "mainwindow.h"
#include "stepswindow.h"
#include "tracemodel.h"

#include <QApplication>
#include <QDeadlineTimer>
#include <QLabel>
#include <QLineEdit>

using namespace Qt::Literals::StringLiterals;
using namespace latchkey;
using tokenmanager::TokenError;
using tokenmanager::TraceEvent;

namespace shots {

namespace {

using Window = std::unique_ptr<MainWindow>;

const QUrl server(u"http://127.0.0.1:8391"_s);
const QDateTime lastUpdate(QDate(2026, 3, 20), QTime(14, 2));
const QDateTime later = lastUpdate.addSecs(3600);

QLineEdit *field(const Window &window, const QString &name)
{
    return window->findChild<QLineEdit *>(name);
}

void present(MainWindow &window)
{
    window.show();
    window.activateWindow();
    waitFor([&] { return window.isActiveWindow(); });
}

Window login()
{
    auto window = std::make_unique<MainWindow>();
    window->loginPage()->setServer(server);
    window->showLogin();
    present(*window);
    return window;
}

Window filledLogin()
{
    Window window = login();
    window->loginPage()->setUserName(u"demo"_s);
    field(window, u"client.login.password"_s)->setText(u"thirteensigns"_s);
    return window;
}

Window loginWith(const TokenError &error)
{
    Window window = filledLogin();
    if (const auto problem = loginProblem(error))
        window->loginPage()->showProblem(*problem);
    return window;
}

Window busyLogin()
{
    Window window = filledLogin();
    window->loginPage()->setBusy(true);
    const QWidget *cancel = window->findChild<QWidget *>(u"client.login.cancel"_s);
    waitFor([&] { return cancel->isVisible(); });
    return window;
}

Window loginWithKeychain(LoginPage::Keychain keychain)
{
    Window window = login();
    window->loginPage()->setKeychain(keychain);
    return window;
}

Window start()
{
    auto window = std::make_unique<MainWindow>();
    window->showStart();
    present(*window);
    const auto *sentence = window->findChild<QLabel *>(u"client.start.sentence"_s);
    waitFor([&] { return !sentence->text().isEmpty(); });
    return window;
}

Window home()
{
    auto window = std::make_unique<MainWindow>();
    HomePage *page = window->homePage();
    page->setUser(u"demo"_s, u"127.0.0.1:8391"_s);
    page->setItems({ { u"Release checklist"_s, u"Today, 14:02"_s }, { u"Meeting agenda"_s, u"Today, 09:40"_s },
        { u"Reading list"_s, u"Yesterday"_s }, { u"Travel plan"_s, u"Monday"_s }, { u"Garden"_s, u"12 March"_s } });
    page->setStatus(loggedInStatus(lastUpdate, lastUpdate));
    window->showHome();
    present(*window);
    return window;
}

Window homeWith(const HomeStatus &status)
{
    Window window = home();
    window->homePage()->setStatus(status);
    return window;
}

Window endedHome()
{
    Window window = homeWith(loggedOutStatus(lastUpdate, later));
    field(window, u"client.home.input"_s)->setText(u"Call the printer"_s);
    window->homePage()->showSessionEnded();
    return window;
}

Window emptyHome()
{
    Window window = home();
    window->homePage()->setItems({});
    return window;
}

Window jsonHome()
{
    Window window = home();
    window->homePage()->setText(
        u"/posts"_s, u"[\n    {\n        \"title\": \"First\",\n        \"username\": \"demo\"\n    }\n]"_s);
    return window;
}

TraceEvent step(
    int number, int milliseconds, TraceEvent::Kind kind, const QStringList &texts, int status, int attempt = 0)
{
    return { .number = quint64(number),
        .time = lastUpdate.toUTC().addMSecs(milliseconds),
        .kind = kind,
        .action = texts[0],
        .input = texts[1],
        .check = texts[2],
        .result = texts[3],
        .attempt = attempt,
        .httpStatus = status };
}

/// An expired access token, refreshed before the retry.
QList<TraceEvent> steps()
{
    using Kind = TraceEvent::Kind;
    return { step(1, 0, Kind::Session, { u"Log in"_s, u"user = demo"_s, u""_s, u"AT-1, RT-1"_s }, 200),
        step(2, 8200, Kind::Request, { u"GET /api/notes"_s, u"AT-1"_s, u"Expired? no, 11.8 s left"_s, u"200, 640 B"_s },
            200, 1),
        step(3, 15200, Kind::Fault, { u"Expire AT-1"_s, u"AT-1"_s, u""_s, u"expired at the server"_s }, 0),
        step(4, 15400, Kind::Request,
            { u"GET /api/notes"_s, u"AT-1"_s, u"Expired? no, 4.6 s left"_s, u"401 invalid_token, queued"_s }, 401, 1),
        step(5, 15500, Kind::Token,
            { u"POST /token"_s, u"RT-1"_s, u"In the store? yes"_s, u"503, wait 1 s, try again"_s }, 503, 1),
        step(6, 15510, Kind::Retry,
            { u"Wait before POST /token"_s, u""_s, u"Attempt 2 of 3"_s, u"try again in 1.0 s"_s }, 0),
        step(7, 16520, Kind::Token,
            { u"POST /token, attempt 2"_s, u"RT-1"_s, u"Signature valid? yes"_s, u"200, AT-2, RT-1 kept"_s }, 200, 2),
        step(8, 16600, Kind::Retry, { u"Retry GET /api/notes"_s, u"AT-2"_s, u"Attempt 2 of 2"_s, u"200, 640 B"_s }, 200,
            2),
        step(9, 17000, Kind::Request, { u"GET /api/profile"_s, u"AT-2"_s, u"Expired? no, 19.5 s left"_s, u""_s }, 0,
            1) };
}

std::unique_ptr<QWidget> stepsWindow(const QList<TraceEvent> &events)
{
    auto *model = new TraceModel;
    auto window = std::make_unique<StepsWindow>(model);
    QObject::connect(window.get(), &QObject::destroyed, model, &QObject::deleteLater);
    for (const TraceEvent &event : events)
        model->append(event);
    model->flush();
    window->show();
    return window;
}

} // namespace

const std::vector<State> &states()
{
    static const std::vector<State> all {
        { u"login-first"_s, u"First log-in"_s, [] { return login(); } },
        { u"login-wrong"_s, u"Wrong password"_s,
            [] { return loginWith({ .kind = TokenError::Kind::Rejected, .httpStatus = 401 }); } },
        { u"login-busy"_s, u"Logging in"_s, [] { return busyLogin(); } },
        { u"login-unreachable"_s, u"No server"_s, [] { return loginWith({ .kind = TokenError::Kind::Network }); } },
        { u"login-no-keychain"_s, u"No keychain"_s, [] { return loginWithKeychain(LoginPage::Keychain::Missing); } },
        { u"start"_s, u"Starting"_s, [] { return start(); } },
        { u"home"_s, u"Logged in"_s, [] { return home(); } },
        { u"home-ended"_s, u"Session ended"_s, [] { return endedHome(); } },
        { u"home-offline"_s, u"Offline"_s, [] { return homeWith(offlineStatus(lastUpdate, later)); } },
        { u"home-keychain"_s, u"Keychain locked"_s, [] { return homeWith(keychainLockedStatus()); } },
        { u"home-empty"_s, u"No notes"_s, [] { return emptyHome(); } },
        { u"home-json"_s, u"Another server"_s, [] { return jsonHome(); } },
        { u"steps"_s, u"Steps"_s, [] { return stepsWindow(steps()); } },
        { u"steps-empty"_s, u"No steps"_s, [] { return stepsWindow({}); } },
    };
    return all;
}

bool waitFor(const std::function<bool()> &ready)
{
    QDeadlineTimer deadline(5000);
    while (!ready() && !deadline.hasExpired())
        QApplication::processEvents(QEventLoop::AllEvents, 20);
    return ready();
}

} // namespace shots

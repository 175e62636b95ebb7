// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "states.h"

#include "homepage.h"
#include "loginpage.h"
#include "mainwindow.h"

#include <QApplication>
#include <QDeadlineTimer>
#include <QLabel>
#include <QLineEdit>

using namespace Qt::Literals::StringLiterals;
using namespace latchkey;
using tokenmanager::TokenError;

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

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
// Every public header, and of each something that only the linker can refuse.
#include <tokenmanager/accesstoken.h>
#include <tokenmanager/clock.h>
#include <tokenmanager/expected.h>
#include <tokenmanager/keychaintokenstore.h>
#include <tokenmanager/memorytokenstore.h>
#include <tokenmanager/networkaccessmanager.h>
#include <tokenmanager/requestreport.h>
#include <tokenmanager/serverprofile.h>
#include <tokenmanager/sessionstate.h>
#include <tokenmanager/storestate.h>
#include <tokenmanager/systemclock.h>
#include <tokenmanager/tokenerror.h>
#include <tokenmanager/tokenmanager.h>
#include <tokenmanager/tokenresponse.h>
#include <tokenmanager/tokenresult.h>
#include <tokenmanager/tokenstore.h>
#include <tokenmanager/traceevent.h>
#include <tokenmanager/virtualclock.h>

#include <QCoreApplication>
#include <QDebug>
#include <QTimer>

using namespace std::chrono_literals;
using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;

namespace {

/// A store of the stranger's own.
class Shelf : public MemoryTokenStore
{ };

void printEverything()
{
    qInfo() << AccessToken { .value = "at", .type = "Bearer" } << TokenError { .kind = TokenError::Kind::Network };
    qInfo() << TokenResult(TokenError {}) << LogOutResult {} << TraceEvent { .action = u"look"_s } << RequestReport {};
    qInfo() << ServerProfile::oauth2(QUrl(u"https://example.org/token"_s), u"stranger"_s).problems();
    qInfo() << SessionState::Valid << StoreState::Saved << TokenStore::StoreError {} << SystemClock().now();
    qInfo() << KeychainTokenStore(u"https://example.org"_s).lockPath(u"default"_s).isEmpty();
}

int checkedSession(const AccessToken &token, const VirtualClock &clock)
{
    const bool right = token.value == "at-1" && token.generation == 1 && token.expiresAt == clock.now().addSecs(60);
    return right ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    printEverything();
    const auto clock = std::make_shared<VirtualClock>();
    TokenManager tokens(TokenManager::Setup {
        .profile = ServerProfile::express(QUrl(u"http://127.0.0.1:1"_s)),
        .store = std::make_shared<Shelf>(),
        .clock = clock,
    });
    NetworkAccessManager network(&tokens);
    network.setAttemptHook([](QNetworkRequest &, const RequestAttempt &) {});
    QObject::connect(&tokens, &TokenManager::stateChanged, &app, [](SessionState state) { qInfo() << state; });
    tokens.adopt({ .accessToken = "at-1", .refreshToken = "rt-1", .expiresIn = 60s });
    tokens.freshAccessToken(
        &app, [&](const TokenResult &result) { QCoreApplication::exit(result ? checkedSession(*result, *clock) : 2); });
    return app.exec();
}

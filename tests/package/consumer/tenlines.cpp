// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
// The ten lines of the README, as they stand there: not for clang-format to break.
#include <tokenmanager/networkaccessmanager.h>
#include <tokenmanager/tokenmanager.h>

#include <QCoreApplication>

using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;

int main(int argc, char **argv)
{
    // clang-format off
    QCoreApplication app(argc, argv);
    TokenManager tokens(ServerProfile::express(QUrl(u"http://127.0.0.1:8391"_s)));
    NetworkAccessManager network(&tokens);
    tokens.logIn(u"demo"_s, u"demo"_s).then(&app, [&](const TokenResult &) {
        QNetworkReply *reply = network.get(QNetworkRequest(QUrl(u"http://127.0.0.1:8391/api/notes"_s)));
        QObject::connect(reply, &QNetworkReply::finished, &app, [reply] { qInfo() << reply->readAll(); qApp->quit(); });
    });
    return app.exec();
    // clang-format on
}

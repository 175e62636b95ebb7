// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "loginmessages.h"
#include "serveraddress.h"
#include "testregistry.h"

#include <QTest>

using namespace latchkey;
using namespace Qt::Literals::StringLiterals;
using tokenmanager::TokenError;

Q_DECLARE_METATYPE(LoginField)

/// The words of a failed log-in, and what is accepted as a server's address.
class tst_loginmessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyErrorHasItsWords_data()
    {
        QTest::addColumn<TokenError>("error");
        QTest::addColumn<QString>("words");
        QTest::addColumn<LoginField>("field");
        QTest::addColumn<int>("action"); // -1: none.
        const auto row = [](const char *name, const TokenError &error, const QString &words,
                             LoginField field = LoginField::None,
                             int action = -1) { QTest::newRow(name) << error << words << field << action; };
        const int tryAgain = int(Message::Action::TryAgain);
        const int details = int(Message::Action::Details);
        const auto tooMany = [](std::optional<std::chrono::seconds> wait) {
            return TokenError { .kind = TokenError::Kind::Server, .httpStatus = 429, .retryAfter = wait };
        };
        using namespace std::chrono_literals;
        row("wrong password", { .kind = TokenError::Kind::Rejected, .httpStatus = 401 },
            u"Wrong user name or password. Check both and try again."_s, LoginField::Password);
        row("no route for log-ins", { .kind = TokenError::Kind::Rejected, .httpStatus = 404 },
            u"The server sent an answer this program does not understand."_s, LoginField::None, details);
        row("unreachable", { .kind = TokenError::Kind::Network },
            u"The server cannot be reached. Check the address and your connection."_s, LoginField::None, tryAgain);
        row("silent", { .kind = TokenError::Kind::TimedOut },
            u"The server cannot be reached. Check the address and your connection."_s, LoginField::None, tryAgain);
        row("503", { .kind = TokenError::Kind::Server, .httpStatus = 503 },
            u"The server has a problem. Try again in a moment."_s);
        row("garbage", { .kind = TokenError::Kind::Malformed, .httpStatus = 200 },
            u"The server sent an answer this program does not understand."_s, LoginField::None, details);
        row("429, 30 s", tooMany(30s), u"Too many attempts. Wait 30 seconds."_s);
        row("429, 1 s", tooMany(1s), u"Too many attempts. Wait 1 second."_s);
        row("429, 5 min", tooMany(300s), u"Too many attempts. Wait 5 minutes."_s);
        row("429 without a time", tooMany({}), u"Too many attempts. Try again in a moment."_s);
        row("refused session", { .kind = TokenError::Kind::InvalidGrant },
            u"Your session has ended. Log in again to go on."_s, LoginField::None, details);
        row("keychain", { .kind = TokenError::Kind::Keychain }, u"The keychain cannot be used. Log in to go on."_s,
            LoginField::None, details);
    }

    void everyErrorHasItsWords()
    {
        QFETCH(TokenError, error);
        QFETCH(int, action);
        const auto problem = loginProblem(error);
        QVERIFY(problem);
        const Message &message = problem->message;
        QTEST(message.text.isEmpty() ? message.title : message.title + u' ' + message.text, "words");
        QTEST(problem->field, "field");
        QCOMPARE(message.actions.isEmpty() ? -1 : int(message.actions.constLast()), action);
    }

    void nothingIsSaidWhereNothingWentWrong()
    {
        QVERIFY(!loginProblem({ .kind = TokenError::Kind::Cancelled }));
        QVERIFY(!loginProblem({ .kind = TokenError::Kind::NotSignedIn }));
    }

    void anUntrustedCertificateCannotBeIgnored()
    {
        const Message message = untrustedCertificate(u"example.org"_s).message;
        QCOMPARE(message.title, u"The certificate of example.org is not trusted."_s);
        QCOMPARE(message.actions, QList<Message::Action> { Message::Action::Details });
    }

    void addressesAreCompleted_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("url"); // Empty: refused.
        QTest::newRow("this computer") << u" 127.0.0.1:8391 "_s << u"http://127.0.0.1:8391"_s;
        QTest::newRow("by name") << u"localhost:3000/api"_s << u"http://localhost:3000/api"_s;
        QTest::newRow("IPv6") << u"[::1]:3000"_s << u"http://[::1]:3000"_s;
        QTest::newRow("another") << u"example.org"_s << u"https://example.org"_s;
        QTest::newRow("with a scheme") << u"https://example.org/base"_s << u"https://example.org/base"_s;
        QTest::newRow("in clear") << u"http://example.org"_s << QString();
        QTest::newRow("nothing") << u"  "_s << QString();
        QTest::newRow("words") << u"my server"_s << QString();
        QTest::newRow("another scheme") << u"ftp://example.org"_s << QString();
        QTest::newRow("with a password") << u"https://me:pw@example.org"_s << QString();
        QTest::newRow("with a query") << u"https://example.org?a=b"_s << QString();
        QTest::newRow("a port too high") << u"localhost:99999"_s << QString();
    }

    void addressesAreCompleted()
    {
        QFETCH(QString, typed);
        QFETCH(QString, url);
        const auto address = serverAddress(typed);
        QCOMPARE(address.has_value(), !url.isEmpty());
        if (address)
            QCOMPARE(*address, QUrl(url));
        else
            QVERIFY(address.error().endsWith(u'.'));
    }

    void addressesAreShownWithoutTheirScheme()
    {
        QCOMPARE(shownAddress(QUrl(u"http://127.0.0.1:8391"_s)), u"127.0.0.1:8391"_s);
        QCOMPARE(shownAddress(QUrl(u"https://example.org/base"_s)), u"example.org/base"_s);
    }
};

TEST_CLASS(tst_loginmessages)
#include "tst_loginmessages.moc"

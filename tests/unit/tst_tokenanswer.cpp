// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "testregistry.h"
#include "tokenanswer.h"

#include <QElapsedTimer>
#include <QTest>

using namespace tokenmanager;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

using Verdict = TokenAnswer::Verdict;
using Kind = TokenError::Kind;
using Outcome = ChannelAnswer::Outcome;
using Lifetime = std::optional<std::chrono::seconds>;

constexpr std::chrono::seconds yearOfSeconds = std::chrono::days(365);
const QDateTime arrival(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);

ServerProfile expressServer()
{
    return ServerProfile::express(QUrl(u"https://api.example"_s));
}

ServerProfile oauthServer()
{
    ServerProfile profile = ServerProfile::oauth2(QUrl(u"https://as.example/token"_s), u"client"_s);
    profile.scopes = { u"notes"_s, u"mail"_s };
    return profile;
}

/// JSON, written with ' for ".
QByteArray quoted(QByteArray text)
{
    return text.replace('\'', '"');
}

ChannelAnswer completeAnswer(int status, const QByteArray &body, const QByteArray &contentType = "application/json")
{
    return { .outcome = Outcome::Complete, .status = status, .contentType = contentType, .body = quoted(body) };
}

TokenAnswer readRefresh(const ServerProfile &profile, const ChannelAnswer &answer)
{
    return readTokenAnswer(profile, TokenRequestKind::Refresh, answer, arrival);
}

TokenAnswer readOAuth(const QByteArray &body)
{
    return readRefresh(oauthServer(), completeAnswer(200, body));
}

} // namespace

/// What every answer of the token endpoint means (RFC 6749 §5).
class tst_tokenanswer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRefusalHasOneMeaning_data();
    void everyRefusalHasOneMeaning();
    void aRefusedLogInEndsNoSession_data();
    void aRefusedLogInEndsNoSession();
    void withoutACompleteAnswerTheChannelDecides_data();
    void withoutACompleteAnswerTheChannelDecides();
    void everyBodyHasOneMeaning_data();
    void everyBodyHasOneMeaning();
    void lifetimes_data();
    void lifetimes();
    void expressSpeaksCamelCase();
    void theJwtHintFillsAMissingExpiry_data();
    void theJwtHintFillsAMissingExpiry();
    void onlyTokensOfAKnownTypeAreUsed_data();
    void onlyTokensOfAKnownTypeAreUsed();
    void scopesAreTheGrantedOnes_data();
    void scopesAreTheGrantedOnes();
    void tokensWithOtherCharactersAreNotUsed_data();
    void tokensWithOtherCharactersAreNotUsed();
    void tokensUpTo64KiBAreUsed_data();
    void tokensUpTo64KiBAreUsed();
    void retryAfterIsPassedOn_data();
    void retryAfterIsPassedOn();
    void theServersTextIsCutAndEscaped_data();
    void theServersTextIsCutAndEscaped();
    void noTextOfTheServersIsShown();
    void messagesNameTheHost();
    void hugeAnswersAreReadQuickly_data();
    void hugeAnswersAreReadQuickly();
};

void tst_tokenanswer::everyRefusalHasOneMeaning_data()
{
    QTest::addColumn<ServerProfile>("profile");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Verdict>("verdict");
    QTest::addColumn<Kind>("kind");
    const auto row = [](const ServerProfile &profile, int status, const QByteArray &body, Verdict verdict, Kind kind) {
        const QByteArray dialect = profile.dialect == ServerProfile::Dialect::OAuth2 ? "OAuth2 " : "Express ";
        QTest::newRow((dialect + QByteArray::number(status) + ' ' + body).constData())
            << profile << status << body << verdict << kind;
    };
    const ServerProfile oauth = oauthServer();
    const ServerProfile express = expressServer();

    for (const int status : { 400, 401, 403 }) {
        row(oauth, status, "{'error':'invalid_grant'}", Verdict::Dead, Kind::InvalidGrant);
        row(express, status, "{'error':'invalid_grant'}", Verdict::Dead, Kind::InvalidGrant);
        row(oauth, status, "", Verdict::RetrySlowly, Kind::Rejected);
        row(oauth, status, "<html>", Verdict::RetrySlowly, Kind::Rejected);
        row(oauth, status, "{'error':'something_else'}", Verdict::RetrySlowly, Kind::Rejected);
        row(oauth, status, "{'error':7}", Verdict::RetrySlowly, Kind::Rejected);
        row(oauth, status, "{'error':''}", Verdict::RetrySlowly, Kind::Rejected);
        row(oauth, status, "{'error':'x','error':'invalid_grant'}", Verdict::RetrySlowly, Kind::Rejected);
        row(oauth, status, "[{'error':'invalid_grant'}]", Verdict::RetrySlowly, Kind::Rejected);
        row(oauth, status, "{'inner':{'error':'invalid_grant'}}", Verdict::RetrySlowly, Kind::Rejected);
        row(oauth, status, "{'error':'INVALID_GRANT'}", Verdict::RetrySlowly, Kind::Rejected);
        for (const char *code : { "invalid_request", "invalid_client", "unauthorized_client", "unsupported_grant_type",
                 "invalid_scope", "use_dpop_nonce" })
            row(oauth, status, QByteArray("{'error':'") + code + "'}", Verdict::Stop, Kind::Rejected);
    }
    row(oauth, 400, "{'\\u0065rror':'invalid_grant'}", Verdict::Dead, Kind::InvalidGrant);

    for (const int status : { 401, 403 }) {
        for (const char *body : { "", "<html>", "Forbidden", "{'message':'no'}", "{'error':'invalid_request'}" })
            row(express, status, body, Verdict::Dead, Kind::InvalidGrant);
    }
    row(express, 400, "{'message':'no'}", Verdict::RetrySlowly, Kind::Rejected);

    ServerProfile listed = oauthServer();
    listed.deadStatusCodes = { 400 };
    row(listed, 400, "", Verdict::Dead, Kind::InvalidGrant);
    row(listed, 400, "<html>dead", Verdict::Dead, Kind::InvalidGrant);
    row(listed, 400, "{'error':'invalid_request'}", Verdict::Stop, Kind::Rejected);
    row(listed, 401, "<html>alive", Verdict::RetrySlowly, Kind::Rejected);

    for (const ServerProfile &profile : { oauth, express }) {
        for (const int status : { 404, 405, 410 })
            row(profile, status, "", Verdict::Stop, Kind::Rejected);
        for (const int status : { 408, 425, 429 }) {
            row(profile, status, "", Verdict::Retry, Kind::Server);
            row(profile, status, "{'error':'invalid_grant'}", Verdict::Retry, Kind::Server);
        }
        for (const int status : { 300, 301, 302, 303, 304, 307, 308 })
            row(profile, status, "", Verdict::Stop, Kind::Rejected);
        for (const int status : { 402, 406, 409, 411, 413, 415, 418, 422, 451 })
            row(profile, status, "", Verdict::RetrySlowly, Kind::Rejected);
        for (const int status : { 500, 502, 504, 507, 520, 599 }) {
            row(profile, status, "", Verdict::Unknown, Kind::Server);
            row(profile, status, "{'error':'invalid_grant'}", Verdict::Unknown, Kind::Server);
        }
        row(profile, 501, "", Verdict::Stop, Kind::Server);
        row(profile, 503, "", Verdict::Retry, Kind::Server);
        row(profile, 511, "<html>", Verdict::Retry, Kind::Server);
        row(profile, 407, "", Verdict::Retry, Kind::Network);
        row(profile, 101, "", Verdict::Unknown, Kind::Network);
    }

    row(oauth, 200, "{'error':'invalid_grant'}", Verdict::Dead, Kind::InvalidGrant);
    row(oauth, 200, "{'error':'invalid_client'}", Verdict::Stop, Kind::Rejected);
    row(oauth, 200, "{'error':'bad_refresh_token'}", Verdict::RetrySlowly, Kind::Rejected);
    row(oauth, 200, "{'error':'x','error':'invalid_grant'}", Verdict::Unknown, Kind::Malformed);
    row(oauth, 200, "{'access_token':'a','error':'invalid_grant'}", Verdict::Unknown, Kind::Malformed);
    row(oauth, 200, "{'refresh_token':'r','error':'invalid_grant'}", Verdict::Retry, Kind::Malformed);
}

void tst_tokenanswer::everyRefusalHasOneMeaning()
{
    QFETCH(ServerProfile, profile);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    const TokenAnswer answer = readRefresh(profile, completeAnswer(status, body));
    QTEST(answer.verdict, "verdict");
    QTEST(answer.error.kind, "kind");
    QCOMPARE(answer.error.httpStatus, status);
    QVERIFY(!answer.error.message.isEmpty());
    QVERIFY(!answer.access);
}

void tst_tokenanswer::aRefusedLogInEndsNoSession_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Kind>("kind");
    QTest::newRow("wrong password") << 401 << QByteArray() << Kind::Rejected;
    QTest::newRow("wrong password, said in JSON") << 401 << QByteArray("{'message':'no'}") << Kind::Rejected;
    QTest::newRow("locked") << 403 << QByteArray() << Kind::Rejected;
    QTest::newRow("invalid_grant") << 400 << QByteArray("{'error':'invalid_grant'}") << Kind::Rejected;
    QTest::newRow("invalid_grant with 200") << 200 << QByteArray("{'error':'invalid_grant'}") << Kind::Rejected;
    QTest::newRow("no such page") << 404 << QByteArray() << Kind::Rejected;
    QTest::newRow("too many") << 429 << QByteArray() << Kind::Server;
    QTest::newRow("server trouble") << 500 << QByteArray() << Kind::Server;
    QTest::newRow("HTML") << 200 << QByteArray("<html>") << Kind::Malformed;
}

void tst_tokenanswer::aRefusedLogInEndsNoSession()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    const TokenAnswer answer =
        readTokenAnswer(expressServer(), TokenRequestKind::LogIn, completeAnswer(status, body), arrival);
    QVERIFY(answer.verdict != Verdict::Dead && answer.verdict != Verdict::Success);
    QTEST(answer.error.kind, "kind");
    QCOMPARE(answer.error.httpStatus, status);
}

void tst_tokenanswer::withoutACompleteAnswerTheChannelDecides_data()
{
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<Verdict>("verdict");
    QTest::newRow("not sent") << Outcome::NotSent << Verdict::Retry;
    QTest::newRow("unknown") << Outcome::Unknown << Verdict::Unknown;
    QTest::newRow("untrusted") << Outcome::Untrusted << Verdict::Stop;
}

void tst_tokenanswer::withoutACompleteAnswerTheChannelDecides()
{
    QFETCH(Outcome, outcome);
    ChannelAnswer lost { .outcome = outcome, .reason = u"Cannot reach as.example."_s };
    // Given what had arrived: it must not count
    lost.status = 400;
    lost.body = quoted("{'error':'invalid_grant','refresh_token':'r'}");
    const TokenAnswer answer = readRefresh(oauthServer(), lost);
    QTEST(answer.verdict, "verdict");
    QCOMPARE(answer.error, (TokenError { .kind = Kind::Network, .message = u"Cannot reach as.example."_s }));
    QVERIFY(answer.refreshToken.isEmpty());
}

void tst_tokenanswer::everyBodyHasOneMeaning_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Verdict>("verdict");
    QTest::addColumn<QByteArray>("refreshToken");
    const auto row = [](const char *name, const QByteArray &body, Verdict verdict,
                         const QByteArray &refreshToken = {}) {
        QTest::newRow(name) << body << verdict << refreshToken;
    };
    row("both tokens", "{'access_token':'a','token_type':'Bearer','refresh_token':'r'}", Verdict::Success, "r");
    row("extra members", "{'x':[{'refresh_token':'no'}],'access_token':'a','refresh_token':'r','y':'}'}",
        Verdict::Success, "r");
    row("white space everywhere", " {\n'access_token' :\t'a' ,\r\n'refresh_token': 'r' }\n", Verdict::Success, "r");
    row("escaped spelling of a name", "{'access_token':'a','\\u0072efresh_token':'r'}", Verdict::Success, "r");
    row("escaped spelling of a value", "{'access_token':'a','refresh_token':'\\u0072'}", Verdict::Success, "r");
    row("byte order mark", "\xef\xbb\xbf{'access_token':'a','refresh_token':'r'}", Verdict::Success, "r");
    row("no refresh token", "{'access_token':'a'}", Verdict::Success);
    row("refresh token null", "{'access_token':'a','refresh_token':null}", Verdict::Success);
    row("refresh token empty", "{'access_token':'a','refresh_token':''}", Verdict::Success);
    row("refresh token a number", "{'access_token':'a','refresh_token':7}", Verdict::Success);
    row("error null", "{'access_token':'a','error':null}", Verdict::Success);

    row("no access token", "{'refresh_token':'r'}", Verdict::Retry, "r");
    row("access token null", "{'access_token':null,'refresh_token':'r'}", Verdict::Retry, "r");
    row("access token a number", "{'access_token':7,'refresh_token':'r'}", Verdict::Retry, "r");
    row("unknown type", "{'access_token':'a','token_type':'mac','refresh_token':'r'}", Verdict::Retry, "r");
    row("unusable lifetime", "{'access_token':'a','expires_in':'x','refresh_token':'r'}", Verdict::Success, "r");
    row("error and tokens", "{'error':'invalid_grant','access_token':'a','refresh_token':'r'}", Verdict::Retry, "r");

    row("refresh token twice", "{'access_token':'a','refresh_token':'r1','refresh_token':'r2'}", Verdict::Retry, "r2");
    row("refresh token twice, escaped", "{'refresh_token':'r1','access_token':'a','refresh\\u005ftoken':'r2'}",
        Verdict::Retry, "r2");
    row("refresh token twice, the last unusable", "{'access_token':'a','refresh_token':'r1','refresh_token':7}",
        Verdict::Retry, "r1");
    row("refresh token twice, none usable", "{'access_token':'a','refresh_token':'','refresh_token':7}",
        Verdict::Unknown);
    row("access token twice", "{'access_token':'a','refresh_token':'r','access_token':'b'}", Verdict::Retry, "r");
    row("access token twice, no refresh token", "{'access_token':'a','access_token':'a'}", Verdict::Unknown);
    row("lifetime twice", "{'access_token':'a','expires_in':1,'expires_in':1,'refresh_token':'r'}", Verdict::Retry,
        "r");
    row("type twice", "{'access_token':'a','token_type':'mac','token_type':'Bearer'}", Verdict::Unknown);
    row("harmless member twice", "{'x':1,'access_token':'a','x':2}", Verdict::Success);
    row("twice, but deeper", "{'access_token':'a','x':{'access_token':'b'}}", Verdict::Success);
    row("a string that looks like members", "{'x':'\\'access_token\\':1,','access_token':'a'}", Verdict::Success);

    row("empty object", "{}", Verdict::Unknown);
    row("empty", "", Verdict::Unknown);
    row("null", "null", Verdict::Unknown);
    row("array", "[]", Verdict::Unknown);
    row("string", "'x'", Verdict::Unknown);
    row("number", "7", Verdict::Unknown);
    row("HTML", "<html><body>Log in</body></html>", Verdict::Unknown);
    row("form", "access_token=a&refresh_token=r", Verdict::Unknown);
    row("cut short", "{'access_token':'a','refresh_token':'r'", Verdict::Unknown);
    row("cut short in a token", "{'access_token':'a','refresh_token':'r", Verdict::Unknown);
    row("trailing text", "{'access_token':'a','refresh_token':'r'} x", Verdict::Unknown);
    row("two documents", "{'access_token':'a'}{'access_token':'b'}", Verdict::Unknown);
    row("gzip", QByteArray("\x1f\x8b\x08\x00", 4), Verdict::Unknown);
    row("UTF-16", QByteArray("{\0'\0a\0'\0:\0001\0}\0", 14), Verdict::Unknown);
    row("invalid UTF-8", "{'access_token':'a\xff','refresh_token':'r'}", Verdict::Unknown);
    row("lone surrogate in a token", "{'access_token':'a','refresh_token':'r\\ud800'}", Verdict::Unknown);
    row("1e400", "{'access_token':'a','expires_in':1e400}", Verdict::Unknown);
    row("0x10", "{'access_token':'a','expires_in':0x10}", Verdict::Unknown);
    row("05", "{'access_token':'a','expires_in':05}", Verdict::Unknown);
    row("NaN", "{'access_token':'a','expires_in':NaN}", Verdict::Unknown);
    row("Infinity", "{'access_token':'a','expires_in':Infinity}", Verdict::Unknown);
}

void tst_tokenanswer::everyBodyHasOneMeaning()
{
    QFETCH(QByteArray, body);
    QFETCH(Verdict, verdict);
    const TokenAnswer answer = readOAuth(body);
    QCOMPARE(answer.verdict, verdict);
    QTEST(answer.refreshToken, "refreshToken");
    QCOMPARE(answer.access.has_value(), verdict == Verdict::Success);
    if (verdict != Verdict::Success)
        QCOMPARE(answer.error.kind, Kind::Malformed);
}

void tst_tokenanswer::lifetimes_data()
{
    QTest::addColumn<QByteArray>("expiresIn");
    QTest::addColumn<Lifetime>("lifetime");
    const auto row = [](const QByteArray &expiresIn, Lifetime lifetime) {
        QTest::newRow(expiresIn.constData()) << expiresIn << lifetime;
    };
    row("3600", 3600s);
    row("'3600'", 3600s);
    row("3.6e3", 3600s);
    row("3600.0", 3600s);
    row("1", 1s);
    row("3600000", 3600000s); // milliseconds are taken for seconds; a 401 will tell
    row("31536000", yearOfSeconds);
    for (const char *long_ : { "31536001", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808",
             "1e20", "'9223372036854775808'", "'99999999999999999999999'" })
        row(long_, yearOfSeconds);
    for (const char *unknown :
        { "0", "-0", "'0'", "-1", "-9223372036854775808", "3600.5", "0.5", "1e-300", "true", "false", "null", "{}",
            "[3600]", "''", "'-1'", "'+1'", "' 60'", "'60 '", "'3.6e3'", "'3600.0'", "'0x10'", "'soon'", "'\xd9\xa3'" })
        row(unknown, {});
}

void tst_tokenanswer::lifetimes()
{
    QFETCH(QByteArray, expiresIn);
    QFETCH(Lifetime, lifetime);
    const TokenAnswer answer = readOAuth("{'access_token':'a','refresh_token':'r','expires_in':" + expiresIn + "}");
    QCOMPARE(answer.verdict, Verdict::Success);
    QCOMPARE(answer.refreshToken, "r");
    QVERIFY(answer.access->lifetime == lifetime);
}

void tst_tokenanswer::expressSpeaksCamelCase()
{
    const QByteArray body = "{'accessToken':'a','refreshToken':'r','expiresIn':60}";
    for (const TokenRequestKind kind : { TokenRequestKind::LogIn, TokenRequestKind::Refresh }) {
        const TokenAnswer answer = readTokenAnswer(expressServer(), kind, completeAnswer(200, body), arrival);
        QCOMPARE(answer.verdict, Verdict::Success);
        QCOMPARE(answer.refreshToken, "r");
        QCOMPARE(answer.access->value, "a");
        QCOMPARE(answer.access->type, "Bearer");
        QVERIFY(answer.access->lifetime == 60s);
    }
    QCOMPARE(readOAuth(body).verdict, Verdict::Unknown);
}

void tst_tokenanswer::theJwtHintFillsAMissingExpiry_data()
{
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<bool>("hint");
    QTest::addColumn<Lifetime>("lifetime");
    QTest::newRow("missing") << QByteArray() << true << Lifetime(15s);
    QTest::newRow("there") << QByteArray(",'expiresIn':60") << true << Lifetime(60s);
    QTest::newRow("unusable") << QByteArray(",'expiresIn':0") << true << Lifetime();
    QTest::newRow("no hints wanted") << QByteArray() << false << Lifetime();
}

void tst_tokenanswer::theJwtHintFillsAMissingExpiry()
{
    QFETCH(QByteArray, member);
    QFETCH(bool, hint);
    QFETCH(Lifetime, lifetime);
    ServerProfile profile = expressServer();
    profile.jwtExpiryHint = hint;
    const QByteArray claims = quoted("{'iat':1000,'exp':1015}").toBase64(QByteArray::Base64UrlEncoding);
    const QByteArray body = "{'accessToken':'e30." + claims + ".c2ln'" + member + "}";
    QVERIFY(readRefresh(profile, completeAnswer(200, body)).access->lifetime == lifetime);
}

void tst_tokenanswer::onlyTokensOfAKnownTypeAreUsed_data()
{
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<QByteArray>("type");
    QTest::newRow("missing") << QByteArray() << QByteArray("Bearer");
    QTest::newRow("bEaReR") << QByteArray("'token_type':'bEaReR',") << QByteArray("Bearer");
    QTest::newRow("dpop") << QByteArray("'token_type':'dpop',") << QByteArray("DPoP");
    QTest::newRow("mac") << QByteArray("'token_type':'mac',") << QByteArray();
    QTest::newRow("empty") << QByteArray("'token_type':'',") << QByteArray();
    QTest::newRow("null") << QByteArray("'token_type':null,") << QByteArray();
    QTest::newRow("7") << QByteArray("'token_type':7,") << QByteArray();
    QTest::newRow("Bearer and a space") << QByteArray("'token_type':'Bearer ',") << QByteArray();
}

void tst_tokenanswer::onlyTokensOfAKnownTypeAreUsed()
{
    QFETCH(QByteArray, member);
    QFETCH(QByteArray, type);
    const TokenAnswer answer = readOAuth("{" + member + "'access_token':'a','refresh_token':'r'}");
    QCOMPARE(answer.refreshToken, "r");
    QCOMPARE(answer.access ? answer.access->type : QByteArray(), type);
}

void tst_tokenanswer::scopesAreTheGrantedOnes_data()
{
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<QStringList>("scopes");
    const QStringList asked { u"notes"_s, u"mail"_s };
    QTest::newRow("silent") << QByteArray() << asked;
    QTest::newRow("null") << QByteArray("'scope':null,") << asked;
    QTest::newRow("fewer") << QByteArray("'scope':'notes',") << QStringList { u"notes"_s };
    QTest::newRow("others") << QByteArray("'scope':'a b:c/d',") << QStringList { u"a"_s, u"b:c/d"_s };
    QTest::newRow("none") << QByteArray("'scope':'',") << QStringList();
    QTest::newRow("two spaces") << QByteArray("'scope':' a  b ',") << QStringList { u"a"_s, u"b"_s };
    QTest::newRow("not ASCII") << QByteArray("'scope':'a \xc3\xa9\\u001b',") << QStringList { u"a"_s };
}

void tst_tokenanswer::scopesAreTheGrantedOnes()
{
    QFETCH(QByteArray, member);
    QTEST(readOAuth("{" + member + "'access_token':'a'}").access->scopes, "scopes");
}

void tst_tokenanswer::tokensWithOtherCharactersAreNotUsed_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("CR LF") << QByteArray("a\\r\\nX-Evil: 1");
    QTest::newRow("NUL") << QByteArray("a\\u0000b");
    QTest::newRow("space") << QByteArray("a b");
    QTest::newRow("only a space") << QByteArray(" ");
    QTest::newRow("DEL") << QByteArray("a\\u007f");
    QTest::newRow("ESC") << QByteArray("a\\u001b[31m");
    QTest::newRow("Latin-1") << QByteArray("a\\u00e9");
    QTest::newRow("beyond Latin-1") << QByteArray("a\xe2\x82\xac");
    QTest::newRow("quote") << QByteArray("a\\u0022b");
}

void tst_tokenanswer::tokensWithOtherCharactersAreNotUsed()
{
    QFETCH(QByteArray, token);
    const TokenAnswer badAccess = readOAuth("{'access_token':'" + token + "','refresh_token':'r'}");
    QVERIFY(!badAccess.access);
    QCOMPARE(badAccess.refreshToken, "r");
    QCOMPARE(badAccess.verdict, Verdict::Retry);
    // The old refresh token may be spent, and the new one cannot be used: nobody knows.
    const TokenAnswer badRefresh = readOAuth("{'access_token':'a','refresh_token':'" + token + "'}");
    QVERIFY(badRefresh.refreshToken.isEmpty());
    QCOMPARE(badRefresh.verdict, Verdict::Unknown);
}

void tst_tokenanswer::tokensUpTo64KiBAreUsed_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("used");
    QTest::newRow("8 KiB") << 8 * 1024 << true;
    QTest::newRow("64 KiB") << 64 * 1024 << true;
    QTest::newRow("one more") << 64 * 1024 + 1 << false;
    QTest::newRow("200 KiB") << 200 * 1024 << false;
}

void tst_tokenanswer::tokensUpTo64KiBAreUsed()
{
    QFETCH(int, size);
    QFETCH(bool, used);
    const QByteArray token(size, 'r');
    QCOMPARE(
        readOAuth("{'access_token':'a','refresh_token':'" + token + "'}").refreshToken, used ? token : QByteArray());
    QCOMPARE(readOAuth("{'access_token':'" + token + "'}").access.has_value(), used);
}

void tst_tokenanswer::retryAfterIsPassedOn_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<Lifetime>("wait");
    for (const int status : { 408, 425, 429, 500, 503 })
        QTest::addRow("%d", status) << status << Lifetime(120s);
    for (const int status : { 301, 400, 404 })
        QTest::addRow("%d", status) << status << Lifetime();
}

void tst_tokenanswer::retryAfterIsPassedOn()
{
    QFETCH(int, status);
    QFETCH(Lifetime, wait);
    ChannelAnswer busy = completeAnswer(status, "");
    busy.retryAfter = { "120" };
    QVERIFY(readRefresh(oauthServer(), busy).error.retryAfter == wait);
}

void tst_tokenanswer::theServersTextIsCutAndEscaped_data()
{
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain") << QByteArray("invalid_client") << u"invalid_client"_s;
    QTest::newRow("ESC") << QByteArray("\\u001b[31mred") << u"\\u{1b}[31mred"_s;
    QTest::newRow("bidi") << QByteArray("\\u202eevil") << u"\\u{202e}evil"_s;
    QTest::newRow("line break") << QByteArray("a\\r\\nb") << u"a\\u{d}\\u{a}b"_s;
    QTest::newRow("beyond the first plane") << QByteArray("\xf0\x9f\x94\x91") << u"\\u{1f511}"_s;
    QTest::newRow("200 KiB") << QByteArray(200 * 1024, 'x') << QString(63, u'x') + u'\u2026';
}

void tst_tokenanswer::theServersTextIsCutAndEscaped()
{
    QFETCH(QByteArray, error);
    QTEST(readRefresh(oauthServer(), completeAnswer(400, "{'error':'" + error + "'}")).error.oauthError, "shown");
}

void tst_tokenanswer::noTextOfTheServersIsShown()
{
    const QByteArray canary = "canary-4711";
    const ChannelAnswer reflecting = completeAnswer(
        400, "{'error':'invalid_client','error_description':'" + canary + "','error_uri':'" + canary + "'}", canary);
    for (const ServerProfile &profile : { oauthServer(), expressServer() }) {
        QString printed;
        QDebug(&printed) << readRefresh(profile, reflecting).error;
        QVERIFY(!printed.contains(QString::fromLatin1(canary)));
    }
}

void tst_tokenanswer::messagesNameTheHost()
{
    const auto message = [](const ChannelAnswer &answer) { return readRefresh(oauthServer(), answer).error.message; };
    QCOMPARE(message(completeAnswer(400, "{'error':'invalid_client'}")),
        u"This app is not set up correctly for as.example (invalid_client)."_s);
    QCOMPARE(
        message(completeAnswer(404, "")), u"This app is not set up correctly for as.example (HTTP 404 at /token)."_s);
    QCOMPARE(message(completeAnswer(302, "")), u"The server as.example moved; check the address."_s);
    QCOMPARE(message(completeAnswer(500, "")), u"The server as.example has a problem."_s);
    QCOMPARE(message(completeAnswer(200, "<html>")), u"This network may need you to sign in first."_s);
    QCOMPARE(message(completeAnswer(200, "portal", "Text/HTML; charset=x")),
        u"This network may need you to sign in first."_s);
    QCOMPARE(message(completeAnswer(200, "{}")), u"The answer of as.example could not be used."_s);
    QVERIFY(message(completeAnswer(429, "")).contains(u"as.example"));
}

void tst_tokenanswer::hugeAnswersAreReadQuickly_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Verdict>("verdict");
    const auto nested = [](int depth) {
        return "{'access_token':'a','x':" + QByteArray(depth, '[') + QByteArray(depth, ']') + '}';
    };
    QTest::newRow("nested 1,000 deep") << nested(1000) << Verdict::Success;
    QTest::newRow("nested 1,025 deep") << nested(1025) << Verdict::Unknown;
    QTest::newRow("nested 100,000 deep") << nested(100000) << Verdict::Unknown;
    QTest::newRow("50,000 members") << "{" + QByteArray("'':1,").repeated(50000) + "'access_token':'a'}"
                                    << Verdict::Success;
    QTest::newRow("20,000 escaped names")
        << "{" + QByteArray("'\\u0061':1,").repeated(20000) + "'access_token':'a'}" << Verdict::Success;
    QTest::newRow("string of 200 KiB") << "{'x':'" + QByteArray(200 * 1024, 'x') + "','access_token':'a'}"
                                       << Verdict::Success;
    QTest::newRow("only backslashes") << "{'x':'" + QByteArray(200 * 1024, '\\') + "','access_token':'a'}"
                                      << Verdict::Success;
}

void tst_tokenanswer::hugeAnswersAreReadQuickly()
{
    QFETCH(QByteArray, body);
    QElapsedTimer timer;
    timer.start();
    const TokenAnswer answer = readOAuth(body);
    const qint64 took = timer.elapsed();
    QTEST(answer.verdict, "verdict");
    QVERIFY2(took < 500, qPrintable(QString::number(took))); // ten times what it may take, for busy machines
}

TEST_CLASS(tst_tokenanswer)
#include "tst_tokenanswer.moc"

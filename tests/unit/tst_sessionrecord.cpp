// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "sessionrecord.h"
#include "testregistry.h"

#include <QCborMap>
#include <QCborValue>
#include <QRandomGenerator>
#include <QTest>

using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(tokenmanager::SessionRecord)

class tst_sessionrecord : public QObject
{
    Q_OBJECT

    static SessionRecord typical()
    {
        return {
            .generation = 41,
            .refreshToken = "canary-refresh ~!",
            .phase = SessionRecord::Phase::InFlight,
            .idempotencyKey = "canary-idempotency",
            .since = QDateTime(QDate(2026, 1, 1), QTime(1, 2, 3, 4), Qt::UTC),
            .issuer = u"http://127.0.0.1:8391"_s,
            .tokenEndpoint = QUrl(u"http://127.0.0.1:8391/token?a=%20b"_s),
            .clientId = u"b\u00fccher"_s,
            .scopes = { u"a"_s, u"b"_s },
            .rotates = false,
            .backend = u"Secret Service"_s,
            .crashes = 2,
        };
    }

    static QCborMap typicalMap() { return QCborValue::fromCbor(typical().encode()).toMap(); }
    static QByteArray with(const QString &name, const QCborValue &value)
    {
        QCborMap map = typicalMap();
        map[name] = value;
        return map.toCborValue().toCbor();
    }

private Q_SLOTS:
    void whatIsWrittenIsReadBack_data()
    {
        QTest::addColumn<SessionRecord>("record");
        const auto row = [](const char *name, auto change) {
            SessionRecord record = typical();
            change(record);
            QTest::newRow(name) << record;
        };
        row("typical", [](auto &) {});
        row("idle", [](auto &r) { r.phase = SessionRecord::Phase::Idle; });
        row("logging out", [](auto &r) { r.phase = SessionRecord::Phase::LoggingOut; });
        row("out, no refresh token", [](auto &r) { r.phase = SessionRecord::Phase::Out, r.refreshToken.clear(); });
        row("nothing that may be missing", [](auto &r) {
            r.idempotencyKey.clear(), r.since = {}, r.clientId.clear(), r.scopes.clear(), r.backend.clear();
        });
        row("a machine that believes it is 1960", [](auto &r) { r.since = r.since.addYears(-66); });
        row("a large generation", [](auto &r) { r.generation = quint64(1) << 62; });
        row("a long token", [](auto &r) { r.refreshToken = QByteArray(60'000, 'x'); });
    }

    void whatIsWrittenIsReadBack()
    {
        QFETCH(SessionRecord, record);
        const auto decoded = SessionRecord::decode(record.encode());
        QVERIFY2(decoded, decoded ? "" : qPrintable(decoded.error()));
        QCOMPARE(*decoded, record);
    }

    void itIsSmall() { QVERIFY(typical().encode().size() < 256); } // Windows keeps 2,560 bytes at worst

    void unknownMembersAreLeftOut()
    {
        const auto decoded = SessionRecord::decode(with(u"later"_s, 1));
        QVERIFY(decoded);
        QCOMPARE(*decoded, typical());
        QCOMPARE(decoded->encode(), typical().encode());
    }

    void damageIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("one byte") << QByteArray("x");
        QTest::newRow("text") << QByteArray("eyJhbGciOiJIUzI1NiJ9.e30.AA");
        QTest::newRow("JSON") << QByteArray(R"({"v":1})");
        QTest::newRow("an empty map") << QCborValue(QCborMap()).toCbor();
        QTest::newRow("a list") << QCborValue(QCborArray { 1 }).toCbor();
        QTest::newRow("something behind it") << typical().encode() + '\0';
        QTest::newRow("nested to the sky") << QByteArray(60'000, char(0x81));
        QTest::newRow("too large") << with(u"later"_s, QByteArray(70'000, 'x'));
        QTest::newRow("version 0") << with(u"v"_s, 0);
        QTest::newRow("version 2") << with(u"v"_s, 2);
        QTest::newRow("version 1, as text") << with(u"v"_s, u"1"_s);
        QTest::newRow("negative generation") << with(u"gen"_s, -1);
        QTest::newRow("generation as a fraction") << with(u"gen"_s, 1.5);
        QTest::newRow("unknown phase") << with(u"st"_s, 4);
        QTest::newRow("negative phase") << with(u"st"_s, -1);
        QTest::newRow("no refresh token, not out") << with(u"rt"_s, QByteArray());
        QTest::newRow("line break in the refresh token") << with(u"rt"_s, QByteArray("a\r\nX: y"));
        QTest::newRow("NUL in the refresh token") << with(u"rt"_s, QByteArray("a\0b", 3));
        QTest::newRow("delete in the refresh token") << with(u"rt"_s, QByteArray("a\x7f"));
        QTest::newRow("beyond ASCII in the refresh token") << with(u"rt"_s, QByteArray("\xc3\xa9"));
        QTest::newRow("refresh token as text") << with(u"rt"_s, u"a"_s);
        QTest::newRow("empty issuer") << with(u"iss"_s, QString());
        QTest::newRow("empty endpoint") << with(u"tep"_s, QString());
        QTest::newRow("endpoint without host") << with(u"tep"_s, u"https:///token"_s);
        QTest::newRow("endpoint of another scheme") << with(u"tep"_s, u"ftp://as.example/token"_s);
        QTest::newRow("endpoint that is none") << with(u"tep"_s, u"http://a b/%"_s);
        QTest::newRow("scopes with a number") << with(u"scp"_s, QCborArray { u"a"_s, 1 });
        QTest::newRow("more crashes than can be") << with(u"cr"_s, qint64(1) << 40);
        for (const auto &member : typicalMap()) {
            QCborMap map = typicalMap();
            map.remove(member.first.toString());
            QTest::addRow("without %s", qPrintable(member.first.toString())) << map.toCborValue().toCbor();
        }
    }

    void damageIsRefused()
    {
        QFETCH(QByteArray, bytes);
        const auto decoded = SessionRecord::decode(bytes);
        QVERIFY(!decoded);
        QVERIFY(decoded.error().endsWith(u'.'));
        QVERIFY(!decoded.error().contains(u"canary"_s));
    }

    void aRecordCutShortIsRefused()
    {
        const QByteArray whole = typical().encode();
        for (qsizetype size = 0; size < whole.size(); ++size)
            QVERIFY(!SessionRecord::decode(whole.left(size)));
    }

    void randomBytesAreRefused()
    {
        QRandomGenerator random(20260101);
        for (int round = 0; round < 20'000; ++round) {
            QByteArray bytes(random.bounded(1, 200), '\0');
            for (char &c : bytes)
                c = char(random.bounded(256));
            QVERIFY(!SessionRecord::decode(bytes));
        }
    }

    /// One byte changed: refused, or a token of visible characters for an endpoint that is one. Never a crash.
    void aFlippedByteNeverGetsPastTheRules()
    {
        const QByteArray whole = typical().encode();
        for (qsizetype at = 0; at < whole.size(); ++at) {
            for (int value = 0; value < 256; ++value) {
                QByteArray bytes = whole;
                bytes[at] = char(value);
                if (const auto decoded = SessionRecord::decode(bytes)) {
                    QVERIFY(!decoded->refreshToken.isEmpty() || decoded->phase == SessionRecord::Phase::Out);
                    QVERIFY(!decoded->refreshToken.contains('\n'));
                    QVERIFY(!decoded->tokenEndpoint.host().isEmpty());
                }
            }
        }
    }

    void noSecretIsPrinted()
    {
        QString printed;
        QDebug(&printed) << typical() << SessionRecord::decode(typical().encode());
        QVERIFY(printed.contains(u"InFlight, RT-41"_s));
        QVERIFY(!printed.contains(u"canary"_s));
    }
};

TEST_CLASS(tst_sessionrecord)
#include "tst_sessionrecord.moc"

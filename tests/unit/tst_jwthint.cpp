// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "jwthint.h"
#include "testregistry.h"

#include <QTest>

using namespace tokenmanager;
using namespace std::chrono_literals;

using Hint = std::optional<std::chrono::seconds>;

namespace {
QByteArray jwtWith(const QByteArray &claims)
{
    constexpr auto url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    return QByteArray(R"({"alg":"HS256"})").toBase64(url) + '.' + claims.toBase64(url) + ".c2ln";
}
} // namespace

/// A JWT's lifetime is a hint: exp − iat, and only where both are plausible (RFC 7519 §2, §4.1).
class tst_jwthint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lifetimeIsExpMinusIat_data()
    {
        QTest::addColumn<QByteArray>("claims");
        QTest::addColumn<Hint>("hint");
        const auto row = [](const QByteArray &claims, Hint hint) {
            QTest::newRow(claims.constData()) << claims << hint;
        };
        row(R"({"iat":1767225600,"exp":1767229200})", 3600s);
        row(R"({"iat":1767225600,"exp":1767225615,"sub":"demo"})", 15s);
        row(R"({"iat":1767225600.5,"exp":1767225615.25})", 14s);
        row(R"({"iat":1767225600,"exp":1767225600.5})", {});
        row(R"({"iat":0,"exp":60})", 60s);
        row(R"({"iat":100,"exp":100})", {});
        row(R"({"iat":100,"exp":50})", {});
        row(R"({"iat":0,"exp":253402300799})", std::chrono::days(365));
        row(R"({"iat":0,"exp":253402300800})", {});
        row(R"({"iat":1767225600000,"exp":1767229200000})", {}); // milliseconds
        row(R"({"iat":1767225600,"exp":1767229200000})", {});
        row(R"({"iat":-100,"exp":1767229200})", {});
        row(R"({"iat":100,"exp":-1767229200})", {});
        row(R"({"iat":100,"exp":1e308})", {});
        row(R"({"iat":100,"exp":1e400})", {}); // no JSON number for QJson
        row(R"({"iat":100,"exp":"200"})", {});
        row(R"({"iat":100,"exp":null})", {});
        row(R"({"iat":100,"exp":true})", {});
        row(R"({"exp":1767229200})", {});
        row(R"({"iat":1767225600})", {});
        row(R"({})", {});
        row(R"([1])", {});
        row(R"({"iat":100,"exp":200,"exp":300})", 200s); // the last one, as RFC 7519 §4 allows
        row("not JSON", {});
    }

    void lifetimeIsExpMinusIat()
    {
        QFETCH(QByteArray, claims);
        QFETCH(Hint, hint);
        QVERIFY(jwtLifetimeHint(jwtWith(claims)) == hint);
    }

    void otherTokensSayNothing_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("opaque") << QByteArray("2YotnFZFEjr1zCsicMWpAA");
        QTest::newRow("dots only") << QByteArray("..");
        QTest::newRow("two parts") << QByteArray("eyJ9.eyJpYXQiOjEsImV4cCI6Mn0");
        QTest::newRow("five parts, encrypted") << QByteArray("a.eyJpYXQiOjEsImV4cCI6Mn0.c.d.e");
        QTest::newRow("no base64url") << QByteArray("a.e+J/!.c");
    }

    void otherTokensSayNothing()
    {
        QFETCH(QByteArray, token);
        QVERIFY(!jwtLifetimeHint(token));
    }
};

TEST_CLASS(tst_jwthint)
#include "tst_jwthint.moc"

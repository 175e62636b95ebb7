// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "origin.h"
#include "testregistry.h"

#include <QTest>

using namespace tokenmanager;
using namespace Qt::Literals::StringLiterals;

/// Where a token may go is decided by scheme, host and port alone, however they are spelled (RFC 6454 §4).
class tst_origin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameOrigin_data()
    {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::addColumn<bool>("same");
        const auto row = [](const char *name, const char *first, const char *second, bool same) {
            QTest::newRow(name) << QString::fromUtf8(first) << QString::fromUtf8(second) << same;
        };
        row("path and query do not count", "https://a.example/x?y#z", "https://a.example", true);
        row("default port of https", "https://a.example:443", "https://a.example", true);
        row("default port of http", "http://127.0.0.1:80", "http://127.0.0.1", true);
        row("case of scheme and host", "HTTPS://A.Example", "https://a.example", true);
        row("root label", "https://a.example./", "https://a.example", true);
        row("international name",
            "https://b\xc3\xbc"
            "cher.example",
            "https://xn--bcher-kva.example", true);
        row("user name is no part", "https://user@a.example", "https://a.example", true);
        row("other port", "https://a.example:444", "https://a.example", false);
        row("other scheme", "http://a.example:443", "https://a.example:443", false);
        row("subdomain", "https://b.a.example", "https://a.example", false);
        row("parent domain", "https://example", "https://a.example", false);
        row("host as prefix", "https://a.example.evil", "https://a.example", false);
        row("user that looks like the host", "https://a.example@evil.example", "https://a.example", false);
        row("IPv6 and IPv4 loopback", "http://[::1]:80", "http://127.0.0.1:80", false);
        row("localhost is a name", "http://localhost", "http://127.0.0.1", false);
        row("no host", "https:///x", "https:///x", false);
        row("no http", "file:///tmp", "file:///tmp", false);
        row("empty", "", "", false);
    }

    void sameOrigin()
    {
        QFETCH(QString, first);
        QFETCH(QString, second);
        QFETCH(bool, same);
        QCOMPARE(Origin::of(QUrl(first)) == Origin::of(QUrl(second)), same);
        QCOMPARE(Origin::of(QUrl(second)) == Origin::of(QUrl(first)), same);
    }

    void loopback_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("loopback");
        QTest::newRow("127.0.0.1") << u"http://127.0.0.1:1"_s << true;
        QTest::newRow("127.9.9.9") << u"http://127.9.9.9"_s << true;
        QTest::newRow("::1") << u"http://[::1]:1"_s << true;
        QTest::newRow("localhost") << u"http://localhost"_s << true;
        QTest::newRow("localhost.evil") << u"http://localhost.evil"_s << false;
        QTest::newRow("127.0.0.1.evil") << u"http://127.0.0.1.evil"_s << false;
        QTest::newRow("elsewhere") << u"http://192.0.2.1"_s << false;
    }

    void loopback()
    {
        QFETCH(QString, url);
        QFETCH(bool, loopback);
        QCOMPARE(Origin::of(QUrl(url)).isLoopback(), loopback);
    }
};

TEST_CLASS(tst_origin)
#include "tst_origin.moc"

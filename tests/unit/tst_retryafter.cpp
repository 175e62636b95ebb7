// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "retryafter.h"
#include "testregistry.h"

#include <QTest>

using namespace tokenmanager;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

using Wait = std::optional<std::chrono::seconds>;

/// RFC 9110 §10.2.3: seconds or a date; never shorter than 1 s nor longer than 1 h.
class tst_retryafter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void waitsAsLongAsAsked_data()
    {
        QTest::addColumn<QList<QByteArray>>("values");
        QTest::addColumn<Wait>("wait");
        const auto row = [](const char *name, const QList<QByteArray> &values, Wait wait) {
            QTest::newRow(name) << values << wait;
        };
        row("none", {}, {});
        row("empty", { "" }, {});
        row("120", { "120" }, 120s);
        row("spaces around", { " 120 " }, 120s);
        row("leading zero", { "007" }, 7s);
        row("0", { "0" }, 1s);
        row("1 h", { "3600" }, 3600s);
        row("more than 1 h", { "3601" }, 3600s);
        row("2^63-1", { "9223372036854775807" }, 3600s);
        row("2^63", { "9223372036854775808" }, 3600s);
        row("a thousand digits", { QByteArray(1000, '9') }, 3600s);
        row("-1", { "-1" }, {});
        row("+5", { "+5" }, {});
        row("1e3", { "1e3" }, {});
        row("1.5", { "1.5" }, {});
        row("0x10", { "0x10" }, {});
        row("text", { "soon" }, {});
        row("inner space", { "1 2" }, {});
        row("date", { "Thu, 01 Jan 2026 00:02:00 GMT" }, 120s);
        row("date of RFC 850", { "Thursday, 01-Jan-26 00:02:00 GMT" }, 120s);
        row("date of asctime", { "Thu Jan  1 00:02:00 2026" }, 120s);
        row("date of asctime, day of two digits", { "Sat Jan 10 00:00:00 2026" }, 3600s);
        row("wrong name of the day", { "Mon, 01 Jan 2026 00:02:00 GMT" }, 120s);
        row("leap second", { "Thu, 01 Jan 2026 00:01:60 GMT" }, 119s);
        row("past date", { "Sun, 06 Nov 1994 08:49:37 GMT" }, 1s);
        row("past date of RFC 850", { "Sunday, 06-Nov-94 08:49:37 GMT" }, 1s);
        row("date next year", { "Fri, 01 Jan 2027 00:00:00 GMT" }, 3600s);
        row("year 9999", { "Fri, 31 Dec 9999 23:59:59 GMT" }, 3600s);
        row("no such day", { "Mon, 30 Feb 2026 00:00:00 GMT" }, {});
        row("no such month", { "Thu, 01 Foo 2026 00:02:00 GMT" }, {});
        row("no such hour", { "Thu, 01 Jan 2026 25:02:00 GMT" }, {});
        row("other zone", { "Thu, 01 Jan 2026 00:02:00 CET" }, {});
        row("ISO date", { "2026-01-01T00:02:00Z" }, {});
        row("not ASCII", { "12\xc3\xa9" }, {});
        row("two headers: the longer", { "30", "120" }, 120s);
        row("two headers: number and date", { "Thu, 01 Jan 2026 00:02:00 GMT", "30" }, 120s);
        row("two headers: one is garbage", { "soon", "30" }, 30s);
        row("two headers: both are garbage", { "soon", "later" }, {});
    }

    void waitsAsLongAsAsked()
    {
        QFETCH(QList<QByteArray>, values);
        QFETCH(Wait, wait);
        QVERIFY(parseRetryAfter(values, m_now) == wait);
    }

    void partOfASecondCountsAsOne()
    {
        QCOMPARE(*parseRetryAfter({ "Thu, 01 Jan 2026 00:02:00 GMT" }, m_now.addMSecs(500)), 120s);
    }

    void joinedValuesAreToldApart_data()
    {
        QTest::addColumn<QByteArray>("joined");
        QTest::addColumn<QList<QByteArray>>("values");
        const auto row = [](const QByteArray &joined, const QList<QByteArray> &values) {
            QTest::newRow(joined.constData()) << joined << values;
        };
        row("", {});
        row("120", { "120" });
        row("120, 30", { "120", "30" });
        row("120,30", { "120", "30" });
        row(",,", {});
        row("Thu, 01 Jan 2026 00:02:00 GMT", { "Thu, 01 Jan 2026 00:02:00 GMT" });
        row("Thursday, 01-Jan-26 00:02:00 GMT", { "Thursday, 01-Jan-26 00:02:00 GMT" });
        row("30, Thu, 01 Jan 2026 00:02:00 GMT, 120", { "30", "Thu, 01 Jan 2026 00:02:00 GMT", "120" });
        row("Thu", { "Thu" });
    }

    void joinedValuesAreToldApart()
    {
        QFETCH(QByteArray, joined);
        QTEST(splitRetryAfter(joined), "values");
    }

private:
    const QDateTime m_now = QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
};

TEST_CLASS(tst_retryafter)
#include "tst_retryafter.moc"

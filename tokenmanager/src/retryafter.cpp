// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "retryafter.h"

#include <QRegularExpression>

#include <algorithm>

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;

namespace {

using std::chrono::seconds;
constexpr seconds shortestWait { 1 };
constexpr seconds longestWait { 3600 };

seconds clampedWait(qint64 wait)
{
    return seconds(std::clamp<qint64>(wait, shortestWait.count(), longestWait.count()));
}

std::optional<seconds> waitFromDigits(const QByteArray &value)
{
    if (value.isEmpty() || !std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    bool fits = false;
    const qint64 wait = value.toLongLong(&fits);
    return fits ? clampedWait(wait) : longestWait;
}

int monthOf(const QString &name)
{
    static const QStringList names { u"Jan"_s, u"Feb"_s, u"Mar"_s, u"Apr"_s, u"May"_s, u"Jun"_s, u"Jul"_s, u"Aug"_s,
        u"Sep"_s, u"Oct"_s, u"Nov"_s, u"Dec"_s };
    return int(names.indexOf(name)) + 1;
}

/// Of two digits: not more than 50 years ahead (RFC 9110 §5.6.7).
int yearOf(const QString &digits, int thisYear)
{
    if (digits.size() == 4)
        return digits.toInt();
    const int year = thisYear - thisYear % 100 + digits.toInt();
    return year > thisYear + 50 ? year - 100 : year;
}

/// The three forms of RFC 9110 §5.6.7. The name of the day is not compared: it adds nothing.
QDateTime readHttpDate(const QString &value, const QDateTime &now)
{
    static const QString time = u"(?<time>\\d\\d:\\d\\d):(?<second>[0-5]\\d|60)"_s;
    static const QRegularExpression forms[] {
        QRegularExpression(
            u"^[A-Z][a-z]{2}, (?<day>\\d\\d) (?<month>[A-Z][a-z]{2}) (?<year>\\d{4}) "_s + time + u" GMT$"_s),
        QRegularExpression(
            u"^[A-Z][a-z]+day, (?<day>\\d\\d)-(?<month>[A-Z][a-z]{2})-(?<year>\\d\\d) "_s + time + u" GMT$"_s),
        QRegularExpression(
            u"^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \\d]\\d) "_s + time + u" (?<year>\\d{4})$"_s),
    };
    for (const QRegularExpression &form : forms) {
        const QRegularExpressionMatch match = form.match(value);
        if (!match.hasMatch())
            continue;
        const QDate date(yearOf(match.captured(u"year"), now.date().year()), monthOf(match.captured(u"month")),
            match.captured(u"day").trimmed().toInt());
        QTime clock = QTime::fromString(match.captured(u"time"), u"hh:mm"_s);
        if (clock.isValid())
            clock = clock.addSecs(std::min(match.captured(u"second").toInt(), 59)); // 60: a leap second
        return date.isValid() && clock.isValid() ? QDateTime(date, clock, Qt::UTC) : QDateTime();
    }
    return {};
}

std::optional<seconds> waitFromDate(const QByteArray &value, const QDateTime &now)
{
    const QDateTime date = readHttpDate(QString::fromLatin1(value), now);
    if (!date.isValid())
        return std::nullopt;
    return clampedWait((now.msecsTo(date) + 999) / 1000);
}

bool isDayName(const QByteArray &value)
{
    static const QRegularExpression name(u"^[A-Z][a-z]{2}([a-z]*day)?$"_s);
    return name.match(QString::fromLatin1(value)).hasMatch();
}

} // namespace

QList<QByteArray> splitRetryAfter(const QByteArray &joined)
{
    QList<QByteArray> values;
    bool insideDate = false; // two of the three forms of a date have a comma after the name of the day
    for (const QByteArray &piece : joined.split(',')) {
        if (insideDate)
            values.last() += ", " + piece.trimmed();
        else
            values += piece.trimmed();
        insideDate = !insideDate && isDayName(values.last());
    }
    values.removeAll(QByteArray());
    return values;
}

std::optional<std::chrono::seconds> parseRetryAfter(const QList<QByteArray> &values, const QDateTime &now)
{
    std::optional<seconds> longest;
    for (const QByteArray &value : values) {
        const QByteArray trimmed = value.trimmed();
        std::optional<seconds> wait = waitFromDigits(trimmed);
        if (!wait)
            wait = waitFromDate(trimmed, now);
        longest = std::max(longest, wait); // nullopt is less than any wait
    }
    return longest;
}

} // namespace tokenmanager

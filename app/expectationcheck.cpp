// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "expectationcheck.h"

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {

class Comparison
{
public:
    void compare(const QString &what, const std::optional<QString> &expected, const QString &seen)
    {
        if (expected && *expected != seen)
            m_unmet.append(u"%1: expected %2, saw %3"_s.arg(what, *expected, seen.isEmpty() ? u"nothing"_s : seen));
    }

    QStringList take() { return std::exchange(m_unmet, {}); }

private:
    QStringList m_unmet;
};

QString toText(const QList<int> &numbers)
{
    QStringList texts;
    for (const int number : numbers)
        texts.append(QString::number(number));
    return u'[' + texts.join(u", "_s) + u']';
}

QString toText(const CountRange &range)
{
    return range.least == range.most ? QString::number(range.least) : u"%1 to %2"_s.arg(range.least).arg(range.most);
}

QString linesOf(const QList<RecordedRequest> &requests)
{
    QStringList lines;
    for (const auto &request : requests)
        lines.append(request.line());
    return lines.join(u"; "_s);
}

QString lastChecks(const QList<RecordedRequest> &requests, const QString &route)
{
    for (auto it = requests.rbegin(); it != requests.rend(); ++it)
        if (it->route() == route)
            return it->checksLine();
    return u"no such request"_s;
}

template <typename Value>
std::optional<QString> textIfThere(const std::optional<Value> &value)
{
    return value ? std::optional(toText(*value)) : std::nullopt;
}

void compareClient(Comparison &comparison, const Expectation &expect, const ClientReport &report)
{
    comparison.compare(u"result"_s, expect.result, report.result);
    comparison.compare(u"statuses of the replies"_s, textIfThere(expect.statuses), toText(report.statuses));
    comparison.compare(u"state"_s, expect.state, report.state);
    comparison.compare(u"state of the store"_s, expect.storeState, report.storeState);
    const QString name = report.generation == 0 ? u"none"_s : u"AT-%1"_s.arg(report.generation);
    comparison.compare(u"access token"_s, expect.accessToken, name);
    if (expect.sessionEnded)
        comparison.compare(u"\"session has ended\""_s, u"%1 times"_s.arg(*expect.sessionEnded),
            u"%1 times"_s.arg(report.sessionEnded));
}

void compareServer(Comparison &comparison, const Expectation &expect, const Observation &seen)
{
    if (expect.requests)
        comparison.compare(u"requests at the server"_s, expect.requests->join(u"; "_s), linesOf(seen.requests));
    for (auto it = expect.checks.begin(); it != expect.checks.end(); ++it)
        comparison.compare(
            u"the server's checks of %1"_s.arg(it.key()), it.value(), lastChecks(seen.requests, it.key()));
    for (auto it = expect.counters.begin(); it != expect.counters.end(); ++it) {
        const int count = seen.counters.value(it.key());
        if (count < it->least || count > it->most)
            comparison.compare(u"the server's count of %1"_s.arg(it.key()), toText(*it), QString::number(count));
    }
}

} // namespace

QStringList unmetExpectations(const Expectation &expect, const Observation &seen)
{
    Comparison comparison;
    compareClient(comparison, expect, seen.report);
    compareServer(comparison, expect, seen);
    return comparison.take();
}

} // namespace latchkey

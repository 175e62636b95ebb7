// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "commandline.h"

#include "scenariofile.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <algorithm>

namespace mockserver {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The values of the options, and the first that is wrong.
class CommandLineReader
{
public:
    CommandLineReader();

    Outcome<CommandLine> read(const QStringList &arguments);

private:
    std::optional<qint64> number(const QString &name, qint64 least, qint64 most);
    std::optional<qsizetype> choice(const QString &name, const QStringList &choices);
    void readOptions(Options &options);
    void readUsers(Options &options);
    void readUser(QList<User> &users, const QString &text);
    void refuse(const QString &sentence);

    QCommandLineParser m_parser;
    QString m_problem;
};

CommandLineReader::CommandLineReader()
{
    m_parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
    m_parser.setApplicationDescription(
        u"The mock server of Latchkey. It prints its address and its control secret, and runs until it is ended."_s);
    m_parser.addHelpOption();
    m_parser.addVersionOption();
    m_parser.addOptions({
        { u"port"_s, u"Listen on this port; 0, the default, takes any that is free."_s, u"N"_s },
        { u"access-lifetime"_s, u"Lifetime of access tokens in seconds; default 60."_s, u"S"_s },
        { u"refresh-lifetime"_s, u"Lifetime of refresh tokens in seconds; default 30 days."_s, u"S"_s },
        { u"rotate"_s, u"Give a new refresh token with every exchange."_s },
        { u"reuse"_s, u"What an exchanged refresh token gets: strict, grace or off; default strict."_s, u"MODE"_s },
        { u"expired-status"_s, u"Status for a refused access token: 401 or 403; default 401."_s, u"STATUS"_s },
        { u"user"_s, u"Somebody who can log in; may be given several times; default demo:demo."_s, u"NAME:PASSWORD"_s },
        { u"scenario"_s, u"Take settings and faults from the \"server\" object of this file."_s, u"FILE"_s },
    });
}

void CommandLineReader::refuse(const QString &sentence)
{
    if (m_problem.isEmpty())
        m_problem = sentence;
}

std::optional<qint64> CommandLineReader::number(const QString &name, qint64 least, qint64 most)
{
    if (!m_parser.isSet(name))
        return std::nullopt;
    const QString text = m_parser.value(name);
    const bool digits =
        !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    bool fits = false;
    const qint64 value = text.toLongLong(&fits);
    if (!digits || !fits || value < least || value > most)
        refuse(u"--%1 has to be a whole number from %2 to %3."_s.arg(name).arg(least).arg(most));
    return value;
}

std::optional<qsizetype> CommandLineReader::choice(const QString &name, const QStringList &choices)
{
    if (!m_parser.isSet(name))
        return std::nullopt;
    const qsizetype place = choices.indexOf(m_parser.value(name));
    if (place < 0)
        refuse(u"--%1 has to be one of: %2."_s.arg(name, choices.join(u", "_s)));
    return std::max<qsizetype>(place, 0);
}

void CommandLineReader::readUser(QList<User> &users, const QString &text)
{
    const qsizetype colon = text.indexOf(u':');
    const User user { text.left(std::max<qsizetype>(colon, 0)), text.mid(colon + 1) };
    const bool twice =
        std::any_of(users.begin(), users.end(), [&](const User &other) { return other.name == user.name; });
    if (user.name.isEmpty() || user.password.isEmpty())
        refuse(u"--user has to be NAME:PASSWORD."_s);
    else if (twice)
        refuse(u"--user names %1 twice."_s.arg(user.name));
    users.append(user);
}

void CommandLineReader::readUsers(Options &options)
{
    if (!m_parser.isSet(u"user"_s))
        return;
    options.users.clear();
    for (const QString &text : m_parser.values(u"user"_s))
        readUser(options.users, text);
}

void CommandLineReader::readOptions(Options &options)
{
    Settings &settings = options.settings;
    options.port = static_cast<quint16>(number(u"port"_s, 0, 65535).value_or(options.port));
    settings.accessLifetime = number(u"access-lifetime"_s, 1, longestLifetime).value_or(settings.accessLifetime);
    settings.refreshLifetime = number(u"refresh-lifetime"_s, 1, longestLifetime).value_or(settings.refreshLifetime);
    settings.rotation = settings.rotation || m_parser.isSet(u"rotate"_s);
    settings.reuse =
        static_cast<Reuse>(choice(u"reuse"_s, reuseNames()).value_or(static_cast<qsizetype>(settings.reuse)));
    if (const auto status = choice(u"expired-status"_s, { u"401"_s, u"403"_s }))
        settings.expiredStatus = *status == 0 ? 401 : 403;
    readUsers(options);
}

Outcome<CommandLine> CommandLineReader::read(const QStringList &arguments)
{
    if (!m_parser.parse(arguments))
        return Problem { m_parser.errorText() };
    if (m_parser.isSet(u"help"_s))
        return CommandLine { {}, m_parser.helpText() };
    if (m_parser.isSet(u"version"_s))
        return CommandLine { {},
            u"%1 %2\n"_s.arg(QCoreApplication::applicationName(), QCoreApplication::applicationVersion()) };
    if (!m_parser.positionalArguments().isEmpty())
        return Problem { u"There is no place for the argument \"%1\"."_s.arg(m_parser.positionalArguments().first()) };
    Outcome<Options> options = Options {};
    if (m_parser.isSet(u"scenario"_s))
        options = withScenario({}, m_parser.value(u"scenario"_s));
    if (auto *problem = std::get_if<Problem>(&options))
        return *problem;
    readOptions(std::get<Options>(options));
    if (!m_problem.isEmpty())
        return Problem { m_problem };
    return CommandLine { std::get<Options>(options), {} };
}

} // namespace

Outcome<CommandLine> parseCommandLine(const QStringList &arguments)
{
    return CommandLineReader().read(arguments);
}

} // namespace mockserver

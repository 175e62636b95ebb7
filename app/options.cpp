// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "options.h"

#include <QCommandLineOption>
#include <QCommandLineParser>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {

using OptionsResult = tokenmanager::Expected<Options, QString>;

void declareOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"Latchkey: a client that stays logged in. Without --server it starts its own mock server (user demo,\n"
        "password demo). With --headless it plays a scenario in the terminal and exits 0 only if the flow ended\n"
        "as the scenario says. The password of another server comes from LATCHKEY_PASSWORD or is asked for."_s);
    const auto add = [&](const QString &name, const QString &text, const QString &value = {}) {
        parser.addOption(QCommandLineOption(name, text, value));
    };
    add(u"server"_s, u"Use this server instead of the bundled mock server."_s, u"URL"_s);
    add(u"resource"_s, u"What the home page shows and scenarios ask for (/api/notes)."_s, u"PATH"_s);
    add(u"user"_s, u"User name for scenarios on another server (demo)."_s, u"NAME"_s);
    add(u"inspector"_s, u"Open the steps window at start."_s);
    add(u"developer"_s, u"Allow the steps window: F12 opens it."_s);
    add(u"headless"_s, u"Play a scenario in the terminal; needs no display."_s);
    add(u"scenario"_s, u"The scenario to play: a name of --list-scenarios or a file (tutorial)."_s, u"NAME"_s);
    add(u"list-scenarios"_s, u"List the scenarios that come with Latchkey."_s);
    add(u"export"_s, u"Write the run to FILE: .json or .md, without secrets."_s, u"FILE"_s);
    add(u"help"_s, u"Show this help."_s);
    add(u"version"_s, u"Show the version."_s);
    QCommandLineOption worker(u"scenario-client"_s);
    worker.setFlags(QCommandLineOption::HiddenFromHelp); // the second process of a scenario, started by the first
    parser.addOption(worker);
}

QString problemWithServer(const QUrl &url)
{
    const bool http = url.scheme() == u"http"_s || url.scheme() == u"https"_s;
    if (!url.isValid() || !http || url.host().isEmpty())
        return u"--server needs an address such as http://127.0.0.1:8391, not \"%1\"."_s;
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return u"--server takes an address without user name, query or fragment, not \"%1\"."_s;
    return {};
}

bool isExportName(const QString &file)
{
    return file.endsWith(u".json"_s, Qt::CaseInsensitive) || file.endsWith(u".md"_s, Qt::CaseInsensitive);
}

Options::Task taskOf(const QCommandLineParser &parser)
{
    if (parser.isSet(u"help"_s))
        return Options::Task::PrintHelp;
    if (parser.isSet(u"version"_s))
        return Options::Task::PrintVersion;
    if (parser.isSet(u"list-scenarios"_s))
        return Options::Task::ListScenarios;
    if (parser.isSet(u"scenario-client"_s))
        return Options::Task::ServeParent;
    return parser.isSet(u"headless"_s) ? Options::Task::PlayScenario : Options::Task::RunClient;
}

/// What only makes sense together, or not together.
QString problemWithCombination(const QCommandLineParser &parser, const Options &options)
{
    const bool headless = options.task == Options::Task::PlayScenario;
    if (options.task == Options::Task::RunClient)
        for (const auto &name : { u"scenario"_s, u"export"_s, u"user"_s })
            if (parser.isSet(name))
                return u"--%1 needs --headless."_s.arg(name);
    if (headless && (options.inspector || options.developer))
        return u"--inspector and --developer open windows and cannot be used with --headless."_s;
    return {};
}

QString readServer(const QCommandLineParser &parser, Options &options)
{
    if (!parser.isSet(u"server"_s))
        return {};
    const QString text = parser.value(u"server"_s);
    const QUrl url(text, QUrl::StrictMode);
    options.server = url;
    const QString problem = problemWithServer(url);
    return problem.isEmpty() ? QString() : problem.arg(text);
}

QString readValues(const QCommandLineParser &parser, Options &options)
{
    const auto given = [&](const QString &name, const QString &otherwise) {
        return parser.isSet(name) ? parser.value(name) : otherwise;
    };
    options.resource = given(u"resource"_s, options.resource);
    options.userName = given(u"user"_s, options.userName);
    options.scenario = parser.value(u"scenario"_s);
    options.exportFile = parser.value(u"export"_s);
    options.inspector = parser.isSet(u"inspector"_s);
    options.developer = parser.isSet(u"developer"_s) || options.inspector;
    if (!options.resource.startsWith(u'/') || options.resource.startsWith(u"//"_s))
        return u"--resource needs a path that begins with one slash, not \"%1\"."_s.arg(options.resource);
    if (parser.isSet(u"scenario"_s) && options.scenario.isEmpty())
        return u"--scenario needs a name or a file."_s;
    if (parser.isSet(u"export"_s) && !isExportName(options.exportFile))
        return u"--export needs a file name that ends in .json or .md, not \"%1\"."_s.arg(options.exportFile);
    return {};
}

} // namespace

OptionsResult parseOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    declareOptions(parser);
    if (!parser.parse(arguments))
        return parser.errorText() + (parser.errorText().endsWith(u'.') ? u""_s : u"."_s);
    if (!parser.positionalArguments().isEmpty())
        return u"\"%1\" is not an option; see --help."_s.arg(parser.positionalArguments().first());
    Options options;
    options.task = taskOf(parser);
    if (const QString problem = readServer(parser, options); !problem.isEmpty())
        return problem;
    if (const QString problem = readValues(parser, options); !problem.isEmpty())
        return problem;
    if (const QString problem = problemWithCombination(parser, options); !problem.isEmpty())
        return problem;
    return options;
}

QString helpText()
{
    QCommandLineParser parser;
    declareOptions(parser);
    return parser.helpText();
}

} // namespace latchkey

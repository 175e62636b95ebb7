// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "bundledserver.h"
#include "clientworker.h"
#include "display.h"
#include "guirun.h"
#include "hardening.h"
#include "headlessrun.h"
#include "options.h"
#include "password.h"
#include "terminal.h"

#include <QApplication>
#include <QCoreApplication>
#include <QLoggingCategory>

#include <clocale>

using namespace Qt::Literals::StringLiterals;
using namespace latchkey;

namespace {

constexpr int wrongUse = 2;

int refuse(const QString &sentence)
{
    printProblem(sentence);
    return wrongUse;
}

int listScenarios()
{
    for (const QString &name : scenarioNames())
        printText(u"%1  %2\n"_s.arg(name.leftJustified(34), loadScenario(name)->title));
    return 0;
}

/// Without a name: the tutorial, and on another server what can be played on any.
QString scenarioName(const Options &options)
{
    if (!options.scenario.isEmpty())
        return options.scenario;
    return options.server ? u"any-server"_s : u"tutorial"_s;
}

int playScenario(const Options &options)
{
    auto scenario = loadScenario(scenarioName(options));
    if (!scenario)
        return refuse(scenario.error().sentence());
    ScenarioPlayer::Setup setup { .scenario = *scenario, .server = {}, .resource = options.resource };
    std::optional<BundledServer> bundled;
    if (options.server) {
        setup.server = *options.server;
        setup.user = options.userName;
        setup.password = askPassword(options.userName, options.server->toString());
    } else {
        auto started = BundledServer::start(0);
        if (!started)
            return refuse(started.error());
        bundled = std::move(*started);
        setup.server = bundled->url();
        setup.control = bundled->access();
        setup.user = setup.password = u"demo"_s;
    }
    setup.program = QCoreApplication::applicationFilePath();
    HeadlessRun run(std::move(setup), options.exportFile);
    run.start();
    return QCoreApplication::exec();
}

int runWithoutWindows(const Options &options)
{
    // The table tells it all; QT_LOGGING_RULES brings it back.
    QLoggingCategory::setFilterRules(u"tokenmanager.*.info=false"_s);
    switch (options.task) {
    case Options::Task::PrintHelp:
        printText(helpText());
        return 0;
    case Options::Task::PrintVersion:
        printText(u"latchkey %1\n"_s.arg(QCoreApplication::applicationVersion()));
        return 0;
    case Options::Task::ListScenarios:
        return listScenarios();
    case Options::Task::PlayScenario:
        return playScenario(options);
    default:
        break;
    }
    ClientWorker worker(options);
    return QCoreApplication::exec();
}

void nameApplication()
{
    QCoreApplication::setOrganizationName(u"Latchkey"_s);
    QCoreApplication::setApplicationName(u"latchkey"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(LATCHKEY_VERSION));
}

int runClient(int &argc, char **argv, const Options &options)
{
    if (const QString missing = missingDisplay(); !missing.isEmpty())
        return refuse(missing + u" Use --headless to play a scenario in the terminal."_s);
    std::optional<DisplayGuard> guard(std::in_place);
    QApplication application(argc, argv);
    guard.reset();
    nameApplication();
    return runGui(application, options);
}

QStringList toArguments(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    return arguments;
}

} // namespace

int main(int argc, char **argv)
{
    hardenProcess();
    std::setlocale(LC_ALL, "");
    // Before any application: which kind is needed depends on it. Qt's own options belong to QApplication.
    const auto options = parseOptions(toArguments(argc, argv));
    if (!options)
        return refuse(options.error());
    if (options->task == Options::Task::RunClient)
        return runClient(argc, argv, *options);
    QCoreApplication application(argc, argv);
    nameApplication();
    return runWithoutWindows(*options);
}

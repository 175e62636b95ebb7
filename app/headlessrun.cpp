// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "headlessrun.h"

#include "runtext.h"
#include "terminal.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

HeadlessRun::HeadlessRun(ScenarioPlayer::Setup setup, QString exportFile, QObject *parent)
    : QObject(parent)
    , m_player(std::move(setup))
    , m_exportFile(std::move(exportFile))
{
    m_run.title = m_player.setup().scenario.title;
    m_run.description = m_player.setup().scenario.description;
    m_run.server = m_player.setup().server.toString();
    connect(&m_player, &ScenarioPlayer::noticed, this, [](const QString &sentence) { printProblem(sentence); });
    connect(&m_player, &ScenarioPlayer::stepBegan, this,
        [this](int number, const QString &title) { m_run.steps.insert(number, title); });
    connect(&m_player, &ScenarioPlayer::rowAdded, this, [this](const TableRow &row) { m_run.rows.append(row); });
    connect(&m_player, &ScenarioPlayer::stepEnded, this, [this](int number, const QStringList &unmet) {
        if (!unmet.isEmpty())
            m_run.unmet.insert(number, unmet);
    });
    connect(&m_player, &ScenarioPlayer::finished, this, &HeadlessRun::finish);
}

void HeadlessRun::start()
{
    m_player.play();
}

void HeadlessRun::finish(ScenarioPlayer::Outcome outcome, const QString &sentence)
{
    if (!sentence.isEmpty())
        printProblem(sentence);
    if (outcome == ScenarioPlayer::Outcome::Impossible) {
        QCoreApplication::exit(2);
        return;
    }
    const bool passed = outcome == ScenarioPlayer::Outcome::Passed;
    m_run.outcome = passed ? u"passed"_s : u"failed"_s;
    m_run.variables = m_player.variables();
    print();
    const int exported = m_exportFile.isEmpty() ? 0 : writeExport();
    QCoreApplication::exit(passed ? exported : 1);
}

void HeadlessRun::print() const
{
    printText(u"%1\n%2\nServer: %3\n\nExecution table\n"_s.arg(m_run.title, m_run.description, m_run.server));
    printText(executionTableText(m_run));
    printText(u"\nVariables\n"_s + variablesText(m_run));
    for (auto it = m_run.unmet.begin(); it != m_run.unmet.end(); ++it)
        for (const QString &unmet : it.value())
            printProblem(u"Step %1 (%2): %3."_s.arg(it.key()).arg(m_run.steps.value(it.key()), unmet));
    printText(m_run.outcome == u"passed"_s ? u"\nAll %1 steps went as the scenario says.\n"_s.arg(m_run.steps.size())
                                           : u"\nThe run did not go as the scenario says.\n"_s);
}

int HeadlessRun::writeExport() const
{
    const QString problem = exportRun(m_run, m_exportFile);
    if (problem.isEmpty())
        return 0;
    printProblem(problem);
    return 2;
}

} // namespace latchkey

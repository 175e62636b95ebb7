// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "options.h"
#include "run.h"
#include "scenarioplayer.h"

#include <QObject>

namespace latchkey {

/// Plays a scenario in the terminal: the execution table and the variables go to standard output, problems to standard
/// error. Ends the event loop with 0 (as the scenario says), 1 (an expectation was not met) or 2 (could not be played).
class HeadlessRun : public QObject
{
    Q_OBJECT

public:
    HeadlessRun(ScenarioPlayer::Setup setup, QString exportFile, QObject *parent = nullptr);
    void start();

private:
    void finish(ScenarioPlayer::Outcome outcome, const QString &sentence);
    void print() const;
    int writeExport() const;

    ScenarioPlayer m_player;
    const QString m_exportFile;
    Run m_run;
};

} // namespace latchkey

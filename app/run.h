// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "executiontable.h"
#include "variabletracker.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace latchkey {

/// A scenario as it was played. Holds names and digests, never secrets, so that it can be shown and written anywhere.
struct Run
{
    QString title = {};
    QString description = {};
    QString server = {};
    QMap<int, QString> steps = {}; ///< Their titles, by number.
    QList<TableRow> rows = {};
    QMap<int, QStringList> unmet = {}; ///< Expectations that were not met, by step.
    VariableTracker variables = {};
    QString outcome = {}; ///< "passed", "failed".
};

} // namespace latchkey

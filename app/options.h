// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/expected.h>

#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace latchkey {

/// What the command line asks for. A value; see helpText() for the words.
struct Options
{
    enum class Task { RunClient, PlayScenario, ListScenarios, PrintHelp, PrintVersion, ServeParent };

    Task task = Task::RunClient;
    std::optional<QUrl> server = {}; ///< nullopt: the bundled mock server is started.
    QString resource = QStringLiteral("/api/notes");
    QString scenario = {}; ///< Empty: none was named.
    QString userName = QStringLiteral("demo");
    QString exportFile = {};
    bool inspector = false;
    bool developer = false;
};

/// The options, or one sentence that says what is wrong with them.
tokenmanager::Expected<Options, QString> parseOptions(const QStringList &arguments);

QString helpText();

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QUrl>

namespace testing {

/// A program that has ended.
struct Ended
{
    int exitCode = -1; ///< -1: crashed or did not end.
    QString output = {};
    QString errors = {};
};

/// Runs a program to its end; `environment` is changed as told: an empty value removes the variable.
inline Ended run(const QString &program, const QStringList &arguments, const QMap<QString, QString> &environment = {})
{
    QProcess process;
    auto variables = QProcessEnvironment::systemEnvironment();
    for (auto it = environment.begin(); it != environment.end(); ++it)
        it.value().isEmpty() ? variables.remove(it.key()) : variables.insert(it.key(), it.value());
    process.setProcessEnvironment(variables);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(program, arguments);
    const bool ended = process.waitForFinished(100'000) && process.exitStatus() == QProcess::NormalExit;
    return { ended ? process.exitCode() : -1, QString::fromUtf8(process.readAllStandardOutput()),
        QString::fromUtf8(process.readAllStandardError()) };
}

/// latchkey-mockserver in a process of its own, so that it outlives clients that are killed.
class MockProcess
{
public:
    explicit MockProcess(const QStringList &arguments = {})
    {
        m_process.start(QStringLiteral(MOCKSERVER_PROGRAM), arguments);
        if (m_process.waitForReadyRead(20'000))
            m_start = QJsonDocument::fromJson(m_process.readLine()).object();
    }
    ~MockProcess()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(MockProcess)

    QString url() const { return m_start.value(QLatin1String("url")).toString(); }
    QJsonObject control() const { return m_start.value(QLatin1String("control")).toObject(); }

private:
    QProcess m_process;
    QJsonObject m_start;
};

} // namespace testing

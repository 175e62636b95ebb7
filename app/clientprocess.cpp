// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "clientprocess.h"

#include <QJsonDocument>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

ClientProcess::ClientProcess(Setup setup, QObject *parent)
    : ScenarioClient(parent)
    , m_setup(std::move(setup))
{
    start();
}

ClientProcess::~ClientProcess()
{
    kill();
}

void ClientProcess::start()
{
    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &ClientProcess::readLines);
    connect(m_process.get(), &QProcess::finished, this, [this] { Q_EMIT died(u"The client's process ended."_s); });
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            Q_EMIT died(u"The client's process could not be started."_s);
    });
    m_process->start(m_setup.program,
        { u"--scenario-client"_s, u"--server"_s, m_setup.server.toString(), u"--resource"_s, m_setup.resource });
    QJsonObject setup { { u"account"_s, m_setup.account }, { u"user"_s, m_setup.user },
        { u"password"_s, m_setup.password }, { u"now"_s, m_setup.now().toString(Qt::ISODateWithMs) } };
    if (m_setup.refreshLeeway)
        setup.insert(u"refreshLeeway"_s, static_cast<qint64>(m_setup.refreshLeeway->count()));
    send(setup);
}

void ClientProcess::kill()
{
    m_process->disconnect(this);
    m_process->kill(); // SIGKILL: nothing is said, stored or flushed any more
    m_process->waitForFinished();
}

void ClientProcess::send(const QJsonObject &line)
{
    m_process->write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
}

void ClientProcess::execute(const Step &step, const Done &done)
{
    m_done = done;
    send(step.source);
}

void ClientProcess::adopt(const tokenmanager::TokenResponse &, const Done &done)
{
    // The parser refuses scenarios that would need it: tokens do not travel between processes.
    ClientReport report;
    report.result = kindName(tokenmanager::TokenError::Kind::Rejected);
    done(report);
}

void ClientProcess::restart(const Done &done)
{
    kill();
    start();
    m_done = done;
    send({ { u"do"_s, u"restore"_s } });
}

void ClientProcess::readLines()
{
    while (m_process->canReadLine())
        readLine(QJsonDocument::fromJson(m_process->readLine()).object());
}

void ClientProcess::readLine(const QJsonObject &line)
{
    if (line.contains(u"event"_s))
        Q_EMIT traced(traceEventFromJson(line.value(u"event"_s).toObject()));
    else if (line.contains(u"report"_s) && m_done)
        std::exchange(m_done, {})(ClientReport::fromJson(line.value(u"report"_s).toObject()));
}

} // namespace latchkey

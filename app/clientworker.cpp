// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "clientworker.h"

#include <tokenmanager/keychaintokenstore.h>

#include <QCoreApplication>
#include <QJsonDocument>

#include <array>
#include <cstdio>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;
using namespace tokenmanager;

namespace latchkey {

namespace {
void writeLine(const QJsonObject &object)
{
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stdout);
    std::fflush(stdout);
}
} // namespace

ClientWorker::ClientWorker(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_input(STDIN_FILENO, QSocketNotifier::Read)
{
    connect(&m_input, &QSocketNotifier::activated, this, &ClientWorker::readInput);
}

void ClientWorker::readInput()
{
    std::array<char, 4096> buffer {};
    const auto size = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (size <= 0) {
        QCoreApplication::exit(0);
        return;
    }
    m_pending.append(buffer.data(), static_cast<qsizetype>(size));
    for (auto end = m_pending.indexOf('\n'); end >= 0; end = m_pending.indexOf('\n')) {
        const QByteArray line = m_pending.left(end);
        m_pending.remove(0, end + 1);
        takeLine(line);
    }
}

void ClientWorker::takeLine(const QByteArray &line)
{
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    if (!m_client) {
        setUp(object);
        return;
    }
    const auto step = parseStep(object, u"line"_s);
    if (!step) {
        std::fprintf(stderr, "latchkey: %s\n", qUtf8Printable(step.error().sentence()));
        QCoreApplication::exit(2);
        return;
    }
    m_client->execute(*step, [](const ClientReport &report) { writeLine({ { u"report"_s, report.toJson() } }); });
}

void ClientWorker::setUp(const QJsonObject &setup)
{
    const QUrl server = m_options.server.value_or(QUrl());
    LocalClient::Setup client;
    client.server = server;
    client.resource = m_options.resource;
    client.account = setup.value(u"account"_s).toString();
    client.user = setup.value(u"user"_s).toString();
    client.password = setup.value(u"password"_s).toString();
    if (setup.contains(u"refreshLeeway"_s))
        client.refreshLeeway = std::chrono::seconds(setup.value(u"refreshLeeway"_s).toInteger());
    client.store = std::make_shared<KeychainTokenStore>(ServerProfile::express(server).issuer);
    const auto now = QDateTime::fromString(setup.value(u"now"_s).toString(), Qt::ISODateWithMs);
    client.clock = std::make_shared<VirtualClock>(now.toUTC(), 1.0);
    m_client = std::make_unique<LocalClient>(client);
    connect(m_client.get(), &ScenarioClient::traced, this, [](const TraceEvent &event) {
        writeLine({ { u"event"_s, traceEventToJson(event) } });
    });
}

} // namespace latchkey

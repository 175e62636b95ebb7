// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "scenariofile.h"

#include "fieldreader.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace mockserver {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 longestScenario = 16 * 1024 * 1024;

Outcome<QList<Fault>> readScenarioFaults(const QJsonArray &array)
{
    QList<Fault> faults;
    for (const QJsonValue value : array) {
        if (!value.isObject())
            return Problem { u"\"faults\" has to be a list of objects."_s };
        auto fault = Fault::fromJson(value.toObject());
        if (auto *problem = std::get_if<Problem>(&fault))
            return *problem;
        faults.append(std::get<Fault>(std::move(fault)));
    }
    return faults;
}

Outcome<Options> withServerObject(Options options, const QJsonObject &server)
{
    FieldReader fields(server);
    const QJsonObject changes = fields.object(u"settings"_s).value_or(QJsonObject());
    const QJsonValue list = fields.value(u"faults"_s);
    if (!list.isUndefined() && !list.isArray())
        fields.refuse(u"\"faults\" has to be a list."_s);
    if (const QString problem = fields.problem(); !problem.isEmpty())
        return Problem { problem };
    auto settings = options.settings.changed(changes);
    if (auto *problem = std::get_if<Problem>(&settings))
        return *problem;
    auto faults = readScenarioFaults(list.toArray());
    if (auto *problem = std::get_if<Problem>(&faults))
        return *problem;
    options.settings = std::get<Settings>(settings);
    options.faults = std::get<QList<Fault>>(faults);
    return options;
}

Outcome<QJsonObject> readScenario(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return Problem { u"it cannot be read: %1."_s.arg(file.errorString()) };
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.read(longestScenario), &error);
    if (error.error != QJsonParseError::NoError)
        return Problem { u"it is not JSON: %1."_s.arg(error.errorString()) };
    const QJsonValue server = document.object().value(u"server"_s);
    if (!document.isObject() || !(server.isUndefined() || server.isObject()))
        return Problem { u"it is not an object whose \"server\" is an object."_s };
    return server.toObject();
}

} // namespace

Outcome<Options> withScenario(const Options &options, const QString &fileName)
{
    auto server = readScenario(fileName);
    auto result = std::holds_alternative<Problem>(server) ? std::get<Problem>(server)
                                                          : withServerObject(options, std::get<QJsonObject>(server));
    if (auto *problem = std::get_if<Problem>(&result))
        return Problem { u"The scenario file %1 cannot be used, %2"_s.arg(fileName, problem->sentence) };
    return result;
}

} // namespace mockserver

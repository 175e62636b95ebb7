// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "settings.h"

#include "fieldreader.h"

namespace mockserver {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 farthestOffset = qint64(3653) * 24 * 3600 * 1000; // ten years

int readExpiredStatus(FieldReader &fields, int current)
{
    const auto status = fields.integer(u"expiredStatus"_s, 401, 403);
    if (status == 402)
        fields.refuse(u"\"expiredStatus\" has to be 401 or 403."_s);
    return static_cast<int>(status.value_or(current));
}

} // namespace

QStringList reuseNames()
{
    return { u"strict"_s, u"grace"_s, u"off"_s };
}

QJsonObject Settings::toJson() const
{
    return {
        { u"accessLifetime"_s, accessLifetime },
        { u"refreshLifetime"_s, refreshLifetime },
        { u"rotation"_s, rotation },
        { u"reuse"_s, reuseNames()[static_cast<qsizetype>(reuse)] },
        { u"expiredStatus"_s, expiredStatus },
        { u"clockOffset"_s, clockOffset },
    };
}

Outcome<Settings> Settings::changed(const QJsonObject &changes) const
{
    FieldReader fields(changes);
    Settings result = *this;
    result.accessLifetime = fields.integer(u"accessLifetime"_s, 1, longestLifetime).value_or(accessLifetime);
    result.refreshLifetime = fields.integer(u"refreshLifetime"_s, 1, longestLifetime).value_or(refreshLifetime);
    result.rotation = fields.boolean(u"rotation"_s).value_or(rotation);
    result.reuse = static_cast<Reuse>(fields.choice(u"reuse"_s, reuseNames()).value_or(static_cast<qsizetype>(reuse)));
    result.expiredStatus = readExpiredStatus(fields, expiredStatus);
    result.clockOffset = fields.integer(u"clockOffset"_s, -farthestOffset, farthestOffset).value_or(clockOffset);
    if (const QString problem = fields.problem(); !problem.isEmpty())
        return Problem { problem };
    return result;
}

} // namespace mockserver

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "variabletracker.h"

#include <QRegularExpression>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

QStringList VariableTracker::names()
{
    return { u"accessToken"_s, u"refreshToken"_s, u"refreshTokens"_s, u"user"_s, u"expiresIn"_s, u"retryQueue"_s };
}

void VariableTracker::setDigest(const QString &name, const QString &digest)
{
    // Whole names: "RT-1", but not the beginning of "RT-10", "RT-1 (altered)" or "RT-1 •••• 7c1e".
    const QRegularExpression bare(QRegularExpression::escape(name) + uR"((?![0-9]| \(| ••••))"_s);
    for (Column &column : m_columns)
        column.values.replaceInStrings(bare, name + u" •••• "_s + digest);
}

} // namespace latchkey

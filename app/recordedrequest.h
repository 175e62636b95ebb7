// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

namespace latchkey {

/// One request as the mock server recorded it, secrets already replaced by names and digests.
struct RecordedRequest
{
    struct Check
    {
        QString check = {}; ///< "token in list".
        bool result = false;
        friend bool operator==(const Check &, const Check &) = default;
    };

    quint64 number = 0;
    QString method = {};
    QString path = {};
    quint64 tokenNumber = 0; ///< n of AT-n, on token routes of RT-n; 0: none, or none the server knows.
    QString tokenDigest = {};
    bool hasToken = false; ///< Some token was sent, known or not.
    QString knownAs = {}; ///< By name, for one that the server no longer knows.
    int status = 0; ///< 0: nothing was decided.
    QString sent = {}; ///< "full", "part", "none".
    QString fault = {};
    QList<Check> checks = {};

    bool isTokenRoute() const; ///< Carries a refresh token, or asks for one.
    QString route() const { return method + QLatin1Char(' ') + path; }
    QString tokenName() const; ///< "RT-1", "RT-1 (altered)", "none", "unknown".
    QString line() const; ///< "POST /token RT-1 -> 403"
    QString checksLine() const; ///< "token present yes, token in list no"

    static RecordedRequest fromJson(const QJsonObject &object);
};

} // namespace latchkey

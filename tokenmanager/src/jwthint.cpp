// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "jwthint.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;

namespace {

using std::chrono::seconds;
constexpr seconds longestHint = std::chrono::days(365);

/// A NumericDate (RFC 7519 §2) up to the year 9999: what lies beyond was counted in milliseconds.
std::optional<double> numericDate(const QJsonValue &value)
{
    constexpr double lastSecond = 253402300799.0;
    const double date = value.isDouble() ? value.toDouble() : -1;
    return date >= 0 && date <= lastSecond ? std::optional(date) : std::nullopt;
}

QJsonObject jwtClaims(const QByteArray &token)
{
    const QList<QByteArray> parts = token.split('.');
    if (parts.size() != 3)
        return {};
    const auto decoded = QByteArray::fromBase64Encoding(
        parts[1], QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? QJsonDocument::fromJson(*decoded).object() : QJsonObject();
}

} // namespace

std::optional<std::chrono::seconds> jwtLifetimeHint(const QByteArray &token)
{
    const QJsonObject claims = jwtClaims(token);
    const auto expires = numericDate(claims.value("exp"_L1));
    const auto issued = numericDate(claims.value("iat"_L1));
    if (!expires || !issued || *expires - *issued < 1)
        return std::nullopt;
    return std::min(seconds(qint64(std::floor(*expires - *issued))), longestHint);
}

} // namespace tokenmanager

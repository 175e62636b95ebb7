// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "jwt.h"

#include "httpresponse.h"
#include "secret.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>

#include <array>

namespace mockserver {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

std::optional<QJsonObject> decodedObject(QByteArrayView part)
{
    const auto decoded =
        QByteArray::fromBase64Encoding(part.toByteArray(), base64Url | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || (*decoded).toBase64(base64Url) != part)
        return std::nullopt;
    const QJsonDocument document = QJsonDocument::fromJson(*decoded);
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

std::optional<std::array<QByteArrayView, 3>> splitToken(QByteArrayView token)
{
    const qsizetype first = token.indexOf('.');
    const qsizetype last = token.lastIndexOf('.');
    if (first < 0 || first == last || token.sliced(first + 1, last - first - 1).contains('.'))
        return std::nullopt;
    return std::array { token.first(first), token.sliced(first + 1, last - first - 1), token.sliced(last + 1) };
}

bool isHs256(const QJsonObject &header)
{
    return header.value(u"alg"_s) == u"HS256"_s && !header.contains(u"crit"_s);
}

std::optional<Claims> claimsOf(const QJsonObject &object)
{
    const QJsonValue name = object.value(u"name"_s);
    const QJsonValue issued = object.value(u"iat"_s);
    const QJsonValue expires = object.value(u"exp"_s);
    const QJsonValue id = object.value(u"jti"_s);
    if (!name.isString() || !issued.isDouble() || !expires.isDouble() || !id.isString())
        return std::nullopt;
    return Claims { name.toString(), issued.toInteger(), expires.toInteger(), id.toString().toLatin1() };
}

} // namespace

QByteArray Jwt::signature(QByteArrayView signedPart) const
{
    QMessageAuthenticationCode code(QCryptographicHash::Sha256, m_key);
    code.addData(signedPart.data(), signedPart.size());
    return code.result().toBase64(base64Url);
}

QByteArray Jwt::sign(const Claims &claims) const
{
    static const QByteArray header = QByteArray(R"({"alg":"HS256","typ":"JWT"})").toBase64(base64Url);
    const QByteArray payload = "{\"name\":" + jsonString(claims.name)
        + ",\"iat\":" + QByteArray::number(claims.issuedAt) + ",\"exp\":" + QByteArray::number(claims.expiresAt)
        + ",\"jti\":\"" + claims.id + "\"}";
    const QByteArray signedPart = header + '.' + payload.toBase64(base64Url);
    return signedPart + '.' + signature(signedPart);
}

std::optional<Claims> Jwt::verify(QByteArrayView token) const
{
    const auto parts = splitToken(token);
    if (!parts)
        return std::nullopt;
    // The text of the signature is compared, so that there is one spelling of it only.
    const QByteArrayView signedPart = token.first((*parts)[0].size() + 1 + (*parts)[1].size());
    if (!equalInConstantTime((*parts)[2], signature(signedPart)))
        return std::nullopt;
    const auto header = decodedObject((*parts)[0]);
    const auto payload = decodedObject((*parts)[1]);
    return header && isHs256(*header) && payload ? claimsOf(*payload) : std::nullopt;
}

} // namespace mockserver

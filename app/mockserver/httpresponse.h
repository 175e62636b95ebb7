// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>

#include <utility>

namespace mockserver {

/// An answer before it is put into bytes. Content-Length, Connection and Date are not among the headers.
struct HttpResponse
{
    int status = 200;
    QList<std::pair<QByteArray, QByteArray>> headers {};
    QByteArray body {};
    qint64 streamedBytes = -1; ///< the body is that many octets made on the way; -1: it is `body`
    bool shortened = false; ///< it is less than what would have been said without a fault
    QByteArray date {}; ///< the Date that is sent; empty: now

    static HttpResponse json(int status, QByteArray body);
    /// {"error": sentence}
    static HttpResponse error(int status, QByteArrayView sentence);
    static HttpResponse noContent() { return { .status = 204 }; }
    static HttpResponse notAllowed(QByteArray allowed);

    HttpResponse &&with(QByteArray name, QByteArray value) &&;
    [[nodiscard]] qint64 bodySize() const { return streamedBytes >= 0 ? streamedBytes : body.size(); }
    /// 204 and 304 have neither a body nor a length (RFC 9110 §6.4.1).
    [[nodiscard]] bool hasBody() const { return status != 204 && status != 304; }
};

/// What the answer says about the connection.
enum class Persistence { Implied, KeepAlive, Close };

/// The head of the answer, empty line included.
[[nodiscard]] QByteArray headOf(const HttpResponse &response, Persistence persistence);

/// Now, as RFC 9110 §5.6.7 writes it.
[[nodiscard]] QByteArray httpDate();

/// `text` as a JSON string, quotes included.
[[nodiscard]] QByteArray jsonString(const QString &text);

} // namespace mockserver

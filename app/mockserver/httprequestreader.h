// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "httpbodyreader.h"
#include "httprequest.h"

#include <variant>

namespace mockserver {

/// HTTP/1.0 and 1.1, strictly: bytes in, requests or a refusal out. It knows no socket and no clock.
///
///     append(bytes); while (…) switch (next()) …
///
/// After Event::Head the owner takes the request, judges it, and calls startBody(); after Event::Refused nothing more
/// is read.
class HttpRequestReader
{
public:
    enum class Event { NeedMore, Head, BodyPart, Complete, Refused };

    void append(QByteArray bytes);
    Event next();

    /// \param streamed content is handed out as it comes (Event::BodyPart), not gathered.
    /// \return why the body is not read: it is announced as longer than `limit`.
    std::optional<HttpRefusal> startBody(const HttpRequest &request, qint64 limit, bool streamed);

    /// Stops reading: the rest of this connection means nothing any more.
    void stop() { m_state = State::Stopped; }

    [[nodiscard]] HttpRequest takeRequest() { return std::move(m_request); }
    [[nodiscard]] QByteArray takeBody() { return m_body.take(); }
    [[nodiscard]] qint64 bodySize() const { return m_body.size(); }
    [[nodiscard]] const HttpRefusal &refusal() const { return m_refusal; }
    /// True between two requests: not even the first byte of the next has come.
    [[nodiscard]] bool isBetweenRequests() const { return m_state == State::Head && m_input.isEmpty(); }
    /// True where bytes wait that have not been looked at, such as the body's after its head.
    [[nodiscard]] bool hasInput() const { return !m_input.isEmpty(); }

private:
    enum class State { Head, AwaitBody, Body, Stopped };

    Event refuse(HttpRefusal refusal);
    Event readHead();
    Event readBody();
    /// The size of the head with its empty line, 0 while it is not all there, or a refusal.
    std::variant<qsizetype, HttpRefusal> findHeadEnd();
    std::optional<HttpRefusal> judgeLine(qsizetype lineFeed);
    Event takeHead(qsizetype size);

    State m_state = State::Head;
    QByteArray m_input;
    qsizetype m_lineStart = 0;
    bool m_emptyLineSkipped = false;
    bool m_streamed = false;
    HttpRequest m_request;
    HttpBodyReader m_body;
    HttpRefusal m_refusal;
};

} // namespace mockserver

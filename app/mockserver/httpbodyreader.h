// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "httprequest.h"

#include <utility>

namespace mockserver {

/// Takes one body out of the bytes that come: by length, or in chunks with trailers (RFC 9112 §6, §7).
class HttpBodyReader
{
public:
    enum class State { Reading, Done, Refused };

    /// \param limit the most octets of content; one more is refused with 413.
    void start(const HttpRequest &request, qint64 limit);

    /// Eats from the front of `input` what belongs to the body.
    State read(QByteArray &input);

    /// The content read since the last call.
    [[nodiscard]] QByteArray take() { return std::exchange(m_content, {}); }
    [[nodiscard]] bool hasContent() const { return !m_content.isEmpty(); }
    [[nodiscard]] qint64 size() const { return m_size; }
    [[nodiscard]] const HttpRefusal &refusal() const { return m_refusal; }

private:
    enum class Part { Content, ChunkSize, ChunkData, ChunkEnd, Trailers, Done };

    State refuse(int status, const char *sentence);
    bool takeContent(QByteArray &input);
    State readChunkSize(QByteArrayView line);
    State readTrailer(QByteArrayView line);
    State readLine(QByteArray &input, bool &starved);
    State step(QByteArray &input, bool &starved);

    Part m_part = Part::Done;
    qint64 m_left = 0; ///< of the content, or of this chunk
    qint64 m_limit = 0;
    qint64 m_size = 0;
    qsizetype m_trailerBytes = 0;
    qsizetype m_trailers = 0;
    QByteArray m_content;
    HttpRefusal m_refusal;
};

} // namespace mockserver

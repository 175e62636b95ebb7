// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "httpbodyreader.h"

#include "httphead.h"

namespace mockserver {

namespace {
constexpr qsizetype longestChunkLine = 1024;
constexpr qsizetype mostSizeDigits = 15; // below 2^60: it cannot overflow

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}
} // namespace

void HttpBodyReader::start(const HttpRequest &request, qint64 limit)
{
    *this = {};
    m_limit = limit;
    m_left = request.contentLength;
    m_part = request.chunked ? Part::ChunkSize : m_left > 0 ? Part::Content : Part::Done;
}

HttpBodyReader::State HttpBodyReader::refuse(int status, const char *sentence)
{
    m_refusal = { status, sentence };
    return State::Refused;
}

bool HttpBodyReader::takeContent(QByteArray &input)
{
    const qsizetype size = static_cast<qsizetype>(std::min<qint64>(m_left, input.size()));
    if (m_content.isEmpty() && size == input.size()) {
        m_content = std::exchange(input, {}); // the usual case: nothing is copied
    } else {
        m_content.append(input.constData(), size);
        input.remove(0, size);
    }
    m_left -= size;
    m_size += size;
    return m_left == 0;
}

HttpBodyReader::State HttpBodyReader::readChunkSize(QByteArrayView line)
{
    qsizetype digits = 0;
    qint64 size = 0;
    for (; digits < line.size() && hexDigit(line[digits]) >= 0; ++digits) {
        if (digits == mostSizeDigits)
            return refuse(413, "This chunk is too long.");
        size = size * 16 + hexDigit(line[digits]);
    }
    const QByteArrayView extension = line.sliced(digits);
    if (digits == 0 || !isFieldValue(extension) || (!extension.isEmpty() && extension.front() != ';'))
        return refuse(400, "A chunk size is malformed.");
    if (size > m_limit - m_size)
        return refuse(413, "The body is too long.");
    m_left = size;
    m_part = size == 0 ? Part::Trailers : Part::ChunkData;
    return State::Reading;
}

HttpBodyReader::State HttpBodyReader::readTrailer(QByteArrayView line)
{
    if (line.isEmpty()) {
        m_part = Part::Done;
        return State::Done;
    }
    m_trailerBytes += line.size() + 2;
    if (++m_trailers > maximumFields || m_trailerBytes > maximumHead)
        return refuse(431, "The trailers are too long.");
    return parseField(line) ? State::Reading : refuse(400, "A trailer field is malformed.");
}

HttpBodyReader::State HttpBodyReader::readLine(QByteArray &input, bool &starved)
{
    const qsizetype longest = m_part == Part::Trailers ? maximumHead : longestChunkLine;
    const qsizetype end = input.indexOf('\n');
    if (end < 0 ? input.size() > longest : end > longest)
        return refuse(m_part == Part::Trailers ? 431 : 400, "A line of the chunked body is too long.");
    if (end < 0) {
        starved = true;
        return State::Reading;
    }
    if (end == 0 || input[end - 1] != '\r')
        return refuse(400, "A line of the chunked body does not end with CR LF.");
    const QByteArray line = input.left(end - 1);
    input.remove(0, end + 1);
    return m_part == Part::Trailers ? readTrailer(line) : readChunkSize(line);
}

HttpBodyReader::State HttpBodyReader::step(QByteArray &input, bool &starved)
{
    if (m_part == Part::ChunkSize || m_part == Part::Trailers)
        return readLine(input, starved);
    if (m_part == Part::ChunkEnd) {
        if (input.size() < 2 && QByteArrayView("\r\n").startsWith(input)) {
            starved = true;
            return State::Reading;
        }
        if (!input.startsWith("\r\n"))
            return refuse(400, "A chunk is longer than its size says.");
        input.remove(0, 2);
        m_part = Part::ChunkSize;
        return State::Reading;
    }
    starved = input.isEmpty();
    if (takeContent(input))
        m_part = m_part == Part::Content ? Part::Done : Part::ChunkEnd;
    return m_part == Part::Done ? State::Done : State::Reading;
}

HttpBodyReader::State HttpBodyReader::read(QByteArray &input)
{
    if (m_part == Part::Done)
        return State::Done;
    if (m_part == Part::Content && m_left > m_limit)
        return refuse(413, "The body is too long.");
    bool starved = false;
    State state = State::Reading;
    while (!starved && state == State::Reading)
        state = step(input, starved);
    return state;
}

} // namespace mockserver

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "httprequestreader.h"

#include "httphead.h"

namespace mockserver {

void HttpRequestReader::append(QByteArray bytes)
{
    if (m_input.isEmpty())
        m_input = std::move(bytes);
    else
        m_input.append(bytes);
}

HttpRequestReader::Event HttpRequestReader::next()
{
    switch (m_state) {
    case State::Head:
        return readHead();
    case State::Body:
        return readBody();
    case State::AwaitBody:
    case State::Stopped:
        break;
    }
    return Event::NeedMore;
}

HttpRequestReader::Event HttpRequestReader::refuse(HttpRefusal refusal)
{
    m_refusal = std::move(refusal);
    m_input.clear();
    stop();
    return Event::Refused;
}

std::optional<HttpRefusal> HttpRequestReader::judgeLine(qsizetype lineFeed)
{
    if (lineFeed == 0 || m_input[lineFeed - 1] != '\r')
        return HttpRefusal { 400, "A line of the head does not end with CR LF." };
    if (m_lineStart == 0 && lineFeed - 1 > maximumRequestLine)
        return HttpRefusal { 414, "A request line may have 8 KiB." };
    if (lineFeed + 1 > maximumHead)
        return HttpRefusal { 431, "A head may have 16 KiB." };
    return std::nullopt;
}

std::variant<qsizetype, HttpRefusal> HttpRequestReader::findHeadEnd()
{
    for (qsizetype lineFeed = 0; (lineFeed = m_input.indexOf('\n', m_lineStart)) >= 0;) {
        if (auto refusal = judgeLine(lineFeed))
            return *std::move(refusal);
        const bool isEmpty = lineFeed - 1 == m_lineStart;
        if (!isEmpty) {
            m_lineStart = lineFeed + 1;
        } else if (m_lineStart > 0) {
            return lineFeed + 1;
        } else if (std::exchange(m_emptyLineSkipped, true)) {
            return HttpRefusal { 400, "There is no request line." };
        } else {
            m_input.remove(0, 2); // RFC 9112 §2.2: one before the request line is passed over
        }
    }
    if (m_lineStart == 0 && m_input.size() > maximumRequestLine + 1)
        return HttpRefusal { 414, "A request line may have 8 KiB." };
    if (m_input.size() > maximumHead)
        return HttpRefusal { 431, "A head may have 16 KiB." };
    return qsizetype(0);
}

HttpRequestReader::Event HttpRequestReader::takeHead(qsizetype size)
{
    QByteArray head;
    if (size == m_input.size()) {
        head = std::exchange(m_input, {}); // the usual case, a request without a body: nothing is copied
    } else {
        head = m_input.left(size);
        m_input.remove(0, size);
    }
    m_lineStart = 0;
    m_emptyLineSkipped = false;
    auto parsed = parseHead(std::move(head));
    if (auto *refusal = std::get_if<HttpRefusal>(&parsed))
        return refuse(std::move(*refusal));
    m_request = std::get<HttpRequest>(std::move(parsed));
    m_state = State::AwaitBody;
    return Event::Head;
}

HttpRequestReader::Event HttpRequestReader::readHead()
{
    if (m_input.isEmpty())
        return Event::NeedMore;
    auto end = findHeadEnd();
    if (auto *refusal = std::get_if<HttpRefusal>(&end))
        return refuse(std::move(*refusal));
    const qsizetype size = std::get<qsizetype>(end);
    return size == 0 ? Event::NeedMore : takeHead(size);
}

std::optional<HttpRefusal> HttpRequestReader::startBody(const HttpRequest &request, qint64 limit, bool streamed)
{
    m_body.start(request, limit);
    m_streamed = streamed;
    m_state = State::Body;
    if (request.contentLength <= limit)
        return std::nullopt;
    return HttpRefusal { 413, "The body is too long." };
}

HttpRequestReader::Event HttpRequestReader::readBody()
{
    switch (m_body.read(m_input)) {
    case HttpBodyReader::State::Refused:
        return refuse(m_body.refusal());
    case HttpBodyReader::State::Done:
        m_state = State::Head;
        return Event::Complete;
    case HttpBodyReader::State::Reading:
        break;
    }
    return m_streamed && m_body.hasContent() ? Event::BodyPart : Event::NeedMore;
}

} // namespace mockserver

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "httphead.h"

#include <array>
#include <cstring>
#include <limits>
#include <string_view>

namespace mockserver {

namespace {

using CharacterClass = std::array<bool, 256>;

constexpr CharacterClass tokenCharacters()
{
    CharacterClass result {};
    for (const char c :
        std::string_view("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
        result[static_cast<unsigned char>(c)] = true;
    return result;
}

constexpr CharacterClass characters(unsigned first, unsigned last, bool tab, bool beyondAscii)
{
    CharacterClass result {};
    for (unsigned c = first; c <= last; ++c)
        result[c] = true;
    result['\t'] = tab;
    for (unsigned c = 0x80; beyondAscii && c <= 0xff; ++c)
        result[c] = true;
    return result;
}

constexpr CharacterClass ofToken = tokenCharacters();
constexpr CharacterClass ofFieldValue = characters(0x20, 0x7e, true, true);
constexpr CharacterClass ofTarget = characters(0x21, 0x7e, false, false);

bool consistsOf(QByteArrayView text, const CharacterClass &allowed)
{
    return std::all_of(text.begin(), text.end(), [&](char c) { return allowed[static_cast<unsigned char>(c)]; });
}

QByteArrayView trimmedSpace(QByteArrayView text)
{
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.isEmpty() && blank(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && blank(text.back()))
        text.chop(1);
    return text;
}

void splitQuery(HttpRequest &request, QByteArrayView pathAndQuery)
{
    const qsizetype mark = pathAndQuery.indexOf('?');
    request.path = mark < 0 ? pathAndQuery : pathAndQuery.first(mark);
    request.query = mark < 0 ? QByteArrayView() : pathAndQuery.sliced(mark + 1);
}

bool parseAbsoluteForm(HttpRequest &request, QByteArrayView afterScheme)
{
    const qsizetype end = std::find_if(afterScheme.begin(), afterScheme.end(), [](char c) {
        return c == '/' || c == '?';
    }) - afterScheme.begin();
    request.absoluteForm = true;
    request.authority = afterScheme.first(end);
    splitQuery(request, afterScheme.sliced(end));
    if (request.path.isEmpty())
        request.path = "/";
    return !request.authority.isEmpty();
}

/// The four forms of RFC 9112 §3.2. CONNECT gets no tunnel, so what it names is not looked at.
bool parseTarget(HttpRequest &request, QByteArrayView target)
{
    if (target.isEmpty() || !consistsOf(target, ofTarget) || target.contains('#'))
        return false;
    if (target.front() == '/') {
        splitQuery(request, target);
        return true;
    }
    for (const QByteArrayView scheme : { QByteArrayView("http://"), QByteArrayView("https://") })
        if (target.size() > scheme.size() && equalIgnoringCase(target.first(scheme.size()), scheme))
            return parseAbsoluteForm(request, target.sliced(scheme.size()));
    request.path = target;
    return request.method == "CONNECT" || (target == "*" && request.method == "OPTIONS");
}

bool parseVersion(HttpRequest &request, QByteArrayView version)
{
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (version.size() != 8 || !version.startsWith("HTTP/") || !digit(version[5]) || version[6] != '.'
        || !digit(version[7]))
        return false;
    request.http10 = version == "HTTP/1.0";
    if (!request.http10 && version != "HTTP/1.1")
        request.framing = HttpRefusal { 505, "Only HTTP/1.0 and HTTP/1.1 are spoken here." };
    return true;
}

bool parseRequestLine(HttpRequest &request, QByteArrayView line)
{
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first <= 0 || last == first)
        return false;
    request.method = line.first(first);
    return isToken(request.method) && parseTarget(request, line.sliced(first + 1, last - first - 1))
        && parseVersion(request, line.sliced(last + 1));
}

void refuseFraming(HttpRequest &request, int status, const char *sentence)
{
    if (!request.framing)
        request.framing = HttpRefusal { status, sentence };
}

/// Digits only: no sign, no list, no white space inside. Beyond what a qint64 holds it is just "very long".
std::optional<qint64> parseLength(QByteArrayView text)
{
    qint64 length = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return std::nullopt;
        constexpr qint64 most = std::numeric_limits<qint64>::max();
        length = length > (most - 9) / 10 ? most : length * 10 + (c - '0');
    }
    return text.isEmpty() ? std::nullopt : std::optional(length);
}

void readLength(HttpRequest &request)
{
    const qsizetype lengths = request.count("Content-Length");
    if (lengths == 0)
        return;
    const auto length = parseLength(request.value("Content-Length"));
    if (lengths > 1 || !length)
        refuseFraming(request, 400, "Content-Length has to stand once, and be a number.");
    else if (request.chunked)
        refuseFraming(request, 400, "Content-Length and Transfer-Encoding exclude each other.");
    else
        request.contentLength = *length;
}

template <typename Visit>
void forEachListed(const HttpRequest &request, QByteArrayView name, Visit visit)
{
    for (const HttpField &field : request.fields) {
        if (!equalIgnoringCase(field.name, name))
            continue;
        QByteArrayView rest = field.value;
        for (qsizetype comma = 0; comma >= 0; rest = comma < 0 ? rest : rest.sliced(comma + 1)) {
            comma = rest.indexOf(',');
            visit(trimmedSpace(comma < 0 ? rest : rest.first(comma)));
        }
    }
}

/// RFC 9112 §6.1: `chunked` has to be the last coding and stand once; other codings are not implemented.
void readTransferEncoding(HttpRequest &request)
{
    if (!request.find("Transfer-Encoding"))
        return;
    std::vector<QByteArrayView> codings;
    forEachListed(request, "Transfer-Encoding", [&](QByteArrayView coding) { codings.push_back(coding); });
    const auto isChunked = [](QByteArrayView coding) { return equalIgnoringCase(coding, "chunked"); };
    request.chunked = true;
    if (request.http10 || !isChunked(codings.back()) || std::count_if(codings.begin(), codings.end(), isChunked) != 1)
        refuseFraming(request, 400, "Transfer-Encoding has to end with chunked, once, in HTTP/1.1.");
    else if (codings.size() > 1 && !request.find("Content-Length"))
        refuseFraming(request, 501, "No transfer coding but chunked is implemented.");
}

void readConnection(HttpRequest &request)
{
    bool close = false;
    bool keepAlive = false;
    forEachListed(request, "Connection", [&](QByteArrayView option) {
        close = close || equalIgnoringCase(option, "close");
        keepAlive = keepAlive || equalIgnoringCase(option, "keep-alive");
    });
    request.keepAlive = !close && (keepAlive || !request.http10);
}

void judgeHead(HttpRequest &request)
{
    if (static_cast<qsizetype>(request.fields.size()) > maximumFields)
        refuseFraming(request, 431, "A request may have 64 header fields.");
    readTransferEncoding(request);
    readLength(request);
    readConnection(request);
    if (!isKnownMethod(request.method))
        refuseFraming(request, 501, "This method is not implemented.");
}

} // namespace

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && consistsOf(text, ofToken);
}

bool isFieldValue(QByteArrayView text)
{
    return consistsOf(text, ofFieldValue);
}

bool isKnownMethod(QByteArrayView method)
{
    constexpr std::array<std::string_view, 8> known { "GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS",
        "TRACE" };
    return std::find(
               known.begin(), known.end(), std::string_view(method.data(), static_cast<std::size_t>(method.size())))
        != known.end();
}

std::optional<HttpField> parseField(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0 || !isToken(line.first(colon)))
        return std::nullopt;
    const HttpField field { line.first(colon), trimmedSpace(line.sliced(colon + 1)) };
    return isFieldValue(field.value) ? std::optional(field) : std::nullopt;
}

std::variant<HttpRequest, HttpRefusal> parseHead(QByteArray head)
{
    HttpRequest request;
    request.head = std::move(head);
    request.fields.reserve(12);
    QByteArrayView rest = request.head;
    bool first = true;
    for (qsizetype end = rest.indexOf('\n'); end > 1; end = rest.indexOf('\n')) {
        const QByteArrayView line = rest.first(end - 1); // without the CR that the reader saw before each LF
        rest = rest.sliced(end + 1);
        if (std::exchange(first, false)) {
            if (!parseRequestLine(request, line))
                return HttpRefusal { 400, "The request line is malformed." };
        } else if (const auto field = parseField(line)) {
            request.fields.push_back(*field);
        } else {
            return HttpRefusal { 400, "A header field is malformed." };
        }
    }
    if (first)
        return HttpRefusal { 400, "The request line is malformed." };
    judgeHead(request);
    return request;
}

} // namespace mockserver

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "guard.h"

namespace mockserver {

namespace {

bool isDigits(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isNameCharacter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
        || QByteArrayView("-._~!$&'()*+,;=%").contains(c);
}

bool isAddressCharacter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.'
        || c == '%';
}

/// `uri-host [ ":" port ]` of RFC 9110 §7.2, with a host.
bool isHostAndPort(QByteArrayView text)
{
    const bool literal = text.startsWith('[');
    const qsizetype end = literal ? text.indexOf(']') : text.indexOf(':');
    if (literal && end < 0)
        return false;
    const QByteArrayView host = literal ? text.sliced(1, end - 1) : end < 0 ? text : text.first(end);
    const QByteArrayView rest = literal ? text.sliced(end + 1) : text.sliced(host.size());
    return !host.isEmpty() && std::all_of(host.begin(), host.end(), literal ? isAddressCharacter : isNameCharacter)
        && (rest.isEmpty() || (rest.front() == ':' && isDigits(rest.sliced(1))));
}

bool comesFromElsewhere(QByteArrayView site)
{
    return equalIgnoringCase(site, "cross-site") || equalIgnoringCase(site, "same-site");
}

} // namespace

Guard::Guard(const QByteArray &scheme, quint16 port)
{
    const bool isDefault = port == (scheme == "https" ? 443 : 80);
    for (const char *name : { "127.0.0.1", "[::1]", "localhost" }) {
        m_authorities << name + (':' + QByteArray::number(port));
        if (isDefault)
            m_authorities << name;
    }
    for (const QByteArray &authority : std::as_const(m_authorities))
        m_origins << scheme + "://" + authority;
}

std::optional<HttpRefusal> Guard::judgeHost(const HttpRequest &request) const
{
    const QByteArrayView host = request.value("Host");
    if (request.count("Host") != 1 || !isHostAndPort(host))
        return HttpRefusal { 400, "There has to be one valid Host field." };
    if (request.absoluteForm && !equalIgnoringCase(host, request.authority))
        return HttpRefusal { 400, "Host is not the host of the target." };
    const bool ours = std::any_of(m_authorities.begin(), m_authorities.end(),
        [&](const QByteArray &authority) { return equalIgnoringCase(host, authority); });
    if (!ours)
        return HttpRefusal { 421, "This server does not answer to that Host." };
    return std::nullopt;
}

std::optional<HttpRefusal> Guard::judge(const HttpRequest &request) const
{
    if (auto refusal = judgeHost(request))
        return refusal;
    const HttpRefusal forbidden { 403, "Pages of other origins get nothing here." };
    for (const HttpField &field : request.fields)
        if (equalIgnoringCase(field.name, "Origin") && !m_origins.contains(field.value.toByteArray()))
            return forbidden;
    for (const HttpField &field : request.fields)
        if (equalIgnoringCase(field.name, "Sec-Fetch-Site") && comesFromElsewhere(field.value))
            return forbidden;
    return std::nullopt;
}

} // namespace mockserver

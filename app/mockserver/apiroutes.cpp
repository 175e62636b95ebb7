// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "apiroutes.h"

#include "requestbody.h"
#include "tokenroutes.h"

#include <QCryptographicHash>

namespace mockserver {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 longestStream = qint64(1) << 40;

/// The token of one `Authorization: Bearer`, the scheme in any case (RFC 6750 §2.1); empty where there is none.
QByteArrayView bearerToken(const HttpRequest &request)
{
    constexpr QByteArrayView scheme = "Bearer ";
    const QByteArrayView value = request.value("Authorization");
    if (value.size() <= scheme.size() || !equalIgnoringCase(value.first(scheme.size()), scheme))
        return {};
    return value.sliced(scheme.size()).trimmed();
}

std::variant<QString, HttpResponse> readText(const Exchange &exchange)
{
    auto body = readJson(exchange);
    if (auto *refusal = std::get_if<HttpResponse>(&body))
        return std::move(*refusal);
    const QJsonValue text = std::get<QJsonObject>(body).value(u"text"_s);
    if (!text.isString())
        return HttpResponse::error(400, "\"text\" has to be a string.");
    if (text.toString().toUtf8().size() > Notebook::longestText)
        return HttpResponse::error(400, "\"text\" may have 4 KiB.");
    return text.toString();
}

HttpResponse noteAnswer(const std::optional<Note> &note)
{
    return note ? HttpResponse::json(200, note->toJson()) : HttpResponse::error(404, "There is no such note.");
}

HttpResponse createNote(const Exchange &exchange, Notebook &notebook)
{
    auto text = readText(exchange);
    if (auto *refusal = std::get_if<HttpResponse>(&text))
        return std::move(*refusal);
    const auto note = notebook.add(std::get<QString>(text));
    if (!note)
        return HttpResponse::error(409, "There may be 1,000 notes.");
    return HttpResponse::json(201, note->toJson()).with("Location", "/api/notes/" + QByteArray::number(note->id));
}

HttpResponse replaceNote(const Exchange &exchange, Notebook &notebook, qint64 id)
{
    auto text = readText(exchange);
    if (auto *refusal = std::get_if<HttpResponse>(&text))
        return std::move(*refusal);
    return noteAnswer(notebook.replace(id, std::get<QString>(text)));
}

HttpResponse uploadAnswer(const Exchange &exchange)
{
    // An empty body was never streamed: its digest is that of nothing.
    static const QByteArray ofNothing = QCryptographicHash::hash(QByteArray(), QCryptographicHash::Sha256).toHex();
    const QByteArray digest = exchange.bodyDigest.isEmpty() ? ofNothing : exchange.bodyDigest;
    return HttpResponse::json(
        200, "{\"size\":" + QByteArray::number(exchange.bodySize) + ",\"sha256\":\"" + digest + "\"}");
}

std::optional<qint64> streamSize(QByteArrayView query)
{
    std::optional<qint64> size;
    for (const QByteArray &pair : query.toByteArray().split('&')) {
        if (!pair.startsWith("bytes="))
            continue;
        bool valid = !size && pair.size() > 6 && pair[6] != '+' && pair[6] != '-';
        size = valid ? pair.mid(6).toLongLong(&valid) : -1;
        if (!valid || *size > longestStream)
            return std::nullopt;
    }
    return size;
}

HttpResponse streamAnswer(const HttpRequest &request)
{
    const auto size = streamSize(request.query);
    if (!size)
        return HttpResponse::error(400, "\"bytes\" has to be a number from 0 to 2^40.");
    return { .status = 200, .headers = { { "Content-Type", "application/octet-stream" } }, .streamedBytes = *size };
}

} // namespace

HttpResponse ApiRoutes::refusedToken() const
{
    constexpr QByteArrayView sentence = "This access token is not accepted.";
    if (m_world.settings.expiredStatus == 403)
        return HttpResponse::error(403, sentence);
    return unauthorized(sentence, R"(Bearer error="invalid_token")");
}

std::variant<QString, HttpResponse> ApiRoutes::authorize(const Exchange &exchange) const
{
    const QByteArrayView token = bearerToken(exchange.request);
    exchange.record->checks.push_back({ "token present", !token.isEmpty() });
    if (token.isEmpty())
        return unauthorized("There is no access token.");
    if (exchange.request.count("Authorization") > 1) {
        exchange.record->checks.push_back({ "signature valid", false }); // which of them would it be?
        return refusedToken();
    }
    if (const auto user = m_world.tokens.authorize(token, *exchange.record))
        return *user;
    return refusedToken();
}

HttpResponse ApiRoutes::answer(const Exchange &exchange, const RouteMatch &match)
{
    auto authorized = authorize(exchange);
    if (auto *refusal = std::get_if<HttpResponse>(&authorized))
        return std::move(*refusal);
    const QString &user = std::get<QString>(authorized);
    switch (match.route) {
    case Route::Profile:
        return HttpResponse::json(200, "{\"name\":" + jsonString(user) + '}');
    case Route::Notes:
        return notes(exchange, notebookOf(user));
    case Route::Note:
        return note(exchange, notebookOf(user), match.id.toLongLong());
    case Route::Upload:
        return uploadAnswer(exchange);
    default:
        return streamAnswer(exchange.request);
    }
}

HttpResponse ApiRoutes::notes(const Exchange &exchange, Notebook &notebook)
{
    if (exchange.request.method == "POST")
        return createNote(exchange, notebook);
    return HttpResponse::json(200, notebook.toJson());
}

HttpResponse ApiRoutes::note(const Exchange &exchange, Notebook &notebook, qint64 id)
{
    if (exchange.request.method == "PUT")
        return replaceNote(exchange, notebook, id);
    if (exchange.request.method != "DELETE")
        return noteAnswer(notebook.find(id));
    return notebook.remove(id) ? HttpResponse::noContent() : noteAnswer(std::nullopt);
}

} // namespace mockserver

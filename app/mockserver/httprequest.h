// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <algorithm>
#include <optional>
#include <vector>

namespace mockserver {

inline bool equalIgnoringCase(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && a.compare(b, Qt::CaseInsensitive) == 0;
}

/// A header field as it was sent, without the white space round its value.
struct HttpField
{
    QByteArrayView name;
    QByteArrayView value;
};

/// Why a request is not served, and how that is answered.
struct HttpRefusal
{
    int status = 400;
    QByteArray sentence;
};

/// The head of a request. All views point into `head`, which nobody changes: copies share it.
struct HttpRequest
{
    QByteArray head;
    QByteArrayView method;
    QByteArrayView authority; ///< of an absolute-form target, else empty
    QByteArrayView path; ///< as sent, never decoded
    QByteArrayView query; ///< without the question mark
    bool absoluteForm = false;
    bool http10 = false;
    bool keepAlive = true;
    bool chunked = false;
    qint64 contentLength = 0;
    std::vector<HttpField> fields;
    /// What is wrong with the version, the method, the number of fields or the way the body is delimited. It is kept,
    /// not reported at once, because Host and Origin are judged before it.
    std::optional<HttpRefusal> framing;

    [[nodiscard]] const HttpField *find(QByteArrayView name) const
    {
        const auto found = std::find_if(
            fields.begin(), fields.end(), [&](const HttpField &f) { return equalIgnoringCase(f.name, name); });
        return found == fields.end() ? nullptr : &*found;
    }
    [[nodiscard]] QByteArrayView value(QByteArrayView name) const
    {
        const HttpField *field = find(name);
        return field ? field->value : QByteArrayView();
    }
    [[nodiscard]] qsizetype count(QByteArrayView name) const
    {
        return std::count_if(
            fields.begin(), fields.end(), [&](const HttpField &f) { return equalIgnoringCase(f.name, name); });
    }
    [[nodiscard]] bool hasBody() const { return chunked || contentLength > 0; }
};

} // namespace mockserver

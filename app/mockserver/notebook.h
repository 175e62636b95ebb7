// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

#include <map>
#include <optional>

namespace mockserver {

struct Note
{
    qint64 id = 0;
    QString text;

    [[nodiscard]] QByteArray toJson() const;
};

/// One user's notes. It begins with five, so that a client has something to show.
class Notebook
{
public:
    static constexpr qsizetype longestText = 4 * 1024; ///< octets of UTF-8
    static constexpr std::size_t mostNotes = 1'000;

    Notebook();

    /// {"notes": […]}
    [[nodiscard]] const QByteArray &toJson() const;
    [[nodiscard]] std::optional<Note> find(qint64 id) const;
    /// Nothing where there is no room for one more.
    std::optional<Note> add(const QString &text);
    std::optional<Note> replace(qint64 id, const QString &text);
    bool remove(qint64 id);

private:
    std::map<qint64, QString> m_texts;
    qint64 m_lastId = 0;
    mutable QByteArray m_json; ///< empty: to be written again
};

} // namespace mockserver

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "notebook.h"

#include "httpresponse.h"

namespace mockserver {

using namespace Qt::Literals::StringLiterals;

QByteArray Note::toJson() const
{
    return "{\"id\":" + QByteArray::number(id) + ",\"text\":" + jsonString(text) + '}';
}

Notebook::Notebook()
{
    for (const QString &text :
        { u"Release checklist"_s, u"Meeting agenda"_s, u"Reading list"_s, u"Travel plan"_s, u"Garden"_s })
        add(text);
}

const QByteArray &Notebook::toJson() const
{
    if (m_json.isEmpty()) {
        m_json = "{\"notes\":[";
        for (const auto &[id, text] : m_texts)
            m_json.append(m_json.endsWith('[') ? "" : ",").append(Note { id, text }.toJson());
        m_json.append("]}");
    }
    return m_json;
}

std::optional<Note> Notebook::find(qint64 id) const
{
    const auto found = m_texts.find(id);
    return found == m_texts.end() ? std::nullopt : std::optional(Note { id, found->second });
}

std::optional<Note> Notebook::add(const QString &text)
{
    if (m_texts.size() >= mostNotes)
        return std::nullopt;
    m_json.clear();
    m_texts.emplace(++m_lastId, text);
    return Note { m_lastId, text };
}

std::optional<Note> Notebook::replace(qint64 id, const QString &text)
{
    const auto found = m_texts.find(id);
    if (found == m_texts.end())
        return std::nullopt;
    m_json.clear();
    found->second = text;
    return Note { id, text };
}

bool Notebook::remove(qint64 id)
{
    m_json.clear();
    return m_texts.erase(id) > 0;
}

} // namespace mockserver

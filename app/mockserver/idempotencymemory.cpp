// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "idempotencymemory.h"

namespace mockserver {

namespace {
constexpr qint64 rememberedMs = 10 * 60 * 1000;
constexpr std::size_t mostAnswers = 10'000;
} // namespace

std::optional<IdempotencyMemory::Remembered> IdempotencyMemory::find(const QByteArray &key, qint64 nowMs) const
{
    const auto found = m_answers.constFind(key);
    if (found == m_answers.constEnd() || nowMs - found->atMs >= rememberedMs)
        return std::nullopt;
    return *found;
}

void IdempotencyMemory::remember(const QByteArray &key, Remembered answer)
{
    if (!m_answers.contains(key))
        m_order.push_back(key);
    m_answers.insert(key, std::move(answer));
    if (m_order.size() > mostAnswers) {
        m_answers.remove(m_order.front());
        m_order.pop_front();
    }
}

} // namespace mockserver

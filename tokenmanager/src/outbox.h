// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/tokenresult.h>
#include <tokenmanager/traceevent.h>

#include <deque>
#include <functional>

namespace tokenmanager {

/// What listeners and callers are still to be told. They are told when the outermost turn is over and the state is
/// complete, so that each of them may call every function again.
class Outbox
{
public:
    using Done = std::function<void(const TokenResult &)>;

    /// Everything that comes from outside (a call, a timer, an answer) is one turn; inner turns belong to it.
    class Turn
    {
    public:
        explicit Turn(Outbox &outbox)
            : m_outbox(outbox)
        {
            ++m_outbox.m_depth;
        }
        ~Turn()
        {
            if (--m_outbox.m_depth == 0 && m_outbox.m_flush)
                m_outbox.m_flush();
        }
        Q_DISABLE_COPY_MOVE(Turn)

    private:
        Outbox &m_outbox;
    };

    void setFlush(std::function<void()> flush) { m_flush = std::move(flush); }
    void deliver(Done done, TokenResult result) { m_answers.push_back({ std::move(done), std::move(result) }); }
    void tell(std::function<void()> call) { m_calls.push_back(std::move(call)); }
    void endSession(const TokenError &reason) { m_ends.push_back(reason); }
    void trace(TraceEvent event) { m_events.push_back(std::move(event)); }

    // One thing each, in the order in which they came; false: nothing there.
    template <typename Tell>
    bool takeEvent(Tell tell)
    {
        return take(m_events, tell);
    }
    template <typename Tell>
    bool takeEnd(Tell tell)
    {
        return take(m_ends, tell);
    }
    bool takeAnswer()
    {
        return take(m_answers, [](const Answer &answer) { answer.done(answer.result); })
            || take(m_calls, [](const std::function<void()> &call) { call(); });
    }

private:
    struct Answer
    {
        Done done;
        TokenResult result;
    };

    template <typename Item, typename Tell>
    static bool take(std::deque<Item> &items, Tell tell)
    {
        if (items.empty())
            return false;
        const Item item = std::move(items.front());
        items.pop_front();
        tell(item);
        return true;
    }

    int m_depth = 0;
    std::function<void()> m_flush;
    std::deque<TraceEvent> m_events;
    std::deque<TokenError> m_ends;
    std::deque<Answer> m_answers;
    std::deque<std::function<void()>> m_calls;
};

} // namespace tokenmanager

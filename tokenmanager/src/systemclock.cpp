// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/systemclock.h>

#include "delay.h"

#include <QTimer>

#if defined(Q_OS_WIN)
#include <windows.h>
#elif defined(Q_OS_UNIX)
#include <ctime>
#endif

namespace tokenmanager {

namespace {

#ifdef Q_OS_UNIX
std::chrono::nanoseconds readSystemClock(clockid_t id)
{
    timespec time = {};
    clock_gettime(id, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}
#endif

/// One armed call. The timer only decides when to look; whether the call is due, the clock says.
class SystemCall : public QObject
{
public:
    SystemCall(std::chrono::nanoseconds due, std::function<void()> call)
        : m_due(due)
        , m_call(std::move(call))
    {
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, &SystemCall::look);
        arm();
    }

private:
    std::chrono::nanoseconds remaining() const { return m_due - SystemClock().elapsed(); }

    void arm() { m_timer.start(timerInterval(remaining())); }

    void look()
    {
        if (remaining() > std::chrono::nanoseconds::zero())
            return arm();
        const auto call = std::move(m_call); // it may destroy this handle
        call();
    }

    const std::chrono::nanoseconds m_due;
    std::function<void()> m_call;
    QTimer m_timer;
};

} // namespace

QDateTime SystemClock::now() const
{
    return QDateTime::currentDateTimeUtc();
}

std::chrono::nanoseconds SystemClock::elapsed() const
{
#if defined(Q_OS_LINUX)
    return readSystemClock(CLOCK_BOOTTIME);
#elif defined(Q_OS_DARWIN)
    return readSystemClock(CLOCK_MONOTONIC); // goes on during sleep there, unlike Linux's of the same name
#elif defined(Q_OS_WIN)
    return std::chrono::milliseconds(GetTickCount64()); // counts sleep and hibernation; 10 to 16 ms steps
#else
    return std::chrono::steady_clock::now().time_since_epoch();
#endif
}

std::unique_ptr<QObject> SystemClock::callAfter(std::chrono::milliseconds delay, std::function<void()> call)
{
    return std::make_unique<SystemCall>(elapsed() + boundedDelay(delay), std::move(call));
}

} // namespace tokenmanager

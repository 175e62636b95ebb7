// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "virtualtime.h"

#include <tokenmanager/systemclock.h>

#include "delay.h"

#include <QScopedValueRollback>
#include <QThread>

#include <cmath>
#include <vector>

namespace tokenmanager {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

namespace {

/// The time inside a call that an advance() in another thread has left to this one; the clock itself has gone on.
struct VirtualMoment
{
    const VirtualTime *of = nullptr;
    nanoseconds at {};
};
thread_local std::optional<VirtualMoment> currentVirtualMoment;

nanoseconds realElapsed()
{
    return SystemClock().elapsed();
}

double usableRate(double rate)
{
    return std::isfinite(rate) && rate > 0 ? rate : 0;
}

} // namespace

VirtualTime::VirtualTime(milliseconds wall, double rate)
    : m_realBase(realElapsed())
    , m_rate(usableRate(rate))
    , m_wallOffset(wall)
{ }

nanoseconds VirtualTime::running() const
{
    if (m_rate == 0)
        return m_base;
    return m_base + nanoseconds(std::llround(double((realElapsed() - m_realBase).count()) * m_rate));
}

nanoseconds VirtualTime::seen() const
{
    return isBehind() ? currentVirtualMoment->at : running();
}

bool VirtualTime::isBehind() const
{
    return currentVirtualMoment && currentVirtualMoment->of == this;
}

void VirtualTime::settle()
{
    m_base = running();
    m_realBase = realElapsed();
}

nanoseconds VirtualTime::elapsed() const
{
    const QMutexLocker lock(&m_mutex);
    return seen();
}

milliseconds VirtualTime::wall() const
{
    const QMutexLocker lock(&m_mutex);
    return m_wallOffset + std::chrono::floor<milliseconds>(seen());
}

void VirtualTime::setWall(milliseconds wall)
{
    const QMutexLocker lock(&m_mutex);
    m_wallOffset = wall - std::chrono::floor<milliseconds>(seen());
}

void VirtualTime::setRate(double rate)
{
    {
        const QMutexLocker lock(&m_mutex);
        settle();
        m_rate = usableRate(rate);
    }
    restartTimers();
}

void VirtualTime::close()
{
    const QMutexLocker lock(&m_mutex);
    m_closed = true;
}

std::unique_ptr<QObject> VirtualTime::arm(milliseconds delay, std::function<void()> call)
{
    auto handle = std::make_unique<VirtualCall>(shared_from_this(), std::move(call));
    {
        const QMutexLocker lock(&m_mutex);
        const Key key { seen() + boundedDelay(delay), ++m_lastNumber };
        const bool late = isBehind() && key.first < running(); // part of the past this thread is still going through
        m_entries.emplace(key, Entry { handle.get(), late ? std::optional(key.first) : std::nullopt });
        handle->setKey(key);
    }
    handle->startTimer();
    return handle;
}

void VirtualTime::remove(const Key &key)
{
    const QMutexLocker lock(&m_mutex);
    m_entries.erase(key);
}

std::optional<milliseconds> VirtualTime::timerInterval(const Key &key) const
{
    const QMutexLocker lock(&m_mutex);
    const nanoseconds remaining = key.first - running();
    if (m_closed || !m_entries.contains(key))
        return {};
    if (remaining <= nanoseconds::zero())
        return milliseconds::zero();
    if (m_rate == 0)
        return {};
    const double real = double(remaining.count()) / m_rate;
    const double longest = double(nanoseconds(longestTimer).count());
    return tokenmanager::timerInterval(nanoseconds(std::llround(std::min(real, longest))));
}

std::optional<VirtualTime::DueCall> VirtualTime::takeDueHere()
{
    const QMutexLocker lock(&m_mutex);
    const auto end = m_closed ? m_entries.begin() : m_entries.upper_bound({ running(), m_lastNumber });
    for (auto it = m_entries.begin(); it != end; ++it) {
        if (it->second.call->thread() == QThread::currentThread()) {
            DueCall due { it->second.call->take(), it->second.moment };
            m_entries.erase(it);
            return due;
        }
    }
    return {};
}

void VirtualTime::runDueHere()
{
    while (const auto due = takeDueHere()) {
        const auto moment = due->moment ? std::optional(VirtualMoment { this, *due->moment }) : std::nullopt;
        const QScopedValueRollback rollback(currentVirtualMoment, moment);
        due->call();
    }
}

/// Up to the next call that nobody has been given yet.
nanoseconds VirtualTime::step(nanoseconds remaining) const
{
    for (const auto &[key, entry] : m_entries) {
        if (!entry.moment && !m_closed)
            return std::clamp(key.first - m_base, nanoseconds::zero(), remaining);
    }
    return remaining;
}

void VirtualTime::handOver()
{
    const auto end = m_entries.upper_bound({ m_base, m_lastNumber });
    for (auto it = m_entries.begin(); it != end; ++it) {
        VirtualCall *call = it->second.call;
        if (it->second.moment || call->thread() == QThread::currentThread())
            continue;
        it->second.moment = m_base;
        QMetaObject::invokeMethod(
            call, [call] { call->startTimer(); }, Qt::QueuedConnection);
    }
}

void VirtualTime::advance(milliseconds by)
{
    nanoseconds remaining = boundedDelay(by);
    do {
        {
            const QMutexLocker lock(&m_mutex);
            settle();
            const nanoseconds stepped = step(remaining);
            m_base += stepped;
            remaining -= stepped;
            handOver();
        }
        runDueHere();
    } while (remaining > nanoseconds::zero());
    restartTimers();
}

void VirtualTime::suspend(milliseconds by)
{
    {
        const QMutexLocker lock(&m_mutex);
        settle();
        m_base += boundedDelay(by);
    }
    advance(milliseconds::zero());
}

/// A clock that stands still needs none; a timer of before looks once and stops.
void VirtualTime::restartTimers()
{
    std::vector<VirtualCall *> own; // nobody but this thread can destroy these
    {
        const QMutexLocker lock(&m_mutex);
        if (m_rate == 0)
            return;
        for (const auto &[key, entry] : m_entries) {
            VirtualCall *call = entry.call;
            if (call->thread() == QThread::currentThread())
                own.push_back(call);
            else
                QMetaObject::invokeMethod(
                    call, [call] { call->startTimer(); }, Qt::QueuedConnection);
        }
    }
    for (VirtualCall *call : own)
        call->startTimer();
}

VirtualCall::VirtualCall(std::shared_ptr<VirtualTime> time, std::function<void()> call)
    : m_time(std::move(time))
    , m_call(std::move(call))
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &VirtualCall::look);
}

VirtualCall::~VirtualCall()
{
    m_time->remove(m_key); // from here on no other thread posts to this one; what was posted dies with it
}

void VirtualCall::startTimer()
{
    if (const auto interval = m_time->timerInterval(m_key))
        m_timer.start(*interval);
    else
        m_timer.stop();
}

void VirtualCall::look()
{
    startTimer(); // in case it is not due yet; a call that is due is removed before it runs
    const auto time = m_time; // this handle may be destroyed by a call
    time->runDueHere();
}

} // namespace tokenmanager

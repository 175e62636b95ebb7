// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QMutex>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace tokenmanager {

class VirtualCall;

/// What a VirtualClock and its handles share: the time, and the calls that are armed. Every function may be called from
/// any thread; calls run without the mutex, so they may move the clock themselves.
class VirtualTime : public std::enable_shared_from_this<VirtualTime>
{
public:
    using nanoseconds = std::chrono::nanoseconds;
    using milliseconds = std::chrono::milliseconds;
    using Key = std::pair<nanoseconds, quint64>; ///< When a call is due, then in which order it was armed.

    VirtualTime(milliseconds wall, double rate);

    nanoseconds elapsed() const;
    milliseconds wall() const;
    void setWall(milliseconds wall);
    void setRate(double rate);
    void advance(milliseconds by); ///< From one due call to the next; each runs, or is left to its thread, at its time.
    void suspend(milliseconds by); ///< At one go, then the calls.
    void close(); ///< No call runs any more.

    std::unique_ptr<QObject> arm(milliseconds delay, std::function<void()> call);
    void remove(const Key &key);
    /// When to look whether that call is due; nullopt: not before the clock is moved.
    std::optional<milliseconds> timerInterval(const Key &key) const;
    void runDueHere(); ///< In this thread, in order.

private:
    struct Entry
    {
        VirtualCall *call = nullptr;
        std::optional<nanoseconds> moment = {}; ///< Left to its own thread, which shall see this time.
    };
    struct DueCall
    {
        std::function<void()> call = {};
        std::optional<nanoseconds> moment = {};
    };

    // These need the mutex.
    nanoseconds running() const;
    nanoseconds seen() const;
    void settle();
    nanoseconds step(nanoseconds remaining) const;
    void handOver();
    bool isBehind() const; ///< This thread runs a call of the past.

    std::optional<DueCall> takeDueHere();
    void restartTimers();

    mutable QMutex m_mutex;
    std::map<Key, Entry> m_entries; // also what is due in other threads and has not run yet
    quint64 m_lastNumber = 0;
    nanoseconds m_base {}; // the time at m_realBase
    nanoseconds m_realBase;
    double m_rate;
    milliseconds m_wallOffset; // wall time minus elapsed time
    bool m_closed = false;
};

/// The handle of one armed call. It lives and dies in the thread that armed it.
class VirtualCall : public QObject
{
public:
    VirtualCall(std::shared_ptr<VirtualTime> time, std::function<void()> call);
    ~VirtualCall() override;

    void setKey(const VirtualTime::Key &key) { m_key = key; }
    std::function<void()> take() { return std::move(m_call); }
    void startTimer(); ///< In its own thread, after every change of the time.

private:
    void look();

    const std::shared_ptr<VirtualTime> m_time;
    std::function<void()> m_call;
    VirtualTime::Key m_key;
    QTimer m_timer;
};

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/virtualclock.h>

#include "virtualtime.h"

namespace tokenmanager {

using std::chrono::milliseconds;

struct VirtualClock::Private : VirtualTime
{
    using VirtualTime::VirtualTime;
};

VirtualClock::VirtualClock(QDateTime start, double rate)
    : d(std::make_shared<Private>(milliseconds(start.toMSecsSinceEpoch()), rate))
{ }

VirtualClock::~VirtualClock()
{
    d->close();
}

QDateTime VirtualClock::now() const
{
    return QDateTime::fromMSecsSinceEpoch(d->wall().count(), Qt::UTC);
}

std::chrono::nanoseconds VirtualClock::elapsed() const
{
    return d->elapsed();
}

std::unique_ptr<QObject> VirtualClock::callAfter(milliseconds delay, std::function<void()> call)
{
    return d->arm(delay, std::move(call));
}

void VirtualClock::advance(milliseconds by)
{
    const auto time = d; // a call may destroy this clock
    time->advance(by);
}

void VirtualClock::suspend(milliseconds by)
{
    const auto time = d;
    time->suspend(by);
}

void VirtualClock::setNow(const QDateTime &now)
{
    d->setWall(milliseconds(now.toMSecsSinceEpoch()));
}

void VirtualClock::setRate(double rate)
{
    d->setRate(rate);
}

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "lockwait.h"

#include "logging.h"

#include <QCoreApplication>
#include <QRandomGenerator>

namespace tokenmanager {

using namespace std::chrono_literals;

namespace {

struct LockTexts
{
    Q_DECLARE_TR_FUNCTIONS(tokenmanager::TokenManager)
};

TokenError lockError(const RefreshLock::Failure &failure)
{
    if (failure.busy)
        return { .kind = TokenError::Kind::TimedOut,
            .message = LockTexts::tr("Another window is renewing the session (process %1).").arg(failure.holder) };
    return { .kind = TokenError::Kind::Keychain, .message = failure.message };
}

} // namespace

void LockWait::start(Clock &clock, const QString &path, Done done)
{
    m_clock = &clock;
    m_path = path;
    m_done = std::move(done);
    m_until = clock.elapsed() + 45s;
    tryNow();
}

void LockWait::tryNow()
{
    if (m_path.isEmpty()) {
        std::exchange(m_done, {})(Held());
        return;
    }
    auto lock = RefreshLock::tryAcquire(m_path);
    if (!lock && lock.error().busy && m_clock->elapsed() < m_until) {
        const std::chrono::milliseconds pause(QRandomGenerator::global()->bounded(50, 251));
        m_timer.start(*m_clock, pause, [this] { tryNow(); });
        return;
    }
    const Done done = std::exchange(m_done, {});
    if (lock) {
        done(Held(std::move(*lock)));
    } else {
        qCWarning(lcRefresh) << "lock:" << lock.error().message;
        done(lockError(lock.error()));
    }
}

} // namespace tokenmanager

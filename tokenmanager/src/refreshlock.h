// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/expected.h>

#include <QString>

#include <cstdint>
#include <utility>

class QDebug;

namespace tokenmanager {

/// The right to renew one session, among all managers and processes of one user: a kernel lock on a file that is never
/// deleted. The kernel frees it when its holder dies, however it dies; a program the holder starts does not inherit it.
class RefreshLock
{
public:
    struct Failure
    {
        bool busy =
            false; ///< Somebody has it: try again. Else it cannot be had, and without it nothing may be renewed.
        qint64 holder = 0; ///< Process id of who has it, as far as one can tell. Information only.
        QString message = {}; ///< One sentence for people, translated.

        friend bool operator==(const Failure &, const Failure &) = default;
    };

    /// Never waits. Creates the file and what is missing of its folder, for this user alone.
    static Expected<RefreshLock, Failure> tryAcquire(const QString &path);
    /// Below $XDG_RUNTIME_DIR, else in the user's state directory; see sessionpaths.h.
    static QString defaultPath(const QString &issuer, const QString &account);

    RefreshLock(RefreshLock &&other) noexcept
        : m_handle(std::exchange(other.m_handle, none))
    { }
    RefreshLock &operator=(RefreshLock &&other) noexcept
    {
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    ~RefreshLock();

private:
    using Handle = std::intptr_t; // a file descriptor, on Windows a HANDLE
    static constexpr Handle none = -1;

    explicit RefreshLock(Handle handle)
        : m_handle(handle)
    { }

    Handle m_handle = none;
};

QDebug operator<<(QDebug debug, const RefreshLock::Failure &failure);

} // namespace tokenmanager

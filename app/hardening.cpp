// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "hardening.h"

#include <QtGlobal>

#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif
#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace latchkey {

void hardenProcess()
{
#ifdef Q_OS_UNIX
    constexpr rlimit none { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
#endif
#ifdef Q_OS_LINUX
    // Also hides /proc/PID/exe, environ and mem from other processes of the same user.
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
#ifdef __GLIBC__
    // Qt's network stack leaves copies of headers in freed memory; any value but 0 has them overwritten.
    mallopt(M_PERTURB, 0x5a);
#endif
}

} // namespace latchkey

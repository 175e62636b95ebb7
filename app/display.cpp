// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "display.h"

#include <cstdio>
#include <cstdlib>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {
/// Qt's own explanation is several lines of warnings followed by an abort.
void exitOnFatal(QtMsgType type, const QMessageLogContext &, const QString &message)
{
    if (type != QtFatalMsg)
        return;
    const bool display = message.contains(u"platform plugin"_s);
    std::fputs(display ? "latchkey: The display could not be opened; set DISPLAY, or use --headless to play a scenario "
                         "in the terminal.\n"
                       : "latchkey: The user interface could not be started.\n",
        stderr);
    std::_Exit(2);
}
} // namespace

QString missingDisplay()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
    for (const char *name : { "DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM" })
        if (!qEnvironmentVariableIsEmpty(name))
            return {};
    return u"No display was found (DISPLAY and WAYLAND_DISPLAY are not set)."_s;
#else
    return {};
#endif
}

DisplayGuard::DisplayGuard()
    : m_previous(qInstallMessageHandler(exitOnFatal))
{ }

DisplayGuard::~DisplayGuard()
{
    qInstallMessageHandler(m_previous);
}

} // namespace latchkey

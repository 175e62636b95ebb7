// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace latchkey {

/// Qt ends the process by abort() where it finds no display. These two say it in one sentence instead.

/// Empty: a display is named by the environment. Else why there is none.
QString missingDisplay();

/// For the time a QApplication is made: should the named display not answer, prints one sentence and exits with 2.
class DisplayGuard
{
public:
    DisplayGuard();
    ~DisplayGuard();
    Q_DISABLE_COPY_MOVE(DisplayGuard)

private:
    QtMessageHandler m_previous;
};

} // namespace latchkey

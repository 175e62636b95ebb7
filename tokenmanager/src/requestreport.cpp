// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/requestreport.h>

#include <QDebug>

namespace tokenmanager {

QDebug operator<<(QDebug debug, const RequestAttempt &attempt)
{
    const QDebugStateSaver saver(debug);
    return debug.nospace() << "RequestAttempt(" << attempt.number << ", AT-" << attempt.generation << ", HTTP "
                           << attempt.httpStatus << ", " << attempt.error << ", " << attempt.duration.count() << " ms)";
}

QDebug operator<<(QDebug debug, const RequestReport &report)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "RequestReport(" << report.attempts << ", parked " << report.parked.count()
                    << " ms, waited for a refresh " << report.waitedForRefresh.count() << " ms";
    if (report.tokenError)
        debug << ", " << *report.tokenError;
    return debug << ", " << report.explanation << ')';
}

} // namespace tokenmanager

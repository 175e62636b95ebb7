// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/traceevent.h>

#include <QDebug>

namespace tokenmanager {

namespace {
const char *name(TraceEvent::Kind kind)
{
    switch (kind) {
    case TraceEvent::Kind::Session:
        return "Session";
    case TraceEvent::Kind::Request:
        return "Request";
    case TraceEvent::Kind::Token:
        return "Token";
    case TraceEvent::Kind::Check:
        return "Check";
    case TraceEvent::Kind::Retry:
        return "Retry";
    case TraceEvent::Kind::Fault:
        return "Fault";
    case TraceEvent::Kind::Clock:
        return "Clock";
    case TraceEvent::Kind::Keychain:
        return "Keychain";
    }
    return "?";
}
} // namespace

QDebug operator<<(QDebug debug, TraceEvent::Kind kind)
{
    const QDebugStateSaver saver(debug);
    return debug.nospace() << "TraceEvent::" << name(kind);
}

QDebug operator<<(QDebug debug, const TraceEvent &event)
{
    const QDebugStateSaver saver(debug);
    return debug.nospace() << event.kind << '(' << event.number << ": " << event.action << " | " << event.input << " | "
                           << event.check << " | " << event.result << ')';
}

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/tokenstore.h>

#include <QDebug>

namespace tokenmanager {

namespace {
const char *name(TokenStore::Failure failure)
{
    switch (failure) {
    case TokenStore::Failure::NotFound:
        return "NotFound";
    case TokenStore::Failure::Locked:
        return "Locked";
    case TokenStore::Failure::Unavailable:
        return "Unavailable";
    case TokenStore::Failure::Damaged:
        return "Damaged";
    case TokenStore::Failure::Refused:
        return "Refused";
    }
    return "?";
}
} // namespace

TokenStore::~TokenStore() = default;

QString TokenStore::lockPath(const QString &) const
{
    return {};
}

QDebug operator<<(QDebug debug, TokenStore::Failure failure)
{
    const QDebugStateSaver saver(debug);
    return debug.nospace() << "TokenStore::" << name(failure);
}

QDebug operator<<(QDebug debug, const TokenStore::StoreError &error)
{
    const QDebugStateSaver saver(debug);
    return debug.nospace() << error.failure << '(' << error.message << ')';
}

} // namespace tokenmanager

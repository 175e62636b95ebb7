// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/accesstoken.h>

#include <QDebug>

namespace tokenmanager {

QDebug operator<<(QDebug debug, const AccessToken &token)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "AccessToken(AT-" << token.generation << ", " << token.type.constData();
    if (token.expiresAt)
        debug << ", expires " << token.expiresAt->toString(Qt::ISODateWithMs);
    return debug << ')';
}

} // namespace tokenmanager

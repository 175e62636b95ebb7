// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include <tokenmanager/tokenresponse.h>

#include <QDebug>

namespace tokenmanager {

QDebug operator<<(QDebug debug, const TokenResponse &response)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "TokenResponse(" << (response.accessToken.isEmpty() ? "no access token" : "access token")
                    << (response.refreshToken.isEmpty() ? ", no refresh token" : ", refresh token");
    if (response.expiresIn)
        debug << ", expires in " << response.expiresIn->count() << " s";
    return debug << ')';
}

} // namespace tokenmanager

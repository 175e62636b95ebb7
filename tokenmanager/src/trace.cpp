// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "trace.h"

#include <QCryptographicHash>

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;

QString accessTokenName(quint64 generation)
{
    return u"AT-%1"_s.arg(generation);
}

QString refreshTokenName(quint64 number)
{
    return u"RT-%1"_s.arg(number);
}

QString digestOf(const QByteArray &secret)
{
    if (secret.size() < 20)
        return {};
    return QString::fromLatin1(QCryptographicHash::hash(secret, QCryptographicHash::Sha256).toHex().first(4));
}

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "tokenname.h"

#include <QCryptographicHash>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

QString tokenDigest(const QByteArray &value)
{
    constexpr int shortestWithDigest = 20;
    if (value.size() < shortestWithDigest)
        return {};
    return QString::fromLatin1(QCryptographicHash::hash(value, QCryptographicHash::Sha256).toHex().left(4));
}

QString tokenLabel(const QString &kind, quint64 number, const QString &digest)
{
    if (number == 0)
        return u"none"_s;
    const QString name = u"%1-%2"_s.arg(kind).arg(number);
    return digest.isEmpty() ? name : name + u" •••• "_s + digest;
}

} // namespace latchkey

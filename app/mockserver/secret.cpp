// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "secret.h"

#include <QRandomGenerator>

namespace mockserver {

QByteArray randomSecret(qsizetype bytes)
{
    QByteArray random(bytes, Qt::Uninitialized);
    auto *generator = QRandomGenerator::system();
    for (char &octet : random)
        octet = static_cast<char>(generator->bounded(256));
    return random.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

bool equalInConstantTime(QByteArrayView a, QByteArrayView b)
{
    // The length of a secret is no secret; every octet of one of the right length is looked at.
    unsigned difference = a.size() == b.size() ? 0 : 1;
    for (qsizetype i = 0; i < b.size(); ++i)
        difference |= static_cast<unsigned char>(b[i]) ^ static_cast<unsigned char>(i < a.size() ? a[i] : 0);
    return difference == 0;
}

} // namespace mockserver

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

namespace testing {

/// A certificate for 127.0.0.1 that signs itself, valid until 2120. Nobody trusts it unless told to.
inline QSslCertificate testCertificate()
{
    return QSslCertificate(R"(-----BEGIN CERTIFICATE-----
MIIBZTCCAQqgAwIBAgIBATAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA1MYXRjaGtl
eSB0ZXN0MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAYMRYwFAYD
VQQDDA1MYXRjaGtleSB0ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEQV2x
DeDY5gDcxXfPcaUqQQhRuIkCzBCbsgjIFCszRzyjA3dm90I23iuEw3nZXBXvCfgw
x9/XlGVyxAoe6kRNjqNDMEEwDwYDVR0RBAgwBocEfwAAATAPBgNVHRMBAf8EBTAD
AQH/MB0GA1UdDgQWBBQqDu/atXsnhNyUhsnhJL6hXywWjjAKBggqhkjOPQQDAgNJ
ADBGAiEAqtRpwkEwqsA6quaU9B/+lk4gYiYuxYkXWGeMGfebUpgCIQC4s6vc1zGH
toAIPDk+A0g5e65+VH5qX6nd/gMY1swsFw==
-----END CERTIFICATE-----
)");
}

/// What a server presents it with. The key protects nothing: it is public, here.
inline QSslConfiguration testServerTls()
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(testCertificate());
    tls.setPrivateKey(QSslKey(R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg0wAWDuEZg7KIye0g
pS0Gjr9t3xOdrltqPu7lO2/eeRmhRANCAARBXbEN4NjmANzFd89xpSpBCFG4iQLM
EJuyCMgUKzNHPKMDd2b3QjbeK4TDedlcFe8J+DDH39eUZXLECh7qRE2O
-----END PRIVATE KEY-----
)",
        QSsl::Ec));
    return tls;
}

} // namespace testing

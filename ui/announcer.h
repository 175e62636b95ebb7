// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QLabel>
#include <QTimer>

namespace latchkey {

/// Says a sentence to a screen reader, at most one in a second, the latest wins.
///
/// Measured on Qt 6.4.2: QAccessible::Alert sends nothing over AT-SPI. Hiding and showing a label of the role
/// Notification sends `state-changed:showing`, which Orca speaks.
class Announcer : public QLabel
{
    Q_OBJECT

public:
    explicit Announcer(const QString &name, QWidget *parent = nullptr);

    void announce(const QString &sentence);

private:
    void speak();

    QString m_next;
    QTimer m_pause;
};

} // namespace latchkey

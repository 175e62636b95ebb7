// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>
#include <QUrl>

namespace latchkey {

class ActionButton;
class TextField;
class TextLabel;

/// Asks for the address of another server. What is no address is said under the field.
class ServerDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ServerDialog(const QUrl &current, QWidget *parent = nullptr);

    /// The address that was accepted.
    QUrl server() const;

public Q_SLOTS:
    void accept() override;

private:
    TextField *m_address = nullptr;
    TextLabel *m_problem = nullptr;
    QUrl m_server;
};

} // namespace latchkey

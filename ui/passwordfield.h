// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "textfield.h"

class QToolButton;

namespace latchkey {

/// A password, hidden, with an eye to show it. Hidden again by the eye, by hideText() and when the window loses the
/// focus.
class PasswordField : public TextField
{
    Q_OBJECT

public:
    explicit PasswordField(QWidget *parent = nullptr);

    void hideText();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void reveal(bool revealed);
    void placeEye();

    QToolButton *m_eye = nullptr;
};

} // namespace latchkey

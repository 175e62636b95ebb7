// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "passwordfield.h"

#include "eyebutton.h"

#include <QEvent>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

PasswordField::PasswordField(QWidget *parent)
    : TextField(parent)
    , m_eye(new EyeButton(this))
{
    setEchoMode(QLineEdit::Password);
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase | Qt::ImhSensitiveData);
    connect(m_eye, &QToolButton::toggled, this, &PasswordField::reveal);
}

void PasswordField::hideText()
{
    m_eye->setChecked(false);
}

void PasswordField::resizeEvent(QResizeEvent *event)
{
    TextField::resizeEvent(event);
    placeEye();
}

void PasswordField::changeEvent(QEvent *event)
{
    TextField::changeEvent(event);
    const bool left = event->type() == QEvent::ActivationChange && !isActiveWindow();
    if (left || event->type() == QEvent::EnabledChange)
        hideText();
    if (event->type() == QEvent::LayoutDirectionChange)
        placeEye();
}

void PasswordField::reveal(bool revealed)
{
    setEchoMode(revealed ? QLineEdit::Normal : QLineEdit::Password);
}

void PasswordField::placeEye()
{
    constexpr int Inset = 3;
    const int side = height() - 2 * Inset;
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    m_eye->setGeometry(mirrored ? Inset : width() - side - Inset, Inset, side, side);
    setTextMargins(mirrored ? side : 0, 0, mirrored ? 0 : side, 0);
}

} // namespace latchkey

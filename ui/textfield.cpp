// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "textfield.h"

#include "focusring.h"

#include <QPainter>

namespace latchkey {

TextField::TextField(QWidget *parent)
    : QLineEdit(parent)
{ }

void TextField::setWrong(bool wrong)
{
    m_wrong = wrong;
    update();
}

bool TextField::isWrong() const
{
    return m_wrong;
}

void TextField::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    if (!m_wrong && !hasFocus())
        return;
    const Colors &colors = Theme::of(palette());
    QPainter painter(this);
    paintRing(painter, rect(), m_wrong ? colors.danger : colors.accent);
}

} // namespace latchkey

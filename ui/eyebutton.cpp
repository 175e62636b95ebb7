// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "eyebutton.h"

#include "focusring.h"
#include "iconloader.h"

#include <QPainter>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

EyeButton::EyeButton(QWidget *parent)
    : QToolButton(parent)
{
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::ArrowCursor);
    connect(this, &QToolButton::toggled, this, &EyeButton::showWhatItDoes);
    showWhatItDoes(false);
}

void EyeButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int side = Theme::scaled(Theme::Space16, font());
    QRect place(0, 0, side, side);
    place.moveCenter(rect().center());
    icon().paint(&painter, place, Qt::AlignCenter, isEnabled() || !isChecked() ? QIcon::Normal : QIcon::Disabled);
    if (hasFocus())
        paintRing(painter, rect(), Theme::of(palette()).accent, Theme::BarRadius);
}

void EyeButton::showWhatItDoes(bool revealed)
{
    const QString words = revealed ? tr("Hide password") : tr("Show password");
    setIcon(IconLoader::icon(revealed ? u"eye-slash"_s : u"eye"_s, &Colors::muted));
    setAccessibleName(words);
    setToolTip(words);
}

} // namespace latchkey

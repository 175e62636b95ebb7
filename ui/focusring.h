// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "theme.h"

class QPainter;
class QRect;
class QWidget;

namespace latchkey {

/// Two pixels all round, on top of the border that is there already: nothing moves when the focus comes and goes.
void paintRing(QPainter &painter, const QRect &around, const QColor &color, int radius = Theme::ControlRadius);
/// The ring of a widget that has the focus.
void paintFocusRing(QWidget *widget);

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/traceevent.h>

#include "theme.h"

#include <QMetaType>

class QPainter;
class QRectF;

namespace latchkey {

/// The sign before a step's result: a shape first, a colour second.
enum class StepGlyph {
    None,
    Success, ///< ✓ on a disc
    Refused, ///< ✕ on a square: 4xx
    Failed, ///< ! on a square: 5xx or no answer
    Refreshed, ///< ◆
    Retried, ///< ▲
    Fault, ///< ⚡
    Waiting, ///< ◷
    Running, ///< a part of a ring
};

StepGlyph glyphOf(const tokenmanager::TraceEvent &event);
/// The same in a word, for screen readers.
QString glyphName(StepGlyph glyph);
void paintGlyph(QPainter &painter, const QRectF &rect, StepGlyph glyph, const Colors &colors);

} // namespace latchkey

Q_DECLARE_METATYPE(latchkey::StepGlyph)

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

class QApplication;

namespace latchkey {

/// The colours of one scheme.
struct Colors
{
    QColor window, surface, raised, zebra; ///< Backgrounds.
    QColor text, muted;
    QColor accent, accentSoft, onAccent; ///< Action, valid, active, retry.
    QColor ok, okSoft;
    QColor warn, warnSoft; ///< Refresh window, fault.
    QColor danger, dangerSoft; ///< 4xx, 5xx, destructive.
    QColor refresh, refreshSoft;
    QColor idle, idleSoft; ///< Waiting, expired.
    QColor edge; ///< Control borders.
    QColor line; ///< Decoration only.
};

/// One of a scheme's colours, named before the scheme is known: `&Colors::muted`.
using ColorRole = QColor Colors::*;

/// The look: the one place that holds a colour, a size of type, a space or a radius.
///
/// Widgets take background and text from their palette and ask of() for the rest, so they fit into any host. Only the
/// stand-alone programs call apply().
class Theme
{
public:
    enum class Scheme { System, Light, Dark };
    enum class Text { Caption, Table, Body, Lead, Title, PageTitle };
    enum Height { SmallestTarget = 24, ControlHeight = 34, FieldHeight = 36, PrimaryHeight = 40 };
    enum Space { Space4 = 4, Space8 = 8, Space12 = 12, Space16 = 16, Space24 = 24, Space32 = 32 };
    enum Radius { BarRadius = 4, ControlRadius = 6, PanelRadius = 8 };

    static const Colors &light();
    static const Colors &dark();
    static bool isDark(const QPalette &palette);
    static const Colors &of(const QPalette &palette);

    static QPalette palette(const Colors &colors);
    static QString styleSheet(const Colors &colors, const QFont &font);
    /// `base` made larger or smaller by the type scale.
    static QFont font(Text text, QFont base, QFont::Weight weight = QFont::Normal);
    /// `pixels`, right for a 13 px font, for the font at hand; never smaller than asked for.
    static int scaled(int pixels, const QFont &font);

    /// Fusion, palette and style sheet for the whole program. System follows the desktop from then on.
    static void apply(QApplication &application, Scheme scheme);
};

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "theme.h"

#include <QIcon>

namespace latchkey {

/// The icons of resources/icons, in the colours of the theme at hand.
class IconLoader
{
public:
    /// Draws "currentColor" in `color`, and what is white in `second`; both are looked up at each painting, so an icon
    /// follows a change of the theme. Disabled: in Colors::edge.
    static QIcon icon(const QString &name, ColorRole color, ColorRole second = &Colors::onAccent);
};

} // namespace latchkey

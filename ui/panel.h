// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "theme.h"

#include <QWidget>

namespace latchkey {

/// A rounded area that sets its content off from the page.
class Panel : public QWidget
{
    Q_OBJECT

public:
    explicit Panel(ColorRole fill = &Colors::surface, ColorRole border = &Colors::line, int radius = Theme::PanelRadius,
        QWidget *parent = nullptr);

    void setColors(ColorRole fill, ColorRole border);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ColorRole m_fill;
    ColorRole m_border;
    int m_radius;
};

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "theme.h"

#include <QApplication>
#include <QEvent>
#include <QFontInfo>
#include <QFontMetrics>
#include <QScopedValueRollback>
#include <QStyleFactory>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {

constexpr int ReferencePixels = 13; // The font that every size of the design is given for.

const Colors lightColors {
    .window = 0xF2F4F7,
    .surface = 0xFFFFFF,
    .raised = 0xE8ECF1,
    .zebra = 0xF7F9FB,
    .text = 0x17212B,
    .muted = 0x495663,
    .accent = 0x00589C,
    .accentSoft = 0xE0EDF8,
    .onAccent = 0xFFFFFF,
    .ok = 0x0B7A4B,
    .okSoft = 0xDDF2E7,
    .warn = 0x8A5A00,
    .warnSoft = 0xFCEFD2,
    .danger = 0xB81D38,
    .dangerSoft = 0xFCE5E8,
    .refresh = 0x3F1A80,
    .refreshSoft = 0xEAE4F6,
    .idle = 0x525E6A,
    .idleSoft = 0xE4E8ED,
    .edge = 0x74818D,
    .line = 0xD5DBE2,
};

const Colors darkColors {
    .window = 0x13171C,
    .surface = 0x1B2128,
    .raised = 0x262E37,
    .zebra = 0x1F262E,
    .text = 0xE7ECF1,
    .muted = 0xA8B4BF,
    .accent = 0x8AD0FF,
    .accentSoft = 0x16344C,
    .onAccent = 0x0B1218,
    .ok = 0x3DBE9A,
    .okSoft = 0x123A31,
    .warn = 0xFFC560,
    .warnSoft = 0x43320F,
    .danger = 0xF77C6C,
    .dangerSoft = 0x4A1F1B,
    .refresh = 0xB08CF0,
    .refreshSoft = 0x33264E,
    .idle = 0x8E9BA7,
    .idleSoft = 0x2B333C,
    .edge = 0x7D8B98,
    .line = 0x343E49,
};

double scaleFactor(Theme::Text text)
{
    switch (text) {
    case Theme::Text::Caption:
        return 0.85;
    case Theme::Text::Table:
        return 0.92;
    case Theme::Text::Body:
        return 1.0;
    case Theme::Text::Lead:
        return 1.15; // Not in the scale of the text; measured in its picture of the home page.
    case Theme::Text::Title:
        return 1.3;
    case Theme::Text::PageTitle:
        return 1.85;
    }
    return 1.0;
}

/// Puts our scheme in again when the desktop's changes, for Scheme::System.
class SchemeKeeper : public QObject
{
public:
    explicit SchemeKeeper(QApplication *application)
        : QObject(application)
    {
        application->installEventFilter(this);
    }

    void use(Theme::Scheme scheme)
    {
        m_scheme = scheme;
        const QScopedValueRollback<bool> guard(m_applying, true);
        // A palette without a resolve mask gives the desktop's back: only so can it be asked whether that is dark.
        QApplication::setPalette(QPalette());
        const bool dark =
            scheme == Theme::Scheme::System ? Theme::isDark(QApplication::palette()) : scheme == Theme::Scheme::Dark;
        const Colors &colors = dark ? Theme::dark() : Theme::light();
        QApplication::setPalette(Theme::palette(colors));
        qApp->setStyleSheet(Theme::styleSheet(colors, QApplication::font()));
    }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        const bool scheme = event->type() == QEvent::ThemeChange
            || (event->type() == QEvent::ApplicationPaletteChange && watched == qApp);
        const bool font = event->type() == QEvent::ApplicationFontChange && watched == qApp;
        if ((scheme || font) && !m_applying && !m_pending) {
            m_pending = true;
            QMetaObject::invokeMethod(
                this,
                [this] {
                    m_pending = false;
                    use(m_scheme);
                },
                Qt::QueuedConnection);
        }
        return false;
    }

private:
    Theme::Scheme m_scheme = Theme::Scheme::System;
    bool m_applying = false;
    bool m_pending = false;
};

void setDisabled(QPalette &palette, const Colors &colors)
{
    for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText,
             QPalette::PlaceholderText })
        palette.setColor(QPalette::Disabled, role, colors.edge);
    palette.setColor(QPalette::Disabled, QPalette::Base, colors.surface);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colors.raised);
    palette.setColor(QPalette::Disabled, QPalette::Link, colors.edge);
}

} // namespace

const Colors &Theme::light()
{
    return lightColors;
}

const Colors &Theme::dark()
{
    return darkColors;
}

bool Theme::isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128;
}

const Colors &Theme::of(const QPalette &palette)
{
    return isDark(palette) ? dark() : light();
}

QPalette Theme::palette(const Colors &colors)
{
    QPalette palette(colors.text, colors.surface, colors.raised, colors.edge, colors.line, colors.text, colors.text,
        colors.surface, colors.window);
    palette.setColor(QPalette::AlternateBase, colors.zebra);
    palette.setColor(QPalette::Midlight, colors.raised);
    palette.setColor(QPalette::PlaceholderText, colors.muted);
    palette.setColor(QPalette::Highlight, colors.accent);
    palette.setColor(QPalette::HighlightedText, colors.onAccent);
    palette.setColor(QPalette::Link, colors.accent);
    palette.setColor(QPalette::LinkVisited, colors.accent);
    palette.setColor(QPalette::ToolTipBase, colors.raised);
    palette.setColor(QPalette::ToolTipText, colors.text);
    palette.setColor(QPalette::Button, colors.surface);
    palette.setColor(QPalette::ButtonText, colors.text);
    setDisabled(palette, colors);
    return palette;
}

QFont Theme::font(Text text, QFont base, QFont::Weight weight)
{
    const double factor = scaleFactor(text);
    if (base.pixelSize() > 0)
        base.setPixelSize(int(std::lround(base.pixelSize() * factor)));
    else
        base.setPointSizeF(base.pointSizeF() * factor);
    base.setWeight(weight);
    return base;
}

int Theme::scaled(int pixels, const QFont &font)
{
    const double factor = double(QFontInfo(font).pixelSize()) / ReferencePixels;
    return std::max(pixels, int(std::lround(pixels * factor)));
}

QString Theme::styleSheet(const Colors &colors, const QFont &font)
{
    const QString sheet = uR"(
QPushButton { background: %surface; color: %text; border: 1px solid %edge; border-radius: %radius; min-height: %control; padding: 0 %padding; }
QPushButton:hover { background: %zebra; }
QPushButton:pressed { background: %raised; }
QPushButton:checked { background: %accentSoft; color: %accent; border-color: %accent; }
QPushButton:disabled { color: %edge; border-color: %line; background: transparent; }
QPushButton[kind="primary"] { background: %accent; color: %onAccent; border-color: %accent; }
QPushButton[kind="primary"]:disabled { background: %raised; color: %edge; border-color: %line; }
QPushButton[prominent="true"] { min-height: %prominent; }
QPushButton[kind="link"] { background: transparent; color: %accent; border: none; padding: 0 %linkPadding; min-height: %linkHeight; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton::menu-indicator { image: none; }
QLineEdit { background: %surface; color: %text; border: 1px solid %edge; border-radius: %radius; min-height: %field; padding: 0 8px;
    selection-background-color: %accent; selection-color: %onAccent; }
QLineEdit:disabled { color: %muted; border-color: %line; }
QHeaderView { background: %surface; }
QHeaderView::section { background: %surface; color: %muted; border: none; border-bottom: 1px solid %line; padding: 6px 8px; font-weight: 600; }
QToolTip { background: %raised; color: %text; border: 1px solid %line; padding: 4px; }
)"_s;
    const auto px = [&](int pixels) { return QString::number(scaled(pixels, font)) + "px"_L1; };
    // Longer names first: %accentSoft before %accent.
    const QList<std::pair<QLatin1StringView, QString>> values { { "%accentSoft"_L1, colors.accentSoft.name() },
        { "%accent"_L1, colors.accent.name() }, { "%onAccent"_L1, colors.onAccent.name() },
        { "%surface"_L1, colors.surface.name() }, { "%zebra"_L1, colors.zebra.name() },
        { "%raised"_L1, colors.raised.name() }, { "%text"_L1, colors.text.name() },
        { "%muted"_L1, colors.muted.name() }, { "%edge"_L1, colors.edge.name() }, { "%line"_L1, colors.line.name() },
        { "%radius"_L1, u"%1px"_s.arg(int(ControlRadius)) }, { "%control"_L1, px(ControlHeight - 2) },
        { "%prominent"_L1, px(PrimaryHeight - 2) }, { "%field"_L1, px(FieldHeight - 2) },
        { "%linkHeight"_L1, px(ControlHeight) }, { "%padding"_L1, px(13) }, { "%linkPadding"_L1, px(Space4) } };
    QString filled = sheet;
    for (const auto &[name, value] : values)
        filled.replace(name, value);
    return filled;
}

void Theme::apply(QApplication &application, Scheme scheme)
{
    static SchemeKeeper *keeper = nullptr;
    if (!keeper) {
        QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
        keeper = new SchemeKeeper(&application);
        QObject::connect(keeper, &QObject::destroyed, &application, [] { keeper = nullptr; });
    }
    keeper->use(scheme);
}

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "testregistry.h"
#include "theme.h"

#include <QApplication>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace latchkey;
using namespace Qt::Literals::StringLiterals;

namespace {

double luminance(const QColor &color)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

double lowest(const QColor &color, const QList<QColor> &backgrounds)
{
    double found = 21;
    for (const QColor &background : backgrounds)
        found = std::min(found, contrast(color, background));
    return found;
}

QList<QColor> grounds(const Colors &c, QList<QColor> more = {})
{
    return QList<QColor> { c.window, c.surface, c.raised, c.zebra } + more;
}

struct Measured
{
    const char *name;
    ColorRole color;
    ColorRole soft; // Null: no tint of its own.
    double light;
    double dark;
};

// Contrast as the design states it, cut to one digit.
const Measured measured[] { { "accent", &Colors::accent, &Colors::accentSoft, 6.1, 7.7 },
    { "ok", &Colors::ok, &Colors::okSoft, 4.5, 5.4 }, { "warn", &Colors::warn, &Colors::warnSoft, 5.0, 7.9 },
    { "danger", &Colors::danger, &Colors::dangerSoft, 5.4, 5.3 },
    { "refresh", &Colors::refresh, &Colors::refreshSoft, 10.1, 5.1 },
    { "idle", &Colors::idle, &Colors::idleSoft, 5.4, 4.5 }, { "edge", &Colors::edge, nullptr, 3.4, 3.9 } };

} // namespace

/// The colours and sizes, and that the whole program takes them on.
class tst_theme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrastIsWhatTheDesignPromises_data()
    {
        QTest::addColumn<double>("found");
        QTest::addColumn<double>("promised");
        for (const bool dark : { false, true }) {
            const Colors &c = dark ? Theme::dark() : Theme::light();
            const QList<QColor> tints { c.accentSoft, c.okSoft, c.warnSoft, c.dangerSoft, c.refreshSoft, c.idleSoft };
            const char *scheme = dark ? "dark" : "light";
            for (const Measured &one : measured)
                QTest::addRow("%s %s", scheme, one.name)
                    << lowest(c.*one.color, one.soft ? grounds(c, { c.*one.soft }) : grounds(c))
                    << (dark ? one.dark : one.light);
            QTest::addRow("%s text", scheme) << lowest(c.text, grounds(c, tints)) << (dark ? 10.4 : 13.1);
            QTest::addRow("%s muted", scheme) << lowest(c.muted, grounds(c, tints)) << (dark ? 5.8 : 6.1);
            QTest::addRow("%s onAccent", scheme) << contrast(c.onAccent, c.accent) << (dark ? 11.3 : 7.3);
        }
    }

    void contrastIsWhatTheDesignPromises()
    {
        QFETCH(double, found);
        QFETCH(double, promised);
        QVERIFY2(std::abs(found - promised) <= 0.1, qPrintable(QString::number(found)));
    }

    void aPaletteIsDarkByItsWindow()
    {
        QVERIFY(!Theme::isDark(Theme::palette(Theme::light())));
        QVERIFY(Theme::isDark(Theme::palette(Theme::dark())));
        QCOMPARE(Theme::of(Theme::palette(Theme::dark())).accent, Theme::dark().accent);
    }

    void disabledTextDiffersFromEnabled()
    {
        for (const Colors *colors : { &Theme::light(), &Theme::dark() }) {
            const QPalette palette = Theme::palette(*colors);
            for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
                QVERIFY(palette.color(QPalette::Disabled, role) != palette.color(QPalette::Active, role));
        }
    }

    void theProgramFollowsTheChosenScheme()
    {
        Theme::apply(*qApp, Theme::Scheme::Dark);
        QVERIFY(Theme::isDark(QApplication::palette()));
        QVERIFY(qApp->styleSheet().contains(Theme::dark().accent.name()));
        Theme::apply(*qApp, Theme::Scheme::Light);
        QVERIFY(!Theme::isDark(QApplication::palette()));
        QVERIFY(!qApp->styleSheet().contains(u'%'));
    }

    void anOverwrittenPaletteIsPutRight()
    {
        Theme::apply(*qApp, Theme::Scheme::Dark);
        QApplication::setPalette(Theme::palette(Theme::light()));
        QTRY_VERIFY(Theme::isDark(QApplication::palette()));
        Theme::apply(*qApp, Theme::Scheme::Light);
    }

    void sizesGrowWithTheFontAndNeverShrink()
    {
        QFont font(u"Inter"_s);
        font.setPixelSize(26);
        QCOMPARE(Theme::scaled(34, font), 68);
        font.setPixelSize(10);
        QCOMPARE(Theme::scaled(34, font), 34);
        font.setPixelSize(13);
        QCOMPARE(Theme::font(Theme::Text::PageTitle, font).pixelSize(), 24);
    }
};

TEST_CLASS(tst_theme)
#include "tst_theme.moc"

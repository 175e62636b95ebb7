// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "iconloader.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {

class ThemeIconEngine : public QIconEngine
{
public:
    ThemeIconEngine(QByteArray svg, ColorRole color, ColorRole second)
        : m_svg(std::move(svg))
        , m_color(color)
        , m_second(second)
    { }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const Colors &colors = Theme::of(QGuiApplication::palette());
        const QColor color = mode == QIcon::Disabled ? colors.edge : colors.*m_color;
        QByteArray svg = m_svg;
        svg.replace("currentColor", color.name().toLatin1()).replace("#ffffff", (colors.*m_second).name().toLatin1());
        QSvgRenderer renderer(svg);
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        renderer.render(painter, rect);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }

    /// `size` is in device pixels: drawn for the screen at hand, never stretched.
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine *clone() const override { return new ThemeIconEngine(*this); }

private:
    QByteArray m_svg;
    ColorRole m_color;
    ColorRole m_second;
};

} // namespace

QIcon IconLoader::icon(const QString &name, ColorRole color, ColorRole second)
{
    QFile file(u":/latchkey/icons/%1.svg"_s.arg(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("There is no icon %s.", qPrintable(name)); // A slip of ours: the tests build every page.
    return QIcon(new ThemeIconEngine(file.readAll(), color, second));
}

} // namespace latchkey

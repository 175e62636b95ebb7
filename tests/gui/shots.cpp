// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
// Draws every state of the user interface, offscreen: each × light, dark × 100, 200 % × left-to-right, right-to-left,
// and with a font of twice the size; and one sheet of five for the README.
#include "states.h"
#include "theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFont>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>
#include <QProcess>
#include <QWidget>

#include <algorithm>
#include <cstdio>

using namespace Qt::Literals::StringLiterals;
using latchkey::Theme;

namespace {

constexpr int FontPixels = 13;

void useFont(int pixels)
{
    QFont font(u"Inter"_s);
    font.setPixelSize(pixels);
    QApplication::setFont(font);
}

QPixmap draw(const shots::State &state)
{
    const auto window = state.show();
    QApplication::processEvents();
    return window->grab();
}

bool save(const QPixmap &picture, const QString &file)
{
    if (picture.save(file))
        return true;
    std::fprintf(stderr, "Could not write %s.\n", qPrintable(file));
    return false;
}

bool drawAll(const QDir &folder, const QString &percent)
{
    bool good = true;
    for (const bool dark : { false, true }) {
        Theme::apply(*qApp, dark ? Theme::Scheme::Dark : Theme::Scheme::Light);
        for (const bool mirrored : { false, true }) {
            QApplication::setLayoutDirection(mirrored ? Qt::RightToLeft : Qt::LeftToRight);
            for (const auto &state : shots::states()) {
                const QString name = u"%1-%2-%3%4.png"_s.arg(
                    state.name, dark ? u"dark"_s : u"light"_s, percent, mirrored ? u"-rtl"_s : u""_s);
                good = save(draw(state), folder.filePath(name)) && good;
            }
        }
    }
    QApplication::setLayoutDirection(Qt::LeftToRight);
    return good;
}

bool drawLargeFont(const QDir &folder)
{
    bool good = true;
    useFont(2 * FontPixels);
    Theme::apply(*qApp, Theme::Scheme::Light);
    for (const auto &state : shots::states())
        good = save(draw(state), folder.filePath(u"%1-light-font200.png"_s.arg(state.name))) && good;
    useFont(FontPixels);
    return good;
}

const shots::State &stateCalled(const QString &name)
{
    return *std::find_if(
        shots::states().begin(), shots::states().end(), [&](const auto &state) { return state.name == name; });
}

/// A window as it stands on a desk: rounded, with a shadow.
void drawOnSheet(QPainter &painter, QPoint place, const QPixmap &picture, const QString &caption)
{
    constexpr int Radius = 8;
    painter.setFont(Theme::font(Theme::Text::Body, QApplication::font(), QFont::DemiBold));
    painter.setPen(Theme::light().text);
    painter.drawText(QRect(place.x(), place.y() - 32, picture.width(), 20), Qt::AlignLeft | Qt::AlignVCenter, caption);
    painter.setPen(Qt::NoPen);
    for (int grow = 4; grow > 0; --grow) {
        painter.setBrush(QColor(0, 0, 0, 14));
        painter.drawRoundedRect(
            QRect(place, picture.size()).adjusted(-grow, 0, grow, grow + 1), Radius + grow, Radius + grow);
    }
    QPainterPath outline;
    outline.addRoundedRect(QRectF(place, picture.size()), Radius, Radius);
    painter.setClipPath(outline);
    painter.drawPixmap(place, picture);
    painter.setClipping(false);
}

bool drawSheet(const QString &file)
{
    constexpr int Gap = 28;
    constexpr int Top = 50;
    const QSize window(392, 520);
    const struct
    {
        QString state;
        bool dark;
        QString caption;
    } shown[] { { u"login-first"_s, false, u"First log-in"_s }, { u"login-wrong"_s, false, u"Wrong password"_s },
        { u"login-busy"_s, true, u"Logging in, dark"_s }, { u"home"_s, false, u"Logged in"_s },
        { u"home-ended"_s, false, u"Session ended"_s } };
    QImage sheet(
        int(std::size(shown)) * (window.width() + Gap) + Gap, window.height() + Top + 32, QImage::Format_RGB32);
    sheet.fill(QColor(0xC5CCD4)); // The desk that the windows stand on.
    QPainter painter(&sheet);
    painter.setRenderHint(QPainter::Antialiasing);
    QPoint place(Gap, Top);
    for (const auto &one : shown) {
        Theme::apply(*qApp, one.dark ? Theme::Scheme::Dark : Theme::Scheme::Light);
        drawOnSheet(painter, place, draw(stateCalled(one.state)), one.caption);
        place.rx() += window.width() + Gap;
    }
    painter.end();
    return save(QPixmap::fromImage(sheet), file);
}

/// The scale of a screen is fixed when a program starts: a second one draws at 200 %.
bool drawDoubleScale(const QString &folder)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_SCALE_FACTOR"_s, u"2"_s);
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    process.start(QApplication::applicationFilePath(), { u"--percent"_s, u"200"_s, folder });
    return process.waitForFinished(-1) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption({ u"sheet"_s, u"Draw the sheet for the README only."_s });
    parser.addOption(
        { u"percent"_s, u"The scale this run draws at, by QT_SCALE_FACTOR."_s, u"100 or 200"_s, u"100"_s });
    parser.addPositionalArgument(u"place"_s, u"The folder, or the sheet's file."_s);
    parser.process(application);
    if (parser.positionalArguments().size() != 1)
        parser.showHelp(2);
    const QString place = parser.positionalArguments().constFirst();
    useFont(FontPixels);
    QApplication::setCursorFlashTime(0); // The same picture each time.
    if (parser.isSet(u"sheet"_s))
        return drawSheet(place) ? 0 : 1;
    const QString percent = parser.value(u"percent"_s);
    if (!QDir().mkpath(place) || !drawAll(QDir(place), percent))
        return 1;
    return percent != "100"_L1 || (drawLargeFont(QDir(place)) && drawDoubleScale(place)) ? 0 : 1;
}

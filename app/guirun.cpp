// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "guirun.h"

#include "bundledserver.h"
#include "clientcontroller.h"
#include "mainwindow.h"
#include "stepswindow.h"
#include "terminal.h"
#include "theme.h"
#include "tracemodel.h"

#include <QApplication>
#include <QIcon>
#include <QShortcut>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {

constexpr std::chrono::seconds longestFarewell { 2 };

/// The steps window and what it shows, made the first time it is asked for.
class Inspector
{
public:
    Inspector(ClientController &controller, MainWindow &window)
    {
        QObject::connect(&controller, &ClientController::traced, &m_trace, &TraceModel::append);
        auto *shortcut = new QShortcut(QKeySequence(Qt::Key_F12), &window);
        QObject::connect(shortcut, &QShortcut::activated, &window, [this] { show(); });
    }

    void show()
    {
        if (!m_window)
            m_window = std::make_unique<StepsWindow>(&m_trace);
        m_window->show();
        m_window->raise();
    }

private:
    TraceModel m_trace;
    std::unique_ptr<StepsWindow> m_window;
};

void sayPort(const BundledServer &server)
{
    if (server.url().port() != BundledServer::usualPort)
        printProblem(u"Port %1 is in use. The mock server was started on %2 instead."_s.arg(BundledServer::usualPort)
                         .arg(server.url().port()));
}

} // namespace

int runGui(QApplication &application, const Options &options)
{
    std::optional<BundledServer> bundled;
    if (!options.server) {
        auto started = BundledServer::start(BundledServer::usualPort);
        if (!started) {
            printProblem(started.error());
            return 2;
        }
        bundled = std::move(*started);
        sayPort(*bundled);
    }
    Theme::apply(application, Theme::Scheme::System);
    QApplication::setWindowIcon(QIcon(u":/latchkey/icons/latchkey.svg"_s));
    QApplication::setDesktopFileName(u"latchkey"_s);
    MainWindow window;
    ClientController controller(
        { options.server.value_or(bundled ? bundled->url() : QUrl()), options.resource, {}, options.developer },
        &window);
    QObject::connect(&window, &MainWindow::closing, &application, &QApplication::quit);
    std::optional<Inspector> inspector;
    if (options.developer)
        inspector.emplace(controller, window);
    controller.start();
    if (options.inspector)
        inspector->show();
    window.show(); // last: the client has the focus
    window.raise();
    window.activateWindow();
    const int code = QApplication::exec();
    controller.waitForStore(longestFarewell);
    return code;
}

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "mainwindow.h"

#include "announcer.h"
#include "homepage.h"
#include "iconloader.h"
#include "loginpage.h"
#include "startpage.h"

#include <QApplication>
#include <QCloseEvent>
#include <QMessageBox>
#include <QStackedWidget>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
    , m_pages(new QStackedWidget)
    , m_start(new StartPage)
    , m_login(new LoginPage)
    , m_home(new HomePage)
{
    setObjectName(u"client"_s);
    setWindowTitle(tr("Latchkey"));
    setWindowIcon(IconLoader::icon(u"latchkey"_s, &Colors::accent));
    for (QWidget *page :
        { static_cast<QWidget *>(m_start), static_cast<QWidget *>(m_login), static_cast<QWidget *>(m_home) })
        m_pages->addWidget(page);
    setCentralWidget(m_pages);
    m_announcer = new Announcer(u"client.announcer"_s, this);
    m_announcer->setGeometry(0, 0, 1, 1); // For screen readers; eyes read the pages.
    m_announcer->setAttribute(Qt::WA_TransparentForMouseEvents);
    adoptFont();
    resize(Theme::scaled(392, font()), Theme::scaled(520, font()));
    connect(m_login, &LoginPage::announced, this, &MainWindow::announce);
}

MainWindow::~MainWindow() = default;

LoginPage *MainWindow::loginPage() const
{
    return m_login;
}

HomePage *MainWindow::homePage() const
{
    return m_home;
}

void MainWindow::showStart()
{
    m_pages->setCurrentWidget(m_start);
}

void MainWindow::showLogin()
{
    if (m_pages->currentWidget() == m_login)
        return;
    m_pages->setCurrentWidget(m_login);
    m_login->focusForm();
}

void MainWindow::showHome()
{
    if (m_pages->currentWidget() == m_home)
        return;
    m_pages->setCurrentWidget(m_home);
    m_home->focusContent();
}

void MainWindow::showDetails(const QString &title, const QString &text)
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Details"), title, QMessageBox::Close, this);
    box->setObjectName(u"client.details"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(text);
    box->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    box->open();
}

void MainWindow::announce(const QString &sentence)
{
    m_announcer->announce(sentence);
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        adoptFont();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    QMainWindow::closeEvent(event);
    Q_EMIT closing();
}

void MainWindow::adoptFont()
{
    setMinimumSize(Theme::scaled(320, font()), Theme::scaled(400, font()));
}

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QMainWindow>

class QStackedWidget;

namespace latchkey {

class Announcer;
class HomePage;
class LoginPage;
class StartPage;

/// The client's window: one of three pages. It never opens, raises itself or takes the focus because of the session.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    LoginPage *loginPage() const;
    HomePage *homePage() const;

    /// Nobody knows yet whether somebody is logged in: the mark, and after 300 ms a sentence.
    void showStart();
    void showLogin();
    void showHome();
    /// What stands behind a [Details] button: a sentence and the technical text, which can be copied.
    void showDetails(const QString &title, const QString &text);
    /// Has a screen reader say it, see announcements.h.
    void announce(const QString &sentence);

Q_SIGNALS:
    /// The window is about to close.
    void closing();

protected:
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void adoptFont();

    QStackedWidget *m_pages = nullptr;
    StartPage *m_start = nullptr;
    LoginPage *m_login = nullptr;
    HomePage *m_home = nullptr;
    Announcer *m_announcer = nullptr;
};

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "loginmessages.h"

#include <QScrollArea>
#include <QTimer>
#include <QUrl>

class QStackedWidget;
class QVBoxLayout;

namespace latchkey {

class ActionButton;
class CheckBox;
class MessageBar;
class PasswordField;
class ServerLabel;
class TextField;
class TextLabel;

/// User name, password, and what went wrong with them. Knows no server: it says what was asked for and is told the
/// rest.
class LoginPage : public QScrollArea
{
    Q_OBJECT

public:
    /// Where "Keep me logged in" would keep it.
    enum class Keychain { Available, Missing, Locked };

    explicit LoginPage(QWidget *parent = nullptr);
    ~LoginPage() override;

    void setServer(const QUrl &server);
    QUrl server() const;
    void setUserName(const QString &name);
    QString userName() const;
    void setRemember(bool remember);
    void setKeychain(Keychain keychain);
    /// While busy the form takes no other log-in; after 300 ms it shows "Logging in…" and Cancel.
    void setBusy(bool busy);
    bool isBusy() const;

    /// Above the form, instead of the last one. The password stays.
    void showMessage(const Message &message);
    /// The same; marks the field and gives it the focus.
    void showProblem(const LoginProblem &problem);
    void clearMessage();
    /// The password, no longer needed, leaves the memory of the page.
    void forgetPassword();
    /// Focus where the user goes on: the first empty field.
    void focusForm();

    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void submitted(const QString &userName, const QString &password, bool remember);
    void cancelled();
    /// The user chose another server. The page shows it already.
    void serverChosen(const QUrl &server);
    void retryRequested();
    void detailsRequested();
    /// For the Announcer: what a screen reader should say.
    void announced(const QString &sentence);

private:
    void createParts();
    void nameParts();
    void connectParts();
    QWidget *createForm();
    QWidget *createSubmitRow();
    void changeServer();
    void submit();
    void showBusy(bool busy);
    void markWrong(LoginField field);
    void act(Message::Action action);

    QUrl m_server;
    ServerLabel *m_serverName = nullptr;
    ActionButton *m_changeServer = nullptr;
    MessageBar *m_message = nullptr;
    TextField *m_userName = nullptr;
    PasswordField *m_password = nullptr;
    CheckBox *m_remember = nullptr;
    TextLabel *m_keychainHint = nullptr;
    ActionButton *m_submit = nullptr;
    ActionButton *m_cancel = nullptr;
    QStackedWidget *m_submitRow = nullptr;
    QTimer m_busyDelay; ///< A fast answer changes nothing on the page.
    bool m_busy = false;
};

} // namespace latchkey

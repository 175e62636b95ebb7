// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "loginpage.h"

#include "actionbutton.h"
#include "checkbox.h"
#include "iconlabel.h"
#include "messagebar.h"
#include "passwordfield.h"
#include "serveraddress.h"
#include "serverdialog.h"
#include "serverlabel.h"
#include "spinner.h"
#include "textfield.h"
#include "textlabel.h"

#include <QHBoxLayout>
#include <QScrollBar>
#include <QStackedWidget>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {
constexpr int LoginBusyDelay = 300;

TextLabel *createFieldLabel(const QString &text, QWidget *buddy)
{
    auto *label = new TextLabel(Theme::Text::Body, QFont::DemiBold);
    label->setText(text);
    label->setBuddy(buddy);
    return label;
}

QString keychainSentence(LoginPage::Keychain keychain)
{
    switch (keychain) {
    case LoginPage::Keychain::Available:
        return LoginPage::tr("Saved in the system keychain. Your password is not saved.");
    case LoginPage::Keychain::Missing:
        return LoginPage::tr("No keychain found. You will be logged in until you close this window.");
    case LoginPage::Keychain::Locked:
        return LoginPage::tr("The keychain is locked. You will be logged in until you close this window.");
    }
    return {};
}
} // namespace

LoginPage::LoginPage(QWidget *parent)
    : QScrollArea(parent)
{
    setObjectName(u"client.login"_s);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidgetResizable(true);
    createParts();
    nameParts();
    setWidget(createForm());
    viewport()->setBackgroundRole(QPalette::Base);
    widget()->setBackgroundRole(QPalette::Base);
    m_busyDelay.setSingleShot(true);
    connectParts();
    setKeychain(Keychain::Available);
}

LoginPage::~LoginPage() = default;

void LoginPage::setServer(const QUrl &server)
{
    m_server = server;
    m_serverName->setServer(shownAddress(server));
}

QUrl LoginPage::server() const
{
    return m_server;
}

void LoginPage::setUserName(const QString &name)
{
    m_userName->setText(name);
}

QString LoginPage::userName() const
{
    return m_userName->text();
}

void LoginPage::setRemember(bool remember)
{
    m_remember->setChecked(remember);
}

void LoginPage::setKeychain(Keychain keychain)
{
    m_keychainHint->setText(keychainSentence(keychain));
    m_remember->setAccessibleDescription(m_keychainHint->text());
}

void LoginPage::setBusy(bool busy)
{
    if (busy == m_busy)
        return;
    m_busy = busy;
    if (busy) {
        m_password->hideText();
        m_busyDelay.start(LoginBusyDelay);
        return;
    }
    m_busyDelay.stop();
    showBusy(false);
}

bool LoginPage::isBusy() const
{
    return m_busy;
}

void LoginPage::showMessage(const Message &message)
{
    showProblem({ message, LoginField::None });
}

void LoginPage::showProblem(const LoginProblem &problem)
{
    m_message->showMessage(problem.message);
    markWrong(problem.field);
    verticalScrollBar()->setValue(0);
    Q_EMIT announced(m_message->text());
}

void LoginPage::clearMessage()
{
    m_message->clear();
    markWrong(LoginField::None);
}

void LoginPage::forgetPassword()
{
    m_password->clear();
}

void LoginPage::focusForm()
{
    if (m_userName->text().isEmpty())
        m_userName->setFocus();
    else
        m_password->setFocus();
}

QSize LoginPage::minimumSizeHint() const
{
    return { widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width(), 0 };
}

void LoginPage::createParts()
{
    m_serverName = new ServerLabel;
    m_changeServer = new ActionButton(tr("Change…"), ActionButton::Kind::Link);
    m_message = new MessageBar(u"client.login.message"_s);
    m_userName = new TextField;
    m_password = new PasswordField;
    m_remember = new CheckBox(tr("Keep me logged in on this computer"));
    m_remember->setChecked(true);
    m_keychainHint = new TextLabel(Theme::Text::Table, QFont::Normal, TextLabel::Tone::Muted);
    m_keychainHint->setWordWrap(true);
    m_submit = new ActionButton(tr("Log in"), ActionButton::Kind::Primary);
    m_submit->setProminent();
    m_cancel = new ActionButton(tr("Cancel"));
}

void LoginPage::nameParts()
{
    m_userName->setObjectName(u"client.login.userName"_s);
    m_userName->setAccessibleName(tr("User name"));
    m_password->setObjectName(u"client.login.password"_s);
    m_password->setAccessibleName(tr("Password"));
    m_remember->setObjectName(u"client.login.remember"_s);
    m_keychainHint->setObjectName(u"client.login.keychain"_s);
    m_submit->setObjectName(u"client.login.submit"_s);
    m_cancel->setObjectName(u"client.login.cancel"_s);
    m_serverName->setObjectName(u"client.login.server"_s);
    m_changeServer->setObjectName(u"client.login.changeServer"_s);
    m_changeServer->setAccessibleName(tr("Change server"));
}

void LoginPage::connectParts()
{
    connect(&m_busyDelay, &QTimer::timeout, this, [this] { showBusy(true); });
    connect(m_changeServer, &ActionButton::activated, this, &LoginPage::changeServer);
    connect(m_submit, &ActionButton::activated, this, &LoginPage::submit);
    connect(m_cancel, &ActionButton::activated, this, &LoginPage::cancelled);
    connect(m_message, &MessageBar::activated, this, &LoginPage::act);
    connect(m_userName, &QLineEdit::returnPressed, this, &LoginPage::submit);
    connect(m_password, &QLineEdit::returnPressed, this, &LoginPage::submit);
    connect(m_userName, &QLineEdit::textEdited, this, [this] { m_userName->setWrong(false); });
    connect(m_password, &QLineEdit::textEdited, this, [this] { m_password->setWrong(false); });
}

QWidget *LoginPage::createForm()
{
    auto *mark = new IconLabel(44);
    mark->setIcon(u"latchkey"_s, &Colors::accent);
    auto *title = new TextLabel(Theme::Text::PageTitle, QFont::DemiBold);
    title->setText(tr("Log in"));
    auto *serverLine = new QHBoxLayout;
    serverLine->setSpacing(Theme::Space4);
    serverLine->addWidget(m_serverName);
    serverLine->addWidget(m_changeServer);
    serverLine->addStretch();
    auto *hint = new QHBoxLayout;
    hint->setContentsMargins(m_remember->textIndent(), 0, 0, 0);
    hint->addWidget(m_keychainHint);

    // Its spacing is there only while the message is.
    auto *below = new QVBoxLayout;
    below->setSpacing(10);
    below->addWidget(m_message);
    below->addWidget(createFieldLabel(tr("User name"), m_userName));

    auto *form = new QWidget;
    auto *all = new QVBoxLayout(form);
    all->setContentsMargins(Theme::Space32, 26, Theme::Space32, Theme::Space4);
    all->setSpacing(0);
    const auto add = [all](auto *part, int gap) {
        if constexpr (std::is_base_of_v<QLayout, std::remove_pointer_t<decltype(part)>>)
            all->addLayout(part);
        else
            all->addWidget(part);
        all->addSpacing(gap);
    };
    add(mark, 11);
    add(title, 0);
    add(serverLine, 7);
    add(below, 8);
    add(m_userName, 14);
    add(createFieldLabel(tr("Password"), m_password), 8);
    add(m_password, 13);
    add(m_remember, Theme::Space8);
    add(hint, Theme::Space16);
    add(createSubmitRow(), 0);
    all->addStretch();
    return form;
}

QWidget *LoginPage::createSubmitRow()
{
    auto *waiting = new QWidget;
    auto *row = new QHBoxLayout(waiting);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    auto *words = new TextLabel(Theme::Text::Body);
    words->setText(tr("Logging in…"));
    words->setObjectName(u"client.login.progress"_s);
    row->addWidget(new Spinner);
    row->addWidget(words, 1);
    row->addWidget(m_cancel);
    m_submitRow = new QStackedWidget;
    m_submitRow->addWidget(m_submit);
    m_submitRow->addWidget(waiting);
    m_submitRow->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    return m_submitRow;
}

void LoginPage::changeServer()
{
    auto *dialog = new ServerDialog(m_server, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        setServer(dialog->server());
        clearMessage();
        Q_EMIT serverChosen(m_server);
    });
    dialog->open();
}

void LoginPage::submit()
{
    if (m_busy)
        return;
    const bool noName = m_userName->text().isEmpty();
    const bool noPassword = m_password->text().isEmpty();
    if (noName || noPassword) {
        showProblem({ { Message::Severity::Error, noName ? tr("Enter your user name.") : tr("Enter your password.") },
            noName ? LoginField::UserName : LoginField::Password });
        return;
    }
    clearMessage();
    Q_EMIT submitted(m_userName->text(), m_password->text(), m_remember->isChecked());
}

void LoginPage::showBusy(bool busy)
{
    // Asked first: what is disabled or hidden hands the focus on by itself.
    const bool hadFocus = window()->focusWidget() && isAncestorOf(window()->focusWidget());
    const bool cancelHadFocus = m_cancel->hasFocus();
    for (QWidget *part : { static_cast<QWidget *>(m_userName), static_cast<QWidget *>(m_password),
             static_cast<QWidget *>(m_changeServer) })
        part->setEnabled(!busy);
    m_submitRow->setCurrentIndex(busy ? 1 : 0);
    if (busy && hadFocus)
        m_cancel->setFocus();
    else if (!busy && cancelHadFocus)
        focusForm();
}

void LoginPage::markWrong(LoginField field)
{
    m_userName->setWrong(field == LoginField::UserName);
    m_password->setWrong(field == LoginField::Password);
    if (field == LoginField::UserName)
        m_userName->setFocus();
    if (field == LoginField::Password)
        m_password->setFocus();
}

void LoginPage::act(Message::Action action)
{
    if (action == Message::Action::TryAgain)
        Q_EMIT retryRequested();
    if (action == Message::Action::Details)
        Q_EMIT detailsRequested();
}

} // namespace latchkey

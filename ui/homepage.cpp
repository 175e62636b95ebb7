// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "homepage.h"

#include "actionbutton.h"
#include "iconlabel.h"
#include "messagebar.h"
#include "notesmodel.h"
#include "notesview.h"
#include "panel.h"
#include "statusline.h"
#include "textfield.h"
#include "textlabel.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QStackedWidget>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {
constexpr int LongestNote = 1000; // Signs: stays under 4 KiB in UTF-8, the server's limit.

QFrame *createLine()
{
    auto *line = new QFrame;
    line->setFixedHeight(1);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid); // Colors::line in our palette.
    return line;
}
} // namespace

HomePage::HomePage(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"client.home"_s);
    createParts();
    nameParts();
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(20, 14, 20, 11);
    all->setSpacing(10);
    all->addWidget(createHeader());
    all->addWidget(m_banner);
    all->addWidget(createCard(), 1);
    all->addWidget(m_status);
    connectParts();
    enableActions();
}

HomePage::~HomePage() = default;

void HomePage::setUser(const QString &name, const QString &server)
{
    m_user->setElided(name);
    m_server->setElided(server);
}

void HomePage::setItems(const QList<HomeItem> &items)
{
    m_title->setElided(tr("Notes"));
    m_notes->setItems(items);
    m_content->setCurrentWidget(m_list);
    m_addRow->show();
    m_list->viewport()->update();
}

void HomePage::setText(const QString &title, const QString &text)
{
    m_title->setElided(title);
    if (m_text->toPlainText() != text)
        m_text->setPlainText(text);
    m_content->setCurrentWidget(m_text);
    m_addRow->hide();
}

void HomePage::setStatus(const HomeStatus &status)
{
    m_status->setStatus(status);
}

void HomePage::setUpdating(bool updating)
{
    m_update->setBusy(updating);
}

void HomePage::setAdding(bool adding)
{
    m_add->setBusy(adding);
    m_input->setReadOnly(adding);
}

void HomePage::showSessionEnded()
{
    m_banner->showMessage({ Message::Severity::Warning, tr("Your session has ended."),
        tr("Log in again to update. Nothing is lost."), { Message::Action::Details, Message::Action::LogInAgain } });
    setUpdating(false);
    setAdding(false);
    enableActions();
}

void HomePage::clearSessionEnded()
{
    m_banner->clear();
    enableActions();
}

bool HomePage::sessionEndedShown() const
{
    return !m_banner->isHidden();
}

QString HomePage::input() const
{
    return m_input->text();
}

bool HomePage::hasUnsavedInput() const
{
    return !m_input->text().trimmed().isEmpty();
}

void HomePage::clearInput()
{
    m_input->clear();
}

void HomePage::focusContent()
{
    m_content->currentWidget()->setFocus();
}

void HomePage::clear()
{
    clearSessionEnded();
    setUpdating(false);
    setAdding(false);
    setUser({}, {});
    m_notes->setItems({});
    m_text->clear();
    m_input->clear();
    setStatus({});
}

void HomePage::createParts()
{
    m_user = new TextLabel(Theme::Text::Lead, QFont::DemiBold);
    m_server = new TextLabel(Theme::Text::Body, QFont::Normal, TextLabel::Tone::Muted);
    m_logOut = new ActionButton(tr("Log out"));
    m_logOut->setIconName(u"box-arrow-right"_s);
    m_banner = new MessageBar(u"client.home.banner"_s);
    m_title = new TextLabel(Theme::Text::Title, QFont::Medium);
    m_title->setElided(tr("Notes"));
    m_update = new ActionButton(tr("Update"));
    m_update->setIconName(u"arrow-clockwise"_s);
    m_list = new NotesView;
    m_notes = new NotesModel(this);
    m_list->setModel(m_notes);
    m_text = new QPlainTextEdit;
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setFont(Theme::font(Theme::Text::Table, QFontDatabase::systemFont(QFontDatabase::FixedFont)));
    m_text->setLayoutDirection(Qt::LeftToRight);
    m_text->setTabChangesFocus(true);
    m_input = new TextField;
    m_input->setMaxLength(LongestNote);
    m_input->setPlaceholderText(tr("New note"));
    m_add = new ActionButton(tr("Add"));
    m_add->setIconName(u"plus-lg"_s);
    m_status = new StatusLine(u"client.home.status"_s);
}

void HomePage::nameParts()
{
    m_user->setObjectName(u"client.home.user"_s);
    m_server->setObjectName(u"client.home.server"_s);
    m_logOut->setObjectName(u"client.home.logOut"_s);
    m_title->setObjectName(u"client.home.title"_s);
    m_update->setObjectName(u"client.home.update"_s);
    m_list->setObjectName(u"client.home.list"_s);
    m_text->setObjectName(u"client.home.text"_s);
    m_text->setAccessibleName(tr("Answer of the server"));
    m_input->setObjectName(u"client.home.input"_s);
    m_input->setAccessibleName(tr("New note"));
    m_add->setObjectName(u"client.home.add"_s);
    m_add->setAccessibleName(tr("Add note"));
}

void HomePage::connectParts()
{
    connect(m_logOut, &ActionButton::activated, this, &HomePage::logOut);
    connect(m_update, &ActionButton::activated, this, &HomePage::updateRequested);
    connect(m_add, &ActionButton::activated, this, &HomePage::submitNote);
    connect(m_input, &QLineEdit::returnPressed, this, &HomePage::submitNote);
    connect(m_input, &QLineEdit::textChanged, this, &HomePage::enableActions);
    connect(m_banner, &MessageBar::activated, this, &HomePage::act);
    connect(m_status, &StatusLine::activated, this, &HomePage::act);
}

QWidget *HomePage::createHeader()
{
    auto *picture = new IconLabel(34);
    picture->setIcon(u"person-circle"_s, &Colors::accent);
    auto *names = new QVBoxLayout;
    names->setSpacing(0);
    names->addWidget(m_user);
    names->addWidget(m_server);
    auto *header = new QWidget;
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::Space16);
    row->addWidget(picture);
    row->addLayout(names, 1);
    row->addWidget(m_logOut);
    return header;
}

QWidget *HomePage::createCard()
{
    m_content = new QStackedWidget;
    m_content->addWidget(m_list);
    m_content->addWidget(m_text);
    auto *card = new Panel;
    auto *all = new QVBoxLayout(card);
    all->setContentsMargins(17, 12, 17, 13);
    all->setSpacing(0);
    all->addWidget(createCardHead());
    all->addSpacing(9);
    all->addWidget(createLine());
    all->addWidget(m_content, 1);
    all->addWidget(createAddRow());
    return card;
}

QWidget *HomePage::createCardHead()
{
    auto *head = new QWidget;
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_title, 1);
    row->addWidget(m_update);
    return head;
}

QWidget *HomePage::createAddRow()
{
    m_addRow = new QWidget;
    auto *row = new QHBoxLayout(m_addRow);
    row->setContentsMargins(0, Theme::Space8, 0, 0);
    row->setSpacing(Theme::Space8);
    row->addWidget(m_input, 1);
    row->addWidget(m_add);
    return m_addRow;
}

void HomePage::act(Message::Action action)
{
    switch (action) {
    case Message::Action::TryAgain:
        Q_EMIT retryRequested();
        break;
    case Message::Action::Details:
        Q_EMIT detailsRequested();
        break;
    case Message::Action::LogInAgain:
        Q_EMIT logInAgainRequested();
        break;
    case Message::Action::LogInInstead:
        Q_EMIT logInInsteadRequested();
        break;
    }
}

void HomePage::submitNote()
{
    if (m_add->isEnabled() && !m_add->isBusy())
        Q_EMIT noteSubmitted(m_input->text().trimmed());
}

void HomePage::logOut()
{
    if (!hasUnsavedInput()) {
        Q_EMIT logOutRequested();
        return;
    }
    auto *question = new QMessageBox(QMessageBox::Question, tr("Log out"), tr("Log out? Unsaved changes will be lost."),
        QMessageBox::NoButton, this);
    question->setObjectName(u"client.home.logOutQuestion"_s);
    question->setAttribute(Qt::WA_DeleteOnClose);
    const auto *yes = question->addButton(tr("Log out"), QMessageBox::DestructiveRole);
    question->setDefaultButton(question->addButton(tr("Cancel"), QMessageBox::RejectRole));
    connect(question, &QMessageBox::buttonClicked, this, [this, yes](QAbstractButton *clicked) {
        if (clicked == yes)
            Q_EMIT logOutRequested();
    });
    question->open();
}

void HomePage::enableActions()
{
    m_update->setEnabled(!sessionEndedShown());
    m_add->setEnabled(!sessionEndedShown() && hasUnsavedInput());
}

} // namespace latchkey

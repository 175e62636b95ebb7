// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "homestatus.h"
#include "message.h"

#include <QList>
#include <QWidget>

class QPlainTextEdit;
class QStackedWidget;

namespace latchkey {

class ActionButton;
class MessageBar;
class NotesModel;
class NotesView;
class StatusLine;
class TextField;
class TextLabel;

/// One row of the list.
struct HomeItem
{
    QString text = {};
    QString trailing = {}; ///< At the other end of the row: when it was changed. May be empty.

    friend bool operator==(const HomeItem &, const HomeItem &) = default;
};

/// What the user came for: the notes, or another server's answer as text. Stays readable when the session is over.
class HomePage : public QWidget
{
    Q_OBJECT

public:
    explicit HomePage(QWidget *parent = nullptr);
    ~HomePage() override;

    void setUser(const QString &name, const QString &server);
    /// The notes, and a line to add one.
    void setItems(const QList<HomeItem> &items);
    /// Another server's answer, formatted. Nothing can be added.
    void setText(const QString &title, const QString &text);
    void setStatus(const HomeStatus &status);
    /// While updating, Update does nothing; after 300 ms it shows a spinner.
    void setUpdating(bool updating);
    /// While adding, Add does nothing; after 300 ms it shows a spinner. The input is kept until clearInput().
    void setAdding(bool adding);

    /// "Your session has ended." above the content, which stays, as does unsaved input. Update and Add are disabled.
    void showSessionEnded();
    void clearSessionEnded();
    bool sessionEndedShown() const;

    QString input() const;
    bool hasUnsavedInput() const;
    void clearInput();
    /// Focus on what the user came for.
    void focusContent();
    /// Everything of the last user's leaves the page.
    void clear();

Q_SIGNALS:
    void updateRequested();
    void noteSubmitted(const QString &text);
    /// Already confirmed where there was something to confirm.
    void logOutRequested();
    void logInAgainRequested();
    void logInInsteadRequested();
    void retryRequested();
    void detailsRequested();

private:
    void createParts();
    void nameParts();
    void connectParts();
    QWidget *createHeader();
    QWidget *createCard();
    QWidget *createCardHead();
    QWidget *createAddRow();
    void act(Message::Action action);
    void submitNote();
    void logOut();
    void enableActions();

    TextLabel *m_user = nullptr;
    TextLabel *m_server = nullptr;
    ActionButton *m_logOut = nullptr;
    MessageBar *m_banner = nullptr;
    TextLabel *m_title = nullptr;
    ActionButton *m_update = nullptr;
    QStackedWidget *m_content = nullptr;
    NotesView *m_list = nullptr;
    NotesModel *m_notes = nullptr;
    QPlainTextEdit *m_text = nullptr;
    QWidget *m_addRow = nullptr;
    TextField *m_input = nullptr;
    ActionButton *m_add = nullptr;
    StatusLine *m_status = nullptr;
};

} // namespace latchkey

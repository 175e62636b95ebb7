// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "homestatus.h"
#include "message.h"

#include <QWidget>

namespace latchkey {

class ActionButton;
class IconLabel;
class TextLabel;

/// The line at the foot of the home page: a sign, a sentence, and what can be done.
class StatusLine : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLine(const QString &name, QWidget *parent = nullptr);

    void setStatus(const HomeStatus &status);
    QString text() const;

Q_SIGNALS:
    void activated(latchkey::Message::Action action);

private:
    ActionButton *createButton(Message::Action action, const QString &name);

    IconLabel *m_icon = nullptr;
    TextLabel *m_text = nullptr;
    ActionButton *m_tryAgain = nullptr;
    ActionButton *m_logInInstead = nullptr;
};

} // namespace latchkey

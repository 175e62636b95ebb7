// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QTimer>
#include <QWidget>

namespace latchkey {

class TextLabel;

/// While nobody knows whether somebody is logged in: the mark, and after 300 ms a sentence.
class StartPage : public QWidget
{
    Q_OBJECT

public:
    explicit StartPage(QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    TextLabel *m_sentence = nullptr;
    QTimer m_delay; ///< A fast answer shows no sentence.
};

} // namespace latchkey

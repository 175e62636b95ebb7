// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QListView>

namespace latchkey {

/// The list of notes; says so when there is none.
class NotesView : public QListView
{
    Q_OBJECT

public:
    explicit NotesView(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QMenu;

namespace latchkey {

class ActionButton;
class StepsFilter;
class StepsTable;
class TextField;
class TextLabel;
class TraceModel;

/// The execution table with its filter: a panel for the inspector, or for a window of its own.
class StepsView : public QWidget
{
    Q_OBJECT

public:
    /// `model` must outlive the view.
    explicit StepsView(TraceModel *model, QWidget *parent = nullptr);
    ~StepsView() override;

private:
    QWidget *createBar();
    QMenu *createKindMenu();
    void createCopyActions();
    void setRecording(bool recording);
    void showEmptyText();

    TraceModel *const m_model;
    StepsFilter *m_filter = nullptr;
    StepsTable *m_table = nullptr;
    TextField *m_words = nullptr;
    ActionButton *m_kinds = nullptr;
    ActionButton *m_copy = nullptr;
    ActionButton *m_record = nullptr;
    TextLabel *m_note = nullptr; ///< That steps were dropped, or are not kept.
};

} // namespace latchkey

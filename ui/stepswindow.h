// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QMainWindow>

namespace latchkey {

class StepsView;
class TraceModel;

/// The execution table in a window of its own, for developers.
class StepsWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// `model` must outlive the window.
    explicit StepsWindow(TraceModel *model, QWidget *parent = nullptr);
    ~StepsWindow() override;

private:
    StepsView *m_view = nullptr;
};

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QSize>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

class QWidget;

namespace shots {

/// A state of the user interface that is drawn, and tested for what every state must keep.
struct State
{
    QString name = {}; ///< Of the file: "login-first".
    QString caption = {};
    std::function<std::unique_ptr<QWidget>()> show = {}; ///< A shown window in this state.
};

/// All of them, with the same made-up notes everywhere.
const std::vector<State> &states();

/// Lets the event loop run until `ready`; false after five seconds.
bool waitFor(const std::function<bool()> &ready);

} // namespace shots

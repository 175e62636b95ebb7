// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/clock.h>

#include "requestwindow.h"

#include <QNetworkReply>

#include <optional>

namespace tokenmanager {

/// Reads the rest of an inner reply nobody wants, so that its connection can be used again, then deletes it and frees
/// its slot. One that takes long is cut.
void drainAway(QNetworkReply *inner, std::optional<RequestWindow::Slot> slot, Clock &clock);

} // namespace tokenmanager

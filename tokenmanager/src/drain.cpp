// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "drain.h"

#include <memory>

namespace tokenmanager {

using namespace std::chrono_literals;

void drainAway(QNetworkReply *inner, std::optional<RequestWindow::Slot> slot, Clock &clock)
{
    if (inner->isFinished())
        return inner->deleteLater();
    const auto held = std::make_shared<std::optional<RequestWindow::Slot>>(std::move(slot));
    QObject::connect(inner, &QNetworkReply::readyRead, inner, [inner] { inner->readAll(); });
    QObject::connect(inner, &QNetworkReply::finished, inner, [inner, held] {
        inner->deleteLater();
        held->reset();
    });
    clock.callAfter(1s, [inner] { inner->abort(); }).release()->setParent(inner);
}

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tokenmanager/networkaccessmanager.h>

#include "bodyspool.h"
#include "requestwindow.h"
#include "tokensource.h"

#include <QObject>

#include <functional>
#include <memory>
#include <unordered_set>

namespace tokenmanager {

class AuthorizedReply;

/// What the requests of one NetworkAccessManager share. Lives in its thread and dies with it.
struct RequestServices
{
    std::shared_ptr<TokenSource> source;
    NetworkAccessManager::AttemptHook hook;
    SpoolLimits spoolLimits;
    /// Qt's own createRequest().
    std::function<QNetworkReply *(QNetworkAccessManager::Operation, const QNetworkRequest &, QIODevice *)> sendInner;
    std::unordered_set<AuthorizedReply *> replies; // those that are alive
    RequestWindow window;
    /// Owns every inner reply. They must not descend from the manager or from an outer reply: ~QNetworkAccessManager
    /// deletes all it finds by findChildren(), recursively, and each reply its children once more. Goes before the
    /// window, whose slots they hold.
    std::unique_ptr<QObject> nursery;
};

} // namespace tokenmanager

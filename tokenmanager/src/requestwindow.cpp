// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "requestwindow.h"

#include "origin.h"

#include <algorithm>

namespace tokenmanager {

using namespace Qt::Literals::StringLiterals;

namespace {
constexpr int connectionsOfQt = 6; // per manager, host and port, over HTTP/1.1
constexpr int streamsOverHttp2 = 100; // what RFC 9113 §6.5.2 recommends servers to allow at least

size_t queueIndex(QNetworkRequest::Priority priority, RequestWindow::Turn turn)
{
    const size_t level = priority == QNetworkRequest::HighPriority ? 0
        : priority == QNetworkRequest::LowPriority                 ? 2
                                                                   : 1;
    return 2 * level + (turn == RequestWindow::Turn::Returning ? 0 : 1);
}
} // namespace

RequestWindow::Slot::Slot(RequestWindow *window, Host *host)
    : m_window(window)
    , m_host(host)
{
    ++m_host->inQt;
}

RequestWindow::Slot::~Slot()
{
    if (m_window)
        m_window->release(m_host);
}

void RequestWindow::Place::leave()
{
    if (m_queue)
        std::exchange(m_queue, nullptr)->erase(m_position);
}

QString RequestWindow::keyOf(const QNetworkRequest &request)
{
    const Origin origin = Origin::of(request.url());
    return origin.scheme + u"://"_s + origin.host + u':' + QString::number(origin.port) + u' '
        + request.peerVerifyName();
}

std::optional<RequestWindow::Slot> RequestWindow::take(const QString &key)
{
    Host &host = hostOf(key);
    if (m_closed || host.inQt >= host.limit)
        return std::nullopt;
    return Slot(this, &host);
}

void RequestWindow::wait(Place &place, const QString &key, QNetworkRequest::Priority priority, Turn turn)
{
    place.leave();
    auto &queue = hostOf(key).waiting[queueIndex(priority, turn)];
    place.m_queue = &queue;
    place.m_position = queue.insert(queue.end(), &place);
}

void RequestWindow::http2Seen(const QString &key)
{
    Host &host = hostOf(key);
    if (host.limit == streamsOverHttp2)
        return;
    host.limit = streamsOverHttp2;
    dispatch(host);
}

RequestWindow::Host &RequestWindow::hostOf(const QString &key)
{
    const auto [position, isNew] = m_hosts.try_emplace(key);
    if (isNew) {
        position->second.key = key;
        position->second.limit = connectionsOfQt;
    }
    return position->second;
}

void RequestWindow::release(Host *host)
{
    --host->inQt;
    dispatch(*host);
}

// A client that cannot use its slot gives it back at once: that must not nest, thousands may be waiting.
void RequestWindow::dispatch(Host &host)
{
    if (m_closed || host.isDispatching)
        return;
    host.isDispatching = true;
    while (!m_closed && host.inQt < host.limit) {
        const auto queue =
            std::find_if(host.waiting.begin(), host.waiting.end(), [](const auto &q) { return !q.empty(); });
        if (queue == host.waiting.end())
            break;
        Place *const next = queue->front();
        next->leave();
        next->m_client.granted(Slot(this, &host));
    }
    host.isDispatching = false;
    forgetIfIdle(host);
}

void RequestWindow::forgetIfIdle(const Host &host)
{
    const bool isEmpty = std::all_of(host.waiting.begin(), host.waiting.end(), [](const auto &q) { return q.empty(); });
    if (host.inQt == 0 && isEmpty && host.limit == connectionsOfQt)
        m_hosts.erase(QString(host.key)); // a copy: the key dies with its host
}

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QNetworkRequest>
#include <QString>

#include <array>
#include <list>
#include <optional>
#include <unordered_map>
#include <utility>

namespace tokenmanager {

/// Our own queue before Qt's, one for each server: QNetworkAccessManager gets only as many requests as it has
/// connections. It binds headers when it queues, so whatever waits there behind a dead token would carry that token.
///
/// Lives in one thread. Must outlive its slots and places; close() makes it give out nothing more.
class RequestWindow
{
    struct Host;

public:
    /// A request in Qt. Gives its place to the next one when destroyed.
    class Slot
    {
    public:
        Slot(Slot &&other) noexcept
            : m_window(std::exchange(other.m_window, nullptr))
            , m_host(std::exchange(other.m_host, nullptr))
        { }
        Slot &operator=(Slot &&) = delete;
        ~Slot();

    private:
        friend class RequestWindow;
        Slot(RequestWindow *window, Host *host);
        RequestWindow *m_window;
        Host *m_host;
    };

    class Client
    {
    public:
        virtual void granted(Slot slot) = 0;

    protected:
        ~Client() = default;
    };

    /// A request that waits for a slot. Leaves the queue when destroyed, at a constant cost.
    class Place
    {
    public:
        explicit Place(Client &client)
            : m_client(client)
        { }
        Place(const Place &) = delete;
        Place &operator=(const Place &) = delete;
        ~Place() { leave(); }
        void leave();

    private:
        friend class RequestWindow;
        Client &m_client;
        std::list<Place *> *m_queue = nullptr;
        std::list<Place *>::iterator m_position = {};
    };

    /// Those that were in Qt once already go before those that come new; a higher priority goes before both.
    enum class Turn { Returning, New };

    RequestWindow() = default;
    RequestWindow(const RequestWindow &) = delete;
    RequestWindow &operator=(const RequestWindow &) = delete;

    /// Names the queue of `request`: Qt keeps connections apart by scheme, host, port and the name on the certificate.
    static QString keyOf(const QNetworkRequest &request);

    /// A free slot, unless all are taken.
    std::optional<Slot> take(const QString &key);
    /// Puts `place` in the queue; its client is called once a slot is free.
    void wait(Place &place, const QString &key, QNetworkRequest::Priority priority, Turn turn);
    /// The server speaks HTTP/2: its streams share one connection.
    void http2Seen(const QString &key);
    /// Nobody is called any more.
    void close() { m_closed = true; }

private:
    struct Host
    {
        QString key;
        int inQt = 0;
        int limit = 0;
        bool isDispatching = false;
        std::array<std::list<Place *>, 6> waiting; // by priority, then turn
    };

    Host &hostOf(const QString &key);
    void release(Host *host);
    void dispatch(Host &host);
    void forgetIfIdle(const Host &host);

    std::unordered_map<QString, Host> m_hosts;
    bool m_closed = false;
};

} // namespace tokenmanager

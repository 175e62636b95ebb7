// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QDebug>

#include <type_traits>
#include <utility>
#include <variant>

namespace tokenmanager {

namespace detail {
/// Bytes may be secrets: only their size is printed.
inline void printMasked(QDebug &debug, const QByteArray &bytes)
{
    debug << bytes.size() << " bytes";
}
template <typename T>
void printMasked(QDebug &debug, const T &value)
{
    debug << value;
}
} // namespace detail

/// The part of C++23's `std::expected` that is needed here: a value, or the error that stands in its place.
/// Reading the one that is not there is a programming error and asserts in debug builds.
template <typename T, typename E>
class Expected
{
public:
    using value_type = T;
    using error_type = E;

    Expected(const T &value)
        : m_state(std::in_place_index<0>, value)
    { }
    Expected(T &&value)
        : m_state(std::in_place_index<0>, std::move(value))
    { }
    Expected(const E &error)
        : m_state(std::in_place_index<1>, error)
    { }
    Expected(E &&error)
        : m_state(std::in_place_index<1>, std::move(error))
    { }

    bool has_value() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    const T &value() const & { return *get(); }
    T &value() & { return *get(); }
    T &&value() && { return std::move(*get()); }
    const T &operator*() const & { return *get(); }
    T &operator*() & { return *get(); }
    T &&operator*() && { return std::move(*get()); }
    const T *operator->() const { return get(); }
    T *operator->() { return get(); }

    const E &error() const
    {
        Q_ASSERT(!has_value());
        return *std::get_if<1>(&m_state);
    }

    friend bool operator==(const Expected &, const Expected &) = default;

    friend QDebug operator<<(QDebug debug, const Expected &expected)
    {
        const QDebugStateSaver saver(debug);
        debug.nospace() << "Expected(";
        if (expected)
            detail::printMasked(debug, *expected);
        else
            debug << "error " << expected.error();
        return debug << ')';
    }

private:
    const T *get() const
    {
        Q_ASSERT(has_value());
        return std::get_if<0>(&m_state);
    }
    T *get()
    {
        Q_ASSERT(has_value());
        return std::get_if<0>(&m_state);
    }

    std::variant<T, E> m_state;
};

/// Success without a value, or an error. `Expected<void, E>{}` is success.
template <typename E>
class Expected<void, E>
{
public:
    using value_type = void;
    using error_type = E;

    Expected() = default;
    Expected(const E &error)
        : m_state(std::in_place_index<1>, error)
    { }
    Expected(E &&error)
        : m_state(std::in_place_index<1>, std::move(error))
    { }

    bool has_value() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }
    void value() const { Q_ASSERT(has_value()); }
    void operator*() const { value(); }

    const E &error() const
    {
        Q_ASSERT(!has_value());
        return *std::get_if<1>(&m_state);
    }

    friend bool operator==(const Expected &, const Expected &) = default;

    friend QDebug operator<<(QDebug debug, const Expected &expected)
    {
        const QDebugStateSaver saver(debug);
        debug.nospace() << "Expected(";
        if (!expected)
            debug << "error " << expected.error();
        return debug << ')';
    }

private:
    std::variant<std::monostate, E> m_state;
};

} // namespace tokenmanager

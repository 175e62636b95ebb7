// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace testing {

using Factory = std::function<std::unique_ptr<QObject>()>;

/// Every test class of this executable, by name.
std::map<std::string, Factory> &registry();

struct Registration
{
    Registration(const char *name, Factory factory) { registry().emplace(name, std::move(factory)); }
};

} // namespace testing

/// Makes a test class known to testmain.cpp. Stands once in its file, outside every namespace.
#define TEST_CLASS(Class)                                                                                              \
    static const testing::Registration registrationOf_##Class { #Class, [] { return std::make_unique<Class>(); } };

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
// Runs the test class named first on the command line, with the rest as Qt Test's own options; without a name, all.
#include "testregistry.h"

#ifdef QT_WIDGETS_LIB
#include <QApplication>
using Application = QApplication;
#else
#include <QCoreApplication>
using Application = QCoreApplication;
#endif
#include <QTest>

#include <cstdio>

std::map<std::string, testing::Factory> &testing::registry()
{
    static std::map<std::string, Factory> classes;
    return classes;
}

int main(int argc, char **argv)
{
    Application application(argc, argv);
    QStringList arguments = application.arguments();
    const std::string wanted = arguments.size() > 1 ? arguments[1].toStdString() : std::string();
    const bool named = !wanted.empty() && wanted.front() != '-';
    if (named) {
        arguments.removeAt(1);
        if (!testing::registry().contains(wanted)) {
            std::fprintf(stderr, "There is no test class %s here.\n", wanted.c_str());
            return 2;
        }
    }
    int failed = 0;
    for (const auto &[name, make] : testing::registry()) {
        if (!named || name == wanted) {
            const auto object = make();
            failed += QTest::qExec(object.get(), arguments);
        }
    }
    return failed == 0 ? 0 : 1;
}

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "commandline.h"
#include "mockserver.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdio>
#include <cstdlib>

using namespace Qt::Literals::StringLiterals;

namespace {

/// Nothing is kept that would have to be written down, so it can end where it stands.
extern "C" void endAtOnce(int)
{
    std::_Exit(0);
}

void print(std::FILE *stream, const QString &text)
{
    std::fputs(text.toLocal8Bit().constData(), stream);
    std::fflush(stream);
}

int refuse(const QString &sentence)
{
    print(stderr, sentence + u'\n');
    return 2;
}

QString firstLine(const mockserver::MockServer &server)
{
    return u"{\"url\": \"%1\", \"control\": {\"url\": \"%2\", \"secret\": \"%3\"}}\n"_s.arg(
        server.url().toString(), server.controlUrl().toString(), QString::fromLatin1(server.controlSecret()));
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"latchkey-mockserver"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(LATCHKEY_VERSION));
    const auto commandLine = mockserver::parseCommandLine(QCoreApplication::arguments());
    if (const auto *problem = std::get_if<mockserver::Problem>(&commandLine))
        return refuse(problem->sentence);
    const auto &[options, text] = std::get<mockserver::CommandLine>(commandLine);
    if (!text.isEmpty()) {
        print(stdout, text);
        return 0;
    }
    mockserver::MockServer server(options);
    if (const QString problem = server.listen(); !problem.isEmpty())
        return refuse(problem);
    std::signal(SIGTERM, endAtOnce);
    std::signal(SIGINT, endAtOnce);
    print(stdout, firstLine(server));
    return QCoreApplication::exec();
}

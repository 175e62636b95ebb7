// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "password.h"

#include <cstdio>

#ifdef Q_OS_UNIX
#include <termios.h>
#include <unistd.h>
#endif

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

#ifdef Q_OS_UNIX
namespace {
/// The terminal shows nothing of what is typed for as long as this lives.
class EchoOff
{
public:
    EchoOff()
    {
        tcgetattr(STDIN_FILENO, &m_before);
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~EchoOff() { tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before); }
    Q_DISABLE_COPY_MOVE(EchoOff)

private:
    termios m_before {};
};

QString readTyped()
{
    const EchoOff echoOff;
    QByteArray typed;
    for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar())
        typed.append(static_cast<char>(c));
    std::fputc('\n', stderr);
    return QString::fromUtf8(typed);
}
} // namespace
#endif

QString askPassword(const QString &userName, const QString &server)
{
    if (qEnvironmentVariableIsSet("LATCHKEY_PASSWORD"))
        return qEnvironmentVariable("LATCHKEY_PASSWORD");
#ifdef Q_OS_UNIX
    if (isatty(STDIN_FILENO) && isatty(STDERR_FILENO)) {
        std::fprintf(stderr, "Password of %s at %s: ", qUtf8Printable(userName), qUtf8Printable(server));
        return readTyped();
    }
#endif
    return {};
}

} // namespace latchkey

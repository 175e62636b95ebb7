// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
// Written after the documentation of LockFileEx; not built or tried on Windows yet.
#include "refreshlock.h"
#include "refreshlocktexts.h"
#include "sessionpaths.h"

#include <QDir>
#include <QFileInfo>

#include <windows.h>

namespace tokenmanager {

namespace {

QString reasonOf(DWORD error)
{
    return qt_error_string(int(error));
}

HANDLE nativeHandle(std::intptr_t handle)
{
    return reinterpret_cast<HANDLE>(handle);
}

/// Locks are mandatory on Windows: one byte far behind the text, so that others can read who has it.
bool lockFarByte(HANDLE file)
{
    OVERLAPPED place = {};
    place.OffsetHigh = 0x40000000;
    return LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &place);
}

bool isPlainFile(HANDLE file)
{
    BY_HANDLE_FILE_INFORMATION information = {};
    const DWORD foreign = FILE_ATTRIBUTE_REPARSE_POINT | FILE_ATTRIBUTE_DIRECTORY;
    return GetFileInformationByHandle(file, &information) && (information.dwFileAttributes & foreign) == 0;
}

QByteArray readInformation(HANDLE file)
{
    QByteArray information(64, '\0');
    DWORD size = 0;
    ReadFile(file, information.data(), DWORD(information.size()), &size, nullptr);
    information.truncate(qsizetype(size));
    return information;
}

void writeInformation(HANDLE file)
{
    const QByteArray information = refreshLockInformation();
    DWORD written = 0;
    if (WriteFile(file, information.constData(), DWORD(information.size()), &written, nullptr))
        SetEndOfFile(file);
}

} // namespace

Expected<RefreshLock, RefreshLock::Failure> RefreshLock::tryAcquire(const QString &path)
{
    if (!makePrivateFolder(QFileInfo(path).path()))
        return refreshLockImpossible(path, reasonOf(GetLastError()));
    const std::wstring name = QDir::toNativeSeparators(path).toStdWString();
    // No security attributes: the handle is not inherited by the browser we start for a log-in.
    const HANDLE file = CreateFileW(name.c_str(), GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
        nullptr, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OPEN_REPARSE_POINT, nullptr);
    if (file == INVALID_HANDLE_VALUE)
        return refreshLockImpossible(path, reasonOf(GetLastError()));
    RefreshLock lock(reinterpret_cast<std::intptr_t>(file));
    if (!isPlainFile(file))
        return refreshLockForeign(path);
    if (!lockFarByte(file)) {
        const DWORD error = GetLastError();
        return error == ERROR_LOCK_VIOLATION || error == ERROR_IO_PENDING
            ? refreshLockBusy(readInformation(file))
            : refreshLockImpossible(path, reasonOf(error));
    }
    writeInformation(file);
    return lock;
}

RefreshLock::~RefreshLock()
{
    if (m_handle != none)
        CloseHandle(nativeHandle(m_handle)); // frees the lock; the file stays
}

} // namespace tokenmanager

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "keychainjob.h"

#include "logging.h"

#include <QTimer>

#include <atomic>
#include <memory>

namespace tokenmanager {

namespace {

std::atomic<int> leftAlone = 0;

/// Who waits for one job, and until when.
struct JobWait
{
    std::function<void(const KeychainAnswer &)> done = {}; ///< Empty: told already.
    QTimer patience;

    void tell(const KeychainAnswer &answer)
    {
        patience.stop();
        std::exchange(done, {})(answer);
    }
};

KeychainAnswer answerOf(const QKeychain::Job *job)
{
    const auto *reading = qobject_cast<const QKeychain::ReadPasswordJob *>(job);
    return { .error = job->error(), .data = reading ? reading->binaryData() : QByteArray() };
}

void jobAnswered(const QKeychain::Job *job, JobWait &wait)
{
    if (job->error() != QKeychain::NoError)
        qCInfo(lcKeychain) << "the keychain says" << job->error() << job->errorString();
    if (wait.done)
        wait.tell(answerOf(job));
    else
        --leftAlone;
}

} // namespace

void runKeychainJob(QKeychain::Job *job, const QString &key, std::chrono::milliseconds patience,
    std::function<void(const KeychainAnswer &)> done)
{
    const auto wait = std::make_shared<JobWait>();
    wait->done = std::move(done);
    wait->patience.setSingleShot(true);
    QObject::connect(&wait->patience, &QTimer::timeout, &wait->patience, [wait = wait.get()] {
        qCWarning(lcKeychain) << "the keychain does not answer";
        ++leftAlone;
        wait->tell({ .silent = true });
    });
    job->setKey(key);
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    // Queued: whoever is told may start the next job, or an event loop, and QtKeychain has to be done with this one.
    QObject::connect(
        job, &QKeychain::Job::finished, job, [job, wait] { jobAnswered(job, *wait); }, Qt::QueuedConnection);
    wait->patience.start(patience);
    job->start();
}

bool isKeychainStuck()
{
    return leftAlone > 0;
}

} // namespace tokenmanager

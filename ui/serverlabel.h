// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "textlabel.h"

namespace latchkey {

/// "to 127.0.0.1:8391": the address stands out, and a long one is elided inside the sentence.
class ServerLabel : public TextLabel
{
    Q_OBJECT

public:
    explicit ServerLabel(QWidget *parent = nullptr);

    void setServer(const QString &shown);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void showServer();
    int width(const QString &server) const;

    QString m_server;
};

} // namespace latchkey

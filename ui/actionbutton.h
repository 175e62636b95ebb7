// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QPushButton>
#include <QTimer>

namespace latchkey {

/// A push button of the design, and of the three weights it knows.
class ActionButton : public QPushButton
{
    Q_OBJECT

public:
    enum class Kind { Normal, Primary, Link };

    explicit ActionButton(const QString &text, Kind kind = Kind::Normal, QWidget *parent = nullptr);

    /// The one that a page is about: higher.
    void setProminent();
    void setIconName(const QString &name);
    /// While busy a click does nothing; after 300 ms a spinner takes the place of the icon. The focus stays.
    void setBusy(bool busy);
    bool isBusy() const;
    bool isSpinning() const;

Q_SIGNALS:
    /// A click while not busy.
    void activated();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void adoptFont();
    void showPicture();

    const Kind m_kind;
    QIcon m_icon;
    QTimer m_delay; ///< A fast answer shows no spinner.
    QTimer m_clock;
    int m_turn = 0;
    bool m_busy = false;
};

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QTimer>
#include <QWidget>

namespace latchkey {

/// Says that something is on its way. Turns only while it is seen, and not where animations are off.
class Spinner : public QWidget
{
    Q_OBJECT

public:
    explicit Spinner(QWidget *parent = nullptr);

    /// A picture of it: `turn` in degrees.
    static void paint(QPainter &painter, const QRectF &rect, int turn, const QPalette &palette);
    /// The time between two pictures; 0 where animations are off.
    static int interval(const QWidget *widget);
    static constexpr int TurnPerPicture = 12; ///< Degrees: one turn a second at 30 pictures.

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QTimer m_clock;
    int m_turn = 0;
};

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QCheckBox>

namespace latchkey {

/// A check box in the colours of the theme: filled with the accent when checked.
class CheckBox : public QCheckBox
{
    Q_OBJECT

public:
    explicit CheckBox(const QString &text, QWidget *parent = nullptr);

    /// Where the text begins, for what stands under it.
    int textIndent() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool hitButton(const QPoint &position) const override;
    void paintEvent(QPaintEvent *event) override;

private:
    int side() const;
    void paintBox(QPainter &painter, const QRect &box) const;
};

} // namespace latchkey

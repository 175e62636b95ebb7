// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#pragma once

#include "theme.h"

#include <QLabel>

namespace latchkey {

/// A label of the type scale, which keeps its step of the scale when the font of the program changes.
class TextLabel : public QLabel
{
    Q_OBJECT

public:
    enum class Tone { Normal, Muted };

    explicit TextLabel(
        Theme::Text style, QFont::Weight weight = QFont::Normal, Tone tone = Tone::Normal, QWidget *parent = nullptr);

    /// One line: what does not fit is left out here and shown as tooltip. For text that nobody can foresee.
    void setElided(const QString &text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void adoptFont();
    void adoptDirection();
    void elide();

    Theme::Text m_style;
    QFont::Weight m_weight;
    QString m_full; ///< Set where the text is elided.
};

} // namespace latchkey

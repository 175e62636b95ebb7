// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "stepdelegate.h"

#include "focusring.h"
#include "stepglyph.h"
#include "tracemodel.h"

#include <QFontDatabase>
#include <QPainter>
#include <QStyle>

namespace latchkey {

namespace {
QFont cellFont(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    QFont font = option.font;
    if (index.data(TraceModel::FixedFontRole).toBool()) {
        font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        font.setPixelSize(QFontInfo(option.font).pixelSize());
    }
    if (index.column() == TraceModel::Action)
        font.setWeight(QFont::Medium);
    return font;
}

StepGlyph rowGlyph(const QModelIndex &index)
{
    return index.data(TraceModel::GlyphRole).value<StepGlyph>();
}
} // namespace

StepDelegate::StepDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{ }

void StepDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    paintBackground(painter, option, index);
    const QFont font = cellFont(option, index);
    QRect cell = option.rect.adjusted(Theme::Space8, 0, -Theme::Space8, 0);
    if (index.column() == TraceModel::Result) {
        const int side = Theme::scaled(12, option.font);
        const QRect place(cell.left(), cell.top() + (cell.height() - side) / 2, side, side);
        paintGlyph(*painter, QStyle::visualRect(option.direction, option.rect, place), rowGlyph(index),
            Theme::of(option.palette));
        cell.setLeft(cell.left() + side + Theme::Space8);
    }
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    painter->setLayoutDirection(Qt::LeftToRight); // "200, 640 B" keeps its order on a mirrored page.
    painter->setFont(font);
    painter->setPen(
        option.palette.color(index.column() <= TraceModel::Time ? QPalette::PlaceholderText : QPalette::Text));
    painter->drawText(QStyle::visualRect(option.direction, option.rect, cell),
        int(QStyle::visualAlignment(option.direction, alignment)),
        QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, cell.width()));
    if (option.state.testFlags(QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange))
        paintRing(*painter, option.rect, Theme::of(option.palette).accent, Theme::BarRadius);
    painter->restore();
}

void StepDelegate::paintBackground(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colors &colors = Theme::of(option.palette);
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, colors.accentSoft);
    else if (index.row() % 2 == 1)
        painter->fillRect(option.rect, option.palette.color(QPalette::AlternateBase));
    if (index.column() == TraceModel::Step && rowGlyph(index) == StepGlyph::Running) {
        const QRect bar(option.rect.left(), option.rect.top(), 3, option.rect.height());
        painter->fillRect(QStyle::visualRect(option.direction, option.rect, bar), colors.accent);
    }
}

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "notesdelegate.h"

#include "focusring.h"
#include "iconloader.h"
#include "notesmodel.h"

#include <QPainter>
#include <QStyle>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

NotesDelegate::NotesDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
    , m_sheet(IconLoader::icon(u"file-earmark-text"_s, &Colors::muted))
{ }

QSize NotesDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return { 0, std::max(35, option.fontMetrics.height() + 19) };
}

void NotesDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colors &colors = Theme::of(option.palette);
    const auto place = [&](const QRect &logical) { return QStyle::visualRect(option.direction, option.rect, logical); };
    const QRect row = option.rect;
    const int side = Theme::scaled(Theme::Space16, option.font);
    m_sheet.paint(painter, place(QRect(row.left(), row.top() + (row.height() - side) / 2, side, side)));

    const QString trailing = index.data(NotesModel::TrailingRole).toString();
    const int trailingWidth = trailing.isEmpty() ? 0 : option.fontMetrics.horizontalAdvance(trailing) + Theme::Space12;
    const QRect text = row.adjusted(side + 13, 0, -trailingWidth, 0);
    painter->save();
    painter->setLayoutDirection(Qt::LayoutDirectionAuto); // By the note's own language.
    painter->setFont(option.font);
    painter->setPen(option.palette.color(QPalette::Text));
    const QString fitting = option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, text.width());
    painter->drawText(
        place(text), int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)), fitting);
    painter->setPen(colors.muted);
    painter->drawText(
        place(row), int(QStyle::visualAlignment(option.direction, Qt::AlignRight | Qt::AlignVCenter)), trailing);
    painter->restore();

    if (index.row() + 1 < index.model()->rowCount()) {
        painter->setPen(colors.line);
        painter->drawLine(row.bottomLeft(), row.bottomRight());
    }
    if (option.state.testFlags(QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange)) {
        painter->save();
        paintRing(*painter, row.adjusted(0, 1, 0, -2), colors.accent, Theme::BarRadius);
        painter->restore();
    }
}

} // namespace latchkey

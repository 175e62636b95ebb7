// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "stepglyph.h"

#include <QCoreApplication>
#include <QPainter>

namespace latchkey {

using tokenmanager::TraceEvent;

namespace {

struct StepGlyphWords
{
    Q_DECLARE_TR_FUNCTIONS(latchkey::StepGlyph)
};

void paintPolygon(QPainter &painter, const QColor &color, const QPolygonF &shape)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(shape);
}

void paintSquare(QPainter &painter, const QColor &color)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(QRectF(0.5, 0.5, 11, 11), 2, 2);
}

void paintStrokes(QPainter &painter, const QColor &color, const QList<QPolygonF> &strokes)
{
    painter.setPen(QPen(color, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    for (const QPolygonF &stroke : strokes)
        painter.drawPolyline(stroke);
}

void paintSuccess(QPainter &painter, const Colors &colors)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.ok);
    painter.drawEllipse(QRectF(0.5, 0.5, 11, 11));
    paintStrokes(painter, colors.surface, { QPolygonF({ { 3.6, 6.2 }, { 5.3, 7.9 }, { 8.4, 4.3 } }) });
}

void paintWaiting(QPainter &painter, const Colors &colors)
{
    painter.setPen(QPen(colors.idle, 1.4));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(QRectF(1, 1, 10, 10));
    paintStrokes(painter, colors.idle, { QPolygonF({ { 6, 3.2 }, { 6, 6 }, { 8.4, 6 } }) });
}

void paintRunning(QPainter &painter, const Colors &colors)
{
    painter.setPen(QPen(colors.accent, 1.8, Qt::SolidLine, Qt::RoundCap));
    painter.setBrush(Qt::NoBrush);
    painter.drawArc(QRectF(1.5, 1.5, 9, 9), 45 * 16, 270 * 16);
}

bool isSending(TraceEvent::Kind kind)
{
    return kind == TraceEvent::Kind::Request || kind == TraceEvent::Kind::Retry || kind == TraceEvent::Kind::Token;
}

StepGlyph glyphOfAnswer(const TraceEvent &event)
{
    if (event.httpStatus >= 500)
        return StepGlyph::Failed;
    if (event.httpStatus >= 400)
        return StepGlyph::Refused;
    if (event.kind == TraceEvent::Kind::Retry)
        return StepGlyph::Retried;
    return event.kind == TraceEvent::Kind::Token ? StepGlyph::Refreshed : StepGlyph::Success;
}

} // namespace

StepGlyph glyphOf(const TraceEvent &event)
{
    using Kind = TraceEvent::Kind;
    if (event.kind == Kind::Fault)
        return StepGlyph::Fault;
    if (event.result.isEmpty())
        return StepGlyph::Running;
    if (event.httpStatus > 0)
        return glyphOfAnswer(event);
    if (event.kind == Kind::Request || (isSending(event.kind) && event.attempt > 0))
        return StepGlyph::Failed; // Sent, or about to be, and no answer came.
    const bool waits = event.kind == Kind::Retry || event.result == QLatin1StringView("queued");
    return waits ? StepGlyph::Waiting : StepGlyph::Success;
}

QString glyphName(StepGlyph glyph)
{
    switch (glyph) {
    case StepGlyph::None:
        return {};
    case StepGlyph::Success:
        return StepGlyphWords::tr("success");
    case StepGlyph::Refused:
        return StepGlyphWords::tr("refused");
    case StepGlyph::Failed:
        return StepGlyphWords::tr("failed");
    case StepGlyph::Refreshed:
        return StepGlyphWords::tr("refreshed");
    case StepGlyph::Retried:
        return StepGlyphWords::tr("retried");
    case StepGlyph::Fault:
        return StepGlyphWords::tr("fault injected");
    case StepGlyph::Waiting:
        return StepGlyphWords::tr("waiting");
    case StepGlyph::Running:
        return StepGlyphWords::tr("running");
    }
    return {};
}

void paintGlyph(QPainter &painter, const QRectF &rect, StepGlyph glyph, const Colors &colors)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.topLeft());
    painter.scale(rect.width() / 12, rect.height() / 12); // Every shape is drawn on a field of 12 × 12.
    switch (glyph) {
    case StepGlyph::None:
        break;
    case StepGlyph::Success:
        paintSuccess(painter, colors);
        break;
    case StepGlyph::Refused:
        paintSquare(painter, colors.danger);
        paintStrokes(painter, colors.surface, { QPolygonF({ { 4, 4 }, { 8, 8 } }), QPolygonF({ { 8, 4 }, { 4, 8 } }) });
        break;
    case StepGlyph::Failed:
        paintSquare(painter, colors.danger);
        paintStrokes(
            painter, colors.surface, { QPolygonF({ { 6, 3 }, { 6, 6.4 } }), QPolygonF({ { 6, 8.8 }, { 6, 9 } }) });
        break;
    case StepGlyph::Refreshed:
        paintPolygon(painter, colors.refresh, QPolygonF({ { 6, 0 }, { 12, 6 }, { 6, 12 }, { 0, 6 } }));
        break;
    case StepGlyph::Retried:
        paintPolygon(painter, colors.accent, QPolygonF({ { 6, 0.8 }, { 11.8, 11.2 }, { 0.2, 11.2 } }));
        break;
    case StepGlyph::Fault:
        paintPolygon(painter, colors.warn,
            QPolygonF({ { 7.6, 0 }, { 2.2, 7 }, { 5.4, 7 }, { 4.2, 12 }, { 9.8, 4.6 }, { 6.4, 4.6 } }));
        break;
    case StepGlyph::Waiting:
        paintWaiting(painter, colors);
        break;
    case StepGlyph::Running:
        paintRunning(painter, colors);
        break;
    }
    painter.restore();
}

} // namespace latchkey

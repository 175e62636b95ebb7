// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "resourcecontent.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {

struct ResourceTexts
{
    Q_DECLARE_TR_FUNCTIONS(latchkey::ResourceTexts)
};

bool isNotes(const QJsonObject &object)
{
    return object.size() == 1 && object.value(u"notes"_s).isArray();
}

QList<HomeItem> notesOf(const QJsonArray &notes)
{
    QList<HomeItem> items;
    for (const auto &note : notes)
        items.append({ note.toObject().value(u"text"_s).toString(), {} });
    return items;
}

QString shortened(const QString &text)
{
    constexpr qsizetype most = 256 * 1024; // a text widget takes no pleasure in more
    return text.size() <= most ? text : text.left(most) + u'\n' + ResourceTexts::tr("(The rest is not shown.)");
}

} // namespace

ResourceContent resourceContent(const QByteArray &body)
{
    const auto document = QJsonDocument::fromJson(body);
    if (document.isObject() && isNotes(document.object()))
        return notesOf(document.object().value(u"notes"_s).toArray());
    return shortened(QString::fromUtf8(document.isNull() ? body : document.toJson()));
}

} // namespace latchkey

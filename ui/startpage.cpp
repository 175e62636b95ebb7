// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "startpage.h"

#include "iconlabel.h"
#include "textlabel.h"

#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {
constexpr int SentenceDelay = 300;
}

StartPage::StartPage(QWidget *parent)
    : QWidget(parent)
    , m_sentence(new TextLabel(Theme::Text::Body, QFont::Normal, TextLabel::Tone::Muted))
{
    setObjectName(u"client.start"_s);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    auto *mark = new IconLabel(44);
    mark->setIcon(u"latchkey"_s, &Colors::accent);
    m_sentence->setObjectName(u"client.start.sentence"_s);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(Theme::Space32, Theme::Space32, Theme::Space32, Theme::Space32);
    all->setSpacing(Theme::Space16);
    all->addStretch(2);
    all->addWidget(mark, 0, Qt::AlignHCenter);
    all->addWidget(m_sentence);
    all->addStretch(3);
    m_delay.setSingleShot(true);
    connect(&m_delay, &QTimer::timeout, this,
        [this] { m_sentence->setText(tr("Checking whether you are still logged in…")); });
}

void StartPage::showEvent(QShowEvent *)
{
    m_delay.start(SentenceDelay);
}

void StartPage::hideEvent(QHideEvent *)
{
    m_delay.stop();
    m_sentence->clear();
}

} // namespace latchkey

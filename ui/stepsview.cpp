// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "stepsview.h"

#include "actionbutton.h"
#include "stepsfilter.h"
#include "stepstable.h"
#include "textfield.h"
#include "textlabel.h"
#include "tracemodel.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QMenu>

using namespace Qt::Literals::StringLiterals;
using tokenmanager::TraceEvent;

namespace latchkey {

StepsView::StepsView(TraceModel *model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_filter(new StepsFilter(this))
    , m_table(new StepsTable)
    , m_note(new TextLabel(Theme::Text::Table, QFont::Normal, TextLabel::Tone::Muted))
{
    setObjectName(u"inspector.steps"_s);
    setFocusProxy(m_table);
    m_filter->setSourceModel(model);
    m_table->setModel(m_filter);
    m_note->setObjectName(u"inspector.steps.note"_s);
    m_note->setContentsMargins(Theme::Space12, Theme::Space4, Theme::Space12, Theme::Space4);
    m_note->setWordWrap(true);
    m_note->hide();
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(createBar());
    all->addWidget(m_table, 1);
    all->addWidget(m_note);
    createCopyActions();
    showEmptyText();
    connect(m_words, &QLineEdit::textChanged, this, [this](const QString &words) {
        m_filter->setWords(words);
        showEmptyText();
    });
    connect(model, &TraceModel::dropped, this, [this] { setRecording(m_model->isRecording()); });
    connect(m_record, &QPushButton::toggled, this, &StepsView::setRecording);
}

StepsView::~StepsView() = default;

QWidget *StepsView::createBar()
{
    auto *title = new TextLabel(Theme::Text::Body, QFont::DemiBold);
    title->setText(tr("Steps"));
    m_words = new TextField;
    m_words->setObjectName(u"inspector.steps.filter"_s);
    m_words->setAccessibleName(tr("Filter steps"));
    m_words->setPlaceholderText(tr("Filter steps"));
    m_words->setClearButtonEnabled(true);
    m_kinds = new ActionButton(tr("All kinds"));
    m_kinds->setObjectName(u"inspector.steps.kinds"_s);
    m_kinds->setIconName(u"funnel"_s);
    m_kinds->setMenu(createKindMenu());
    m_copy = new ActionButton(tr("Copy"));
    m_copy->setObjectName(u"inspector.steps.copy"_s);
    m_copy->setIconName(u"clipboard"_s);
    m_record = new ActionButton(tr("Recording"));
    m_record->setObjectName(u"inspector.steps.record"_s);
    m_record->setIconName(u"record-circle"_s);
    m_record->setCheckable(true);
    m_record->setChecked(m_model->isRecording());
    auto *bar = new QWidget;
    bar->setBackgroundRole(QPalette::Midlight); // Colors::raised in our palette.
    bar->setAutoFillBackground(true);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(Theme::Space12, Theme::Space4, Theme::Space8, Theme::Space4);
    row->setSpacing(Theme::Space8);
    row->addWidget(title);
    row->addStretch(1);
    row->addWidget(m_words, 1);
    for (ActionButton *button : { m_kinds, m_copy, m_record })
        row->addWidget(button);
    return bar;
}

QMenu *StepsView::createKindMenu()
{
    using Kind = TraceEvent::Kind;
    const QList<std::pair<Kind, QString>> kinds { { Kind::Session, tr("Session") }, { Kind::Request, tr("Request") },
        { Kind::Token, tr("Token") }, { Kind::Check, tr("Check") }, { Kind::Retry, tr("Retry") },
        { Kind::Fault, tr("Fault") }, { Kind::Clock, tr("Clock") }, { Kind::Keychain, tr("Keychain") } };
    auto *menu = new QMenu(this);
    for (const auto &[kind, name] : kinds) {
        QAction *action = menu->addAction(name);
        action->setCheckable(true);
        action->setChecked(true);
        connect(action, &QAction::toggled, this, [this, wanted = kind](bool shown) {
            m_filter->setKindHidden(wanted, !shown);
            m_kinds->setText(m_filter->hidesKinds() ? tr("Some kinds") : tr("All kinds"));
            showEmptyText();
        });
    }
    return menu;
}

void StepsView::createCopyActions()
{
    const auto copy = [this] { QApplication::clipboard()->setText(m_table->rowsAsText()); };
    connect(m_copy, &ActionButton::activated, this, copy);
    auto *text = new QAction(tr("Copy"), m_table);
    text->setShortcut(QKeySequence::Copy);
    connect(text, &QAction::triggered, this, copy);
    auto *markdown = new QAction(tr("Copy as Markdown"), m_table);
    markdown->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
    connect(
        markdown, &QAction::triggered, this, [this] { QApplication::clipboard()->setText(m_table->rowsAsMarkdown()); });
    for (QAction *action : { text, markdown }) {
        action->setShortcutContext(Qt::WidgetShortcut);
        m_table->addAction(action);
    }
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void StepsView::setRecording(bool recording)
{
    m_model->setRecording(recording);
    const QString off = tr("Recording is off. New steps are not kept.");
    const QString dropped = tr("Oldest steps dropped, 10 000 kept.");
    m_note->setText(!recording ? off : dropped);
    m_note->setVisible(!recording || m_model->hasDropped());
}

void StepsView::showEmptyText()
{
    m_table->setEmptyText(m_filter->isFiltering() ? tr("No step matches this filter.")
                                                  : tr("No steps yet. They appear as soon as something happens."));
}

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "serverdialog.h"

#include "actionbutton.h"
#include "serveraddress.h"
#include "textfield.h"
#include "textlabel.h"

#include <QHBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

namespace {
QHBoxLayout *createDialogButtons(QDialog *dialog)
{
    auto *cancel = new ActionButton(ServerDialog::tr("Cancel"));
    cancel->setObjectName(u"client.server.cancel"_s);
    auto *use = new ActionButton(ServerDialog::tr("Use this server"), ActionButton::Kind::Primary);
    use->setObjectName(u"client.server.use"_s);
    use->setDefault(true);
    QObject::connect(cancel, &ActionButton::activated, dialog, &QDialog::reject);
    QObject::connect(use, &ActionButton::activated, dialog, &QDialog::accept);
    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::Space8);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(use);
    return row;
}
} // namespace

ServerDialog::ServerDialog(const QUrl &current, QWidget *parent)
    : QDialog(parent)
    , m_address(new TextField)
    , m_problem(new TextLabel(Theme::Text::Table))
{
    setObjectName(u"client.server"_s);
    setWindowTitle(tr("Change server"));
    auto *label = new TextLabel(Theme::Text::Body, QFont::DemiBold);
    label->setText(tr("Server address"));
    label->setBuddy(m_address);
    m_address->setObjectName(u"client.server.address"_s);
    m_address->setAccessibleName(label->text());
    m_address->setText(current.toDisplayString());
    m_address->setLayoutDirection(Qt::LeftToRight); // Addresses are.
    m_address->setMinimumWidth(m_address->fontMetrics().averageCharWidth() * 36);
    m_address->selectAll();
    m_problem->setWordWrap(true);
    m_problem->setObjectName(u"client.server.problem"_s);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(Theme::Space24, Theme::Space16, Theme::Space24, Theme::Space16);
    all->setSpacing(Theme::Space8);
    all->addWidget(label);
    all->addWidget(m_address);
    all->addWidget(m_problem);
    all->addStretch();
    all->addLayout(createDialogButtons(this));
}

QUrl ServerDialog::server() const
{
    return m_server;
}

void ServerDialog::accept()
{
    const auto address = serverAddress(m_address->text());
    m_address->setWrong(!address);
    if (!address) {
        m_problem->setText(address.error());
        m_address->setAccessibleDescription(address.error());
        m_address->setFocus();
        adjustSize();
        return;
    }
    m_server = *address;
    QDialog::accept();
}

} // namespace latchkey

// SPDX-FileCopyrightText: 2026 The Latchkey authors
// SPDX-License-Identifier: MIT
#include "stepswindow.h"

#include "iconloader.h"
#include "stepsview.h"

using namespace Qt::Literals::StringLiterals;

namespace latchkey {

StepsWindow::StepsWindow(TraceModel *model, QWidget *parent)
    : QMainWindow(parent)
    , m_view(new StepsView(model))
{
    setObjectName(u"inspector"_s);
    setWindowTitle(tr("Steps – Latchkey"));
    setWindowIcon(IconLoader::icon(u"latchkey"_s, &Colors::accent));
    setCentralWidget(m_view);
    m_view->setFocus();
    setMinimumSize(Theme::scaled(640, font()), Theme::scaled(320, font()));
    resize(Theme::scaled(960, font()), Theme::scaled(480, font()));
}

StepsWindow::~StepsWindow() = default;

} // namespace latchkey

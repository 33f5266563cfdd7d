/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-window.h"

G_BEGIN_DECLS

void houbu_window_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS

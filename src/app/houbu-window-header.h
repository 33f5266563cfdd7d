/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "houbu-page.h"
#include "houbu-step-bar.h"

G_BEGIN_DECLS

void
houbu_window_header_show_title (AdwWindowTitle *title, HoubuPage *page, HoubuServices *services);
void
houbu_window_header_show_steps (HoubuStepBar *bar, const char *page_name, HoubuServices *services);

G_END_DECLS

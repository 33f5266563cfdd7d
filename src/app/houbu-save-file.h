/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

void houbu_save_file (
    HoubuPage *page, const char *title, const char *name, GBytes *content, const char *said);

G_END_DECLS

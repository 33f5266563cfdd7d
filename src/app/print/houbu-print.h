/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"
#include "houbu-sheet.h"

G_BEGIN_DECLS

void houbu_print_sheet (HoubuPage *page, HoubuSheet *sheet);
void houbu_print_save_sheet (HoubuPage *page, HoubuSheet *sheet, const char *name);

G_END_DECLS

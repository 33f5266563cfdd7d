/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-self-check.h"

G_BEGIN_DECLS

gboolean houbu_self_check_has_screen (void);
HoubuSelfCheckState houbu_self_check_judge_clock (gint64 ahead);
void houbu_self_check_clock (HoubuSelfCheckRow *row, gint64 ahead);
void houbu_self_check_fonts (HoubuSelfCheckRow *row);
void houbu_self_check_screen (HoubuSelfCheckRow *row);
void houbu_self_check_memory (HoubuSelfCheckRow *row, const char *meminfo);
void houbu_self_check_disk (HoubuSelfCheckRow *row);

G_END_DECLS

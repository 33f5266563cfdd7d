/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "houbu-practice.h"

G_BEGIN_DECLS

/**
 * HoubuPracticeBar:
 *
 * A line that says that this is practice, and what can be done about the others. Nowhere else is it
 * seen.
 */
#define HOUBU_TYPE_PRACTICE_BAR (houbu_practice_bar_get_type ())
G_DECLARE_FINAL_TYPE (HoubuPracticeBar, houbu_practice_bar, HOUBU, PRACTICE_BAR, AdwBin)

void houbu_practice_bar_set_practice (HoubuPracticeBar *self, HoubuPractice *practice);

G_END_DECLS

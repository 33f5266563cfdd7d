/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "houbu-flow.h"

G_BEGIN_DECLS

/**
 * HoubuStepBar:
 *
 * Where one is among the steps of registering. Wide: all steps in a row, those done can be gone
 * back to. Narrow: a line of text.
 *
 * Property, read only: `narrow` (boolean).
 * Signal: `step-chosen (step: int)`.
 */
#define HOUBU_TYPE_STEP_BAR (houbu_step_bar_get_type ())
G_DECLARE_FINAL_TYPE (HoubuStepBar, houbu_step_bar, HOUBU, STEP_BAR, GtkWidget)

void houbu_step_bar_update (HoubuStepBar *self, const HoubuProgress *progress, int current);
gboolean houbu_step_bar_get_narrow (HoubuStepBar *self);

G_END_DECLS

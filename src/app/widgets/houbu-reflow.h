/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HoubuReflow:
 *
 * A row that turns into a column when there is less room than `threshold` pixels.
 *
 * It decides while it is being allocated, from the width alone, so nothing on the outside has to
 * know whether the window is narrow.
 *
 * Properties: `threshold` (int), `spacing` (int, in the row), `column-spacing` (int, in the
 * column), `homogeneous` (boolean: all as wide as one another in the row).
 */
#define HOUBU_TYPE_REFLOW (houbu_reflow_get_type ())
G_DECLARE_FINAL_TYPE (HoubuReflow, houbu_reflow, HOUBU, REFLOW, GtkWidget)

GtkWidget *houbu_reflow_new (int threshold, int spacing);
void houbu_reflow_append (HoubuReflow *self, GtkWidget *child);

G_END_DECLS

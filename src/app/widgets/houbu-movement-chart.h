/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "houbu-wait.h"

G_BEGIN_DECLS

/**
 * HoubuMovementChart:
 *
 * How a position in a queue moved while it was watched: a line that falls towards the front.
 * Nothing in it is a forecast.
 *
 * Property: `wait` (HoubuWait, nullable).
 */
#define HOUBU_TYPE_MOVEMENT_CHART (houbu_movement_chart_get_type ())
G_DECLARE_FINAL_TYPE (HoubuMovementChart, houbu_movement_chart, HOUBU, MOVEMENT_CHART, GtkWidget)

void houbu_movement_chart_set_wait (HoubuMovementChart *self, HoubuWait *wait);
void houbu_movement_chart_set_now (HoubuMovementChart *self, gint64 now);

G_END_DECLS

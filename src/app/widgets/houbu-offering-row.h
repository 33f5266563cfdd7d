/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "houbu-records.h"

G_BEGIN_DECLS

/**
 * HoubuOfferingRow:
 *
 * A row of the board: a subject at a campus, its seats and its queue, and what can be done with it,
 * or why nothing can. It follows its offering.
 *
 * Signals: `tick-changed (ticked: boolean)`; `join-asked ()`; `details-asked ()`.
 */
#define HOUBU_TYPE_OFFERING_ROW (houbu_offering_row_get_type ())
G_DECLARE_FINAL_TYPE (HoubuOfferingRow, houbu_offering_row, HOUBU, OFFERING_ROW, GtkListBoxRow)

GtkWidget *houbu_offering_row_new (HoubuOffering *offering);
HoubuOffering *houbu_offering_row_get_offering (HoubuOfferingRow *self);
void houbu_offering_row_set_ticked (HoubuOfferingRow *self, gboolean ticked);
gboolean houbu_offering_row_get_ticked (HoubuOfferingRow *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HoubuMaskedLabel:
 *
 * A number with its middle hidden and a button that shows all of it.
 *
 * Signal: `reveal-asked ()`: the button was pressed, but all of it is not known here.
 */
#define HOUBU_TYPE_MASKED_LABEL (houbu_masked_label_get_type ())
G_DECLARE_FINAL_TYPE (HoubuMaskedLabel, houbu_masked_label, HOUBU, MASKED_LABEL, GtkBox)

GtkWidget *houbu_masked_label_new (const char *masked, const char *full);
void houbu_masked_label_reveal (HoubuMaskedLabel *self, const char *full);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "houbu-records.h"

G_BEGIN_DECLS

/**
 * HoubuFacts:
 *
 * A table of names and values on a card: two pairs a line where there is room, one where not.
 */
#define HOUBU_TYPE_FACTS (houbu_facts_get_type ())
G_DECLARE_FINAL_TYPE (HoubuFacts, houbu_facts, HOUBU, FACTS, GtkBox)

void houbu_facts_clear (HoubuFacts *self);
void houbu_facts_add (HoubuFacts *self, const char *name, const char *value);
void houbu_facts_add_wide (HoubuFacts *self, const char *name, const char *value);
void houbu_facts_add_widget (HoubuFacts *self, const char *name, GtkWidget *value);
void houbu_facts_add_record (HoubuFacts *self, HoubuStudent *student);

G_END_DECLS

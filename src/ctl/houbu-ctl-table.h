/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Rows of text in aligned columns. Numbers stand at the right of theirs. */
typedef struct _HoubuCtlTable HoubuCtlTable;

HoubuCtlTable *houbu_ctl_table_new (const char *first_heading, ...) G_GNUC_NULL_TERMINATED;
void houbu_ctl_table_free (HoubuCtlTable *table);
void houbu_ctl_table_align_right (HoubuCtlTable *table, guint column);
void houbu_ctl_table_add_text (HoubuCtlTable *table, const char *text);
void houbu_ctl_table_add_number (HoubuCtlTable *table, gint64 number);
void houbu_ctl_table_add_time (HoubuCtlTable *table, gint64 time);
void houbu_ctl_table_add_fact (HoubuCtlTable *table, const char *name, const char *value);
char *houbu_ctl_table_to_string (const HoubuCtlTable *table);
void houbu_ctl_table_print (const HoubuCtlTable *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuCtlTable, houbu_ctl_table_free)

G_END_DECLS

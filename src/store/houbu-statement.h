/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-types.h"

G_BEGIN_DECLS

/*
 * Parameters and columns go by name. A parameter or column that the statement does not have, or a
 * parameter left unbound, is a mistake of the program: a critical is logged and the step fails.
 */

void houbu_statement_bind_int64 (HoubuStatement *self, const char *parameter, gint64 value);
void houbu_statement_bind_int64_or_null (HoubuStatement *self,
                                         const char *parameter,
                                         gint64 value,
                                         gint64 absent);
void houbu_statement_bind_text (HoubuStatement *self, const char *parameter, const char *value);
void houbu_statement_bind_blob (HoubuStatement *self,
                                const char *parameter,
                                gconstpointer data,
                                gsize length);
void houbu_statement_bind_bytes (HoubuStatement *self, const char *parameter, GBytes *value);
void houbu_statement_bind_null (HoubuStatement *self, const char *parameter);

gboolean houbu_statement_run (HoubuStatement *self, GError **error);
gboolean houbu_statement_step (HoubuStatement *self, GError **error);
void houbu_statement_reset (HoubuStatement *self);

gboolean houbu_statement_is_null (HoubuStatement *self, const char *column);
gint64 houbu_statement_get_int64 (HoubuStatement *self, const char *column);
gint64 houbu_statement_get_int64_or (HoubuStatement *self, const char *column, gint64 absent);
const char *houbu_statement_get_text (HoubuStatement *self, const char *column);
char *houbu_statement_dup_text (HoubuStatement *self, const char *column);
gconstpointer houbu_statement_get_blob (HoubuStatement *self, const char *column, gsize *length);
GBytes *houbu_statement_dup_bytes (HoubuStatement *self, const char *column);

G_END_DECLS

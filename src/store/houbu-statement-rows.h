/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-statement.h"

G_BEGIN_DECLS

/**
 * HoubuRowFunc:
 * @st: a statement that stands on a row
 *
 * Returns: (transfer full): the row as a struct
 */
typedef gpointer (*HoubuRowFunc) (HoubuStatement *st);

GPtrArray *houbu_statement_read_rows (HoubuStatement *st,
                                      HoubuRowFunc read,
                                      GDestroyNotify destroy,
                                      GError **error);
gboolean houbu_statement_read_keys (HoubuStatement *st, GArray *keys, GError **error);

G_END_DECLS

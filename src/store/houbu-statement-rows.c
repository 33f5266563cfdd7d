/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-statement-rows.h"

/**
 * houbu_statement_read_rows:
 * @st: a bound statement
 * @read: makes a struct of each row
 * @destroy: frees one
 * @error: what the statement failed with
 *
 * Returns: (transfer full) (nullable): all rows, in order
 */
GPtrArray *
houbu_statement_read_rows (HoubuStatement *st,
                           HoubuRowFunc read,
                           GDestroyNotify destroy,
                           GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (destroy);
  GError *failure = NULL;

  while (houbu_statement_step (st, &failure))
    g_ptr_array_add (rows, read (st));
  houbu_statement_reset (st);
  if (failure == NULL)
    return g_steal_pointer (&rows);
  g_propagate_error (error, failure);
  return NULL;
}

/**
 * houbu_statement_read_keys:
 * @st: a bound statement whose rows have a column `key`
 * @keys: (element-type gint64): where to append them
 * @error: what the statement failed with
 */
gboolean
houbu_statement_read_keys (HoubuStatement *st, GArray *keys, GError **error)
{
  GError *failure = NULL;

  while (houbu_statement_step (st, &failure))
    {
      gint64 key = houbu_statement_get_int64 (st, "key");

      g_array_append_val (keys, key);
    }
  houbu_statement_reset (st);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-paging.h"

#include "houbu-error.h"

/**
 * houbu_paging_read_number:
 * @call: a call for a list
 * @after: (out): the number after which the list goes on; 0 at its start
 * @error: HOUBU_ERROR_INVALID_FIELD when the cursor is none of ours
 *
 * Reads the cursor `after` of a list that goes by numbers.
 */
gboolean
houbu_paging_read_number (HoubuCall *call, gint64 *after, GError **error)
{
  const char *text = houbu_call_get_query (call, "after");

  *after = 0;
  if (text == NULL || g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, after, NULL))
    return TRUE;
  houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_BAD_CURSOR, "field", "after",
                   NULL);
  return FALSE;
}

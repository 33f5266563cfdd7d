/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-list-merge.h"

#include "houbu-records.h"

#include "houbu-wait.h"

/* What the same thing is known by in two answers. */
const char *
houbu_list_get_id (gpointer item)
{
  if (HOUBU_IS_WAIT (item))
    return houbu_entry_get_id (houbu_wait_get_entry (item));
  if (HOUBU_IS_ENTRY (item))
    return houbu_entry_get_id (item);
  if (HOUBU_IS_ENROLMENT (item))
    return houbu_enrolment_get_id (item);
  if (HOUBU_IS_OFFERING (item))
    return houbu_offering_get_id (item);
  if (HOUBU_IS_NOTICE (item))
    return houbu_notice_get_id (item);
  if (HOUBU_IS_PAYMENT (item))
    return houbu_payment_get_id (item);
  g_assert_not_reached ();
}

/* The item of @list with that id, and where it stands. (transfer none) (nullable) */
gpointer
houbu_list_find (GListModel *list, const char *id, guint *position)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (list, i);

      if (g_strcmp0 (houbu_list_get_id (item), id) != 0)
        continue;
      if (position != NULL)
        *position = i;
      return item; /* the list keeps it alive */
    }
  return NULL;
}

/*
 * Makes @store like @fresh. Rows that stay are the same objects with other contents, so that what
 * is bound to them, selected or focused stays as it is; rows that need not move do not.
 */
void
houbu_list_merge (GListStore *store, GListModel *fresh)
{
  guint n_fresh = g_list_model_get_n_items (fresh);

  for (guint i = 0; i < n_fresh; i++)
    {
      g_autoptr (HoubuRecord) next = g_list_model_get_item (fresh, i);
      g_autoptr (HoubuRecord) kept = NULL;
      guint at = 0;
      HoubuRecord *known = houbu_list_find (G_LIST_MODEL (store), houbu_list_get_id (next), &at);

      if (known == NULL)
        {
          g_list_store_insert (store, i, next);
          continue;
        }
      kept = g_object_ref (known);
      if (kept != next)
        houbu_record_assign (kept, next);
      if (at != i)
        {
          g_list_store_remove (store, at);
          g_list_store_insert (store, MIN (i, g_list_model_get_n_items (G_LIST_MODEL (store))),
                               kept);
        }
    }
  if (g_list_model_get_n_items (G_LIST_MODEL (store)) > n_fresh)
    g_list_store_splice (store, n_fresh, g_list_model_get_n_items (G_LIST_MODEL (store)) - n_fresh,
                         NULL, 0);
}

/* Updates the row with the id of @record, or puts it in front. */
void
houbu_list_put_first (GListStore *store, HoubuRecord *record)
{
  HoubuRecord *known = houbu_list_find (G_LIST_MODEL (store), houbu_list_get_id (record), NULL);

  if (known == record)
    return;
  if (known != NULL)
    houbu_record_assign (known, record);
  else
    g_list_store_insert (store, 0, record);
}

/* Whether there was such a row. */
gboolean
houbu_list_remove (GListStore *store, const char *id)
{
  guint at = 0;

  if (houbu_list_find (G_LIST_MODEL (store), id, &at) == NULL)
    return FALSE;
  g_list_store_remove (store, at);
  return TRUE;
}

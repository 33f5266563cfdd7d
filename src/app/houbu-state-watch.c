/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-state-watch.h"

struct _HoubuStateWatch
{
  GObject parent_instance;

  GListModel *records; /* (owned) (nullable) */
  GPtrArray *followed; /* (owned) (element-type HoubuRecord): those in the list now */
  GHashTable *states;  /* (owned) (element-type utf8): id → the state last seen */
};

enum
{
  SIGNAL_APPEARED,
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuStateWatch, houbu_state_watch, G_TYPE_OBJECT)

static void
look (HoubuStateWatch *self, HoubuRecord *record)
{
  g_autofree char *id = NULL;
  gpointer known = NULL;
  gboolean is_known = FALSE;
  int state = 0;

  g_object_get (record, "id", &id, "state", &state, NULL);
  g_return_if_fail (id != NULL);
  is_known = g_hash_table_lookup_extended (self->states, id, NULL, &known);
  g_hash_table_insert (self->states, g_steal_pointer (&id), GINT_TO_POINTER (state));
  if (!is_known)
    g_signal_emit (self, signals[SIGNAL_APPEARED], 0, record);
  else if (GPOINTER_TO_INT (known) != state)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, record);
}

static void
on_state_notify_cb (HoubuStateWatch *self, GParamSpec *pspec, HoubuRecord *record)
{
  look (self, record);
}

static void
let_go (HoubuStateWatch *self, guint position, guint n)
{
  for (guint i = position; i < position + n; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->followed, i), self);
  if (n > 0)
    g_ptr_array_remove_range (self->followed, position, n);
}

static void
on_items_changed_cb (HoubuStateWatch *self, guint position, guint removed, guint added)
{
  let_go (self, position, removed);
  for (guint i = position; i < position + added; i++)
    {
      HoubuRecord *record = g_list_model_get_item (self->records, i);

      g_ptr_array_insert (self->followed, (int) i, record);
      g_signal_connect_object (record, "notify::state", G_CALLBACK (on_state_notify_cb), self,
                               G_CONNECT_SWAPPED);
    }
  for (guint i = position; i < position + added; i++)
    look (self, g_ptr_array_index (self->followed, i));
}

static void
houbu_state_watch_dispose (GObject *object)
{
  HoubuStateWatch *self = HOUBU_STATE_WATCH (object);

  houbu_state_watch_follow (self, NULL);
  G_OBJECT_CLASS (houbu_state_watch_parent_class)->dispose (object);
}

static void
houbu_state_watch_finalize (GObject *object)
{
  HoubuStateWatch *self = HOUBU_STATE_WATCH (object);

  g_ptr_array_unref (self->followed);
  g_hash_table_unref (self->states);
  G_OBJECT_CLASS (houbu_state_watch_parent_class)->finalize (object);
}

static void
houbu_state_watch_class_init (HoubuStateWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = houbu_state_watch_dispose;
  object_class->finalize = houbu_state_watch_finalize;
  signals[SIGNAL_APPEARED] = g_signal_new ("appeared", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, HOUBU_TYPE_RECORD);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, HOUBU_TYPE_RECORD);
}

static void
houbu_state_watch_init (HoubuStateWatch *self)
{
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
  self->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * houbu_state_watch_new:
 *
 * Returns: (transfer full): a watch of nothing yet
 */
HoubuStateWatch *
houbu_state_watch_new (void)
{
  return g_object_new (HOUBU_TYPE_STATE_WATCH, NULL);
}

/**
 * houbu_state_watch_follow:
 * @self: a watch
 * @records: (nullable): records with the properties `id` and `state`, %NULL for none
 *
 * What is known of ids stays; those of @records that are new appear now.
 */
void
houbu_state_watch_follow (HoubuStateWatch *self, GListModel *records)
{
  g_return_if_fail (HOUBU_IS_STATE_WATCH (self));
  if (self->records != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->records, self);
      let_go (self, 0, self->followed->len);
    }
  g_set_object (&self->records, records);
  if (records == NULL)
    return;
  g_signal_connect_object (records, "items-changed", G_CALLBACK (on_items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  on_items_changed_cb (self, 0, 0, g_list_model_get_n_items (records));
}

/**
 * houbu_state_watch_forget:
 * @self: a watch
 *
 * Knows no id any more; what is in the list meanwhile appears when it changes next.
 *
 * Returns: (transfer full) (array zero-terminated=1): the ids that it knew
 */
char **
houbu_state_watch_forget (HoubuStateWatch *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id = NULL;

  g_return_val_if_fail (HOUBU_IS_STATE_WATCH (self), NULL);
  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_ptr_array_add (ids, id);
      g_hash_table_iter_steal (&iter);
    }
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_steal (ids, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-live.h"

#include "houbu-engine.h"
#include "houbu-error.h"
#include "houbu-journal.h"
#include "houbu-live-events.h"
#include "houbu-store-live.h"
#include "houbu-store.h"

/* One reading on its way through the store. */
typedef struct
{
  gint64 after_seq;
  guint limit;
  gint64 now;
  GHashTable *watchers;  /* (owned) (nullable) (element-type gint64) */
  GPtrArray *joins;      /* (owned) (element-type HoubuLiveJoin) */
  HoubuLiveBatch *batch; /* (owned) (nullable): the outcome */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_clear_pointer (&self->watchers, g_hash_table_unref);
  g_ptr_array_unref (self->joins);
  g_clear_pointer (&self->batch, houbu_live_batch_free);
  g_free (self);
}

/* A second run begins like the first. */
static void
join_reset (HoubuLiveJoin *join)
{
  g_ptr_array_set_size (join->events, 0);
  g_array_set_size (join->offerings, 0);
  g_clear_pointer (&join->school, g_free);
  g_clear_pointer (&join->province, g_free);
  join->too_old = FALSE;
}

/* From which row on the reading has to begin so that everybody is served; -1 when nobody asks for
 * what was before. */
static gint64
find_start (const Reading *self, gint64 last_seq)
{
  gint64 start = self->after_seq;

  for (guint i = 0; i < self->joins->len; i++)
    {
      const HoubuLiveJoin *join = g_ptr_array_index (self->joins, i);

      /* Those who are too far behind fetch everything anew and shall not hold up the others. */
      if (join->after_seq < 0 || last_seq - join->after_seq > (gint64) self->limit)
        continue;
      start = start < 0 ? join->after_seq : MIN (start, join->after_seq);
    }
  return start;
}

static gboolean
build_join (HoubuTx *tx,
            const Reading *self,
            HoubuLiveJoin *join,
            GPtrArray *rows,
            gint64 last_seq,
            GError **error)
{
  g_autoptr (GArray) registrations = g_array_new (FALSE, FALSE, sizeof (gint64));
  HoubuLiveReader reader = { join->account, registrations, join->offerings, NULL, NULL };
  const HoubuLiveFor whom = { .reader = &reader };
  g_autoptr (GPtrArray) events = NULL;

  join_reset (join);
  if (!houbu_store_live_list_registrations (tx, join->account, registrations, error) ||
      !houbu_store_live_list_waiting (tx, join->account, join->offerings, error) ||
      !houbu_store_live_find_place (tx, join->account, &join->school, &join->province, error))
    return FALSE;
  reader.school = join->school;
  reader.province = join->province;
  if (join->after_seq < 0)
    return TRUE;
  /* A number from a store that was replaced by an older one is of no use either. */
  join->too_old = last_seq - join->after_seq > (gint64) self->limit || join->after_seq > last_seq;
  if (join->too_old)
    return TRUE;
  events = houbu_live_events_build (tx, rows, join->after_seq, &whom, self->now, error);
  if (events == NULL)
    return FALSE;
  g_clear_pointer (&join->events, g_ptr_array_unref);
  join->events = g_steal_pointer (&events);
  return TRUE;
}

static gboolean
build_batch (HoubuTx *tx, Reading *self, GPtrArray *rows, GError **error)
{
  HoubuLiveBatch *batch = self->batch;
  const HoubuLiveFor whom = { .watchers = self->watchers };

  batch->too_old = self->after_seq >= 0 && batch->last_seq - self->after_seq > (gint64) self->limit;
  if (self->after_seq < 0 || batch->too_old)
    return TRUE;
  g_clear_pointer (&batch->events, g_ptr_array_unref);
  batch->events = houbu_live_events_build (tx, rows, self->after_seq, &whom, self->now, error);
  return batch->events != NULL;
}

static gboolean
read_live (HoubuTx *tx, gpointer data, GError **error)
{
  Reading *self = data;
  g_autoptr (GPtrArray) rows = NULL;
  gint64 start = 0;

  g_clear_pointer (&self->batch, houbu_live_batch_free);
  self->batch = g_new0 (HoubuLiveBatch, 1);
  self->batch->events = g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_live_event_free);
  if (!houbu_journal_last_seq (tx, &self->batch->last_seq, error))
    return FALSE;
  start = find_start (self, self->batch->last_seq);
  rows = start < 0 ? g_ptr_array_new () : houbu_journal_read (tx, start, self->limit, error);
  if (rows == NULL || !build_batch (tx, self, rows, error))
    return FALSE;
  for (guint i = 0; i < self->joins->len; i++)
    if (!build_join (tx, self, g_ptr_array_index (self->joins, i), rows, self->batch->last_seq,
                     error))
      return FALSE;
  return TRUE;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *self = houbu_store_result_get_data (result);
  GError *error = NULL;

  if (!houbu_store_read_finish (HOUBU_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  self->batch->joins = g_ptr_array_ref (self->joins);
  g_task_return_pointer (task, g_steal_pointer (&self->batch),
                         (GDestroyNotify) houbu_live_batch_free);
}

/**
 * houbu_live_event_free:
 * @self: (transfer full) (nullable): an event
 */
void
houbu_live_event_free (HoubuLiveEvent *self)
{
  if (self == NULL)
    return;
  g_free (self->school);
  g_free (self->province);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_clear_pointer (&self->data_en, g_bytes_unref);
  g_free (self);
}

/**
 * houbu_live_join_new:
 * @account: key of an account
 * @after_seq: the last event that it has, or -1 to start now
 *
 * Returns: (transfer full): somebody who begins to watch
 */
HoubuLiveJoin *
houbu_live_join_new (gint64 account, gint64 after_seq)
{
  HoubuLiveJoin *self = g_new0 (HoubuLiveJoin, 1);

  self->account = account;
  self->after_seq = after_seq;
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_live_event_free);
  self->offerings = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

/**
 * houbu_live_join_free:
 * @self: (transfer full) (nullable): somebody who begins to watch
 */
void
houbu_live_join_free (HoubuLiveJoin *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->events);
  g_array_unref (self->offerings);
  g_free (self->school);
  g_free (self->province);
  g_free (self);
}

/**
 * houbu_live_batch_free:
 * @self: (transfer full) (nullable): a batch
 */
void
houbu_live_batch_free (HoubuLiveBatch *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_pointer (&self->joins, g_ptr_array_unref);
  g_free (self);
}

/**
 * houbu_engine_read_live_async:
 * @engine: an engine
 * @after_seq: the last number that was read, or -1 to learn only the newest one
 * @watchers: (transfer full) (nullable) (element-type gint64): the accounts that watch; what is for
 *   others only is left out. %NULL is everybody
 * @joins: (transfer full) (element-type HoubuLiveJoin): those who begin to watch
 * @limit: how many journal rows are told of at most
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is read
 * @user_data: for @callback
 *
 * Reads what happened, in one snapshot for all.
 */
void
houbu_engine_read_live_async (HoubuEngine *engine,
                              gint64 after_seq,
                              GHashTable *watchers,
                              GPtrArray *joins,
                              guint limit,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Reading *reading = NULL;

  g_return_if_fail (HOUBU_IS_ENGINE (engine) && joins != NULL);

  task = g_task_new (engine, cancellable, callback, user_data);
  g_task_set_source_tag (task, houbu_engine_read_live_async);
  reading = g_new0 (Reading, 1);
  reading->after_seq = after_seq;
  reading->limit = limit;
  reading->now = houbu_clock_now (houbu_engine_get_clock (engine));
  reading->watchers = watchers;
  reading->joins = joins;
  houbu_store_read_async (houbu_engine_get_store (engine), read_live, reading, reading_free,
                          cancellable, on_read, g_steal_pointer (&task));
}

/**
 * houbu_engine_read_live_finish:
 * @engine: an engine
 * @result: what the callback got
 * @error: why it could not be read
 *
 * Returns: (transfer full): what happened
 */
HoubuLiveBatch *
houbu_engine_read_live_finish (HoubuEngine *engine, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (HOUBU_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (g_task_is_valid (result, engine), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-private.h"

#include "houbu-completer.h"
#include "houbu-freshness.h"
#include "houbu-readers.h"
#include "houbu-sqlite-driver.h"
#include "houbu-store-job.h"
#include "houbu-syncer.h"
#include "houbu-writer.h"

#include <errno.h>
#include <glib/gstdio.h>

struct _HoubuStore
{
  GObject parent_instance;

  HoubuCompleter *completer; /* (owned) */
  HoubuFreshness *freshness; /* (owned) */
  HoubuSyncer *syncer;       /* (owned) */
  HoubuWriter *writer;       /* (owned) */
  HoubuReaders *readers;     /* (owned) */
};

G_DEFINE_FINAL_TYPE (HoubuStore, houbu_store, G_TYPE_OBJECT)

static void
houbu_store_finalize (GObject *object)
{
  HoubuStore *self = HOUBU_STORE (object);

  g_clear_pointer (&self->readers, houbu_readers_free);
  g_clear_pointer (&self->writer, houbu_writer_free);
  g_clear_pointer (&self->syncer, houbu_syncer_free);
  g_clear_pointer (&self->freshness, houbu_freshness_free);
  if (self->completer != NULL)
    houbu_completer_set_committed_func (self->completer, NULL, NULL, NULL);
  g_clear_pointer (&self->completer, houbu_completer_unref);
  G_OBJECT_CLASS (houbu_store_parent_class)->finalize (object);
}

static void
houbu_store_class_init (HoubuStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = houbu_store_finalize;
}

static void
houbu_store_init (HoubuStore *self)
{
}

/* Opens a store at a driver's own kind of location. */
HoubuStore *
houbu_store_open_with (const HoubuDriver *driver, const char *location, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  g_autoptr (HoubuStore) self = NULL;

  if (!driver->prepare_store (location, error))
    return NULL;
  self = g_object_new (HOUBU_TYPE_STORE, NULL);
  self->completer = houbu_completer_new (context);
  self->freshness = houbu_freshness_new (driver, location, error);
  if (self->freshness == NULL)
    return NULL;
  self->syncer = houbu_syncer_new (driver, location, self->completer, self->freshness, error);
  if (self->syncer == NULL)
    return NULL;
  self->writer = houbu_writer_new (driver, location, self->completer, self->syncer, error);
  if (self->writer == NULL)
    return NULL;
  self->readers = houbu_readers_new (driver, location, self->completer, self->syncer);
  return g_steal_pointer (&self);
}

/**
 * houbu_store_open:
 * @data_dir: a folder; made with mode 0700 when it is not there
 * @error: return location for a HOUBU_STORE_FAILURE
 *
 * Opens the database `houbu.db` in a folder, creating and migrating it as needed. Other processes
 * may have it open at the same time. Answers come in the thread-default main context of the caller.
 *
 * Returns: (transfer full) (nullable): the store
 */
HoubuStore *
houbu_store_open (const char *data_dir, GError **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (data_dir != NULL, NULL);

  if (g_mkdir_with_parents (data_dir, 0700) != 0)
    {
      g_set_error (error, HOUBU_STORE_FAILURE, HOUBU_STORE_FAILURE_IO,
                   "Cannot make the folder %s: %s", data_dir, g_strerror (errno));
      return NULL;
    }
  path = g_build_filename (data_dir, "houbu.db", NULL);
  return houbu_store_open_with (&houbu_sqlite_driver, path, error);
}

/**
 * houbu_store_close:
 * @self: a store
 *
 * Takes no more work, waits for what is queued, and closes the database. Answers that are under way
 * still come; whatever is asked afterwards is refused as busy.
 */
void
houbu_store_close (HoubuStore *self)
{
  g_return_if_fail (HOUBU_IS_STORE (self));

  houbu_readers_close (self->readers);
  houbu_writer_close (self->writer);
  houbu_syncer_close (self->syncer);
}

/**
 * houbu_store_set_batch:
 * @self: a store
 * @members: at least 1
 *
 * Says how many changes may share one commit. One each makes every change wait for a disk of its
 * own.
 */
void
houbu_store_set_batch (HoubuStore *self, guint members)
{
  g_return_if_fail (HOUBU_IS_STORE (self) && members > 0);

  houbu_writer_set_batch (self->writer, members);
}

/**
 * houbu_store_healthy:
 * @self: a store
 *
 * Returns: whether the last attempt to commit succeeded; a store that is not healthy tries by
 *   itself until it can again
 */
gboolean
houbu_store_healthy (HoubuStore *self)
{
  g_return_val_if_fail (HOUBU_IS_STORE (self), FALSE);

  return houbu_writer_is_healthy (self->writer);
}

/**
 * houbu_store_look:
 * @self: a store
 *
 * Returns: the present. Its time is also the mark for houbu_store_holds(), to be taken before
 *   something is read
 */
HoubuPresent
houbu_store_look (HoubuStore *self)
{
  const HoubuPresent unknown = { 0, 0 };

  g_return_val_if_fail (HOUBU_IS_STORE (self), unknown);

  return houbu_freshness_look (self->freshness);
}

/**
 * houbu_store_holds:
 * @self: a store
 * @mark: when something was asked for
 * @topics: (array length=n_topics): all that the answer rests on
 * @n_topics: how many
 *
 * Returns: whether the store would still answer the same, as far as the clock has no say in it
 */
gboolean
houbu_store_holds (HoubuStore *self, guint64 mark, const HoubuTopic *topics, gsize n_topics)
{
  g_return_val_if_fail (HOUBU_IS_STORE (self), FALSE);

  return houbu_freshness_holds (self->freshness, mark, topics, n_topics);
}

/**
 * houbu_store_get_stats:
 * @self: a store
 * @stats: (out caller-allocates): what it has done since it was opened
 */
void
houbu_store_get_stats (HoubuStore *self, HoubuStoreStats *stats)
{
  g_return_if_fail (HOUBU_IS_STORE (self) && stats != NULL);

  *stats = (HoubuStoreStats){ 0 };
  houbu_writer_add_stats (self->writer, stats);
  houbu_readers_add_stats (self->readers, stats);
}

/**
 * houbu_store_set_committed_func:
 * @self: a store
 * @func: (nullable): whom to tell of commits that wrote journal rows; %NULL for nobody
 * @data: its
 * @destroy: (nullable): frees @data
 *
 * To be called in the store's main context.
 */
void
houbu_store_set_committed_func (HoubuStore *self,
                                HoubuCommittedFunc func,
                                gpointer data,
                                GDestroyNotify destroy)
{
  g_return_if_fail (HOUBU_IS_STORE (self));

  houbu_completer_set_committed_func (self->completer, func, data, destroy);
}

static void
return_busy (GTask *task)
{
  GError *busy = NULL;

  houbu_store_set_busy (&busy);
  g_task_return_error (task, busy);
}

static GTask *
new_task (HoubuStore *self,
          gpointer tag,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_name (task, "houbu-store");
  /* What has been committed has been, even if nobody wants to know any more. */
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

/* Gives up a job that no thread has seen. */
static void
refuse_job (HoubuStoreJob *job)
{
  g_autoptr (GTask) task = g_steal_pointer (&job->task);

  return_busy (task);
}

/**
 * houbu_store_write_async:
 * @self: a store
 * @func: the change
 * @data: handed to @func
 * @destroy: (nullable): frees @data, after @callback
 * @cancellable: (nullable): heeded until @func runs
 * @callback: (nullable): called when the change is durable or refused
 * @user_data: for @callback
 *
 * Runs a change on the writer's thread, in one transaction with whatever else waits.
 */
void
houbu_store_write_async (HoubuStore *self,
                         HoubuStoreFunc func,
                         gpointer data,
                         GDestroyNotify destroy,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  HoubuStoreJob *job;

  g_return_if_fail (HOUBU_IS_STORE (self) && func != NULL);

  task = new_task (self, houbu_store_write_async, cancellable, callback, user_data);
  job = houbu_store_job_new (task, func, data, destroy);
  if (!houbu_writer_push (self->writer, job))
    refuse_job (job);
}

/**
 * houbu_store_write_finish:
 * @self: a store
 * @result: a result
 * @error: return location for what @func refused with, HOUBU_ERROR_BUSY when the store cannot
 *   commit or has too much to do, HOUBU_ERROR_INTERNAL, or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when the change is durable; otherwise nothing of it has happened
 */
gboolean
houbu_store_write_finish (HoubuStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
wait_for_job (HoubuStore *self, HoubuStoreJob *job, gboolean pushed, GError **error)
{
  if (!pushed)
    {
      houbu_store_set_busy (error);
      return FALSE;
    }
  houbu_completer_wait (self->completer, job);
  if (job->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&job->error));
  return FALSE;
}

/**
 * houbu_store_write:
 * @self: a store
 * @func: the change
 * @data: handed to @func
 * @error: as for houbu_store_write_finish()
 *
 * The same, blocking: for command lines, start-up and tests. Never on a thread of the store.
 *
 * Returns: %TRUE when the change is durable
 */
gboolean
houbu_store_write (HoubuStore *self, HoubuStoreFunc func, gpointer data, GError **error)
{
  HoubuStoreJob job = { .func = func, .data = data };

  g_return_val_if_fail (HOUBU_IS_STORE (self) && func != NULL, FALSE);

  return wait_for_job (self, &job, houbu_writer_push (self->writer, &job), error);
}

/**
 * houbu_store_read_async:
 * @self: a store
 * @func: the reading
 * @data: handed to @func
 * @destroy: (nullable): frees @data, after @callback
 * @cancellable: (nullable): heeded until @func runs
 * @callback: (nullable): called when it is done
 * @user_data: for @callback
 *
 * Runs a reading on a reader's thread, on one snapshot that has every change already answered.
 */
void
houbu_store_read_async (HoubuStore *self,
                        HoubuStoreFunc func,
                        gpointer data,
                        GDestroyNotify destroy,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  HoubuStoreJob *job;

  g_return_if_fail (HOUBU_IS_STORE (self) && func != NULL);

  task = new_task (self, houbu_store_read_async, cancellable, callback, user_data);
  job = houbu_store_job_new (task, func, data, destroy);
  if (!houbu_readers_push (self->readers, job))
    refuse_job (job);
}

/**
 * houbu_store_read_finish:
 * @self: a store
 * @result: a result
 * @error: as for houbu_store_write_finish()
 *
 * Returns: whether @func succeeded
 */
gboolean
houbu_store_read_finish (HoubuStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * houbu_store_read:
 * @self: a store
 * @func: the reading
 * @data: handed to @func
 * @error: as for houbu_store_write_finish()
 *
 * The same, blocking: for command lines, start-up and tests. Never on a thread of the store.
 *
 * Returns: whether @func succeeded
 */
gboolean
houbu_store_read (HoubuStore *self, HoubuStoreFunc func, gpointer data, GError **error)
{
  HoubuStoreJob job = { .func = func, .data = data };

  g_return_val_if_fail (HOUBU_IS_STORE (self) && func != NULL, FALSE);

  return wait_for_job (self, &job, houbu_readers_push (self->readers, &job), error);
}

/**
 * houbu_store_result_get_data:
 * @result: what a callback of houbu_store_write_async() or houbu_store_read_async() was given
 *
 * Returns: (transfer none): the data that the function was run with
 */
gpointer
houbu_store_result_get_data (GAsyncResult *result)
{
  HoubuStoreJob *job;

  g_return_val_if_fail (G_IS_TASK (result), NULL);

  job = g_task_get_task_data (G_TASK (result));
  return job->data;
}

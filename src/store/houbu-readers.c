/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-readers.h"

#include "houbu-store-limits.h"
#include "houbu-tx-private.h"

struct _HoubuReaders
{
  const HoubuDriver *driver; /* (not owned) */
  char *location;            /* (owned) */
  HoubuCompleter *completer; /* (owned) */
  HoubuJobQueue *queue;      /* (owned) */
  GThread *threads[HOUBU_STORE_MOST_READERS];
  guint n_threads;
  guint reads; /* atomic */
};

/* The connection of a thread is made for its first job, and anew after a failure. */
static void
run_job (HoubuReaders *self, HoubuTx **tx, HoubuStoreJob *job)
{
  if (houbu_store_job_is_cancelled (job))
    return;
  if (*tx == NULL)
    *tx = houbu_tx_new (self->driver, self->location, HOUBU_DRIVER_READ, &job->error);
  if (*tx == NULL)
    return;
  if (houbu_tx_begin (*tx, &job->error))
    houbu_store_job_run (job, *tx);
  houbu_tx_rollback (*tx);
  if (houbu_store_job_failed (job))
    g_clear_pointer (tx, houbu_tx_free);
}

static gpointer
reader_thread (gpointer data)
{
  HoubuReaders *self = data;
  HoubuTx *tx = NULL;
  HoubuStoreJob *job;

  while ((job = houbu_job_queue_pop (self->queue, -1)) != NULL)
    {
      run_job (self, &tx, job);
      houbu_store_publish_error (&job->error);
      g_atomic_int_inc (&self->reads);
      houbu_completer_finish (self->completer, &job, 1, 0);
    }
  g_clear_pointer (&tx, houbu_tx_free);
  return NULL;
}

HoubuReaders *
houbu_readers_new (const HoubuDriver *driver, const char *location, HoubuCompleter *completer)
{
  HoubuReaders *self = g_new0 (HoubuReaders, 1);

  self->driver = driver;
  self->location = g_strdup (location);
  self->completer = houbu_completer_ref (completer);
  self->queue = houbu_job_queue_new (HOUBU_STORE_MOST_QUEUED);
  self->n_threads = CLAMP (g_get_num_processors (), 2, HOUBU_STORE_MOST_READERS);
  for (guint i = 0; i < self->n_threads; i++)
    self->threads[i] = g_thread_new ("houbu-reader", reader_thread, self);
  return self;
}

/* Takes no more, runs what is queued, ends the threads. */
void
houbu_readers_close (HoubuReaders *self)
{
  houbu_job_queue_close (self->queue);
  for (guint i = 0; i < self->n_threads; i++)
    g_thread_join (self->threads[i]);
  self->n_threads = 0;
}

void
houbu_readers_free (HoubuReaders *self)
{
  houbu_readers_close (self);
  houbu_job_queue_free (self->queue);
  houbu_completer_unref (self->completer);
  g_free (self->location);
  g_free (self);
}

gboolean
houbu_readers_push (HoubuReaders *self, HoubuStoreJob *job)
{
  return houbu_job_queue_push (self->queue, job);
}

void
houbu_readers_add_stats (HoubuReaders *self, HoubuStoreStats *stats)
{
  stats->reads += (guint) g_atomic_int_get (&self->reads);
  stats->queued_reads += houbu_job_queue_get_length (self->queue);
}

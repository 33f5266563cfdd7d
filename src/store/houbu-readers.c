/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-readers.h"

#include "houbu-store-limits.h"
#include "houbu-tx-private.h"

struct _HoubuReaders
{
  const HoubuDriver *driver; /* (not owned) */
  char *location;            /* (owned) */
  HoubuCompleter *completer; /* (owned) */
  HoubuSyncer *syncer;       /* (not owned) */
  HoubuJobQueue *queue;      /* (owned) */
  GThread *threads[HOUBU_STORE_MOST_READERS];
  guint n_threads;
  guint reads; /* atomic */
};

/* The connection of a thread is made for its first job, and anew after a failure. */
static gboolean
begin (HoubuReaders *self, HoubuTx **tx, GError **error)
{
  if (*tx == NULL)
    *tx = houbu_tx_new (self->driver, self->location, HOUBU_DRIVER_READ, error);
  return *tx != NULL && houbu_tx_begin (*tx, error);
}

static void
end (HoubuTx **tx, gboolean failed)
{
  if (*tx == NULL)
    return;
  houbu_tx_rollback (*tx);
  if (failed)
    g_clear_pointer (tx, houbu_tx_free);
}

/* All in one snapshot, which begins after the last of them was asked for; a failure costs those
 * behind it a snapshot of their own. */
static void
run_jobs (HoubuReaders *self, HoubuTx **tx, HoubuStoreJob **jobs, guint n)
{
  gboolean begun = FALSE;

  for (guint i = 0; i < n; i++)
    {
      if (houbu_store_job_is_cancelled (jobs[i]))
        continue;
      begun = begun || begin (self, tx, &jobs[i]->error);
      if (begun)
        {
          houbu_tx_start_member (*tx);
          houbu_store_job_run (jobs[i], *tx);
        }
      if (!houbu_store_job_failed (jobs[i]))
        continue;
      end (tx, TRUE);
      begun = FALSE;
    }
  if (begun)
    end (tx, FALSE);
}

/* A thread takes its share of what waits: to hand over one short reading costs more than to read.
 */
static guint
take_jobs (HoubuReaders *self, HoubuStoreJob *jobs[HOUBU_STORE_MOST_READINGS])
{
  HoubuStoreJob *job = houbu_job_queue_pop (self->queue, -1);
  guint share = houbu_job_queue_get_length (self->queue) / self->n_threads;
  guint n = 0;

  while (job != NULL)
    {
      jobs[n++] = job;
      if (n > share || n == HOUBU_STORE_MOST_READINGS)
        break;
      job = houbu_job_queue_try_pop (self->queue);
    }
  return n;
}

static gpointer
reader_thread (gpointer data)
{
  HoubuReaders *self = data;
  HoubuTx *tx = NULL;
  HoubuStoreJob *jobs[HOUBU_STORE_MOST_READINGS];
  guint n;

  while ((n = take_jobs (self, jobs)) > 0)
    {
      run_jobs (self, &tx, jobs, n);
      for (guint i = 0; i < n; i++)
        houbu_store_publish_error (&jobs[i]->error);
      g_atomic_int_add (&self->reads, n);
      /* Nobody is told what a power failure could still undo. */
      houbu_syncer_wait (self->syncer);
      houbu_completer_finish (self->completer, jobs, n, 0);
    }
  g_clear_pointer (&tx, houbu_tx_free);
  return NULL;
}

HoubuReaders *
houbu_readers_new (const HoubuDriver *driver,
                   const char *location,
                   HoubuCompleter *completer,
                   HoubuSyncer *syncer)
{
  HoubuReaders *self = g_new0 (HoubuReaders, 1);

  self->driver = driver;
  self->location = g_strdup (location);
  self->completer = houbu_completer_ref (completer);
  self->syncer = syncer;
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

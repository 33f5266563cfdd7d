/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-writer.h"

#include "houbu-store-limits.h"
#include "houbu-tx-private.h"
#include "houbu-tx-touched.h"

struct _HoubuWriter
{
  const HoubuDriver *driver; /* (not owned) */
  char *location;            /* (owned) */
  HoubuCompleter *completer; /* (owned) */
  HoubuSyncer *syncer;       /* (not owned) */
  HoubuJobQueue *queue;      /* (owned) */
  GThread *thread;           /* (owned) (nullable) */
  int healthy;               /* atomic */
  int batch;                 /* atomic: members of one commit at most */

  /* Of the thread */
  HoubuTx *tx; /* (owned) (nullable): NULL while the database cannot be opened */
  gint64 next_probe;

  GMutex stats_mutex;
  HoubuStoreStats stats;
};

/* Two transactions, so that what the probe fills is free again. */
static const HoubuSql probe_fill = {
  "probe-fill",
  "INSERT INTO setting (key, value) VALUES ('probe', $filler)"
  " ON CONFLICT (key) DO UPDATE SET value = $filler",
};
static const HoubuSql probe_clear = { "probe-clear", "DELETE FROM setting WHERE key = 'probe'" };

/*
 * Notes what a failure says about writing in general. A full disk may have been one big job's
 * doing, so the next one probes at once; another process's lock has cost a long wait already.
 */
static void
note_trouble (HoubuWriter *self, const GError *error)
{
  gint64 now = g_get_monotonic_time ();

  if (error == NULL || error->domain != HOUBU_STORE_FAILURE)
    return;
  switch ((HoubuStoreFailure) error->code)
    {
    case HOUBU_STORE_FAILURE_FULL:
    case HOUBU_STORE_FAILURE_IO:
    case HOUBU_STORE_FAILURE_CORRUPT:
      self->next_probe = now;
      break;
    case HOUBU_STORE_FAILURE_BUSY:
      self->next_probe = now + HOUBU_STORE_PROBE_US;
      break;
    case HOUBU_STORE_FAILURE_FAILED:
    case HOUBU_STORE_FAILURE_CONSTRAINT:
    case HOUBU_STORE_FAILURE_NEWER:
    default:
      return;
    }
  g_debug ("Store: cannot commit: %s", error->message);
  g_atomic_int_set (&self->healthy, FALSE);
}

static gboolean
run_probe (HoubuTx *tx, GError **error)
{
  g_autofree char *filler = g_strnfill (HOUBU_STORE_PROBE_BYTES, '.');
  HoubuStatement *fill = houbu_tx_statement (tx, &probe_fill);

  houbu_statement_bind_text (fill, "filler", filler);
  return houbu_tx_begin (tx, error) && houbu_statement_run (fill, error) &&
         houbu_tx_commit (tx, error) && houbu_tx_begin (tx, error) &&
         houbu_statement_run (houbu_tx_statement (tx, &probe_clear), error) &&
         houbu_tx_commit (tx, error);
}

/* Waits until all that was committed so far is durable. */
static void
flush (HoubuWriter *self)
{
  houbu_syncer_begin (self->syncer, houbu_tx_get_touched (self->tx));
  houbu_syncer_end (self->syncer, NULL, 0, 0, TRUE);
  houbu_syncer_wait (self->syncer);
}

/*
 * After a failed commit nobody knows what the file holds, and the connection may keep what the
 * disk never got: only a new connection and a commit of its own prove that all is well.
 */
static gboolean
probe (HoubuWriter *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->tx, houbu_tx_free);
  self->tx = houbu_tx_new (self->driver, self->location, HOUBU_DRIVER_WRITE, &error);
  if (self->tx == NULL)
    return FALSE;
  if (run_probe (self->tx, &error))
    {
      flush (self);
      g_atomic_int_set (&self->healthy, TRUE);
      return TRUE;
    }
  g_debug ("Store: still cannot commit: %s", error->message);
  houbu_tx_rollback (self->tx);
  return FALSE;
}

static gboolean
is_fit (HoubuWriter *self)
{
  gboolean fit = g_atomic_int_get (&self->healthy);

  if (!fit && g_get_monotonic_time () >= self->next_probe)
    {
      fit = probe (self);
      self->next_probe = g_get_monotonic_time () + HOUBU_STORE_PROBE_US;
    }
  return fit;
}

static void
count_end (HoubuWriter *self, HoubuStoreJob *const *jobs, guint n, gboolean committed)
{
  g_mutex_lock (&self->stats_mutex);
  self->stats.commits += committed ? 1 : 0;
  for (guint i = 0; i < n; i++)
    if (jobs[i]->error == NULL)
      self->stats.writes++;
    else if (houbu_store_job_failed (jobs[i]))
      self->stats.failures++;
    else
      self->stats.refusals++;
  g_mutex_unlock (&self->stats_mutex);
}

/*
 * The commit is the members' answer: until it is durable nobody hears of anything. A refusal too
 * may come of a commit that is still in doubt.
 */
static void
finish (HoubuWriter *self, HoubuStoreJob *const *jobs, guint n, gboolean committed)
{
  count_end (self, jobs, n, committed);
  for (guint i = 0; i < n; i++)
    houbu_store_publish_error (&jobs[i]->error);
  if (committed)
    houbu_syncer_end (self->syncer, jobs, n, houbu_tx_get_last_seq (self->tx),
                      houbu_tx_has_changed_rows (self->tx));
  if (!committed || g_atomic_int_get (&self->batch) == 1)
    houbu_syncer_wait (self->syncer);
  if (!committed)
    houbu_completer_finish (self->completer, jobs, n, 0);
}

static void
fail_job (HoubuStoreJob *job, const GError *error)
{
  g_clear_error (&job->error);
  job->error = g_error_copy (error);
}

/* On success finish() has to follow, before anything else is committed. */
static gboolean
commit (HoubuWriter *self, GError **error)
{
  if (!houbu_tx_flush (self->tx, error))
    return FALSE;
  houbu_syncer_begin (self->syncer, houbu_tx_get_touched (self->tx));
  if (houbu_tx_commit (self->tx, error))
    return TRUE;
  houbu_syncer_fail (self->syncer);
  return FALSE;
}

/* One job in a transaction of its own. Whatever it did is undone unless it succeeded. */
static gboolean
try_alone (HoubuWriter *self, HoubuStoreJob *job)
{
  g_autoptr (GError) failure = NULL;

  if (!houbu_tx_begin (self->tx, &failure))
    {
      fail_job (job, failure);
      return FALSE;
    }
  houbu_tx_start_member (self->tx);
  if (houbu_store_job_run (job, self->tx))
    {
      if (commit (self, &failure))
        return TRUE;
      fail_job (job, failure);
    }
  houbu_tx_rollback (self->tx);
  return FALSE;
}

static void
run_alone (HoubuWriter *self, HoubuStoreJob *job)
{
  gboolean committed = FALSE;

  if (is_fit (self))
    committed = try_alone (self, job);
  else
    g_set_error_literal (&job->error, HOUBU_STORE_FAILURE, HOUBU_STORE_FAILURE_IO,
                         "The store cannot commit");
  note_trouble (self, job->error);
  finish (self, &job, 1, committed);
}

/*
 * Who waits now shares the commit, and who comes later the next one: if whoever is answered could
 * come again in time, all would soon come together, and the main loop and this thread would work
 * by turns instead of side by side.
 */
static guint
get_share (HoubuWriter *self)
{
  guint waiting = houbu_job_queue_get_length (self->queue) + 1;

  return MIN (waiting, (guint) g_atomic_int_get (&self->batch));
}

/*
 * Runs jobs in the open transaction until the batch is full. FALSE when it has to be undone: a
 * statement failed, or a refusal came after a write.
 */
static gboolean
run_members (HoubuWriter *self, GPtrArray *members, HoubuStoreJob *job)
{
  gint64 enough = g_get_monotonic_time () + HOUBU_STORE_MOST_MEMBERS_US;
  guint share = get_share (self);

  while (job != NULL)
    {
      g_ptr_array_add (members, job);
      houbu_tx_start_member (self->tx);
      if (!houbu_store_job_is_cancelled (job) && !houbu_store_job_run (job, self->tx) &&
          (houbu_store_job_failed (job) || houbu_tx_member_has_written (self->tx)))
        return FALSE;
      job = NULL;
      if (members->len < share && g_get_monotonic_time () < enough)
        job = houbu_job_queue_try_pop (self->queue);
    }
  return TRUE;
}

static void
run_each_alone (HoubuWriter *self, GPtrArray *members)
{
  for (guint i = 0; i < members->len; i++)
    {
      HoubuStoreJob *job = g_ptr_array_index (members, i);

      g_clear_error (&job->error);
      if (houbu_store_job_is_cancelled (job))
        finish (self, &job, 1, FALSE);
      else
        run_alone (self, job);
    }
}

static void
fail_all (HoubuWriter *self, GPtrArray *members, const GError *failure)
{
  for (guint i = 0; i < members->len; i++)
    fail_job (g_ptr_array_index (members, i), failure);
  finish (self, (HoubuStoreJob *const *) members->pdata, members->len, FALSE);
}

/*
 * When the disk fails at the very commit, nobody knows how it ended, so no member is run a second
 * time: all hear busy, and whoever asks again under the same idempotency key learns what became of
 * it.
 */
static void
run_batch (HoubuWriter *self, HoubuStoreJob *first)
{
  g_autoptr (GPtrArray) members = g_ptr_array_sized_new (HOUBU_STORE_MOST_MEMBERS);
  g_autoptr (GError) failure = NULL;

  if (!houbu_tx_begin (self->tx, &failure))
    {
      note_trouble (self, failure);
      run_alone (self, first);
      return;
    }
  if (run_members (self, members, first) && commit (self, &failure))
    {
      finish (self, (HoubuStoreJob *const *) members->pdata, members->len, TRUE);
      return;
    }
  houbu_tx_rollback (self->tx);
  note_trouble (self, failure);
  if (g_atomic_int_get (&self->healthy))
    run_each_alone (self, members);
  else
    fail_all (self, members, failure);
}

static void
note_hold (HoubuWriter *self, gint64 since)
{
  gint64 hold = g_get_monotonic_time () - since;

  g_mutex_lock (&self->stats_mutex);
  self->stats.longest_hold = MAX (self->stats.longest_hold, hold);
  g_mutex_unlock (&self->stats_mutex);
}

static void
serve (HoubuWriter *self)
{
  gint64 until = g_atomic_int_get (&self->healthy) ? -1 : self->next_probe;
  HoubuStoreJob *job = houbu_job_queue_pop (self->queue, until);
  gint64 since = g_get_monotonic_time ();

  if (job == NULL)
    {
      if (!houbu_job_queue_is_done (self->queue))
        is_fit (self);
      return;
    }
  if (g_atomic_int_get (&self->healthy))
    run_batch (self, job);
  else
    run_alone (self, job);
  note_hold (self, since);
}

static gpointer
writer_thread (gpointer data)
{
  HoubuWriter *self = data;

  while (!houbu_job_queue_is_done (self->queue))
    serve (self);
  g_clear_pointer (&self->tx, houbu_tx_free);
  return NULL;
}

HoubuWriter *
houbu_writer_new (const HoubuDriver *driver,
                  const char *location,
                  HoubuCompleter *completer,
                  HoubuSyncer *syncer,
                  GError **error)
{
  HoubuTx *tx = houbu_tx_new (driver, location, HOUBU_DRIVER_WRITE, error);
  HoubuWriter *self;

  if (tx == NULL)
    return NULL;
  self = g_new0 (HoubuWriter, 1);
  self->driver = driver;
  self->location = g_strdup (location);
  self->completer = houbu_completer_ref (completer);
  self->syncer = syncer;
  self->queue = houbu_job_queue_new (HOUBU_STORE_MOST_QUEUED);
  self->tx = tx;
  g_mutex_init (&self->stats_mutex);
  self->healthy = TRUE;
  self->batch = HOUBU_STORE_MOST_MEMBERS;
  self->thread = g_thread_new ("houbu-writer", writer_thread, self);
  return self;
}

/* Takes no more, runs what is queued, ends the thread. */
void
houbu_writer_close (HoubuWriter *self)
{
  if (self->thread == NULL)
    return;
  houbu_job_queue_close (self->queue);
  g_thread_join (g_steal_pointer (&self->thread));
}

void
houbu_writer_free (HoubuWriter *self)
{
  houbu_writer_close (self);
  houbu_job_queue_free (self->queue);
  houbu_completer_unref (self->completer);
  g_mutex_clear (&self->stats_mutex);
  g_free (self->location);
  g_free (self);
}

/* How many functions may share a commit from now on, at least one. */
void
houbu_writer_set_batch (HoubuWriter *self, guint members)
{
  g_atomic_int_set (&self->batch, (int) MAX (members, 1));
}

gboolean
houbu_writer_push (HoubuWriter *self, HoubuStoreJob *job)
{
  return houbu_job_queue_push (self->queue, job);
}

gboolean
houbu_writer_is_healthy (HoubuWriter *self)
{
  return g_atomic_int_get (&self->healthy);
}

void
houbu_writer_add_stats (HoubuWriter *self, HoubuStoreStats *stats)
{
  g_mutex_lock (&self->stats_mutex);
  stats->commits += self->stats.commits;
  stats->writes += self->stats.writes;
  stats->refusals += self->stats.refusals;
  stats->failures += self->stats.failures;
  stats->longest_hold = self->stats.longest_hold;
  g_mutex_unlock (&self->stats_mutex);
  stats->queued_writes += houbu_job_queue_get_length (self->queue);
}

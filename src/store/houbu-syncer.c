/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-syncer.h"

#include "houbu-tx-touched.h"

typedef enum
{
  IDLE,
  IN_DOUBT,  /* the writer is committing */
  COMMITTED, /* and has said that it did */
  UNCHANGED, /* or that there was nothing to write */
  UNKNOWN,   /* or that it failed */
} State;

struct _HoubuSyncer
{
  const HoubuDriver *driver; /* (not owned) */
  gpointer connection;       /* (owned) */
  HoubuCompleter *completer; /* (owned) */
  HoubuFreshness *freshness; /* (not owned) */
  GThread *thread;           /* (owned) (nullable) */

  GMutex mutex; /* for all below */
  GCond changed;
  State state;
  guint64 begun; /* commits so far */
  guint64 over;  /* of them, those in doubt no longer */
  gboolean closed;

  /* Of the commit in doubt: the writer's until it says how it ended, then the thread's */
  HoubuTouched touched; /* (owned) */
  GPtrArray *jobs;      /* (owned) (element-type HoubuStoreJob) */
  gint64 last_seq;
};

static void
copy_touched (HoubuTouched *to, const HoubuTouched *from)
{
  g_array_set_size (to->topics, 0);
  to->everything = from->everything;
  if (from->topics->len > 0)
    g_array_append_vals (to->topics, from->topics->data, from->topics->len);
}

/*
 * What the disk has not taken may be gone although it can still be read, and asking it once more
 * tells nothing: it reports an error only once (https://lwn.net/Articles/752063/). The log is
 * verified when it is opened, so only a new start can tell what is there.
 */
static void
sync_or_end (HoubuSyncer *self)
{
  g_autoptr (GError) error = NULL;

  if (self->driver->sync != NULL && !self->driver->sync (self->connection, &error))
    g_error ("The disk did not take what was committed (%s). Start houbud again: it takes up"
             " what is there, and whoever had no answer asks again.",
             error->message);
}

static void
settle (HoubuSyncer *self, State state)
{
  if (state != UNCHANGED)
    sync_or_end (self);
  houbu_freshness_settle (self->freshness, &self->touched);
  houbu_completer_finish (self->completer, (HoubuStoreJob *const *) self->jobs->pdata,
                          self->jobs->len, self->last_seq);
  g_ptr_array_set_size (self->jobs, 0);
}

/* IDLE when there is nothing left to do. */
static State
wait_for_commit (HoubuSyncer *self)
{
  State state;

  g_mutex_lock (&self->mutex);
  while (self->state <= IN_DOUBT && !self->closed)
    g_cond_wait (&self->changed, &self->mutex);
  state = self->state;
  g_mutex_unlock (&self->mutex);
  return state;
}

static gpointer
syncer_thread (gpointer data)
{
  HoubuSyncer *self = data;
  State state;

  while ((state = wait_for_commit (self)) != IDLE)
    {
      settle (self, state);
      g_mutex_lock (&self->mutex);
      self->state = IDLE;
      self->over = self->begun;
      g_cond_broadcast (&self->changed);
      g_mutex_unlock (&self->mutex);
    }
  return NULL;
}

HoubuSyncer *
houbu_syncer_new (const HoubuDriver *driver,
                  const char *location,
                  HoubuCompleter *completer,
                  HoubuFreshness *freshness,
                  GError **error)
{
  gpointer connection = driver->open (location, HOUBU_DRIVER_READ, error);
  HoubuSyncer *self;

  if (connection == NULL)
    return NULL;
  self = g_new0 (HoubuSyncer, 1);
  self->driver = driver;
  self->connection = connection;
  self->completer = houbu_completer_ref (completer);
  self->freshness = freshness;
  self->touched.topics = g_array_new (FALSE, FALSE, sizeof (HoubuTopic));
  self->jobs = g_ptr_array_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->thread = g_thread_new ("houbu-syncer", syncer_thread, self);
  return self;
}

/* After the writer's end: waits for its last commit. */
void
houbu_syncer_close (HoubuSyncer *self)
{
  if (self->thread == NULL)
    return;
  g_mutex_lock (&self->mutex);
  g_assert (self->state != IN_DOUBT);
  self->closed = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  g_thread_join (g_steal_pointer (&self->thread));
}

void
houbu_syncer_free (HoubuSyncer *self)
{
  houbu_syncer_close (self);
  self->driver->close (self->connection);
  houbu_completer_unref (self->completer);
  g_array_unref (self->touched.topics);
  g_ptr_array_unref (self->jobs);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

static void
wait_for (HoubuSyncer *self, guint64 begun)
{
  while (self->over < begun)
    g_cond_wait (&self->changed, &self->mutex);
}

/*
 * houbu_syncer_begin:
 * @touched: what the transaction has changed
 *
 * By the writer, right before it commits. Waits until the commit before is durable. Whoever keeps
 * answers knows before anybody can read what has changed.
 */
void
houbu_syncer_begin (HoubuSyncer *self, const HoubuTouched *touched)
{
  g_mutex_lock (&self->mutex);
  wait_for (self, self->begun);
  self->begun++;
  self->state = IN_DOUBT;
  g_mutex_unlock (&self->mutex);
  copy_touched (&self->touched, touched);
  houbu_freshness_announce (self->freshness, touched);
}

static void
hand_over (HoubuSyncer *self, State state)
{
  houbu_freshness_count (self->freshness, state == COMMITTED);
  g_mutex_lock (&self->mutex);
  self->state = state;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/*
 * houbu_syncer_end:
 * @jobs: who is to be told when it is durable
 * @n: how many
 * @last_seq: the newest journal row of the commit, or 0
 * @changed: whether it wrote anything
 *
 * By the writer, when it has committed.
 */
void
houbu_syncer_end (
    HoubuSyncer *self, HoubuStoreJob *const *jobs, guint n, gint64 last_seq, gboolean changed)
{
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self->jobs, jobs[i]);
  self->last_seq = last_seq;
  hand_over (self, changed ? COMMITTED : UNCHANGED);
}

/* By the writer, when the commit has failed and perhaps took effect all the same. */
void
houbu_syncer_fail (HoubuSyncer *self)
{
  self->last_seq = 0;
  hand_over (self, UNKNOWN);
}

/*
 * houbu_syncer_wait:
 *
 * Waits until every commit that can be seen now is durable, and no longer. From any thread but the
 * syncer's.
 */
void
houbu_syncer_wait (HoubuSyncer *self)
{
  g_mutex_lock (&self->mutex);
  wait_for (self, self->begun);
  g_mutex_unlock (&self->mutex);
}

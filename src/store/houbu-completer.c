/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-completer.h"

struct _HoubuCompleter
{
  GMainContext *context; /* (owned) */

  GMutex mutex;
  GCond woken;     /* for blocked callers */
  guint blocked;   /* how many there are */
  GPtrArray *done; /* (owned) (element-type HoubuStoreJob) */
  gint64 last_seq; /* of commits not told of yet, or 0 */
  gboolean scheduled;

  /* In the main context only */
  HoubuCommittedFunc committed;
  gpointer committed_data;
  GDestroyNotify committed_destroy;
};

HoubuCompleter *
houbu_completer_new (GMainContext *context)
{
  HoubuCompleter *self = g_atomic_rc_box_new0 (HoubuCompleter);

  self->context = g_main_context_ref (context);
  self->done = g_ptr_array_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->woken);
  return self;
}

HoubuCompleter *
houbu_completer_ref (HoubuCompleter *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
completer_clear (gpointer data)
{
  HoubuCompleter *self = data;

  g_assert (self->done->len == 0);
  g_ptr_array_unref (self->done);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->woken);
  g_main_context_unref (self->context);
}

void
houbu_completer_unref (HoubuCompleter *self)
{
  g_atomic_rc_box_release_full (self, completer_clear);
}

void
houbu_completer_set_committed_func (HoubuCompleter *self,
                                    HoubuCommittedFunc func,
                                    gpointer data,
                                    GDestroyNotify destroy)
{
  if (self->committed_destroy != NULL)
    self->committed_destroy (self->committed_data);
  self->committed = func;
  self->committed_data = data;
  self->committed_destroy = destroy;
}

static GPtrArray *
take_done (HoubuCompleter *self, gint64 *last_seq)
{
  GPtrArray *done;

  g_mutex_lock (&self->mutex);
  done = self->done;
  self->done = g_ptr_array_new ();
  *last_seq = self->last_seq;
  self->last_seq = 0;
  self->scheduled = FALSE;
  g_mutex_unlock (&self->mutex);
  return done;
}

static gboolean
deliver (gpointer data)
{
  HoubuCompleter *self = data;
  gint64 last_seq = 0;
  g_autoptr (GPtrArray) done = take_done (self, &last_seq);

  for (guint i = 0; i < done->len; i++)
    houbu_store_job_deliver (g_ptr_array_index (done, i));
  if (last_seq != 0 && self->committed != NULL)
    self->committed (last_seq, self->committed_data);
  return G_SOURCE_REMOVE;
}

static void
schedule (HoubuCompleter *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "houbu-completer");
  g_source_set_callback (source, deliver, houbu_completer_ref (self),
                         (GDestroyNotify) houbu_completer_unref);
  g_source_attach (source, self->context);
}

/* From any thread. Blocked callers go on at once. */
void
houbu_completer_finish (HoubuCompleter *self, HoubuStoreJob *const *jobs, guint n, gint64 last_seq)
{
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < n; i++)
    if (jobs[i]->task != NULL)
      g_ptr_array_add (self->done, jobs[i]);
    else
      jobs[i]->finished = TRUE;
  self->last_seq = MAX (self->last_seq, last_seq);
  if (!self->scheduled && (self->done->len > 0 || self->last_seq != 0))
    {
      /* Before a blocked caller goes on: its main loop has to find what comes of its commit. */
      schedule (self);
      self->scheduled = TRUE;
    }
  if (self->blocked > 0)
    g_cond_broadcast (&self->woken);
  g_mutex_unlock (&self->mutex);
}

/* Blocks until a job without a task has been finished. */
void
houbu_completer_wait (HoubuCompleter *self, HoubuStoreJob *job)
{
  g_mutex_lock (&self->mutex);
  self->blocked++;
  while (!job->finished)
    g_cond_wait (&self->woken, &self->mutex);
  self->blocked--;
  g_mutex_unlock (&self->mutex);
}

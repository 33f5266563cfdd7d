/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-job-queue.h"

struct _HoubuJobQueue
{
  GMutex mutex;
  GCond changed;
  GQueue jobs; /* (element-type HoubuStoreJob) */
  guint limit;
  guint idle; /* threads that wait for a job; to wake nobody costs a system call too */
  gboolean closed;
};

HoubuJobQueue *
houbu_job_queue_new (guint limit)
{
  HoubuJobQueue *self = g_new0 (HoubuJobQueue, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  g_queue_init (&self->jobs);
  self->limit = limit;
  return self;
}

void
houbu_job_queue_free (HoubuJobQueue *self)
{
  g_assert (g_queue_is_empty (&self->jobs));
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

/* FALSE when it is full or closed. */
gboolean
houbu_job_queue_push (HoubuJobQueue *self, HoubuStoreJob *job)
{
  gboolean taken;

  g_mutex_lock (&self->mutex);
  taken = !self->closed && self->jobs.length < self->limit;
  if (taken)
    {
      g_queue_push_tail (&self->jobs, job);
      if (self->idle > 0)
        g_cond_signal (&self->changed);
    }
  g_mutex_unlock (&self->mutex);
  return taken;
}

/* Waits; NULL when closed and empty, or at @wait_until (monotonic, or -1 for ever). */
HoubuStoreJob *
houbu_job_queue_pop (HoubuJobQueue *self, gint64 wait_until)
{
  HoubuStoreJob *job;

  g_mutex_lock (&self->mutex);
  self->idle++;
  while (g_queue_is_empty (&self->jobs) && !self->closed)
    {
      if (wait_until < 0)
        g_cond_wait (&self->changed, &self->mutex);
      else if (!g_cond_wait_until (&self->changed, &self->mutex, wait_until))
        break;
    }
  self->idle--;
  job = g_queue_pop_head (&self->jobs);
  g_mutex_unlock (&self->mutex);
  return job;
}

HoubuStoreJob *
houbu_job_queue_try_pop (HoubuJobQueue *self)
{
  HoubuStoreJob *job;

  g_mutex_lock (&self->mutex);
  job = g_queue_pop_head (&self->jobs);
  g_mutex_unlock (&self->mutex);
  return job;
}

/* What is queued is still handed out. */
void
houbu_job_queue_close (HoubuJobQueue *self)
{
  g_mutex_lock (&self->mutex);
  self->closed = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

gboolean
houbu_job_queue_is_done (HoubuJobQueue *self)
{
  gboolean done;

  g_mutex_lock (&self->mutex);
  done = self->closed && g_queue_is_empty (&self->jobs);
  g_mutex_unlock (&self->mutex);
  return done;
}

guint
houbu_job_queue_get_length (HoubuJobQueue *self)
{
  guint length;

  g_mutex_lock (&self->mutex);
  length = self->jobs.length;
  g_mutex_unlock (&self->mutex);
  return length;
}

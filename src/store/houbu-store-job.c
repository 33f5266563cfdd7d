/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-job.h"

#include "houbu-error.h"
#include "houbu-store-limits.h"

static void
job_free (gpointer data)
{
  HoubuStoreJob *self = data;

  if (self->destroy != NULL)
    self->destroy (self->data);
  g_clear_error (&self->error);
  g_free (self);
}

/* The task owns the job, the job the task; houbu_store_job_deliver() breaks the circle. */
HoubuStoreJob *
houbu_store_job_new (GTask *task, HoubuStoreFunc func, gpointer data, GDestroyNotify destroy)
{
  HoubuStoreJob *self = g_new0 (HoubuStoreJob, 1);

  self->func = func;
  self->data = data;
  self->destroy = destroy;
  self->task = g_object_ref (task);
  g_task_set_task_data (task, self, job_free);
  return self;
}

gboolean
houbu_store_job_is_cancelled (HoubuStoreJob *self)
{
  GCancellable *cancellable = self->task != NULL ? g_task_get_cancellable (self->task) : NULL;

  return g_cancellable_set_error_if_cancelled (cancellable, &self->error);
}

/* May be called again after a roll-back; the end of the last run counts. */
gboolean
houbu_store_job_run (HoubuStoreJob *self, HoubuTx *tx)
{
  g_clear_error (&self->error);
  if (self->func (tx, self->data, &self->error))
    {
      g_clear_error (&self->error);
      return TRUE;
    }
  if (self->error == NULL)
    {
      g_critical ("A store function failed without saying why");
      g_set_error_literal (&self->error, HOUBU_STORE_FAILURE, HOUBU_STORE_FAILURE_FAILED,
                           "A store function failed without saying why");
    }
  return FALSE;
}

/* Whether it ended otherwise than by success or a refusal. */
gboolean
houbu_store_job_failed (HoubuStoreJob *self)
{
  return self->error != NULL && self->error->domain == HOUBU_STORE_FAILURE;
}

/* In the main context. */
void
houbu_store_job_deliver (HoubuStoreJob *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (task, TRUE);
}

void
houbu_store_set_busy (GError **error)
{
  houbu_error_set (error, HOUBU_ERROR_BUSY, HOUBU_PROBLEM_NONE, "retry-after",
                   (gint64) HOUBU_STORE_RETRY_AFTER, NULL);
}

/* The one place where a HOUBU_STORE_FAILURE becomes what callers see. */
void
houbu_store_publish_error (GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (*error == NULL || (*error)->domain != HOUBU_STORE_FAILURE)
    return;
  failure = g_steal_pointer (error);
  g_debug ("Store: %s", failure->message);
  switch ((HoubuStoreFailure) failure->code)
    {
    case HOUBU_STORE_FAILURE_FULL:
    case HOUBU_STORE_FAILURE_IO:
    case HOUBU_STORE_FAILURE_BUSY:
      houbu_store_set_busy (error);
      break;
    case HOUBU_STORE_FAILURE_FAILED:
    case HOUBU_STORE_FAILURE_CONSTRAINT:
    case HOUBU_STORE_FAILURE_CORRUPT:
    case HOUBU_STORE_FAILURE_NEWER:
    default:
      g_set_error_literal (error, HOUBU_ERROR, HOUBU_ERROR_INTERNAL, failure->message);
    }
}

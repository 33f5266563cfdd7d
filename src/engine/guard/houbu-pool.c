/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-pool.h"

#include "houbu-error.h"

/* What somebody who finds the pool full is asked to wait. */
#define RETRY_AFTER_SECONDS 2

/**
 * HoubuPool:
 *
 * A few threads with a bounded queue before them, for computations that would hold the main loop
 * up. When the queue is full the caller is told to come back instead of waiting ever longer.
 */
struct _HoubuPool
{
  GThreadPool *threads; /* (owned) */
  guint waiting;        /* at most */
};

typedef struct
{
  GTask *task; /* (owned) */
  GTaskThreadFunc func;
} Work;

static void
work (gpointer data, gpointer user_data)
{
  Work *item = data;
  g_autoptr (GTask) task = g_steal_pointer (&item->task);
  GTaskThreadFunc func = item->func;

  (void) user_data;
  g_free (item);
  if (g_task_return_error_if_cancelled (task))
    return;
  func (task, g_task_get_source_object (task), g_task_get_task_data (task),
        g_task_get_cancellable (task));
}

/**
 * houbu_pool_new:
 * @threads: how many
 * @waiting: how many tasks may wait for one
 *
 * Returns: (transfer full): a pool
 */
HoubuPool *
houbu_pool_new (guint threads, guint waiting)
{
  HoubuPool *pool = g_atomic_rc_box_new0 (HoubuPool);

  g_return_val_if_fail (threads > 0, NULL);

  pool->threads = g_thread_pool_new (work, NULL, (int) threads, FALSE, NULL);
  pool->waiting = waiting;
  return pool;
}

/**
 * houbu_pool_ref:
 * @pool: a pool
 *
 * Returns: (transfer full): the same pool
 */
HoubuPool *
houbu_pool_ref (HoubuPool *pool)
{
  g_return_val_if_fail (pool != NULL, NULL);

  return g_atomic_rc_box_acquire (pool);
}

static void
clear (gpointer data)
{
  HoubuPool *pool = data;

  g_thread_pool_free (pool->threads, FALSE, TRUE);
}

/**
 * houbu_pool_unref:
 * @pool: (transfer full): a pool; the last reference waits for its tasks
 */
void
houbu_pool_unref (HoubuPool *pool)
{
  g_return_if_fail (pool != NULL);

  g_atomic_rc_box_release_full (pool, clear);
}

/**
 * houbu_pool_waiting:
 * @pool: a pool
 *
 * Returns: how many tasks wait for a thread
 */
guint
houbu_pool_waiting (HoubuPool *pool)
{
  g_return_val_if_fail (pool != NULL, 0);

  return g_thread_pool_unprocessed (pool->threads);
}

/**
 * houbu_pool_push:
 * @pool: a pool
 * @task: (transfer none): what @func will return its result to
 * @func: run on one of the threads
 * @error: HOUBU_ERROR_BUSY with a retry-after
 *
 * Returns: whether there was room; if not, @task has not been returned to
 */
gboolean
houbu_pool_push (HoubuPool *pool, GTask *task, GTaskThreadFunc func, GError **error)
{
  Work *item;

  g_return_val_if_fail (pool != NULL && G_IS_TASK (task) && func != NULL, FALSE);

  if (g_thread_pool_unprocessed (pool->threads) >= pool->waiting)
    {
      houbu_error_set (error, HOUBU_ERROR_BUSY, HOUBU_PROBLEM_NONE, "retry-after",
                       (gint64) RETRY_AFTER_SECONDS, NULL);
      return FALSE;
    }
  item = g_new (Work, 1);
  item->task = g_object_ref (task);
  item->func = func;
  /* Fails only when a new thread cannot be made; the work then waits for one that is there. */
  g_thread_pool_push (pool->threads, item, NULL);
  return TRUE;
}

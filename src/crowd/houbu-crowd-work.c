/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-work.h"

#define SHA256_BYTES 32

typedef struct
{
  char *challenge; /* (owned) */
  guint difficulty;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->challenge);
  g_free (work);
}

static gboolean
begins_with_zeros (const guint8 *hash, guint difficulty)
{
  guint zeros = 0;

  while (zeros < 8 * SHA256_BYTES && (hash[zeros / 8] & (0x80 >> zeros % 8)) == 0)
    zeros++;
  return zeros >= difficulty;
}

static void
work_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;
  g_autoptr (GChecksum) begun = g_checksum_new (G_CHECKSUM_SHA256);

  (void) source;
  g_checksum_update (begun, (const guchar *) work->challenge, -1);
  for (guint64 i = 0; !g_cancellable_is_cancelled (cancellable); i++)
    {
      g_autoptr (GChecksum) sum = g_checksum_copy (begun);
      guint8 hash[SHA256_BYTES];
      gsize length = sizeof hash;
      char answer[24];

      g_snprintf (answer, sizeof answer, "%" G_GUINT64_FORMAT, i);
      g_checksum_update (sum, (const guchar *) answer, -1);
      g_checksum_get_digest (sum, hash, &length);
      if (begins_with_zeros (hash, work->difficulty))
        {
          g_task_return_pointer (task, g_strdup (answer), g_free);
          return;
        }
    }
  g_task_return_error_if_cancelled (task);
}

/**
 * houbu_crowd_work_async:
 * @challenge: of a `work` captcha
 * @difficulty: how many zero bits it wants
 * @cancellable: (nullable): ends it
 * @callback: called when there is an answer
 * @user_data: for @callback
 */
void
houbu_crowd_work_async (const char *challenge,
                        guint difficulty,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  g_return_if_fail (challenge != NULL);

  work->challenge = g_strdup (challenge);
  work->difficulty = difficulty;
  g_task_set_source_tag (task, houbu_crowd_work_async);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, work_in_thread);
}

/**
 * houbu_crowd_work_finish:
 * @result: what the callback got
 * @error: %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the answer
 */
char *
houbu_crowd_work_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-work.h"

#define SHA256_BYTES 32
/* Tries between two reports of how far it has come. */
#define TRIES_A_REPORT 1024
/* More bits than anybody computes; only the figures for progress end here. */
#define MOST_DIFFICULT 62

struct _HoubuWork
{
  GObject parent_instance;

  char *challenge; /* (owned) */
  guint difficulty;
  gsize reports; /* atomic: written by the thread */
};

G_DEFINE_FINAL_TYPE (HoubuWork, houbu_work, G_TYPE_OBJECT)

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
  HoubuWork *self = source;
  g_autoptr (GChecksum) begun = g_checksum_new (G_CHECKSUM_SHA256);

  (void) data;
  g_checksum_update (begun, (const guchar *) self->challenge, -1);
  for (guint64 i = 0; !g_cancellable_is_cancelled (cancellable); i++)
    {
      g_autoptr (GChecksum) sum = g_checksum_copy (begun);
      guint8 hash[SHA256_BYTES];
      gsize length = sizeof hash;
      char answer[24];

      g_snprintf (answer, sizeof answer, "%" G_GUINT64_FORMAT, i);
      g_checksum_update (sum, (const guchar *) answer, -1);
      g_checksum_get_digest (sum, hash, &length);
      if (begins_with_zeros (hash, self->difficulty))
        {
          g_task_return_pointer (task, g_strdup (answer), g_free);
          return;
        }
      if (i % TRIES_A_REPORT == TRIES_A_REPORT - 1)
        g_atomic_pointer_add (&self->reports, 1);
    }
  g_task_return_error_if_cancelled (task);
}

static void
houbu_work_finalize (GObject *object)
{
  g_free (HOUBU_WORK (object)->challenge);
  G_OBJECT_CLASS (houbu_work_parent_class)->finalize (object);
}

static void
houbu_work_class_init (HoubuWorkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = houbu_work_finalize;
}

static void
houbu_work_init (HoubuWork *self)
{
}

/**
 * houbu_work_new:
 * @challenge: of a `work` captcha
 * @difficulty: how many zero bits it wants
 *
 * Returns: (transfer full): work that has not begun
 */
HoubuWork *
houbu_work_new (const char *challenge, guint difficulty)
{
  HoubuWork *self;

  g_return_val_if_fail (challenge != NULL, NULL);

  self = g_object_new (HOUBU_TYPE_WORK, NULL);
  self->challenge = g_strdup (challenge);
  self->difficulty = difficulty;
  return self;
}

/**
 * houbu_work_get_progress:
 * @self: work
 *
 * Luck decides when it ends. This is one half after as many tries as it takes on average, it only
 * grows, and it is never 1.
 *
 * Returns: how far it has come, from 0 to 1
 */
double
houbu_work_get_progress (HoubuWork *self)
{
  double tries;

  g_return_val_if_fail (HOUBU_IS_WORK (self), 0);

  tries = (double) (gsize) g_atomic_pointer_get (&self->reports) * TRIES_A_REPORT;
  return tries /
         (tries + (double) (G_GUINT64_CONSTANT (1) << MIN (self->difficulty, MOST_DIFFICULT)));
}

/**
 * houbu_work_run_async:
 * @self: work that has not begun
 * @cancellable: (nullable): ends it
 * @callback: called when there is an answer
 * @user_data: for @callback
 */
void
houbu_work_run_async (HoubuWork *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (HOUBU_IS_WORK (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, houbu_work_run_async);
  g_task_run_in_thread (task, work_in_thread);
}

/**
 * houbu_work_run_finish:
 * @self: work
 * @result: what the callback got
 * @error: %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the answer
 */
char *
houbu_work_run_finish (HoubuWork *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

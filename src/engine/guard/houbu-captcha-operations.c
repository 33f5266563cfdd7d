/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-accounts.h"

#include "houbu-captcha.h"
#include "houbu-engine-private.h"
#include "houbu-error.h"
#include "houbu-limits.h"
#include "houbu-records.h"
#include "houbu-store-guards.h"
#include "houbu-store.h"
#include "houbu-tx.h"
#include "houbu-tokens.h"

/* A captcha on its way to whoever asked for it. */
typedef struct
{
  HoubuCall *call;      /* (owned) */
  char *id;             /* (owned) */
  char *answer;         /* (owned): what is drawn, or the challenge */
  HoubuCaptchaRow *row; /* (owned) */
  char *image;          /* (owned) (nullable): base64 */
  GTask *task;          /* (owned) (nullable): the operation */
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  houbu_call_unref (making->call);
  g_free (making->id);
  g_free (making->answer);
  houbu_captcha_row_free (making->row);
  g_free (making->image);
  g_clear_object (&making->task);
  g_free (making);
}

static gboolean
add_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  const Making *making = data;

  houbu_tx_declare_journaled (tx);
  return houbu_store_captcha_add (tx, making->id, making->row, error);
}

static HoubuRecord *
to_record (const Making *making)
{
  HoubuCaptchaChallenge *record = houbu_captcha_challenge_new ();

  houbu_captcha_challenge_set_id (record, making->id);
  houbu_captcha_challenge_set_expires_at (record, making->row->expires_at);
  if (making->image != NULL)
    {
      houbu_captcha_challenge_set_image_png (record, making->image);
      return HOUBU_RECORD (record);
    }
  houbu_captcha_challenge_set_challenge (record, making->answer);
  houbu_captcha_challenge_set_difficulty (record, making->row->difficulty);
  return HOUBU_RECORD (record);
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  const Making *making = houbu_store_result_get_data (result);
  GError *error = NULL;

  if (houbu_store_write_finish (HOUBU_STORE (source), result, &error))
    houbu_operation_answer (task, making->call, to_record (making));
  else
    houbu_operation_fail (task, error);
}

static void
add (Making *making)
{
  HoubuStore *store = houbu_engine_get_store (making->call->engine);

  houbu_store_write_async (store, add_in_store, making, making_free, NULL, on_added,
                           g_steal_pointer (&making->task));
}

static void
draw_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Making *making = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = houbu_captcha_draw (making->answer, &error);

  (void) source;
  (void) cancellable;
  if (png == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  making->image = g_base64_encode (g_bytes_get_data (png, NULL), g_bytes_get_size (png));
  g_task_return_boolean (task, TRUE);
}

static void
on_drawn (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Making *making = user_data;
  g_autoptr (GError) error = NULL;
  GError *internal = NULL;

  (void) source;
  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      add (making);
      return;
    }
  if (error->domain == HOUBU_ERROR)
    internal = g_steal_pointer (&error);
  else
    {
      g_debug ("%s", error->message);
      houbu_error_set (&internal, HOUBU_ERROR_INTERNAL, HOUBU_PROBLEM_NONE, NULL);
    }
  houbu_operation_fail (g_steal_pointer (&making->task), internal);
  making_free (making);
}

static Making *
making_new (HoubuCall *call, HoubuCaptchaKind kind, GTask *task)
{
  Making *making = g_new0 (Making, 1);

  making->call = houbu_call_ref (call);
  making->task = task;
  making->id = houbu_random_id ();
  making->row = g_new0 (HoubuCaptchaRow, 1);
  making->row->kind = g_strdup (houbu_captcha_kind_to_string (kind));
  making->row->expires_at = call->now + HOUBU_LIMIT_CAPTCHA_SECONDS * HOUBU_SECOND;
  if (kind == HOUBU_CAPTCHA_KIND_WORK)
    {
      making->answer = houbu_random_id ();
      making->row->answer = g_bytes_new (making->answer, strlen (making->answer));
      making->row->difficulty = houbu_engine_get_options (call->engine)->captcha_difficulty;
      return making;
    }
  making->answer = houbu_captcha_random_answer ();
  making->row->answer =
      houbu_captcha_hash_answer (houbu_engine_get_vault (call->engine), making->id, making->answer);
  return making;
}

static void
create (HoubuEngine *engine, HoubuCall *call, GTask *task)
{
  HoubuCaptchaKind kind = houbu_captcha_request_get_kind (HOUBU_CAPTCHA_REQUEST (call->request));
  Making *making;
  GTask *drawing;
  GError *error = NULL;

  if (!houbu_engine_admit_special (engine, HOUBU_BUCKET_CAPTCHA, call->address, &error))
    {
      houbu_operation_fail (task, error);
      return;
    }
  making = making_new (call, kind, task);
  if (kind == HOUBU_CAPTCHA_KIND_WORK)
    {
      add (making);
      return;
    }
  drawing = g_task_new (NULL, NULL, on_drawn, making);
  g_task_set_task_data (drawing, making, NULL);
  if (!houbu_pool_push (houbu_engine_get_pool (engine), drawing, draw_in_thread, &error))
    g_task_return_error (drawing, error);
  g_object_unref (drawing);
}

const HoubuOperation houbu_operation_create_captcha = {
  .name = "create_captcha",
  .mode = HOUBU_OPERATION_STEPS,
  .start = create,
};

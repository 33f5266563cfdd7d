/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-engine.h"

#include "houbu-engine-private.h"
#include "houbu-error.h"
#include "houbu-mask.h"
#include "houbu-store-operators.h"
#include "houbu-store-sessions.h"
#include "houbu-store.h"
#include "houbu-tokens.h"
#include "houbu-tx.h"

#include <string.h>

/* A look at the store for a token. */
typedef struct
{
  HoubuTokenKind kind;
  guint8 hash[HOUBU_TOKEN_HASH_BYTES];
  HoubuSessionsMark mark; /* before the store was asked */
  gint64 idle;
  gint64 now;
  HoubuCaller *caller; /* (owned) (nullable): whom it belongs to */
  gint64 seen_at;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_clear_pointer (&look->caller, houbu_caller_unref);
  g_free (look);
}

static void
refuse (GError **error)
{
  houbu_error_set (error, HOUBU_ERROR_UNAUTHENTICATED, HOUBU_PROBLEM_NONE, NULL);
}

static HoubuCaller *
caller_with (HoubuCallerKind kind, const Look *look, gint64 expires_at)
{
  HoubuCaller *caller = houbu_caller_new (kind);

  memcpy (caller->token_hash, look->hash, sizeof look->hash);
  caller->expires_at = expires_at;
  return caller;
}

static gboolean
find_candidate (HoubuTx *tx, Look *look, GError **error)
{
  g_autoptr (HoubuSessionRow) row = houbu_store_session_find (tx, look->hash, error);

  if (row == NULL || look->now >= row->expires_at || look->now - row->seen_at >= look->idle)
    return FALSE;
  look->caller = caller_with (HOUBU_CALLER_CANDIDATE, look, row->expires_at);
  look->caller->account = row->account;
  look->caller->account_id = g_strdup (row->account_id);
  look->caller->account_name = g_strdup (row->account_name);
  look->caller->phone_masked = houbu_mask_phone (row->phone);
  look->seen_at = row->seen_at;
  return TRUE;
}

static gboolean
find_operator (HoubuTx *tx, Look *look, GError **error)
{
  g_autoptr (HoubuOperatorRow) row = houbu_store_operator_by_token (tx, look->hash, error);

  if (row == NULL || look->now >= row->expires_at)
    return FALSE;
  look->caller = caller_with (HOUBU_CALLER_OPERATOR, look, row->expires_at);
  look->caller->operator_key = row->key;
  look->caller->operator_name = g_strdup (row->name);
  look->caller->role = houbu_role_from_string (row->role);
  look->caller->scope = g_strdup (row->scope);
  /* An operator's session does not idle out: it is short. */
  look->seen_at = look->now;
  return TRUE;
}

static gboolean
look_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  Look *look = data;
  g_autoptr (GError) local_error = NULL;
  gboolean found;

  g_clear_pointer (&look->caller, houbu_caller_unref);
  if (look->kind == HOUBU_TOKEN_OPERATOR)
    found = find_operator (tx, look, &local_error);
  else
    found = find_candidate (tx, look, &local_error);
  if (found)
    return TRUE;
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    refuse (error);
  return FALSE;
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuEngine *engine = g_task_get_source_object (task);
  Look *look = houbu_store_result_get_data (result);
  GError *error = NULL;

  if (!houbu_store_read_finish (HOUBU_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  look->caller->actor = houbu_caller_dup_actor (look->caller);
  houbu_sessions_put (houbu_engine_get_sessions (engine), look->mark, look->caller, look->seen_at);
  houbu_engine_touch_session (engine, look->caller);
  g_task_return_pointer (task, g_steal_pointer (&look->caller),
                         (GDestroyNotify) houbu_caller_unref);
}

typedef struct
{
  guint8 hash[HOUBU_TOKEN_HASH_BYTES];
  gint64 now;
} Touch;

static gboolean
touch_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  const Touch *touch = data;

  houbu_tx_declare_journaled (tx);
  return houbu_store_session_touch (tx, touch->hash, touch->now, error);
}

static void
write_use_down (HoubuEngine *engine, const HoubuCaller *caller, gint64 now)
{
  Touch *touch = g_new (Touch, 1);

  memcpy (touch->hash, caller->token_hash, sizeof touch->hash);
  touch->now = now;
  /* Nobody waits for it; a use that is lost with a failing store makes the session idle sooner. */
  houbu_store_write_async (houbu_engine_get_store (engine), touch_in_store, touch, g_free, NULL,
                           NULL, NULL);
}

/**
 * houbu_engine_look:
 * @engine: an engine
 * @moment: (out caller-allocates): the present
 */
void
houbu_engine_look (HoubuEngine *engine, HoubuMoment *moment)
{
  HoubuPresent present;

  g_return_if_fail (HOUBU_IS_ENGINE (engine) && moment != NULL);

  present = houbu_store_look (houbu_engine_get_store (engine));
  *moment = (HoubuMoment){ houbu_clock_now (houbu_engine_get_clock (engine)),
                           g_get_monotonic_time (), present.time, present.foreign };
}

/**
 * houbu_engine_recognize:
 * @engine: an engine
 * @token: what somebody sent
 * @moment: the present
 *
 * Keeps the session from idling out, too.
 *
 * Returns: (transfer none) (nullable): whose token it is, when that was looked up a moment ago;
 *   otherwise houbu_engine_authenticate_async() has to be asked. Valid until the main loop goes on
 */
HoubuCaller *
houbu_engine_recognize (HoubuEngine *engine, const char *token, const HoubuMoment *moment)
{
  HoubuCaller *caller;
  gboolean use = FALSE;

  g_return_val_if_fail (HOUBU_IS_ENGINE (engine) && token != NULL && moment != NULL, NULL);

  caller = houbu_sessions_find (houbu_engine_get_sessions (engine), token, moment, &use);
  if (use)
    write_use_down (engine, caller, moment->now);
  return caller;
}

/**
 * houbu_engine_authenticate_cached:
 * @engine: an engine
 * @token: what somebody sent
 *
 * Returns: (transfer full) (nullable): what houbu_engine_recognize() says at present
 */
HoubuCaller *
houbu_engine_authenticate_cached (HoubuEngine *engine, const char *token)
{
  HoubuMoment moment;
  HoubuCaller *caller;

  houbu_engine_look (engine, &moment);
  caller = houbu_engine_recognize (engine, token, &moment);
  return caller != NULL ? houbu_caller_ref (caller) : NULL;
}

/**
 * houbu_engine_authenticate_async:
 * @engine: an engine
 * @token: what somebody sent
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known
 * @user_data: for @callback
 */
void
houbu_engine_authenticate_async (HoubuEngine *engine,
                                 const char *token,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  HoubuTokenKind kind;
  Look *look;

  g_return_if_fail (HOUBU_IS_ENGINE (engine) && token != NULL);

  task = g_task_new (engine, cancellable, callback, user_data);
  g_task_set_source_tag (task, houbu_engine_authenticate_async);
  kind = houbu_token_kind (token);
  if (kind != HOUBU_TOKEN_CANDIDATE && kind != HOUBU_TOKEN_OPERATOR)
    {
      GError *error = NULL;

      refuse (&error);
      g_task_return_error (task, error);
      return;
    }
  look = g_new0 (Look, 1);
  look->kind = kind;
  look->mark = houbu_sessions_mark (houbu_engine_get_sessions (engine));
  houbu_token_hash (token, look->hash);
  look->idle = houbu_engine_get_options (engine)->session_idle;
  look->now = houbu_clock_now (houbu_engine_get_clock (engine));
  houbu_store_read_async (houbu_engine_get_store (engine), look_in_store, look, look_free,
                          cancellable, on_looked, g_steal_pointer (&task));
}

/**
 * houbu_engine_authenticate_finish:
 * @engine: an engine
 * @result: what the callback got
 * @error: HOUBU_ERROR_UNAUTHENTICATED when the token is unknown, revoked or has ended
 *
 * Returns: (transfer full): whose token it is
 */
HoubuCaller *
houbu_engine_authenticate_finish (HoubuEngine *engine, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (HOUBU_IS_ENGINE (engine) && g_task_is_valid (result, engine), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * houbu_engine_touch_session:
 * @engine: an engine
 * @caller: whose session is in use, by a request or an open event stream
 *
 * Keeps the session from idling out.
 */
void
houbu_engine_touch_session (HoubuEngine *engine, HoubuCaller *caller)
{
  gint64 now;

  g_return_if_fail (HOUBU_IS_ENGINE (engine) && caller != NULL);

  now = houbu_clock_now (houbu_engine_get_clock (engine));
  if (caller->kind == HOUBU_CALLER_CANDIDATE &&
      houbu_sessions_note_use (houbu_engine_get_sessions (engine), caller, now))
    write_use_down (engine, caller, now);
}

static gboolean
refuse_for_now (gint64 retry_after, GError **error)
{
  houbu_error_set (error, HOUBU_ERROR_TOO_MANY_REQUESTS, HOUBU_PROBLEM_NONE, "retry-after",
                   retry_after, NULL);
  return FALSE;
}

static gboolean
take (HoubuEngine *engine, HoubuBucket bucket, const char *key, gint64 now, GError **error)
{
  gint64 retry_after = 1;

  return houbu_limiter_take (houbu_engine_get_limiter (engine), bucket, key, now, &retry_after) ||
         refuse_for_now (retry_after, error);
}

static gboolean
take_of_caller (HoubuEngine *engine, HoubuCaller *caller, gint64 now, GError **error)
{
  g_autofree char *actor = NULL;
  gint64 retry_after = 1;

  switch (caller->kind)
    {
    case HOUBU_CALLER_CANDIDATE:
      return houbu_limiter_take_number (houbu_engine_get_limiter (engine), HOUBU_BUCKET_ACCOUNT,
                                        caller->account, &caller->allowance, now, &retry_after) ||
             refuse_for_now (retry_after, error);
    case HOUBU_CALLER_OPERATOR:
      actor = houbu_caller_dup_actor (caller);
      return take (engine, HOUBU_BUCKET_ACCOUNT, actor, now, error);
    case HOUBU_CALLER_NONE:
    default:
      return TRUE;
    }
}

/**
 * houbu_engine_admit:
 * @engine: an engine
 * @caller: (nullable): who asks, when that is known
 * @address: (nullable): where from, when that is known
 * @error: HOUBU_ERROR_TOO_MANY_REQUESTS with a retry-after
 *
 * Takes one request from the budget of the account and of the address.
 *
 * Returns: whether the request may go on
 */
gboolean
houbu_engine_admit (HoubuEngine *engine, HoubuCaller *caller, const char *address, GError **error)
{
  g_return_val_if_fail (HOUBU_IS_ENGINE (engine), FALSE);

  return houbu_engine_admit_at (engine, caller, address,
                                houbu_clock_now (houbu_engine_get_clock (engine)), error);
}

/**
 * houbu_engine_admit_at:
 * @engine: an engine
 * @caller: (nullable): who asks, when that is known
 * @address: (nullable): where from, when that is known
 * @now: clock reading
 * @error: HOUBU_ERROR_TOO_MANY_REQUESTS with a retry-after
 *
 * houbu_engine_admit() for who has looked at the clock already.
 *
 * Returns: whether the request may go on
 */
gboolean
houbu_engine_admit_at (
    HoubuEngine *engine, HoubuCaller *caller, const char *address, gint64 now, GError **error)
{
  g_return_val_if_fail (HOUBU_IS_ENGINE (engine), FALSE);

  if (caller != NULL && !take_of_caller (engine, caller, now, error))
    return FALSE;
  return address == NULL || take (engine, HOUBU_BUCKET_ADDRESS, address, now, error);
}

/**
 * houbu_engine_admit_special:
 * @engine: an engine
 * @bucket: what is asked for
 * @address: (nullable): where from, when that is known
 * @error: HOUBU_ERROR_TOO_MANY_REQUESTS with a retry-after
 *
 * Returns: whether what is dearer than an ordinary request may go on
 */
gboolean
houbu_engine_admit_special (HoubuEngine *engine,
                            HoubuBucket bucket,
                            const char *address,
                            GError **error)
{
  return address == NULL ||
         take (engine, bucket, address, houbu_clock_now (houbu_engine_get_clock (engine)), error);
}

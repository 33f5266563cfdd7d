/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sign-in-private.h"

#include "houbu-captcha.h"
#include "houbu-engine-private.h"
#include "houbu-error.h"
#include "houbu-hasher.h"
#include "houbu-store.h"
#include "houbu-tx.h"
#include "houbu-vault.h"

#define KIND "sign_in"
#define WINDOW HOUBU_HOUR
/* The delay doubles with each failure, up to this many seconds. */
#define MAX_DELAY 60

static void
steps_free (gpointer data)
{
  HoubuSignInSteps *steps = data;

  houbu_call_unref (steps->call);
  g_clear_object (&steps->task);
  g_free (steps->password_hash);
  houbu_attempts_clear (&steps->attempts);
  g_clear_object (&steps->answer);
  g_free (steps);
}

/**
 * houbu_sign_in_steps_new:
 * @role: who signs in
 * @call: the call
 * @task: (transfer full): the operation
 *
 * Returns: (transfer full): a sign-in to be filled with what was typed and then run
 */
HoubuSignInSteps *
houbu_sign_in_steps_new (const HoubuSignInRole *role, HoubuCall *call, GTask *task)
{
  HoubuSignInSteps *steps = g_new0 (HoubuSignInSteps, 1);

  steps->role = role;
  steps->call = houbu_call_ref (call);
  steps->task = task;
  steps->attempts.kind = KIND;
  steps->attempts.window = WINDOW;
  return steps;
}

static void
fail (HoubuSignInSteps *steps, GError *error)
{
  houbu_operation_fail (g_steal_pointer (&steps->task), error);
  steps_free (steps);
}

static GBytes *
known_target (HoubuCall *call, const char *role, gint64 key)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, key);

  return houbu_vault_hash (houbu_engine_get_vault (call->engine), HOUBU_VAULT_COUNTER, role,
                           "known", text, NULL);
}

/* A login that nobody has is counted like one that somebody has: the answers must not differ. */
static GBytes *
target (HoubuSignInSteps *steps)
{
  HoubuVault *vault = houbu_engine_get_vault (steps->call->engine);

  if (steps->key != 0)
    return known_target (steps->call, steps->role->name, steps->key);
  return houbu_vault_hash (vault, HOUBU_VAULT_COUNTER, steps->role->name, "unknown", steps->login,
                           NULL);
}

/*
 * Failures of the hour so far, and what follows:
 *   fewer than the free ones       no delay
 *   more                           1, 2, 4 … seconds after the last, at most a minute
 *   as many as an hour may have    until the hour is over
 */
static gint64
seconds_to_wait (const HoubuSignInSteps *steps, gint64 now)
{
  const HoubuEngineOptions *options = houbu_engine_get_options (steps->call->engine);
  const HoubuCounterRow *row = &steps->attempts.row;
  gint64 over, delay, left;

  if (row->count < options->sign_in_failures_free)
    return 0;
  if (row->count >= options->sign_in_failures_per_hour)
    return houbu_attempts_seconds_left (&steps->attempts, now);
  over = row->count - options->sign_in_failures_free;
  delay = over < 6 ? G_GINT64_CONSTANT (1) << over : MAX_DELAY;
  left = row->last_at + delay * HOUBU_SECOND - now;
  return left <= 0 ? 0 : (left + HOUBU_SECOND - 1) / HOUBU_SECOND;
}

static gboolean
needs_captcha (const HoubuSignInSteps *steps)
{
  const HoubuEngineOptions *options = houbu_engine_get_options (steps->call->engine);

  if (!steps->role->takes_captcha || options->captcha_mode == HOUBU_CAPTCHA_OFF)
    return FALSE;
  return options->captcha_mode == HOUBU_CAPTCHA_ALWAYS ||
         steps->attempts.row.count >= options->captcha_failures;
}

/*
 * The attempt is counted before the password is looked at, so that a thousand at once are not more
 * than one after the other; it is forgiven when the password is right.
 */
static gboolean
count_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  HoubuSignInSteps *steps = data;
  HoubuCall *call = steps->call;
  gint64 wait;

  houbu_tx_declare_journaled (tx);
  call->now = houbu_clock_now (houbu_engine_get_clock (call->engine));
  g_clear_error (&call->refusal);
  g_clear_pointer (&steps->password_hash, g_free);
  houbu_attempts_clear (&steps->attempts);
  steps->key = 0;

  if (!steps->role->find (tx, steps, error))
    return FALSE;
  steps->attempts.target = target (steps);
  if (!houbu_attempts_load (&steps->attempts, tx, call->now, error))
    return FALSE;
  wait = seconds_to_wait (steps, call->now);
  if (wait > 0)
    {
      houbu_error_set (error, HOUBU_ERROR_ACCOUNT_LOCKED, HOUBU_PROBLEM_NONE, "retry-after", wait,
                       NULL);
      return FALSE;
    }
  if (needs_captcha (steps) &&
      !houbu_captcha_redeem (tx, call, steps->captcha_id, steps->captcha_answer, error))
    return call->refusal != NULL;
  return houbu_attempts_add (&steps->attempts, tx, call->now, error);
}

static gboolean
admit_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  HoubuSignInSteps *steps = data;

  houbu_tx_declare_journaled (tx);
  g_clear_object (&steps->answer);
  steps->call->now = houbu_clock_now (houbu_engine_get_clock (steps->call->engine));
  return houbu_attempts_reset (&steps->attempts, tx, steps->call->now, error) &&
         steps->role->admit (tx, steps, error);
}

static gboolean
take_back_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  HoubuSignInSteps *steps = data;

  return houbu_attempts_load (&steps->attempts, tx, steps->call->now, error) &&
         houbu_attempts_take_back (&steps->attempts, tx, error);
}

static void
on_admitted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuSignInSteps *steps = user_data;
  GError *error = NULL;

  if (!houbu_store_write_finish (HOUBU_STORE (source), result, &error))
    {
      fail (steps, error);
      return;
    }
  houbu_operation_answer (g_steal_pointer (&steps->task), steps->call,
                          g_steal_pointer (&steps->answer));
  steps_free (steps);
}

static void
on_verified (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuSignInSteps *steps = user_data;
  HoubuEngine *engine = steps->call->engine;
  gboolean matches = FALSE;
  GError *error = NULL;

  (void) source;
  if (!houbu_hasher_verify_finish (houbu_engine_get_hasher (engine), result, &matches, &error))
    {
      houbu_operation_fail (g_steal_pointer (&steps->task), error);
      houbu_store_write_async (houbu_engine_get_store (engine), take_back_in_store, steps,
                               steps_free, NULL, NULL, NULL);
      return;
    }
  if (matches && steps->key != 0)
    {
      houbu_store_write_async (houbu_engine_get_store (engine), admit_in_store, steps, NULL, NULL,
                               on_admitted, steps);
      return;
    }
  houbu_error_set (&error, HOUBU_ERROR_WRONG_CREDENTIALS, HOUBU_PROBLEM_NONE, NULL);
  fail (steps, error);
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuSignInSteps *steps = user_data;
  HoubuEngine *engine = steps->call->engine;
  GError *error = NULL;

  if (!houbu_store_write_finish (HOUBU_STORE (source), result, &error))
    fail (steps, error);
  else if (steps->call->refusal != NULL)
    fail (steps, g_steal_pointer (&steps->call->refusal));
  else
    houbu_hasher_verify_async (houbu_engine_get_hasher (engine), steps->password_hash,
                               steps->password, NULL, on_verified, steps);
}

/**
 * houbu_sign_in_steps_run:
 * @steps: (transfer full): a sign-in
 */
void
houbu_sign_in_steps_run (HoubuSignInSteps *steps)
{
  HoubuEngine *engine = steps->call->engine;
  GError *error = NULL;

  if (!houbu_engine_admit_special (engine, HOUBU_BUCKET_SIGN_IN, steps->call->address, &error))
    {
      fail (steps, error);
      return;
    }
  houbu_store_write_async (houbu_engine_get_store (engine), count_in_store, steps, NULL, NULL,
                           on_counted, steps);
}

/**
 * houbu_sign_in_forgive:
 * @tx: a writing transaction
 * @call: the call that gave the account a new password
 * @account: key of the account of a candidate
 * @error: return location
 *
 * The failures so far were made with another password.
 *
 * Returns: whether it was written
 */
gboolean
houbu_sign_in_forgive (HoubuTx *tx, HoubuCall *call, gint64 account, GError **error)
{
  g_auto (HoubuAttempts) attempts = {
    .kind = KIND,
    .window = WINDOW,
    .target = known_target (call, "candidate", account),
  };

  return houbu_attempts_reset (&attempts, tx, call->now, error);
}

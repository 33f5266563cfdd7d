/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-codes.h"

#include "houbu-attempts.h"
#include "houbu-engine.h"
#include "houbu-error.h"
#include "houbu-limits.h"
#include "houbu-store-codes.h"
#include "houbu-tokens.h"
#include "houbu-vault.h"

#include <sodium.h>
#include <string.h>

#define CODES 1000000 /* of HOUBU_LIMIT_VERIFICATION_CODE_DIGITS digits */
#define LENGTH (HOUBU_LIMIT_VERIFICATION_CODE_SECONDS * HOUBU_SECOND)

/*
 * A code is good for one purpose and one number; one that changes the phone for one account too, or
 * a code that somebody was talked into reading aloud could move another's account.
 */
static GBytes *
keyed (HoubuCall *call, HoubuVerificationPurpose purpose, const char *phone, const char *code)
{
  g_autofree char *actor = NULL;

  actor = purpose == HOUBU_VERIFICATION_PURPOSE_CHANGE_PHONE ? houbu_caller_dup_actor (call->caller)
                                                             : g_strdup ("");
  return houbu_vault_hash (
      houbu_engine_get_vault (call->engine), HOUBU_VAULT_CODE, code != NULL ? "code" : "target",
      houbu_verification_purpose_to_string (purpose), phone, actor, code, NULL);
}

static HoubuAttempts
tries_at (GBytes *target)
{
  return (HoubuAttempts){
    .kind = "code_tries",
    .window = LENGTH,
    .target = g_bytes_ref (target),
  };
}

/**
 * houbu_code_issue:
 * @tx: a writing transaction
 * @call: who asks
 * @purpose: what the code is to be good for
 * @phone: where it goes, normalised
 * @good: whether it shall be good at all
 * @error: return location
 *
 * Makes a code in the place of an earlier one. One that is not good leaves the same trace, and no
 * six digits fit it.
 *
 * Returns: (transfer full): the code, or %NULL with @error set
 */
char *
houbu_code_issue (HoubuTx *tx,
                  HoubuCall *call,
                  HoubuVerificationPurpose purpose,
                  const char *phone,
                  gboolean good,
                  GError **error)
{
  g_autofree char *code = g_strdup_printf ("%06u", randombytes_uniform (CODES));
  g_autofree char *nothing = houbu_random_id ();
  g_autoptr (GBytes) target = keyed (call, purpose, phone, NULL);
  g_autoptr (GBytes) hash = keyed (call, purpose, phone, good ? code : nothing);
  g_auto (HoubuAttempts) tries = tries_at (target);
  const HoubuCodeRow row = { .code_hash = hash, .expires_at = call->now + LENGTH };

  if (!houbu_store_code_set (tx, target, &row, error) ||
      !houbu_attempts_reset (&tries, tx, call->now, error))
    return NULL;
  return g_steal_pointer (&code);
}

/**
 * houbu_code_set_wrong:
 * @error: return location, set to HOUBU_ERROR_WRONG_CODE
 */
void
houbu_code_set_wrong (GError **error)
{
  houbu_error_set (error, HOUBU_ERROR_WRONG_CODE, HOUBU_PROBLEM_NONE, "field", "code", NULL);
}

static gboolean
is_right (HoubuCall *call, const HoubuCodeRow *row, GBytes *hash)
{
  gsize length = 0;
  const void *own = g_bytes_get_data (hash, &length);

  return row != NULL && call->now < row->expires_at &&
         g_bytes_get_size (row->code_hash) == length &&
         sodium_memcmp (g_bytes_get_data (row->code_hash, NULL), own, length) == 0;
}

/**
 * houbu_code_check:
 * @tx: a writing transaction
 * @call: the call that brings the code
 * @purpose: what it is to do
 * @phone: where it was sent, normalised
 * @code: what was typed
 * @error: what a statement failed with
 *
 * A code that is not right counts as an attempt, also where none was sent, and the call is refused
 * as HOUBU_ERROR_WRONG_CODE after the commit. A right one is to be spent in the same transaction.
 *
 * Returns: whether it is right
 */
gboolean
houbu_code_check (HoubuTx *tx,
                  HoubuCall *call,
                  HoubuVerificationPurpose purpose,
                  const char *phone,
                  const char *code,
                  GError **error)
{
  g_autoptr (GBytes) target = keyed (call, purpose, phone, NULL);
  g_autoptr (GBytes) hash = keyed (call, purpose, phone, code);
  g_auto (HoubuAttempts) tries = tries_at (target);
  g_autoptr (HoubuCodeRow) row = NULL;
  g_autoptr (GError) local_error = NULL;
  GError *refusal = NULL;

  if (!houbu_attempts_load (&tries, tx, call->now, error))
    return FALSE;
  row = houbu_store_code_find (tx, target, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (tries.row.count < HOUBU_LIMIT_VERIFICATION_CODE_TRIES && is_right (call, row, hash))
    return TRUE;
  if (!houbu_attempts_add (&tries, tx, call->now, error))
    return FALSE;
  houbu_code_set_wrong (&refusal);
  houbu_call_refuse (call, refusal);
  return FALSE;
}

/**
 * houbu_code_spend:
 * @tx: a writing transaction
 * @call: the call that brought the code
 * @purpose: what it was for
 * @phone: where it was sent, normalised
 * @error: return location
 *
 * Returns: whether the code is good no more
 */
gboolean
houbu_code_spend (HoubuTx *tx,
                  HoubuCall *call,
                  HoubuVerificationPurpose purpose,
                  const char *phone,
                  GError **error)
{
  g_autoptr (GBytes) target = keyed (call, purpose, phone, NULL);

  return houbu_store_code_remove (tx, target, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-idempotency.h"

#include "houbu-engine.h"
#include "houbu-error.h"
#include "houbu-limits.h"
#include "houbu-store-guards.h"
#include "houbu-vault.h"

#include <sodium.h>
#include <string.h>

#define HEADER "Idempotency-Key"
#define KEPT (HOUBU_LIMIT_IDEMPOTENCY_KEY_SECONDS * G_TIME_SPAN_SECOND)

/**
 * houbu_idempotency_check_key:
 * @call: a call
 * @error: HOUBU_ERROR_INVALID_FIELD naming the header
 *
 * Returns: whether the call has a key of a good shape, or needs none
 */
gboolean
houbu_idempotency_check_key (HoubuCall *call, GError **error)
{
  const char *key = call->idempotency_key;
  HoubuProblem problem = HOUBU_PROBLEM_NONE;

  if (!call->needs_key)
    return TRUE;
  if (key == NULL || *key == '\0')
    problem = HOUBU_PROBLEM_KEY_MISSING;
  else if (strlen (key) > HOUBU_LIMIT_IDEMPOTENCY_KEY_CHARACTERS)
    problem = HOUBU_PROBLEM_TOO_LONG;
  else
    for (const char *c = key; *c != '\0'; c++)
      if (!g_ascii_isgraph (*c))
        problem = HOUBU_PROBLEM_BAD_CHARACTERS;
  if (problem == HOUBU_PROBLEM_NONE)
    return TRUE;
  houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, problem, "field", HEADER, "limit",
                   (gint64) HOUBU_LIMIT_IDEMPOTENCY_KEY_CHARACTERS, NULL);
  return FALSE;
}

static void
add_text (crypto_generichash_state *state, const char *text)
{
  crypto_generichash_update (state, (const guint8 *) text, strlen (text) + 1);
}

static void
add_table (crypto_generichash_state *state, GHashTable *table)
{
  g_autoptr (GList) names = NULL;

  if (table != NULL)
    names = g_list_sort (g_hash_table_get_keys (table), (GCompareFunc) strcmp);
  for (GList *name = names; name != NULL; name = name->next)
    {
      add_text (state, name->data);
      add_text (state, g_hash_table_lookup (table, name->data));
    }
  add_text (state, "");
}

/*
 * A key belongs to one request: the same body sent elsewhere is another one. The digest is keyed,
 * because a body may hold what is guessed easily: a password, a code.
 */
static GBytes *
digest (HoubuCall *call, const char *operation)
{
  crypto_generichash_state state;
  guint8 hash[crypto_generichash_BYTES];
  char text[2 * sizeof hash + 1];
  gsize length = 0;
  const guint8 *body = NULL;

  crypto_generichash_init (&state, NULL, 0, sizeof hash);
  add_text (&state, operation);
  add_table (&state, call->path);
  add_table (&state, call->query);
  if (call->body != NULL)
    body = g_bytes_get_data (call->body, &length);
  if (length > 0)
    crypto_generichash_update (&state, body, length);
  crypto_generichash_final (&state, hash, sizeof hash);
  sodium_bin2hex (text, sizeof text, hash, sizeof hash);
  return houbu_vault_hash (houbu_engine_get_vault (call->engine), HOUBU_VAULT_REQUEST, text, NULL);
}

/**
 * houbu_idempotency_find:
 * @tx: a writing transaction
 * @call: a call
 * @operation: name of what it runs
 * @answer: (out) (transfer full) (nullable): what was answered to this very request before; the
 *   call's status is then what it was
 * @error: HOUBU_ERROR_IDEMPOTENCY_MISMATCH when the key belongs to another request
 *
 * Returns: %FALSE on error
 */
gboolean
houbu_idempotency_find (
    HoubuTx *tx, HoubuCall *call, const char *operation, GBytes **answer, GError **error)
{
  g_autofree char *actor = NULL;
  g_autoptr (HoubuIdempotencyRow) row = NULL;
  g_autoptr (GBytes) own = NULL;
  g_autoptr (GError) local_error = NULL;

  *answer = NULL;
  if (!call->needs_key)
    return TRUE;
  actor = houbu_caller_dup_actor (call->caller);
  row = houbu_store_idempotency_find (tx, actor, call->idempotency_key, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (row == NULL || row->created_at <= call->now - KEPT)
    return TRUE;
  own = digest (call, operation);
  if (!g_bytes_equal (own, row->digest))
    {
      houbu_error_set (error, HOUBU_ERROR_IDEMPOTENCY_MISMATCH, HOUBU_PROBLEM_NONE, "field", HEADER,
                       NULL);
      return FALSE;
    }
  call->status = row->status;
  *answer = g_steal_pointer (&row->body);
  return TRUE;
}

/**
 * houbu_idempotency_keep:
 * @tx: the transaction that holds the effect
 * @call: a call
 * @operation: name of what it ran
 * @answer: what it is answered
 * @error: return location
 *
 * Returns: whether the answer is kept, or needs not be
 */
gboolean
houbu_idempotency_keep (
    HoubuTx *tx, HoubuCall *call, const char *operation, GBytes *answer, GError **error)
{
  g_autofree char *actor = NULL;
  g_autoptr (GBytes) own = NULL;
  HoubuIdempotencyRow row = { .status = call->status, .body = answer, .created_at = call->now };

  if (!call->needs_key)
    return TRUE;
  actor = houbu_caller_dup_actor (call->caller);
  own = digest (call, operation);
  row.digest = own;
  return houbu_store_idempotency_set (tx, actor, call->idempotency_key, &row, error);
}

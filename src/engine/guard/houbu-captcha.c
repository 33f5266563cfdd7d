/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-captcha.h"

#include "houbu-call.h"
#include "houbu-engine.h"
#include "houbu-error.h"
#include "houbu-store-guards.h"
#include "houbu-vault.h"

#include <sodium.h>
#include <string.h>

static const char *const mode_words[] = {
  [HOUBU_CAPTCHA_ALWAYS] = "always",
  [HOUBU_CAPTCHA_AFTER_FAILURES] = "after-failures",
  [HOUBU_CAPTCHA_OFF] = "off",
};

/**
 * houbu_captcha_mode_from_string:
 * @word: as in the configuration file
 * @mode: (out): the mode
 *
 * Returns: whether there is such a mode
 */
gboolean
houbu_captcha_mode_from_string (const char *word, HoubuCaptchaMode *mode)
{
  g_return_val_if_fail (word != NULL && mode != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (mode_words); i++)
    if (g_str_equal (word, mode_words[i]))
      {
        *mode = (HoubuCaptchaMode) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * houbu_captcha_hash_answer:
 * @vault: keys of the store
 * @id: of the captcha
 * @answer: what was drawn, or what was typed
 *
 * Returns: (transfer full): the hash of the answer, the same for upper and lower case
 */
GBytes *
houbu_captcha_hash_answer (HoubuVault *vault, const char *id, const char *answer)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (vault != NULL && id != NULL && answer != NULL, NULL);

  folded = g_ascii_strup (answer, -1);
  return houbu_vault_hash (vault, HOUBU_VAULT_CAPTCHA, id, g_strstrip (folded), NULL);
}

/**
 * houbu_captcha_work_is_done:
 * @challenge: what was given out
 * @answer: what was found
 * @difficulty: leading zero bits wanted
 *
 * Returns: whether SHA-256 of challenge and answer begins with that many zero bits
 */
gboolean
houbu_captcha_work_is_done (const char *challenge, const char *answer, guint difficulty)
{
  crypto_hash_sha256_state state;
  guint8 hash[crypto_hash_sha256_BYTES];
  guint zeros = 0;

  g_return_val_if_fail (challenge != NULL && answer != NULL, FALSE);

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, (const guint8 *) challenge, strlen (challenge));
  crypto_hash_sha256_update (&state, (const guint8 *) answer, strlen (answer));
  crypto_hash_sha256_final (&state, hash);
  while (zeros < 8 * sizeof hash && (hash[zeros / 8] & (0x80 >> zeros % 8)) == 0)
    zeros++;
  return zeros >= difficulty;
}

static gboolean
is_right (HoubuCall *call, const HoubuCaptchaRow *row, const char *id, const char *answer)
{
  g_autoptr (GBytes) hash = NULL;
  g_autofree char *challenge = NULL;
  gsize length = 0;
  const char *data;

  if (row->used || call->now >= row->expires_at)
    return FALSE;
  if (g_str_equal (row->kind, "work"))
    {
      data = g_bytes_get_data (row->answer, &length);
      challenge = g_strndup (data, length);
      return houbu_captcha_work_is_done (challenge, answer, (guint) row->difficulty);
    }
  hash = houbu_captcha_hash_answer (houbu_engine_get_vault (call->engine), id, answer);
  return g_bytes_get_size (row->answer) == HOUBU_VAULT_HASH_BYTES &&
         sodium_memcmp (g_bytes_get_data (hash, NULL), g_bytes_get_data (row->answer, NULL),
                        HOUBU_VAULT_HASH_BYTES) == 0;
}

/**
 * houbu_captcha_redeem:
 * @tx: a writing transaction
 * @call: the call that brings the answer
 * @id: (nullable): of the captcha
 * @answer: (nullable): what was typed
 * @error: what a statement failed with
 *
 * Uses the captcha up, whether the answer is right or not. When it is not, the call is refused as
 * HOUBU_ERROR_CAPTCHA_FAILED after the commit.
 *
 * Returns: whether the answer is right
 */
gboolean
houbu_captcha_redeem (
    HoubuTx *tx, HoubuCall *call, const char *id, const char *answer, GError **error)
{
  g_autoptr (HoubuCaptchaRow) row = NULL;
  g_autoptr (GError) local_error = NULL;
  GError *refusal = NULL;
  gboolean missing = id == NULL || answer == NULL;

  if (!missing)
    row = houbu_store_captcha_find (tx, id, &local_error);
  if (row != NULL && !row->used)
    houbu_store_captcha_use (tx, id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (row != NULL && is_right (call, row, id, answer))
    return TRUE;
  houbu_error_set (&refusal, HOUBU_ERROR_CAPTCHA_FAILED,
                   missing ? HOUBU_PROBLEM_CAPTCHA_REQUIRED : HOUBU_PROBLEM_CAPTCHA_WRONG, "field",
                   missing ? "captcha_id" : "captcha_answer", NULL);
  houbu_call_refuse (call, refusal);
  return FALSE;
}

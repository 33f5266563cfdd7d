/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-tokens.h"

#include <nettle/sha2.h>
#include <sodium.h>
#include <string.h>

#define TOKEN_BYTES 32
#define ID_BYTES 16
/* The beginning of an item's id: the time in steps of 65 ms, which comes round after nine years. */
#define TIME_BYTES 4
#define TIME_SHIFT 16

static const char *const prefixes[] = {
  [HOUBU_TOKEN_CANDIDATE] = "hc-",
  [HOUBU_TOKEN_REFRESH] = "hr-",
  [HOUBU_TOKEN_OPERATOR] = "ho-",
};

/* Forgets the bytes. */
static char *
to_text (const char *prefix, guint8 *bytes, gsize length)
{
  char text[sodium_base64_ENCODED_LEN (TOKEN_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
  char *result;

  sodium_bin2base64 (text, sizeof text, bytes, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  result = g_strconcat (prefix, text, NULL);
  sodium_memzero (bytes, length);
  sodium_memzero (text, sizeof text);
  return result;
}

static char *
random_text (const char *prefix, gsize length)
{
  guint8 bytes[TOKEN_BYTES];

  g_assert (length <= sizeof bytes);
  randombytes_buf (bytes, length);
  return to_text (prefix, bytes, length);
}

/**
 * houbu_token_new:
 * @kind: what it is for
 *
 * Returns: (transfer full): a token of 256 random bits, URL-safe
 */
char *
houbu_token_new (HoubuTokenKind kind)
{
  g_return_val_if_fail (kind > HOUBU_TOKEN_NONE && kind < G_N_ELEMENTS (prefixes), NULL);

  return random_text (prefixes[kind], TOKEN_BYTES);
}

/**
 * houbu_token_kind:
 * @token: (nullable): what somebody sent
 *
 * Returns: what it claims to be
 */
HoubuTokenKind
houbu_token_kind (const char *token)
{
  if (token == NULL)
    return HOUBU_TOKEN_NONE;
  for (gsize i = HOUBU_TOKEN_NONE + 1; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (token, prefixes[i]))
      return (HoubuTokenKind) i;
  return HOUBU_TOKEN_NONE;
}

/**
 * houbu_token_hash:
 * @token: a token
 * @hash: (out): its SHA-256, the only thing of it that is kept
 */
void
houbu_token_hash (const char *token, guint8 hash[HOUBU_TOKEN_HASH_BYTES])
{
  struct sha256_ctx sum;

  G_STATIC_ASSERT (HOUBU_TOKEN_HASH_BYTES == SHA256_DIGEST_SIZE);
  g_return_if_fail (token != NULL);

  /* Each request hashes one, so nettle's: it uses what the processor has for this. */
  sha256_init (&sum);
  sha256_update (&sum, strlen (token), (const guint8 *) token);
  sha256_digest (&sum, HOUBU_TOKEN_HASH_BYTES, hash);
  sodium_memzero (&sum, sizeof sum);
}

/**
 * houbu_random_id:
 *
 * Returns: (transfer full): a public id of 128 random bits, URL-safe
 */
char *
houbu_random_id (void)
{
  /* Base64 may begin with a minus, which command lines take for an option. */
  return random_text ("x", ID_BYTES);
}

/**
 * houbu_item_id:
 * @now: clock reading
 *
 * Ids made one after the other begin alike, so that their index is written in one place however
 * long it is.
 *
 * Returns: (transfer full): a public id with 96 random bits for a seat or a place in a queue,
 *   URL-safe
 */
char *
houbu_item_id (gint64 now)
{
  const guint32 time = GUINT32_TO_BE ((guint32) (now >> TIME_SHIFT));
  guint8 bytes[ID_BYTES];

  G_STATIC_ASSERT (sizeof time == TIME_BYTES);
  memcpy (bytes, &time, TIME_BYTES);
  randombytes_buf (bytes + TIME_BYTES, sizeof bytes - TIME_BYTES);
  return to_text ("x", bytes, sizeof bytes);
}

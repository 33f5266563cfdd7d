/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-captcha.h"
#include "houbu-hasher.h"
#include "houbu-limiter.h"
#include "houbu-tokens.h"
#include "houbu-vault.h"

#include "test-world.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

/* Ids of one moment begin alike and are never the same. */
static void
test_item_ids (void)
{
  const gint64 now = G_GINT64_CONSTANT (1669420800000000);
  g_autofree char *one = houbu_item_id (now);
  g_autofree char *other = houbu_item_id (now);
  g_autofree char *later = houbu_item_id (now + G_TIME_SPAN_DAY);

  g_assert_cmpuint (strlen (one), ==, strlen ("x") + 22);
  g_assert_cmpint (strncmp (one, other, 6), ==, 0);
  g_assert_cmpint (strncmp (one, later, 6), !=, 0);
  g_assert_cmpstr (one, !=, other);
}

/* Tokens and ids are long, safe in URLs, and told apart by what they are for. */
static void
test_tokens (void)
{
  g_autofree char *token = houbu_token_new (HOUBU_TOKEN_CANDIDATE);
  g_autofree char *other = houbu_token_new (HOUBU_TOKEN_CANDIDATE);
  g_autofree char *refresh = houbu_token_new (HOUBU_TOKEN_REFRESH);
  g_autofree char *id = houbu_random_id ();
  guint8 hash[HOUBU_TOKEN_HASH_BYTES], other_hash[HOUBU_TOKEN_HASH_BYTES];

  g_assert_cmpstr (token, !=, other);
  g_assert_cmpuint (strlen (token), >=, 43);
  g_assert_cmpuint (strlen (id), >=, 22);
  test_item_ids ();
  for (const char *c = token; *c != '\0'; c++)
    g_assert_true (g_ascii_isalnum (*c) || *c == '-' || *c == '_');
  g_assert_cmpint (houbu_token_kind (token), ==, HOUBU_TOKEN_CANDIDATE);
  g_assert_cmpint (houbu_token_kind (refresh), ==, HOUBU_TOKEN_REFRESH);
  g_assert_cmpint (houbu_token_kind ("nonsense"), ==, HOUBU_TOKEN_NONE);
  g_assert_cmpint (houbu_token_kind (NULL), ==, HOUBU_TOKEN_NONE);
  houbu_token_hash (token, hash);
  houbu_token_hash (other, other_hash);
  g_assert_cmpint (memcmp (hash, other_hash, sizeof hash), !=, 0);
}

/* A bucket gives its burst, then says when to come back, and fills at its rate. */
static void
test_limiter (void)
{
  const HoubuRate rates[HOUBU_N_BUCKETS] = {
    [HOUBU_BUCKET_ACCOUNT] = { .per_second = 2, .burst = 3 },
    [HOUBU_BUCKET_ADDRESS] = { .per_second = 0.1, .burst = 1 },
  };
  g_autoptr (HoubuLimiter) limiter = houbu_limiter_new (rates, 100);
  gint64 now = TEST_NOW, wait = 0;

  for (int i = 0; i < 3; i++)
    g_assert_true (houbu_limiter_take (limiter, HOUBU_BUCKET_ACCOUNT, "a", now, &wait));
  g_assert_false (houbu_limiter_take (limiter, HOUBU_BUCKET_ACCOUNT, "a", now, &wait));
  g_assert_cmpint (wait, ==, 1);
  g_assert_true (houbu_limiter_take (limiter, HOUBU_BUCKET_ACCOUNT, "b", now, &wait));
  g_assert_true (
      houbu_limiter_take (limiter, HOUBU_BUCKET_ACCOUNT, "a", now + HOUBU_SECOND, &wait));
  g_assert_true (houbu_limiter_take (limiter, HOUBU_BUCKET_ADDRESS, "a", now, &wait));
  g_assert_false (houbu_limiter_take (limiter, HOUBU_BUCKET_ADDRESS, "a", now, &wait));
  g_assert_cmpint (wait, ==, 10);
  /* A clock set back neither empties nor fills. */
  g_assert_false (houbu_limiter_take (limiter, HOUBU_BUCKET_ADDRESS, "a", now - HOUBU_HOUR, &wait));
  /* A rate of zero does not limit. */
  for (int i = 0; i < 100; i++)
    g_assert_true (houbu_limiter_take (limiter, HOUBU_BUCKET_SIGN_IN, "a", now, NULL));
}

/* However many keys come, no more than the limit are kept, and the busy one is not forgotten. */
static void
test_limiter_bounded (void)
{
  const HoubuRate rates[HOUBU_N_BUCKETS] = {
    [HOUBU_BUCKET_ACCOUNT] = { .per_second = 0.001, .burst = 1 },
  };
  g_autoptr (HoubuLimiter) limiter = houbu_limiter_new (rates, 50);

  g_assert_true (houbu_limiter_take (limiter, HOUBU_BUCKET_ACCOUNT, "busy", TEST_NOW, NULL));
  for (int i = 0; i < 1000; i++)
    {
      g_autofree char *key = g_strdup_printf ("key %d", i);

      g_assert_true (houbu_limiter_take (limiter, HOUBU_BUCKET_ACCOUNT, key, TEST_NOW, NULL));
      g_assert_false (houbu_limiter_take (limiter, HOUBU_BUCKET_ACCOUNT, "busy", TEST_NOW, NULL));
    }
}

/* A number and a key of the same letters are two, and a memo of what was forgotten counts no more:
 * whoever was forgotten begins with a full bucket. */
static void
test_limiter_memo (void)
{
  const HoubuRate rates[HOUBU_N_BUCKETS] = {
    [HOUBU_BUCKET_ACCOUNT] = { .per_second = 0.001, .burst = 1 },
  };
  g_autoptr (HoubuLimiter) limiter = houbu_limiter_new (rates, 4);
  HoubuMemo seven = { NULL, 0 }, other = { NULL, 0 };

#define TAKE(number, memo)                                                                         \
  houbu_limiter_take_number (limiter, HOUBU_BUCKET_ACCOUNT, number, memo, TEST_NOW, NULL)
  g_assert_true (TAKE (7, &seven));
  g_assert_true (houbu_limiter_take (limiter, HOUBU_BUCKET_ACCOUNT, "7", TEST_NOW, NULL));
  g_assert_false (TAKE (7, &seven));
  g_assert_false (TAKE (7, &other));
  for (int i = 100; i < 110; i++)
    {
      HoubuMemo memo = { NULL, 0 };

      g_assert_true (TAKE (i, &memo));
    }
  g_assert_true (TAKE (7, &seven));
  g_assert_false (TAKE (7, &other));
#undef TAKE
}

/* What is sealed opens with the same key and context only, and not when a bit was changed. */
static void
test_vault_seal (void)
{
  g_autofree char *dir = g_dir_make_tmp ("houbu-vault-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "houbu.key", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuVault) vault = houbu_vault_open (dir, TRUE, &error);
  g_autoptr (HoubuVault) again = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GBytes) changed = NULL;
  g_autofree char *text = NULL;
  g_autofree guint8 *copy = NULL;
  GStatBuf info;

  g_assert_no_error (error);
  sealed = houbu_vault_seal (vault, "person", "99301000037");
  second = houbu_vault_seal (vault, "person", "99301000037");
  g_assert_false (g_bytes_equal (sealed, second));
  again = houbu_vault_open (dir, FALSE, &error);
  g_assert_no_error (error);
  text = houbu_vault_open_sealed (again, "person", sealed, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "99301000037");
  g_assert_null (houbu_vault_open_sealed (vault, "other", sealed, NULL));
  copy = g_memdup2 (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
  copy[g_bytes_get_size (sealed) - 1] ^= 1;
  changed = g_bytes_new (copy, g_bytes_get_size (sealed));
  g_assert_null (houbu_vault_open_sealed (vault, "person", changed, NULL));

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_unlink (path);
  g_rmdir (dir);
}

/* Keyed hashes are the same each time, differ by use, and tell their parts apart. */
static void
test_vault_hash (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  HoubuVault *vault = houbu_engine_get_vault (world->engine);
  g_autoptr (GBytes) hash = houbu_vault_hash (vault, HOUBU_VAULT_PERSON, "ab", "c", NULL);
  g_autoptr (GBytes) same = houbu_vault_person_lookup (vault, "ab", "c");
  g_autoptr (GBytes) parts = houbu_vault_hash (vault, HOUBU_VAULT_PERSON, "a", "bc", NULL);
  g_autoptr (GBytes) use = houbu_vault_hash (vault, HOUBU_VAULT_COUNTER, "ab", "c", NULL);

  g_assert_true (g_bytes_equal (hash, same));
  g_assert_false (g_bytes_equal (hash, parts));
  g_assert_false (g_bytes_equal (hash, use));
}

/* A key that others may read, a damaged one and none at all are refused. */
static void
test_vault_refuses (void)
{
  g_autofree char *dir = g_dir_make_tmp ("houbu-vault-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "houbu.key", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (houbu_vault_open (dir, FALSE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  houbu_vault_unref (houbu_vault_open (dir, TRUE, NULL));
  g_chmod (path, 0640);
  g_assert_null (houbu_vault_open (dir, TRUE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_clear_error (&error);
  g_chmod (path, 0600);
  g_assert_true (g_file_set_contents (path, "not a key\n", -1, NULL));
  g_chmod (path, 0600);
  g_assert_null (houbu_vault_open (dir, TRUE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_unlink (path);
  g_rmdir (dir);
}

/* A store does not open without its key, nor with that of another store. */
static void
test_vault_of_store (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autofree char *path = g_build_filename (world->dir, "houbu.key", NULL);
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *other = NULL;
  char hex[65] = { 0 };

  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  houbu_engine_close (world->engine);
  g_clear_object (&world->engine);

  g_unlink (path);
  g_assert_null (houbu_engine_open (world->dir, world->clock, &world->options, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  memset (hex, 'a', 64);
  g_assert_true (g_file_set_contents_full (path, hex, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_assert_null (houbu_engine_open (world->dir, world->clock, &world->options, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents_full (path, kept, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  world->engine = houbu_engine_open (world->dir, world->clock, &world->options, &error);
  g_assert_no_error (error);
}

/* A password fits its own hash only; a missing hash takes a real look and says no. */
static void
test_hasher (void)
{
  g_autoptr (HoubuHasher) hasher = houbu_hasher_new (1, 10);
  g_autoptr (GAsyncResult) hashed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = NULL;
  const struct
  {
    const char *hash;
    const char *password;
    gboolean matches;
  } cases[] = {
    { "own", "correct horse", TRUE },
    { "own", "correct house", FALSE },
    { NULL, "correct horse", FALSE },
  };

  houbu_hasher_hash_async (hasher, "correct horse", NULL, test_keep_result, &hashed);
  test_wait_result (&hashed);
  hash = houbu_hasher_hash_finish (hasher, hashed, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      gboolean matches = !cases[i].matches;

      houbu_hasher_verify_async (hasher, cases[i].hash != NULL ? hash : NULL, cases[i].password,
                                 NULL, test_keep_result, &result);
      test_wait_result (&result);
      g_assert_true (houbu_hasher_verify_finish (hasher, result, &matches, &error));
      g_assert_no_error (error);
      g_assert_cmpint (matches, ==, cases[i].matches);
    }
}

/* When too many wait for the hasher, the next is told to come back. */
static void
test_hasher_full (void)
{
  g_autoptr (HoubuHasher) hasher = houbu_hasher_new (1, 1);
  GAsyncResult *results[4] = { NULL };
  guint busy = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    houbu_hasher_verify_async (hasher, NULL, "x", NULL, test_keep_result, &results[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean matches;

      test_wait_result (&results[i]);
      if (!houbu_hasher_verify_finish (hasher, results[i], &matches, &error))
        {
          g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_BUSY);
          g_assert_cmpint (houbu_error_get_retry_after (error), >, 0);
          busy++;
        }
      g_object_unref (results[i]);
    }
  g_assert_cmpuint (busy, >=, 2);
}

/* A picture is a PNG, differs each time, and its answers are easy to tell apart. */
static void
test_captcha_picture (void)
{
  g_autofree char *answer = houbu_captcha_random_answer ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = houbu_captcha_draw ("ACDEF", &error);
  g_autoptr (GBytes) second = houbu_captcha_draw ("ACDEF", &error);
  gsize length = 0;
  const char *data = g_bytes_get_data (png, &length);

  g_assert_no_error (error);
  g_assert_cmpmem (data, 8, "\x89PNG\r\n\x1a\n", 8);
  g_assert_cmpuint (length, <, 64 * 1024);
  g_assert_false (g_bytes_equal (png, second));
  g_assert_cmpuint (strlen (answer), ==, 5);
  g_assert_null (strpbrk (answer, "01258IOQSZBGilo"));
}

/* Proof of work: the zero bits of SHA-256 are counted exactly. */
static void
test_captcha_work (void)
{
  guint8 hash[crypto_hash_sha256_BYTES];
  char answer[16];
  guint number = 0, zeros = 0;

  do
    {
      g_autofree char *text = g_strdup_printf ("challenge%u", ++number);

      crypto_hash_sha256 (hash, (const guint8 *) text, strlen (text));
    }
  while (hash[0] != 0 || hash[1] == 0);
  for (zeros = 8; (hash[1] & (0x80 >> (zeros - 8))) == 0; zeros++)
    ;
  g_snprintf (answer, sizeof answer, "%u", number);
  g_assert_true (houbu_captcha_work_is_done ("challenge", answer, zeros));
  g_assert_false (houbu_captcha_work_is_done ("challenge", answer, zeros + 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/engine/tokens", test_tokens);
  g_test_add_func ("/engine/limiter", test_limiter);
  g_test_add_func ("/engine/limiter/bounded", test_limiter_bounded);
  g_test_add_func ("/engine/limiter/memo", test_limiter_memo);
  g_test_add_func ("/engine/vault/seal", test_vault_seal);
  g_test_add_func ("/engine/vault/hash", test_vault_hash);
  g_test_add_func ("/engine/vault/refuses", test_vault_refuses);
  g_test_add_func ("/engine/vault/of-store", test_vault_of_store);
  g_test_add_func ("/engine/hasher", test_hasher);
  g_test_add_func ("/engine/hasher/full", test_hasher_full);
  g_test_add_func ("/engine/captcha/picture", test_captcha_picture);
  g_test_add_func ("/engine/captcha/work", test_captcha_work);
  return g_test_run ();
}

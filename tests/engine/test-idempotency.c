/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-limits.h"
#include "houbu-store-guards.h"

#include "test-world.h"

/* An effect that can be counted: each run adds one and answers with the sum. */
static HoubuRecord *
count (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (GBytes) target = g_bytes_new_static ("target", 6);
  g_autofree char *sum = NULL;
  HoubuCounterRow row;
  HoubuAccountInfo *record;
  GError *refusal = NULL;

  if (!houbu_store_counter_get (tx, "test", target, &row, error))
    return NULL;
  if (g_strcmp0 (houbu_call_get_query (call, "refuse"), "before") == 0)
    {
      houbu_error_set (error, HOUBU_ERROR_NO_SEAT, HOUBU_PROBLEM_NONE, NULL);
      return NULL;
    }
  row = (HoubuCounterRow){ .since = 1, .last_at = 1, .count = row.count + 1 };
  if (!houbu_store_counter_set (tx, "test", target, &row, error))
    return NULL;
  if (g_strcmp0 (houbu_call_get_query (call, "refuse"), "after") == 0)
    {
      houbu_error_set (&refusal, HOUBU_ERROR_NO_SEAT, HOUBU_PROBLEM_NONE, NULL);
      houbu_call_refuse (call, refusal);
      return NULL;
    }
  sum = g_strdup_printf ("%" G_GINT64_FORMAT, row.count);
  record = houbu_account_info_new ();
  houbu_account_info_set_name (record, sum);
  houbu_account_info_set_phone_masked (record, "139****0001");
  return HOUBU_RECORD (record);
}

static const HoubuOperation count_operation = {
  .name = "count",
  .mode = HOUBU_OPERATION_WRITE,
  .run = count,
};

static const HoubuOperation other_operation = {
  .name = "other",
  .mode = HOUBU_OPERATION_WRITE,
  .run = count,
};

static const HoubuSql sql_effects = {
  "test_effects",
  "SELECT coalesce(sum(count), 0) AS value FROM counter WHERE kind = 'test'",
};

static const HoubuSql sql_keys = {
  "test_keys",
  "SELECT count(*) AS value FROM idempotency",
};

static HoubuCall *
new_call (HoubuCaller *caller, const char *key, const char *body)
{
  HoubuCall *call = houbu_call_new ();
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  houbu_call_set_caller (call, caller);
  houbu_call_set_request (call, NULL, bytes);
  call->status = 201;
  test_call_set_key (call, key);
  return call;
}

static char *
run (TestWorld *world, HoubuCall *call)
{
  g_autoptr (GError) error = NULL;
  guint status = 0;
  g_autoptr (GBytes) bytes =
      test_run_bytes (world->engine, &count_operation, call, &status, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (status, ==, 201);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* A missing, an overlong and an invisible key are refused, naming the header, without effect. */
static void
test_bad_keys (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) caller = test_world_caller (world, 1);
  g_autofree char *longest = g_strnfill (HOUBU_LIMIT_IDEMPOTENCY_KEY_CHARACTERS, 'k');
  g_autofree char *too_long = g_strnfill (HOUBU_LIMIT_IDEMPOTENCY_KEY_CHARACTERS + 1, 'k');
  const char *const keys[] = { NULL, "", too_long, "two words", "tab\t", "caf\xc3\xa9" };
  g_autoptr (HoubuCall) good = new_call (caller, longest, "{}");
  g_autofree char *answer = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (HoubuCall) call = new_call (caller, keys[i], "{}");

      test_refused (world->engine, &count_operation, call, HOUBU_ERROR_INVALID_FIELD,
                    "Idempotency-Key");
    }
  g_assert_cmpint (test_world_count (world, &sql_effects), ==, 0);
  answer = run (world, good);
  g_assert_cmpint (test_world_count (world, &sql_effects), ==, 1);
}

/* The same key and body again, even after a restart, gets the stored bytes and has no effect. */
static void
test_repeated (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) caller = test_world_caller (world, 1);
  g_autoptr (HoubuCall) first = new_call (caller, "k1", "{\"a\":1}");
  g_autoptr (HoubuCall) second = new_call (caller, "k1", "{\"a\":1}");
  g_autofree char *answer = run (world, first);
  g_autofree char *again = NULL;

  g_clear_object (&first->engine);
  test_world_reopen (world);
  second->status = 200;
  {
    g_autoptr (GError) error = NULL;
    guint status = 0;
    g_autoptr (GBytes) bytes =
        test_run_bytes (world->engine, &count_operation, second, &status, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (status, ==, 201);
    again = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  }
  g_assert_cmpstr (answer, ==, again);
  g_assert_cmpint (test_world_count (world, &sql_effects), ==, 1);
  g_clear_object (&second->engine);
}

/* The key of another body, path, query or operation is a mismatch and has no effect. */
static void
test_mismatch (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) caller = test_world_caller (world, 1);
  g_autoptr (HoubuCall) first = new_call (caller, "k1", "{\"a\":1}");
  g_autoptr (HoubuCall) body = new_call (caller, "k1", "{\"a\":2}");
  g_autoptr (HoubuCall) path = new_call (caller, "k1", "{\"a\":1}");
  g_autoptr (HoubuCall) query = new_call (caller, "k1", "{\"a\":1}");
  g_autoptr (HoubuCall) operation = new_call (caller, "k1", "{\"a\":1}");
  g_autofree char *answer = run (world, first);

  houbu_call_set_path (path, "id", "x");
  houbu_call_set_query (query, "id", "x");
  test_refused (world->engine, &count_operation, body, HOUBU_ERROR_IDEMPOTENCY_MISMATCH,
                "Idempotency-Key");
  test_refused (world->engine, &count_operation, path, HOUBU_ERROR_IDEMPOTENCY_MISMATCH,
                "Idempotency-Key");
  test_refused (world->engine, &count_operation, query, HOUBU_ERROR_IDEMPOTENCY_MISMATCH,
                "Idempotency-Key");
  test_refused (world->engine, &other_operation, operation, HOUBU_ERROR_IDEMPOTENCY_MISMATCH,
                "Idempotency-Key");
  g_assert_cmpint (test_world_count (world, &sql_effects), ==, 1);
}

/* Keys belong to whoever sent them: two accounts and an operator may use the same one. */
static void
test_actors (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) one = test_world_caller (world, 1);
  g_autoptr (HoubuCaller) other = test_world_caller (world, 2);
  g_autoptr (HoubuCaller) operator= test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);
  HoubuCaller *callers[] = { one, other, operator};

  for (gsize i = 0; i < G_N_ELEMENTS (callers); i++)
    {
      g_autoptr (HoubuCall) call = new_call (callers[i], "k1", "{}");
      g_autofree char *answer = run (world, call);
    }
  g_assert_cmpint (test_world_count (world, &sql_effects), ==, 3);
}

/* A key lives 48 hours; then it may be used for something else. */
static void
test_forgotten (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) caller = test_world_caller (world, 1);
  g_autoptr (HoubuCall) first = new_call (caller, "k1", "{\"a\":1}");
  g_autoptr (HoubuCall) early = new_call (caller, "k1", "{\"a\":2}");
  g_autoptr (HoubuCall) late = new_call (caller, "k1", "{\"a\":2}");
  g_autofree char *answer = run (world, first);
  g_autofree char *other = NULL;

  test_world_advance (world, 48 * HOUBU_HOUR - 1);
  test_refused (world->engine, &count_operation, early, HOUBU_ERROR_IDEMPOTENCY_MISMATCH,
                "Idempotency-Key");
  test_world_advance (world, 1);
  other = run (world, late);
  g_assert_cmpstr (answer, !=, other);
  g_assert_cmpint (test_world_count (world, &sql_effects), ==, 2);
  g_assert_cmpint (test_world_count (world, &sql_keys), ==, 1);
}

/* A refusal is not stored: the same key may succeed later; one that commits something is not. */
static void
test_refusals (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) caller = test_world_caller (world, 1);
  g_autoptr (HoubuCall) before = new_call (caller, "k1", "{}");
  g_autoptr (HoubuCall) after = new_call (caller, "k1", "{}");
  g_autoptr (HoubuCall) good = new_call (caller, "k1", "{}");
  g_autofree char *answer = NULL;

  houbu_call_set_query (before, "refuse", "before");
  test_refused (world->engine, &count_operation, before, HOUBU_ERROR_NO_SEAT, NULL);
  g_assert_cmpint (test_world_count (world, &sql_effects), ==, 0);
  houbu_call_set_query (after, "refuse", "after");
  test_refused (world->engine, &count_operation, after, HOUBU_ERROR_NO_SEAT, NULL);
  g_assert_cmpint (test_world_count (world, &sql_effects), ==, 1);
  g_assert_cmpint (test_world_count (world, &sql_keys), ==, 0);
  answer = run (world, good);
  g_assert_cmpint (test_world_count (world, &sql_keys), ==, 1);
}

/* Fifty requests with one key at once have one effect and fifty equal answers. */
static void
test_concurrent (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) caller = test_world_caller (world, 1);
  GAsyncResult *results[50] = { NULL };
  g_autoptr (GBytes) first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (HoubuCall) call = new_call (caller, "k1", "{}");

      houbu_engine_run_async (world->engine, &count_operation, call, NULL, test_keep_result,
                              &results[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = NULL;

      test_wait_result (&results[i]);
      bytes = houbu_engine_run_finish (world->engine, results[i], NULL, &error);
      g_assert_no_error (error);
      if (first == NULL)
        first = g_bytes_ref (bytes);
      g_assert_true (g_bytes_equal (bytes, first));
      g_object_unref (results[i]);
    }
  g_assert_cmpint (test_world_count (world, &sql_effects), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/idempotency/bad-keys", test_bad_keys);
  g_test_add_func ("/engine/idempotency/repeated", test_repeated);
  g_test_add_func ("/engine/idempotency/mismatch", test_mismatch);
  g_test_add_func ("/engine/idempotency/actors", test_actors);
  g_test_add_func ("/engine/idempotency/forgotten", test_forgotten);
  g_test_add_func ("/engine/idempotency/refusals", test_refusals);
  g_test_add_func ("/engine/idempotency/concurrent", test_concurrent);
  return g_test_run ();
}

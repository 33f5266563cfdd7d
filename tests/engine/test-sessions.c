/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-accounts.h"
#include "houbu-sessions.h"
#include "houbu-tokens.h"
#include "houbu-store-guards.h"

#include "test-world.h"

#define GOOD "{\"account\":\"13900000001\",\"password\":\"" TEST_PASSWORD "\"}"
#define REMEMBERED                                                                                 \
  "{\"account\":\"13900000001\",\"password\":\"" TEST_PASSWORD "\",\"remember\":true}"
#define WRONG "{\"account\":\"13900000001\",\"password\":\"guess\"}"
#define UNKNOWN "{\"account\":\"13999999999\",\"password\":\"guess\"}"

static TestWorld *
new_world (void)
{
  TestWorld *world = test_world_new ();

  test_world_add_account (world, "13900000001", "practice-01");
  test_world_add_account (world, "13900000002", NULL);
  return world;
}

static HoubuSession *
sign_in (TestWorld *world, const char *json)
{
  g_autoptr (GError) error = NULL;
  HoubuSession *session = test_world_sign_in (world, json, &error);

  g_assert_no_error (error);
  return session;
}

static void
sign_in_fails (TestWorld *world, const char *json, HoubuErrorCode code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (test_world_sign_in (world, json, &error));
  g_assert_error (error, HOUBU_ERROR, (int) code);
}

static void
is_good (TestWorld *world, const char *token)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuCaller) caller = test_authenticate (world->engine, token, &error);

  g_assert_no_error (error);
}

static void
is_refused (TestWorld *world, const char *token)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (test_authenticate (world->engine, token, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_UNAUTHENTICATED);
}

/* Phone (however it is spaced) and name both sign in; the token tells who it is. */
static void
test_sign_in (void)
{
  g_autoptr (TestWorld) world = new_world ();
  const char *const logins[] = { "13900000001", "139 0000 0001", "practice-01" };

  for (gsize i = 0; i < G_N_ELEMENTS (logins); i++)
    {
      g_autofree char *json =
          g_strdup_printf ("{\"account\":\"%s\",\"password\":\"" TEST_PASSWORD "\"}", logins[i]);
      g_autoptr (HoubuSession) session = sign_in (world, json);
      g_autoptr (HoubuCaller) caller =
          test_authenticate (world->engine, houbu_session_get_token (session), NULL);
      g_autoptr (HoubuCall) call = test_call_new (caller, G_TYPE_NONE, NULL);
      g_autoptr (HoubuRecord) current = test_run (world->engine, &houbu_operation_get_session, call,
                                                  HOUBU_TYPE_CURRENT_SESSION, NULL);
      HoubuAccountInfo *info = houbu_current_session_get_account (HOUBU_CURRENT_SESSION (current));

      g_assert_cmpint (caller->kind, ==, HOUBU_CALLER_CANDIDATE);
      g_assert_cmpstr (caller->account_name, ==, "practice-01");
      g_assert_cmpstr (houbu_account_info_get_name (info), ==, "practice-01");
      g_assert_cmpstr (houbu_account_info_get_phone_masked (info), ==, "139****0001");
      g_assert_null (houbu_session_get_refresh_token (session));
      g_assert_cmpint (houbu_session_get_expires_at (session), ==, TEST_NOW + 12 * HOUBU_HOUR);
    }
}

/* A wrong password and an unknown account are answered with the very same bytes. */
static void
test_no_enumeration (void)
{
  g_autoptr (TestWorld) world = new_world ();
  const char *const attempts[] = { WRONG, UNKNOWN };
  g_autofree char *texts[2] = { NULL };

  for (int round = 0; round < 8; round++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (attempts); i++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (HoubuProblemDetails) problem = NULL;

          g_assert_null (test_world_sign_in (world, attempts[i], &error));
          problem = houbu_error_to_problem (error, "en");
          g_free (texts[i]);
          texts[i] = houbu_record_to_text (HOUBU_RECORD (problem));
        }
      g_assert_cmpstr (texts[0], ==, texts[1]);
    }
  g_assert_nonnull (strstr (texts[0], "account_locked"));
  g_free (g_steal_pointer (&texts[0]));
  g_free (g_steal_pointer (&texts[1]));
}

/* After five failures each further one costs a longer wait, right password or not. */
static void
test_delay (void)
{
  g_autoptr (TestWorld) world = new_world ();
  const gint64 waits[] = { 1, 2, 4, 8, 16, 32, 60, 60 };
  g_autoptr (HoubuSession) session = NULL;

  for (int i = 0; i < 5; i++)
    sign_in_fails (world, WRONG, HOUBU_ERROR_WRONG_CREDENTIALS);
  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (test_world_sign_in (world, GOOD, &error));
      g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_ACCOUNT_LOCKED);
      g_assert_cmpint (houbu_error_get_retry_after (error), ==, waits[i]);
      test_world_advance (world, waits[i] * HOUBU_SECOND);
      sign_in_fails (world, WRONG, HOUBU_ERROR_WRONG_CREDENTIALS);
    }
  test_world_advance (world, 60 * HOUBU_SECOND);
  session = sign_in (world, GOOD);
  /* The right password forgives all of it. */
  sign_in_fails (world, WRONG, HOUBU_ERROR_WRONG_CREDENTIALS);
  g_clear_object (&session);
  session = sign_in (world, GOOD);
}

/* An account takes so many failures an hour and then rests until the hour is over. */
static void
test_hourly_limit (void)
{
  HoubuEngineOptions options;
  g_autoptr (TestWorld) world = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuSession) session = NULL;

  test_world_init_options (&options);
  options.sign_in_failures_free = 3;
  options.sign_in_failures_per_hour = 3;
  world = test_world_new_with (&options);
  test_world_add_account (world, "13900000001", NULL);
  for (int i = 0; i < 3; i++)
    sign_in_fails (world, WRONG, HOUBU_ERROR_WRONG_CREDENTIALS);
  test_world_advance (world, 10 * HOUBU_MINUTE);
  g_assert_null (test_world_sign_in (world, GOOD, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_ACCOUNT_LOCKED);
  g_assert_cmpint (houbu_error_get_retry_after (error), ==, 50 * 60);
  test_world_reopen (world);
  sign_in_fails (world, GOOD, HOUBU_ERROR_ACCOUNT_LOCKED);
  test_world_advance (world, 50 * HOUBU_MINUTE);
  session = sign_in (world, GOOD);
}

/* Thirty guesses at once are not more guesses than thirty one after the other. */
static void
test_guesses_at_once (void)
{
  g_autoptr (TestWorld) world = new_world ();
  GAsyncResult *results[30] = { NULL };
  guint looked_at = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (HoubuCall) call = test_call_new (NULL, HOUBU_TYPE_SIGN_IN, WRONG);

      houbu_engine_run_async (world->engine, &houbu_operation_sign_in, call, NULL, test_keep_result,
                              &results[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) error = NULL;

      test_wait_result (&results[i]);
      g_assert_null (houbu_engine_run_finish (world->engine, results[i], NULL, &error));
      if (error->code == HOUBU_ERROR_WRONG_CREDENTIALS)
        looked_at++;
      else
        g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_ACCOUNT_LOCKED);
      g_object_unref (results[i]);
    }
  g_assert_cmpuint (looked_at, ==, 5);
}

/* An attempt that found the hasher full was none: it is not held against the account. */
static void
test_busy (void)
{
  HoubuEngineOptions options;
  g_autoptr (TestWorld) world = NULL;

  test_world_init_options (&options);
  options.hasher_waiting = 0;
  world = test_world_new_with (&options);
  test_world_add_account (world, "13900000001", NULL);
  for (int i = 0; i < 12; i++)
    sign_in_fails (world, GOOD, HOUBU_ERROR_BUSY);
}

/* One address may try many accounts, but not without end. */
static void
test_address (void)
{
  HoubuEngineOptions options;
  g_autoptr (TestWorld) world = NULL;
  guint refused = 0;

  test_world_init_options (&options);
  options.rates[HOUBU_BUCKET_SIGN_IN] = (HoubuRate){ .per_second = 1, .burst = 3 };
  world = test_world_new_with (&options);
  for (int i = 0; i < 5; i++)
    {
      g_autofree char *json =
          g_strdup_printf ("{\"account\":\"nobody-%d\",\"password\":\"guess\"}", i);
      g_autoptr (HoubuCall) call = test_call_new (NULL, HOUBU_TYPE_SIGN_IN, json);
      g_autoptr (GError) error = NULL;

      call->address = g_strdup ("192.0.2.1");
      g_assert_null (
          test_run (world->engine, &houbu_operation_sign_in, call, HOUBU_TYPE_SESSION, &error));
      if (g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_TOO_MANY_REQUESTS))
        refused++;
    }
  g_assert_cmpuint (refused, ==, 2);
}

/* A session ends half an hour after its last use, and twelve hours after its beginning. */
static void
test_ends (void)
{
  g_autoptr (TestWorld) world = new_world ();
  g_autoptr (HoubuSession) idle = sign_in (world, GOOD);
  g_autoptr (HoubuSession) used = sign_in (world, GOOD);

  is_good (world, houbu_session_get_token (idle));
  for (int i = 0; i < 35; i++)
    {
      test_world_advance (world, 20 * HOUBU_MINUTE);
      is_good (world, houbu_session_get_token (used));
      /* What was looked up a moment ago is no excuse. */
      if (i == 1)
        is_refused (world, houbu_session_get_token (idle));
      if (i % 10 == 9)
        test_world_reopen (world);
    }
  test_world_advance (world, 20 * HOUBU_MINUTE - 1);
  is_good (world, houbu_session_get_token (used));
  test_world_advance (world, 1);
  is_refused (world, houbu_session_get_token (used));
}

static void
note_account (HoubuEngine *engine, gint64 account, gpointer user_data)
{
  gint64 *noted = user_data;

  *noted = account;
}

/* Signing out ends this session at once and no other, and tells the event streams. */
static void
test_sign_out (void)
{
  g_autoptr (TestWorld) world = new_world ();
  g_autoptr (HoubuSession) one = sign_in (world, REMEMBERED);
  g_autoptr (HoubuSession) other = sign_in (world, GOOD);
  g_autoptr (HoubuCaller) caller =
      test_authenticate (world->engine, houbu_session_get_token (one), NULL);
  g_autoptr (HoubuCall) call = test_call_new (caller, G_TYPE_NONE, NULL);
  g_autofree char *json =
      g_strdup_printf ("{\"refresh_token\":\"%s\"}", houbu_session_get_refresh_token (one));
  g_autoptr (HoubuCall) refresh = test_call_new (NULL, HOUBU_TYPE_REFRESH_REQUEST, json);
  gint64 noted = 0;
  guint status = 0;
  g_autoptr (GBytes) bytes = NULL;

  is_good (world, houbu_session_get_token (other));
  g_signal_connect (world->engine, "session-ended", G_CALLBACK (note_account), &noted);
  bytes = test_run_bytes (world->engine, &houbu_operation_sign_out, call, &status, NULL);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 0);
  g_assert_cmpuint (status, ==, 204);
  g_assert_cmpint (noted, ==, caller->account);
  is_refused (world, houbu_session_get_token (one));
  is_good (world, houbu_session_get_token (other));
  /* Its device is not remembered either. */
  test_refused (world->engine, &houbu_operation_refresh_session, refresh,
                HOUBU_ERROR_UNAUTHENTICATED, NULL);
}

/* Signing out everywhere ends all sessions of the account and leaves others alone. */
static void
test_sign_out_everywhere (void)
{
  g_autoptr (TestWorld) world = new_world ();
  g_autoptr (HoubuSession) one = sign_in (world, REMEMBERED);
  g_autoptr (HoubuSession) other = sign_in (world, GOOD);
  g_autoptr (HoubuSession) stranger =
      sign_in (world, "{\"account\":\"13900000002\",\"password\":\"" TEST_PASSWORD "\"}");
  g_autoptr (HoubuCaller) caller =
      test_authenticate (world->engine, houbu_session_get_token (one), NULL);
  g_autoptr (HoubuCall) call = test_call_new (caller, G_TYPE_NONE, NULL);
  g_autoptr (GBytes) bytes = NULL;

  bytes = test_run_bytes (world->engine, &houbu_operation_sign_out_everywhere, call, NULL, NULL);
  g_assert_nonnull (bytes);
  is_refused (world, houbu_session_get_token (one));
  is_refused (world, houbu_session_get_token (other));
  is_good (world, houbu_session_get_token (stranger));
}

static gboolean
forget (HoubuTx *tx, gpointer data, GError **error)
{
  const TestWorld *world = data;

  return houbu_store_forget_expired (tx, houbu_clock_now (world->clock), error);
}

/* A token revoked by another process is refused here within a second, also while this one goes on
 * writing, which is when it believes for longer what it knows. */
static void
test_revoked_elsewhere (void)
{
  g_autoptr (TestWorld) world = new_world ();
  g_autoptr (HoubuSession) session = sign_in (world, GOOD);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuEngine) other =
      houbu_engine_open (world->dir, world->clock, &world->options, &error);
  g_autoptr (HoubuCaller) caller = NULL;
  g_autoptr (HoubuCall) call = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gint64 second = 0;

  g_assert_no_error (error);
  is_good (world, houbu_session_get_token (session));
  caller = test_authenticate (other, houbu_session_get_token (session), &error);
  g_assert_no_error (error);
  call = test_call_new (caller, G_TYPE_NONE, NULL);
  bytes = test_run_bytes (other, &houbu_operation_sign_out, call, NULL, &error);
  g_assert_no_error (error);
  second = g_get_monotonic_time () + G_TIME_SPAN_SECOND;
  while (g_get_monotonic_time () < second)
    {
      test_world_write (world, forget, world);
      g_usleep (50 * G_TIME_SPAN_MILLISECOND);
    }
  is_refused (world, houbu_session_get_token (session));
  houbu_engine_close (other);
}

static const HoubuSql sql_kept = {
  "test_kept",
  "SELECT (SELECT count(*) FROM session) + (SELECT count(*) FROM refresh) + "
  "(SELECT count(*) FROM counter) AS value",
};

/* What has served its time is deleted, and nothing before. */
static void
test_forgotten (void)
{
  g_autoptr (TestWorld) world = new_world ();
  g_autoptr (HoubuSession) session = sign_in (world, REMEMBERED);

  test_world_write (world, forget, world);
  g_assert_cmpint (test_world_count (world, &sql_kept), ==, 3);
  test_world_advance (world, 12 * HOUBU_HOUR);
  test_world_write (world, forget, world);
  g_assert_cmpint (test_world_count (world, &sql_kept), ==, 2);
  test_world_advance (world, 12 * HOUBU_HOUR);
  test_world_write (world, forget, world);
  g_assert_cmpint (test_world_count (world, &sql_kept), ==, 1);
  test_world_advance (world, 29 * HOUBU_DAY);
  test_world_write (world, forget, world);
  g_assert_cmpint (test_world_count (world, &sql_kept), ==, 0);
}

/* What is no token, or no token of this kind, is refused. */
static void
test_bad_tokens (void)
{
  g_autoptr (TestWorld) world = new_world ();
  g_autoptr (HoubuSession) session = sign_in (world, REMEMBERED);
  g_autofree char *changed = g_strdup (houbu_session_get_token (session));
  const char *const tokens[] = { "",        "x",     "hc-",
                                 "ho-AAAA", changed, houbu_session_get_refresh_token (session) };

  changed[10] = changed[10] == 'A' ? 'B' : 'A';
  for (gsize i = 0; i < G_N_ELEMENTS (tokens); i++)
    is_refused (world, tokens[i]);
}

static HoubuSession *
refresh (TestWorld *world, const char *token, GError **error)
{
  g_autofree char *json = g_strdup_printf ("{\"refresh_token\":\"%s\"}", token);
  g_autoptr (HoubuCall) call = test_call_new (NULL, HOUBU_TYPE_REFRESH_REQUEST, json);

  return (HoubuSession *) test_run (world->engine, &houbu_operation_refresh_session, call,
                                    HOUBU_TYPE_SESSION, error);
}

static void
refresh_fails (TestWorld *world, const char *token)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (refresh (world, token, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_UNAUTHENTICATED);
}

/* A refresh token gives a new session and the next refresh token; the old session ends. */
static void
test_refresh (void)
{
  g_autoptr (TestWorld) world = new_world ();
  g_autoptr (HoubuSession) first = sign_in (world, REMEMBERED);
  g_autoptr (HoubuSession) second = NULL;
  g_autoptr (HoubuSession) third = NULL;

  test_world_advance (world, 20 * HOUBU_DAY);
  test_world_reopen (world);
  second = refresh (world, houbu_session_get_refresh_token (first), NULL);
  is_good (world, houbu_session_get_token (second));
  test_world_advance (world, 20 * HOUBU_DAY);
  third = refresh (world, houbu_session_get_refresh_token (second), NULL);
  is_good (world, houbu_session_get_token (third));
  is_refused (world, houbu_session_get_token (second));
  test_world_advance (world, 30 * HOUBU_DAY);
  refresh_fails (world, houbu_session_get_refresh_token (third));
  refresh_fails (world, houbu_session_get_token (third));
  refresh_fails (world, "hr-nobody-has-this-one");
}

/* A used refresh token that comes again ends the device, and no other device. */
static void
test_refresh_reused (void)
{
  g_autoptr (TestWorld) world = new_world ();
  g_autoptr (HoubuSession) device = sign_in (world, REMEMBERED);
  g_autoptr (HoubuSession) other = sign_in (world, REMEMBERED);
  g_autoptr (HoubuSession) next = refresh (world, houbu_session_get_refresh_token (device), NULL);

  is_good (world, houbu_session_get_token (next));
  refresh_fails (world, houbu_session_get_refresh_token (device));
  is_refused (world, houbu_session_get_token (next));
  refresh_fails (world, houbu_session_get_refresh_token (next));
  is_good (world, houbu_session_get_token (other));
  g_clear_object (&next);
  next = refresh (world, houbu_session_get_refresh_token (other), NULL);
  g_assert_nonnull (next);
}

static void
assert_absent (const char *dir, const char *text)
{
  g_autoptr (GDir) listing = g_dir_open (dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (listing)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      g_autofree char *content = NULL;
      gsize length = 0;

      if (g_file_get_contents (path, &content, &length, NULL))
        g_assert_null (memmem (content, length, text, strlen (text)));
    }
}

/* Tokens, passwords and document numbers are in no file of the store. */
static void
test_nothing_in_clear (void)
{
  g_autoptr (TestWorld) world = new_world ();
  g_autoptr (HoubuCaller) caller = test_world_add_candidate (world, "G99301077", "993010", "1;3");
  g_autoptr (HoubuSession) session = sign_in (world, REMEMBERED);

  test_world_reopen (world);
  assert_absent (world->dir, houbu_session_get_token (session));
  assert_absent (world->dir, houbu_session_get_refresh_token (session));
  assert_absent (world->dir, TEST_PASSWORD);
  assert_absent (world->dir, "G99301077");
}

/* The budget of an account and of an address is spent separately. */
static void
test_admit (void)
{
  HoubuEngineOptions options;
  g_autoptr (TestWorld) world = NULL;
  g_autoptr (HoubuCaller) one = NULL;
  g_autoptr (HoubuCaller) other = NULL;
  g_autoptr (GError) error = NULL;

  test_world_init_options (&options);
  options.rates[HOUBU_BUCKET_ACCOUNT] = (HoubuRate){ .per_second = 1, .burst = 2 };
  options.rates[HOUBU_BUCKET_ADDRESS] = (HoubuRate){ .per_second = 1, .burst = 4 };
  world = test_world_new_with (&options);
  one = test_world_caller (world, 1);
  other = test_world_caller (world, 2);
  g_assert_true (houbu_engine_admit (world->engine, one, "192.0.2.1", &error));
  g_assert_true (houbu_engine_admit (world->engine, one, "192.0.2.1", &error));
  g_assert_false (houbu_engine_admit (world->engine, one, "192.0.2.1", &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_TOO_MANY_REQUESTS);
  g_assert_cmpint (houbu_error_get_retry_after (error), ==, 1);
  g_clear_error (&error);
  g_assert_true (houbu_engine_admit (world->engine, other, "192.0.2.1", &error));
  g_assert_true (houbu_engine_admit (world->engine, NULL, "192.0.2.1", &error));
  g_assert_false (houbu_engine_admit (world->engine, NULL, "192.0.2.1", &error));
  g_clear_error (&error);
  g_assert_true (houbu_engine_admit (world->engine, NULL, NULL, &error));
}

static void
put_token (HoubuSessions *sessions, HoubuSessionsMark mark, const char *token)
{
  HoubuCaller *caller = houbu_caller_new (HOUBU_CALLER_CANDIDATE);

  houbu_token_hash (token, caller->token_hash);
  caller->account = 7;
  caller->expires_at = TEST_NOW + HOUBU_DAY;
  houbu_sessions_put (sessions, mark, caller, TEST_NOW);
  houbu_caller_unref (caller);
}

/* What the store said of a token before it was revoked is not believed afterwards. */
static void
test_late_answer (void)
{
  g_autofree char *token = houbu_token_new (HOUBU_TOKEN_CANDIDATE);
  g_autoptr (TestWorld) world = new_world ();
  HoubuSessions *sessions = houbu_sessions_new (houbu_engine_get_store (world->engine), HOUBU_HOUR);
  HoubuSessionsMark before = houbu_sessions_mark (sessions);
  HoubuMoment moment;
  gboolean use;

  put_token (sessions, before, token);
  houbu_engine_look (world->engine, &moment);
  g_assert_nonnull (houbu_sessions_find (sessions, token, &moment, &use));
  houbu_sessions_forget_account (sessions, 7);
  put_token (sessions, before, token);
  g_assert_null (houbu_sessions_find (sessions, token, &moment, &use));
  houbu_sessions_free (sessions);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/sessions/sign-in", test_sign_in);
  g_test_add_func ("/engine/sessions/late-answer", test_late_answer);
  g_test_add_func ("/engine/sessions/no-enumeration", test_no_enumeration);
  g_test_add_func ("/engine/sessions/delay", test_delay);
  g_test_add_func ("/engine/sessions/hourly-limit", test_hourly_limit);
  g_test_add_func ("/engine/sessions/guesses-at-once", test_guesses_at_once);
  g_test_add_func ("/engine/sessions/busy", test_busy);
  g_test_add_func ("/engine/sessions/address", test_address);
  g_test_add_func ("/engine/sessions/ends", test_ends);
  g_test_add_func ("/engine/sessions/sign-out", test_sign_out);
  g_test_add_func ("/engine/sessions/sign-out-everywhere", test_sign_out_everywhere);
  g_test_add_func ("/engine/sessions/revoked-elsewhere", test_revoked_elsewhere);
  g_test_add_func ("/engine/sessions/forgotten", test_forgotten);
  g_test_add_func ("/engine/sessions/bad-tokens", test_bad_tokens);
  g_test_add_func ("/engine/sessions/refresh", test_refresh);
  g_test_add_func ("/engine/sessions/refresh-reused", test_refresh_reused);
  g_test_add_func ("/engine/sessions/nothing-in-clear", test_nothing_in_clear);
  g_test_add_func ("/engine/sessions/admit", test_admit);
  return g_test_run ();
}

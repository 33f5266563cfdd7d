/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "client-support.h"
#include "houbu-error.h"
#include "scripted-peer.h"

#define HEALTH "{\"status\":\"ok\",\"version\":\"0.1.0\",\"store\":\"sqlite\"}"
#define SESSION(token, refresh)                                                                    \
  "{\"token\":\"" token "\",\"expires_at\":\"2036-08-30T14:54:26Z\",\"refresh_token\":\"" refresh  \
  "\",\"account\":{\"phone_masked\":\"139****0001\"}}"
#define TOKEN_1 "t1t1t1t1t1t1t1t1"
#define TOKEN_2 "t2t2t2t2t2t2t2t2"
#define REFRESH_1 "r1r1r1r1r1r1r1r1"
#define REFRESH_2 "r2r2r2r2r2r2r2r2"

typedef struct
{
  ScriptedPeer *peer;
  HoubuConnection *connection;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->peer = scripted_peer_new ();
  fixture->connection = houbu_connection_new_for_text (scripted_peer_get_url (fixture->peer), NULL);
  houbu_connection_set_patience (fixture->connection, 2, 2);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->connection);
  settle (5);
  scripted_peer_free (fixture->peer);
}

static HoubuRecord *
get_health (Fixture *fixture, GError **error)
{
  return send_and_wait (fixture->connection, "GET", "/v1/health", NULL, HOUBU_TYPE_HEALTH, NULL,
                        error);
}

static HoubuRecord *
join (Fixture *fixture, const char *key, GError **error)
{
  g_autoptr (HoubuWaitlistJoin) request = houbu_waitlist_join_new ();

  houbu_waitlist_join_set_offering (request, "993010-1");
  return send_and_wait (fixture->connection, "POST", "/v1/waitlist-entries", request,
                        HOUBU_TYPE_ENTRY, key, error);
}

static void
sign_in (Fixture *fixture, const char *token, const char *refresh)
{
  g_autoptr (HoubuSession) session = houbu_session_new ();

  houbu_session_set_token (session, token);
  houbu_session_set_refresh_token (session, refresh);
  houbu_connection_set_session (fixture->connection, session);
}

/* An answer becomes a record; the request says language, token and what is understood. */
static void
test_fine (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) health = NULL;
  g_autofree char *language = NULL;
  g_autofree char *token = NULL;

  scripted_peer_say_json (fixture->peer, "GET /v1/health", 200, HEALTH);
  houbu_connection_set_language (fixture->connection, "zh-CN");
  sign_in (fixture, TOKEN_1, NULL);
  health = get_health (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (houbu_health_get_version (HOUBU_HEALTH (health)), ==, "0.1.0");
  language = scripted_peer_get_header (fixture->peer, "GET /v1/health", 0, "Accept-Language");
  token = scripted_peer_get_header (fixture->peer, "GET /v1/health", 0, "Authorization");
  g_assert_cmpstr (language, ==, "zh-CN");
  g_assert_cmpstr (token, ==, "Bearer " TOKEN_1);
}

static const struct
{
  const char *what;
  const char *bytes;
  PeerEnd end;
} nonsense[] = {
  { "no HTTP at all", "220 smtp.example ESMTP ready\r\n", PEER_CLOSE },
  { "closed without a word", "", PEER_CLOSE },
  { "cut in the head", "HTTP/1.1 200 OK\r\nContent-Ty", PEER_CLOSE },
  { "cut in the body",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"status\"",
    PEER_CLOSE },
  { "a web page", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<p/>",
    PEER_KEEP },
  { "no JSON", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n<p/>",
    PEER_KEEP },
  { "an array", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]",
    PEER_KEEP },
  { "a field is missing",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", PEER_KEEP },
  { "a field is of the wrong type",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 44\r\n\r\n"
    "{\"status\":\"ok\",\"version\":17,\"store\":\"sqlite\"}",
    PEER_CLOSE },
  { "a word that is none",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
    "{\"status\":\"fine\",\"version\":\"1\",\"store\":\"sqlite\"}",
    PEER_CLOSE },
  { "a key comes twice",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
    "{\"status\":\"ok\",\"status\":\"ok\",\"version\":\"1\",\"store\":\"sqlite\"}",
    PEER_CLOSE },
  { "a bad chunk",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    PEER_CLOSE },
  { "a redirect to elsewhere",
    "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/v1/health\r\nContent-Length: 0\r\n\r\n",
    PEER_KEEP },
  { "a redirect of another kind",
    "HTTP/1.1 307 Moved\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n",
    PEER_KEEP },
  { "a teapot", "HTTP/1.1 418 Teapot\r\nContent-Length: 0\r\n\r\n", PEER_KEEP },
  { "nothing new, but nothing was kept", "HTTP/1.1 304 Not Modified\r\n\r\n", PEER_KEEP },
  { "half a problem",
    "HTTP/1.1 409 No\r\nContent-Type: application/problem+json\r\nContent-Length: 2\r\n\r\n{}",
    PEER_KEEP },
};

/* Whatever is not an answer of a houbud is connection trouble, never a crash and never a record. */
static void
test_nonsense (Fixture *fixture, gconstpointer data)
{
  houbu_connection_set_patience (fixture->connection, 1, 2);
  for (guint i = 0; i < G_N_ELEMENTS (nonsense); i++)
    {
      g_autoptr (ScriptedPeer) peer = scripted_peer_new ();
      g_autoptr (HoubuConnection) connection =
          houbu_connection_new_for_text (scripted_peer_get_url (peer), NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (HoubuRecord) record = NULL;

      g_test_message ("%s", nonsense[i].what);
      houbu_connection_set_patience (connection, 1, 2);
      scripted_peer_say (peer, "GET /v1/health", nonsense[i].bytes, nonsense[i].end);
      record =
          send_and_wait (connection, "GET", "/v1/health", NULL, HOUBU_TYPE_HEALTH, NULL, &error);
      g_assert_null (record);
      g_assert_nonnull (error);
      g_assert_true (houbu_error_is_connection_trouble (error));
      g_clear_object (&connection);
    }
}

/* An endless answer is cut off at the limit, an endless head too. */
static void
test_huge (Fixture *fixture, gconstpointer data)
{
  g_autofree char *flood = g_strnfill (3 * 1024 * 1024, ' ');
  g_autofree char *body =
      g_strconcat ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", flood, NULL);
  g_autofree char *head = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) head_error = NULL;
  g_autoptr (HoubuRecord) record = NULL;
  g_autoptr (HoubuRecord) other = NULL;

  memset (flood, 'a', strlen (flood));
  head = g_strconcat ("HTTP/1.1 200 OK\r\nX: ", flood, NULL);
  houbu_connection_set_patience (fixture->connection, 1, 5);
  scripted_peer_say (fixture->peer, "GET /v1/health", body, PEER_HANG);
  scripted_peer_say (fixture->peer, "GET /v1/exam", head, PEER_HANG);
  record = get_health (fixture, &error);
  g_assert_null (record);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_BAD_REPLY);
  other = send_and_wait (fixture->connection, "GET", "/v1/exam", NULL, HOUBU_TYPE_EXAM, NULL,
                         &head_error);
  g_assert_null (other);
  g_assert_true (houbu_error_is_connection_trouble (head_error));
}

/* A server that says nothing, and one that drips, are given up after the time-out. */
static void
test_slow (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) silent = NULL;
  g_autoptr (GError) dripping = NULL;
  g_autoptr (HoubuRecord) first = NULL;
  g_autoptr (HoubuRecord) second = NULL;
  gint64 start = g_get_monotonic_time ();

  houbu_connection_set_patience (fixture->connection, 1, 1);
  scripted_peer_say (fixture->peer, "GET /v1/health", "", PEER_HANG);
  scripted_peer_say_slowly (
      fixture->peer, "GET /v1/exam",
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
      "Content-Length: 200000\r\n\r\n{\"a\":\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
      "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
      1, 50, PEER_HANG);
  first = get_health (fixture, &silent);
  g_assert_null (first);
  g_assert_error (silent, HOUBU_ERROR, HOUBU_ERROR_TIMED_OUT);
  second = send_and_wait (fixture->connection, "GET", "/v1/exam", NULL, HOUBU_TYPE_EXAM, NULL,
                          &dripping);
  g_assert_null (second);
  g_assert_error (dripping, HOUBU_ERROR, HOUBU_ERROR_TIMED_OUT);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 6 * G_USEC_PER_SEC);
}

/* Nobody listens: unreachable, at once. */
static void
test_nobody (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HoubuConnection) connection =
      houbu_connection_new_for_text ("http://127.0.0.1:1", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) record = NULL;

  houbu_connection_set_patience (connection, 1, 2);
  record = send_and_wait (connection, "GET", "/v1/health", NULL, HOUBU_TYPE_HEALTH, NULL, &error);
  g_assert_null (record);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_UNREACHABLE);
}

/* A server that is busy is asked again no sooner than it said, with the same idempotency key and
 * body. */
static void
test_busy (Fixture *fixture, gconstpointer data)
{
  const char *route = "POST /v1/waitlist-entries";
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) record = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gint64 start = g_get_monotonic_time ();

  scripted_peer_say (fixture->peer, route,
                     "HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n", PEER_KEEP);
  scripted_peer_say_problem (fixture->peer, route, 409, "same_level", ",\"conflict\":\"e5\"");
  record = join (fixture, "key-1", &error);
  g_assert_null (record);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_SAME_LEVEL);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, G_USEC_PER_SEC);
  g_assert_cmpuint (scripted_peer_count (fixture->peer, route), ==, 2);
  first = scripted_peer_get_request (fixture->peer, route, 0);
  second = scripted_peer_get_request (fixture->peer, route, 1);
  g_assert_cmpstr (first, ==, second);
  g_assert_nonnull (strstr (first, "Idempotency-Key: key-1\r\n"));
}

/* A wait that nobody sits out is the caller's to decide on. */
static void
test_busy_for_long (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) record = NULL;

  scripted_peer_say_problem (fixture->peer, "GET /v1/health", 503, "busy", ",\"retry_after\":600");
  record = get_health (fixture, &error);
  g_assert_null (record);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_BUSY);
  g_assert_cmpint (houbu_error_get_retry_after (error), ==, 600);
  g_assert_cmpuint (scripted_peer_count (fixture->peer, "GET /v1/health"), ==, 1);
}

/* A connection that is cut after the request: sent again only if that cannot do it twice. */
static void
test_cut (Fixture *fixture, gconstpointer data)
{
  const char *route = "POST /v1/waitlist-entries";
  g_autoptr (GError) keyed = NULL;
  g_autoptr (GError) unkeyed = NULL;
  g_autoptr (HoubuRecord) first = NULL;
  g_autoptr (HoubuRecord) second = NULL;

  scripted_peer_say (fixture->peer, route, "HTTP/1.1 201 Cre", PEER_CLOSE);
  first = join (fixture, "key-1", &keyed);
  g_assert_null (first);
  g_assert_true (houbu_error_is_connection_trouble (keyed));
  g_assert_cmpuint (scripted_peer_count (fixture->peer, route), ==, 2);
  second = join (fixture, NULL, &unkeyed);
  g_assert_null (second);
  g_assert_true (houbu_error_is_connection_trouble (unkeyed));
  g_assert_cmpuint (scripted_peer_count (fixture->peer, route), ==, 3);
}

/* What the server says about a refusal arrives whole; a refusal is not repeated. */
static void
test_refusal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) record = NULL;
  g_autofree char *detail = NULL;

  scripted_peer_say_problem (fixture->peer, "GET /v1/health", 422, "invalid_field",
                             ",\"field\":\"offering\",\"detail\":\"So it is.\",\"hint\":\"Do.\"");
  record = get_health (fixture, &error);
  g_assert_null (record);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_INVALID_FIELD);
  detail = houbu_error_get_detail (error, "en");
  g_assert_cmpstr (houbu_error_get_field (error), ==, "offering");
  g_assert_cmpstr (detail, ==, "So it is.");
  g_assert_cmpstr (houbu_error_get_hint (error, "en"), ==, "Do.");
  g_assert_cmpuint (scripted_peer_count (fixture->peer, "GET /v1/health"), ==, 1);
  g_assert_false (houbu_error_is_connection_trouble (error));
}

/* Several requests find the session expired: it is renewed once, and all of them go through. */
static void
test_renewal (Fixture *fixture, gconstpointer data)
{
  const char *route = "GET /v1/sessions/current";
  GAsyncResult *results[5] = { NULL };
  HoubuSession *session = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    scripted_peer_say_problem (fixture->peer, route, 401, "unauthenticated", "");
  scripted_peer_say_json (
      fixture->peer, route, 200,
      "{\"account\":{\"phone_masked\":\"139****0001\"},\"expires_at\":\"2036-08-30T14:54:26Z\"}");
  scripted_peer_say_json (fixture->peer, "POST /v1/sessions/refresh", 201,
                          SESSION (TOKEN_2, REFRESH_2));
  sign_in (fixture, TOKEN_1, REFRESH_1);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    houbu_connection_send_async (fixture->connection, "GET", "/v1/sessions/current", NULL,
                                 HOUBU_TYPE_CURRENT_SESSION, NULL, NULL, keep_result_cb,
                                 &results[i]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HoubuRecord) record = NULL;

      wait_until (results[i] != NULL);
      record = houbu_connection_send_finish (fixture->connection, results[i], &error);
      g_assert_no_error (error);
      g_assert_nonnull (record);
      g_object_unref (results[i]);
    }
  g_assert_cmpuint (scripted_peer_count (fixture->peer, "POST /v1/sessions/refresh"), ==, 1);
  session = houbu_connection_get_session (fixture->connection);
  g_assert_cmpstr (houbu_session_get_refresh_token (session), ==, REFRESH_2);
}

static void
count_cb (HoubuConnection *connection, guint *count)
{
  (*count)++;
}

/* A session that cannot be renewed is lost, once; a server that is away loses nothing. */
static void
test_renewal_fails (Fixture *fixture, gconstpointer data)
{
  const char *refresh = "POST /v1/sessions/refresh";
  g_autoptr (GError) away = NULL;
  g_autoptr (GError) refused = NULL;
  g_autoptr (HoubuRecord) first = NULL;
  g_autoptr (HoubuRecord) second = NULL;
  guint lost = 0;

  g_signal_connect (fixture->connection, "session-lost", G_CALLBACK (count_cb), &lost);
  scripted_peer_say_problem (fixture->peer, "GET /v1/exam", 401, "unauthenticated", "");
  scripted_peer_say (fixture->peer, refresh, "", PEER_CLOSE);
  scripted_peer_say (fixture->peer, refresh, "", PEER_CLOSE);
  scripted_peer_say_problem (fixture->peer, refresh, 401, "unauthenticated", "");
  sign_in (fixture, TOKEN_1, REFRESH_1);
  houbu_connection_set_patience (fixture->connection, 1, 2);
  first =
      send_and_wait (fixture->connection, "GET", "/v1/exam", NULL, HOUBU_TYPE_EXAM, NULL, &away);
  g_assert_true (houbu_error_is_connection_trouble (away));
  g_assert_true (houbu_connection_get_signed_in (fixture->connection));
  while (scripted_peer_count (fixture->peer, refresh) < 3)
    {
      g_clear_error (&refused);
      second = send_and_wait (fixture->connection, "GET", "/v1/exam", NULL, HOUBU_TYPE_EXAM, NULL,
                              &refused);
    }
  g_assert_error (refused, HOUBU_ERROR, HOUBU_ERROR_UNAUTHENTICATED);
  g_assert_false (houbu_connection_get_signed_in (fixture->connection));
  g_assert_cmpuint (lost, ==, 1);
}

/* Without a refresh token there is nothing to try: the session is lost at once. */
static void
test_no_refresh_token (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) record = NULL;
  guint lost = 0;

  g_signal_connect (fixture->connection, "session-lost", G_CALLBACK (count_cb), &lost);
  scripted_peer_say_problem (fixture->peer, "GET /v1/exam", 401, "unauthenticated", "");
  sign_in (fixture, TOKEN_1, NULL);
  record =
      send_and_wait (fixture->connection, "GET", "/v1/exam", NULL, HOUBU_TYPE_EXAM, NULL, &error);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_UNAUTHENTICATED);
  g_assert_cmpuint (lost, ==, 1);
}

/* Cancelled before, at once, while it waits for the answer, and between two attempts: always just
 * that. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  static const guint moments_ms[] = { 0, 1, 20, 700 };

  scripted_peer_say (fixture->peer, "GET /v1/health", "HTTP/1.1 200 OK\r\n", PEER_HANG);
  scripted_peer_say (fixture->peer, "GET /v1/exam",
                     "HTTP/1.1 503 Busy\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n", PEER_KEEP);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (moments_ms) + 1; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (HoubuRecord) record = NULL;
      gboolean before = i == 2 * G_N_ELEMENTS (moments_ms);

      if (before)
        g_cancellable_cancel (cancellable);
      houbu_connection_send_async (fixture->connection, "GET",
                                   i % 2 == 0 ? "/v1/health" : "/v1/exam", NULL,
                                   i % 2 == 0 ? HOUBU_TYPE_HEALTH : HOUBU_TYPE_EXAM, NULL,
                                   cancellable, keep_result_cb, &result);
      if (!before)
        settle (moments_ms[i / 2]);
      g_cancellable_cancel (cancellable);
      wait_until (result != NULL);
      record = houbu_connection_send_finish (fixture->connection, result, &error);
      g_assert_null (record);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

/* A file goes up as it is, with its length, and the answer comes back. */
static void
test_upload (Fixture *fixture, gconstpointer data)
{
  const char *route = "POST /v1/admin/imports/schools";
  g_autofree char *name = g_build_filename (g_get_tmp_dir (), "schools-XXXXXX", NULL);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) record = NULL;
  g_autofree char *request = NULL;

  close (g_mkstemp (name));
  g_assert_true (g_file_set_contents (name, "province_code\n99\n", -1, NULL));
  file = g_file_new_for_path (name);
  scripted_peer_say_json (fixture->peer, route, 200,
                          "{\"added\":1,\"changed\":0,\"unchanged\":0,\"dry_run\":false}");
  houbu_connection_upload_async (fixture->connection, "/v1/admin/imports/schools", file, "text/csv",
                                 HOUBU_TYPE_IMPORT_RESULT, "key-1", NULL, keep_result_cb, &result);
  wait_until (result != NULL);
  record = houbu_connection_upload_finish (fixture->connection, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (houbu_import_result_get_added (HOUBU_IMPORT_RESULT (record)), ==, 1);
  request = scripted_peer_get_request (fixture->peer, route, 0);
  g_assert_nonnull (strstr (request, "Content-Length: 17\r\n"));
  g_assert_true (g_str_has_suffix (request, "\r\n\r\nprovince_code\n99\n"));
  g_unlink (name);
}

/* A file that is not there is the caller's trouble, not the server's. */
static void
test_upload_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/file.csv");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) record = NULL;

  houbu_connection_upload_async (fixture->connection, "/v1/admin/imports/schools", file, "text/csv",
                                 HOUBU_TYPE_IMPORT_RESULT, "key-1", NULL, keep_result_cb, &result);
  wait_until (result != NULL);
  record = houbu_connection_upload_finish (fixture->connection, result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* Fetches @path and leaves what came in @text; whether all of it is there. */
static gboolean
download (Fixture *fixture, const char *path, char **text, GError **error)
{
  g_autoptr (GOutputStream) sink = g_memory_output_stream_new_resizable ();
  g_autoptr (GAsyncResult) result = NULL;
  GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM (sink);

  houbu_connection_download_async (fixture->connection, path, sink, NULL, keep_result_cb, &result);
  wait_until (result != NULL);
  *text = g_strndup (g_memory_output_stream_get_data (memory),
                     g_memory_output_stream_get_data_size (memory));
  return houbu_connection_download_finish (fixture->connection, result, error);
}

/* A file comes as it is, after a refusal for now as well. */
static void
test_download (Fixture *fixture, gconstpointer data)
{
  const char *route = "GET /v1/admin/exports/payments";
  g_autofree char *text = NULL;
  g_autofree char *wanted = NULL;
  g_autoptr (GError) error = NULL;

  scripted_peer_say_problem (fixture->peer, route, 503, "busy", ",\"retry_after\":0");
  scripted_peer_say (fixture->peer, route,
                     "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 9\r\n\r\n"
                     "payment\r\n",
                     PEER_KEEP);
  g_assert_true (download (fixture, "/v1/admin/exports/payments", &text, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "payment\r\n");
  wanted = scripted_peer_get_header (fixture->peer, route, 0, "Accept");
  g_assert_true (g_str_has_prefix (wanted, "text/csv"));
}

/* Half a file is an error, and is not asked for again: the half is in the sink. */
static void
test_download_cut (Fixture *fixture, gconstpointer data)
{
  const char *route = "GET /v1/admin/exports/payments";
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  scripted_peer_say (fixture->peer, route,
                     "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 900\r\n\r\n"
                     "payment\r\n",
                     PEER_CLOSE);
  g_assert_false (download (fixture, "/v1/admin/exports/payments", &text, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_UNREACHABLE);
  g_assert_cmpuint (scripted_peer_count (fixture->peer, route), ==, 1);
}

/* A refusal says why, and nothing of it gets into the sink. */
static void
test_download_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  scripted_peer_say_problem (fixture->peer, "GET /v1/admin/exports/payments", 403, "forbidden", "");
  g_assert_false (download (fixture, "/v1/admin/exports/payments", &text, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_FORBIDDEN);
  g_assert_null (text);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/connection/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("fine", test_fine);
  ADD ("nonsense", test_nonsense);
  ADD ("huge", test_huge);
  ADD ("slow", test_slow);
  ADD ("nobody", test_nobody);
  ADD ("busy", test_busy);
  ADD ("busy-for-long", test_busy_for_long);
  ADD ("cut", test_cut);
  ADD ("refusal", test_refusal);
  ADD ("renewal", test_renewal);
  ADD ("renewal-fails", test_renewal_fails);
  ADD ("no-refresh-token", test_no_refresh_token);
  ADD ("cancel", test_cancel);
  ADD ("upload", test_upload);
  ADD ("upload-missing", test_upload_missing);
  ADD ("download", test_download);
  ADD ("download-cut", test_download_cut);
  ADD ("download-refused", test_download_refused);
  return g_test_run ();
}

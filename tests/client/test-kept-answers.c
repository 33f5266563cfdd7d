/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "client-support.h"
#include "houbu-kept-answers.h"
#include "scripted-peer.h"

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
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->connection);
  settle (5);
  scripted_peer_free (fixture->peer);
}

static void
say_version (ScriptedPeer *peer, const char *version)
{
  g_autofree char *body =
      g_strdup_printf ("{\"status\":\"ok\",\"version\":\"%s\",\"store\":\"sqlite\"}", version);
  g_autofree char *bytes =
      g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nETag: \"%s\"\r\n"
                       "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                       version, strlen (body), body);

  scripted_peer_say (peer, "GET /v1/health", bytes, PEER_KEEP);
}

/* Asks for something and says what came, and what the request said of what was there. */
static void
assert_version (Fixture *fixture, guint number, const char *tag, const char *version)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) health = send_and_wait (fixture->connection, "GET", "/v1/health", NULL,
                                                  HOUBU_TYPE_HEALTH, NULL, &error);
  g_autofree char *said =
      scripted_peer_get_header (fixture->peer, "GET /v1/health", number, "If-None-Match");

  g_assert_no_error (error);
  g_assert_cmpstr (houbu_health_get_version (HOUBU_HEALTH (health)), ==, version);
  g_assert_cmpstr (said, ==, tag);
}

/* What has a tag is kept: the server says that it is unchanged, or sends the new one. Another
 * session or another language begins anew. */
static void
test_unchanged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HoubuSession) session = houbu_session_new ();
  static const char unchanged[] = "HTTP/1.1 304 Not Modified\r\nETag: \"one\"\r\n\r\n";

  say_version (fixture->peer, "one");
  scripted_peer_say (fixture->peer, "GET /v1/health", unchanged, PEER_KEEP);
  say_version (fixture->peer, "two");
  say_version (fixture->peer, "three");
  assert_version (fixture, 0, NULL, "one");
  assert_version (fixture, 1, "\"one\"", "one");
  assert_version (fixture, 2, "\"one\"", "two");
  houbu_session_set_token (session, "t1t1t1t1t1t1t1t1");
  houbu_connection_set_session (fixture->connection, session);
  assert_version (fixture, 3, NULL, "three");
  assert_version (fixture, 4, "\"three\"", "three");
  houbu_connection_set_language (fixture->connection, "zh-CN");
  assert_version (fixture, 5, NULL, "three");
}

/* The latest few, and none that is large. */
static void
test_bounds (void)
{
  g_autoptr (HoubuKeptAnswers) kept = houbu_kept_answers_new ();
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  g_autofree char *much = g_strnfill (300 * 1024, ' ');
  g_autoptr (GBytes) large = g_bytes_new_static (much, strlen (much));
  const char *tag = NULL;

  houbu_kept_answers_put (kept, "/large", "\"l\"", large);
  g_assert_null (houbu_kept_answers_find (kept, "/large", &tag));
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *path = g_strdup_printf ("/%u", i);

      houbu_kept_answers_put (kept, path, "\"t\"", body);
    }
  g_assert_null (houbu_kept_answers_find (kept, "/0", &tag));
  g_assert_null (tag);
  g_assert_true (houbu_kept_answers_find (kept, "/99", &tag) == body);
  g_assert_cmpstr (tag, ==, "\"t\"");
  houbu_kept_answers_put (kept, "/99", NULL, body);
  g_assert_null (houbu_kept_answers_find (kept, "/99", &tag));
  houbu_kept_answers_forget (kept);
  g_assert_null (houbu_kept_answers_find (kept, "/98", &tag));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/kept-answers/unchanged", Fixture, NULL, set_up, test_unchanged, tear_down);
  g_test_add_func ("/kept-answers/bounds", test_bounds);
  return g_test_run ();
}

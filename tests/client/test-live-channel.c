/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "client-support.h"
#include "houbu-live-channel.h"
#include "scripted-peer.h"

#define ROUTE "GET /v1/events"
#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
#define TOKEN_1 "t1t1t1t1t1t1t1t1"
#define SESSION_2                                                                                  \
  "{\"token\":\"t2t2t2t2t2t2t2t2\",\"expires_at\":\"2036-08-30T14:54:26Z\","                       \
  "\"refresh_token\":\"r2r2r2r2r2r2r2r2\",\"account\":{\"phone_masked\":\"139****0001\"}}"

typedef struct
{
  ScriptedPeer *peer;
  HoubuConnection *connection;
  HoubuLiveChannel *channel;
  GString *log;
  guint resyncs;
} Fixture;

static void
event_cb (HoubuLiveChannel *channel, const char *type, GBytes *data, Fixture *fixture)
{
  g_string_append_printf (fixture->log, "%s=%.*s ", type, (int) g_bytes_get_size (data),
                          (const char *) g_bytes_get_data (data, NULL));
}

static void
resync_cb (HoubuLiveChannel *channel, Fixture *fixture)
{
  fixture->resyncs++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HoubuSession) session = houbu_session_new ();

  fixture->peer = scripted_peer_new ();
  fixture->connection = houbu_connection_new_for_text (scripted_peer_get_url (fixture->peer), NULL);
  houbu_session_set_token (session, TOKEN_1);
  houbu_session_set_refresh_token (session, "r1r1r1r1r1r1r1r1");
  houbu_connection_set_session (fixture->connection, session);
  fixture->channel = houbu_live_channel_new (fixture->connection);
  fixture->log = g_string_new (NULL);
  g_signal_connect (fixture->channel, "event", G_CALLBACK (event_cb), fixture);
  g_signal_connect (fixture->channel, "resync", G_CALLBACK (resync_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer channel = fixture->channel;

  /* What was under way holds it until it has noticed. */
  g_object_add_weak_pointer (channel, &channel);
  houbu_live_channel_stop (fixture->channel);
  g_object_unref (fixture->channel);
  wait_until (channel == NULL);
  g_object_unref (fixture->connection);
  g_string_free (fixture->log, TRUE);
  scripted_peer_free (fixture->peer);
}

static HoubuLiveState
state_of (Fixture *fixture)
{
  return houbu_live_channel_get_state (fixture->channel);
}

/* Events arrive in order however slowly their bytes do, and the channel knows that it is live. */
static void
test_events (Fixture *fixture, gconstpointer data)
{
  scripted_peer_say_slowly (fixture->peer, ROUTE,
                            HEAD ": hello\n\nid: 5\nevent: a\ndata: 1\n\nevent: b\ndata: 2\n\n"
                                 "id: 6\nevent: c\ndata: 3\n\n",
                            1, 1, PEER_HANG);
  g_assert_cmpint (state_of (fixture), ==, HOUBU_LIVE_OFFLINE);
  houbu_live_channel_start (fixture->channel, 4);
  g_assert_cmpint (state_of (fixture), ==, HOUBU_LIVE_CONNECTING);
  wait_until (strcmp (fixture->log->str, "a=1 b=2 c=3 ") == 0);
  g_assert_cmpint (state_of (fixture), ==, HOUBU_LIVE_LIVE);
  g_assert_cmpint (houbu_live_channel_get_sequence (fixture->channel), ==, 6);
  g_assert_cmpint (houbu_live_channel_get_last_seen (fixture->channel), >, 0);
  houbu_live_channel_stop (fixture->channel);
  g_assert_cmpint (state_of (fixture), ==, HOUBU_LIVE_OFFLINE);
}

/* A stream that is cut goes on after the last event; half an event is none. */
static void
test_cut (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  scripted_peer_say (fixture->peer, ROUTE, HEAD "id: 5\nevent: a\ndata: 1\n\nid: 6\nevent: b\nda",
                     PEER_CLOSE);
  scripted_peer_say (fixture->peer, ROUTE, HEAD "id: 6\nevent: b\ndata: 2\n\n", PEER_HANG);
  houbu_live_channel_start (fixture->channel, 4);
  wait_until (state_of (fixture) == HOUBU_LIVE_STALE);
  wait_until (strcmp (fixture->log->str, "a=1 b=2 ") == 0);
  g_assert_cmpint (state_of (fixture), ==, HOUBU_LIVE_LIVE);
  first = scripted_peer_get_header (fixture->peer, ROUTE, 0, "Last-Event-ID");
  second = scripted_peer_get_header (fixture->peer, ROUTE, 1, "Last-Event-ID");
  g_assert_cmpstr (first, ==, "4");
  g_assert_cmpstr (second, ==, "5");
}

static const char *const bad_answers[] = {
  "",
  "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 204 Nothing\r\n\r\n",
  "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
  "SSH-2.0-OpenSSH_9.2p1\r\n",
};

/* Whatever is not a stream is a reason to come back later, and what it says is no event. */
static void
test_bad_answers (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_answers); i++)
    {
      g_autoptr (ScriptedPeer) peer = scripted_peer_new ();
      g_autoptr (HoubuConnection) connection =
          houbu_connection_new_for_text (scripted_peer_get_url (peer), NULL);
      g_autoptr (HoubuLiveChannel) channel = houbu_live_channel_new (connection);

      g_test_message ("answer %u", i);
      scripted_peer_say (peer, ROUTE, bad_answers[i], PEER_CLOSE);
      houbu_live_channel_start (channel, 0);
      wait_until (houbu_live_channel_get_state (channel) == HOUBU_LIVE_STALE);
      wait_until (scripted_peer_count (peer, ROUTE) >= 2);
      houbu_live_channel_stop (channel);
      settle (5);
    }
}

/* A server that asks for a pause gets it. */
static void
test_retry_after (Fixture *fixture, gconstpointer data)
{
  scripted_peer_say (fixture->peer, ROUTE,
                     "HTTP/1.1 503 Busy\r\nRetry-After: 30\r\nContent-Length: 0\r\n\r\n",
                     PEER_KEEP);
  houbu_live_channel_start (fixture->channel, 0);
  wait_until (state_of (fixture) == HOUBU_LIVE_STALE);
  settle (1500);
  g_assert_cmpuint (scripted_peer_count (fixture->peer, ROUTE), ==, 1);
  /* A person who asks does not wait. */
  houbu_live_channel_retry_now (fixture->channel);
  wait_until (scripted_peer_count (fixture->peer, ROUTE) == 2);
}

/* A server that restarts says so; the channel comes back when it was told to, not before. */
static void
test_bye (Fixture *fixture, gconstpointer data)
{
  gint64 start = 0;

  scripted_peer_say (fixture->peer, ROUTE,
                     HEAD "id: 5\nevent: a\ndata: 1\n\nretry: 400\nevent: bye\ndata: {}\n\n"
                          "event: never\ndata: x\n\n",
                     PEER_HANG);
  scripted_peer_say (fixture->peer, ROUTE, HEAD "id: 6\nevent: b\ndata: 2\n\n", PEER_HANG);
  houbu_live_channel_start (fixture->channel, 4);
  wait_until (state_of (fixture) == HOUBU_LIVE_STALE);
  start = g_get_monotonic_time ();
  wait_until (strcmp (fixture->log->str, "a=1 b=2 ") == 0);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 395 * 1000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 3 * G_USEC_PER_SEC);
}

/* Too much was missed: the channel says so, once, and is silent until it is started anew. */
static void
test_resync (Fixture *fixture, gconstpointer data)
{
  g_autofree char *last = NULL;

  scripted_peer_say (fixture->peer, ROUTE, HEAD "event: resync\ndata: {}\n\nevent: a\ndata: 1\n\n",
                     PEER_HANG);
  scripted_peer_say (fixture->peer, ROUTE, HEAD "id: 101\nevent: b\ndata: 2\n\n", PEER_HANG);
  houbu_live_channel_start (fixture->channel, 4);
  wait_until (fixture->resyncs == 1);
  settle (200);
  g_assert_cmpuint (fixture->resyncs, ==, 1);
  g_assert_cmpstr (fixture->log->str, ==, "");
  g_assert_cmpint (state_of (fixture), ==, HOUBU_LIVE_STALE);
  houbu_live_channel_start (fixture->channel, 100);
  wait_until (strcmp (fixture->log->str, "b=2 ") == 0);
  last = scripted_peer_get_header (fixture->peer, ROUTE, 1, "Last-Event-ID");
  g_assert_cmpstr (last, ==, "100");
}

/* An expired session is renewed, and the stream opened with the new one. */
static void
test_renewal (Fixture *fixture, gconstpointer data)
{
  g_autofree char *token = NULL;

  scripted_peer_say_problem (fixture->peer, ROUTE, 401, "unauthenticated", "");
  scripted_peer_say (fixture->peer, ROUTE, HEAD "id: 5\nevent: a\ndata: 1\n\n", PEER_HANG);
  scripted_peer_say_json (fixture->peer, "POST /v1/sessions/refresh", 201, SESSION_2);
  houbu_live_channel_start (fixture->channel, 4);
  wait_until (strcmp (fixture->log->str, "a=1 ") == 0);
  token = scripted_peer_get_header (fixture->peer, ROUTE, 1, "Authorization");
  g_assert_cmpstr (token, ==, "Bearer t2t2t2t2t2t2t2t2");
}

/* A session that is gone for good ends the channel: no stream without one is asked for again and
 * again. */
static void
test_session_lost (Fixture *fixture, gconstpointer data)
{
  scripted_peer_say_problem (fixture->peer, ROUTE, 401, "unauthenticated", "");
  scripted_peer_say_problem (fixture->peer, "POST /v1/sessions/refresh", 401, "unauthenticated",
                             "");
  houbu_live_channel_start (fixture->channel, 4);
  wait_until (!houbu_connection_get_signed_in (fixture->connection));
  wait_until (state_of (fixture) == HOUBU_LIVE_OFFLINE);
  settle (1500);
  g_assert_cmpuint (scripted_peer_count (fixture->peer, ROUTE), ==, 1);
}

/* An event without end is cut off, and no memory goes with it. */
static void
test_flood (Fixture *fixture, gconstpointer data)
{
  g_autofree char *flood = g_strnfill (4 * 1024 * 1024, 'x');
  g_autofree char *bytes = g_strconcat (HEAD "data: ", flood, "\n\nevent: a\ndata: 1\n\n", NULL);

  scripted_peer_say (fixture->peer, ROUTE, bytes, PEER_HANG);
  scripted_peer_say (fixture->peer, ROUTE, HEAD "event: b\ndata: 2\n\n", PEER_HANG);
  houbu_live_channel_start (fixture->channel, 4);
  wait_until (strcmp (fixture->log->str, "b=2 ") == 0);
}

static void
stop_cb (HoubuLiveChannel *channel, const char *type, GBytes *data, gpointer user_data)
{
  houbu_live_channel_stop (channel);
}

/* Whoever hears an event may stop the channel; the rest of what arrived is then nobody's. */
static void
test_stop_inside (Fixture *fixture, gconstpointer data)
{
  g_signal_connect (fixture->channel, "event", G_CALLBACK (stop_cb), NULL);
  scripted_peer_say (fixture->peer, ROUTE,
                     HEAD "event: a\ndata: 1\n\nevent: b\ndata: 2\n\nevent: c\ndata: 3\n\n",
                     PEER_HANG);
  houbu_live_channel_start (fixture->channel, 4);
  wait_until (strcmp (fixture->log->str, "a=1 ") == 0);
  settle (200);
  g_assert_cmpstr (fixture->log->str, ==, "a=1 ");
  g_assert_cmpint (state_of (fixture), ==, HOUBU_LIVE_OFFLINE);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/live-channel/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("events", test_events);
  ADD ("cut", test_cut);
  ADD ("bad-answers", test_bad_answers);
  ADD ("retry-after", test_retry_after);
  ADD ("bye", test_bye);
  ADD ("resync", test_resync);
  ADD ("renewal", test_renewal);
  ADD ("session-lost", test_session_lost);
  ADD ("flood", test_flood);
  ADD ("stop-inside", test_stop_inside);
  return g_test_run ();
}

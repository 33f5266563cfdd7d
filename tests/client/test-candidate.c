/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "client-support.h"
#include "houbu-candidate-session.h"
#include "houbu-error.h"
#include "scripted-peer.h"

#define EVENTS "GET /v1/events"
#define STREAM_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: hello\n\n"
#define SESSION                                                                                    \
  "{\"token\":\"t1t1t1t1t1t1t1t1\",\"expires_at\":\"2036-08-30T14:54:26Z\","                       \
  "\"account\":{\"name\":\"practice-01\",\"phone_masked\":\"139****0001\"}}"
#define EXAM(time)                                                                                 \
  "{\"id\":\"x1\",\"name\":\"2022 autumn "                                                         \
  "CET\",\"registration_opens_at\":\"2022-08-30T02:00:00Z\","                                      \
  "\"registration_closes_at\":\"2022-09-30T09:00:00Z\",\"payment_closes_at\":"                     \
  "\"2022-10-02T09:00:00Z\",\"waitlist_closes_at\":\"2022-09-30T09:00:00Z\","                      \
  "\"hold_seconds\":86400,\"min_pay_window_seconds\":7200,\"grace_seconds\":900,"                  \
  "\"agreement_version\":\"1\",\"news\":[],\"timetable\":[],\"server_time\":\"" time "\"}"
#define PLACE                                                                                      \
  "\"offering\":\"993010-1\",\"subject\":{\"code\":\"1\",\"name\":\"CET-4\",\"kind\":\"written\"," \
  "\"language\":\"en\",\"level\":4},\"campus\":{\"code\":\"993010\",\"name\":\"Main campus\"},"    \
  "\"school\":{\"code\":\"99301\",\"name\":\"Test School 01\"}"
#define WAITING(position, waiting)                                                                 \
  "{\"id\":\"w1\"," PLACE ",\"state\":\"waiting\",\"queue_number\":139,\"position\":" position     \
  ",\"waiting\":" waiting ",\"joined_at\":\"2022-08-30T02:54:26Z\"}"
#define PROMOTED                                                                                   \
  "{\"id\":\"w1\"," PLACE ",\"state\":\"promoted\",\"queue_number\":139,"                          \
  "\"joined_at\":\"2022-08-30T02:54:26Z\",\"ended_at\":\"2022-08-30T03:12:36Z\","                  \
  "\"enrolment\":\"e1\"}"
#define CANCELLED                                                                                  \
  "{\"id\":\"w1\"," PLACE ",\"state\":\"cancelled\",\"queue_number\":139,"                         \
  "\"joined_at\":\"2022-08-30T02:54:26Z\",\"ended_at\":\"2022-08-30T03:12:36Z\","                  \
  "\"reason\":\"give_up\"}"
#define UNPAID                                                                                     \
  "{\"id\":\"e1\"," PLACE ",\"state\":\"unpaid\",\"obtained_by\":\"waitlist\",\"fee_fen\":3000,"   \
  "\"deadline\":\"2022-08-31T03:12:36Z\",\"arrangement\":\"pending\","                             \
  "\"ticket_printing\":\"self\",\"created_at\":\"2022-08-30T03:12:36Z\"}"
#define REGISTRATION(status, enrolments, entries, sequence)                                        \
  "{\"id\":\"g1\",\"status\":\"" status "\",\"enrolments\":[" enrolments "],\"entries\":[" entries \
  "],\"notices\":[],\"created_at\":\"2022-08-30T02:53:00Z\",\"event_seq\":" sequence "}"
#define LIST(items) "{\"items\":[" items "],\"next\":null}"
#define EVENT(id, type, data) "id: " id "\nevent: " type "\ndata: " data "\n\n"

typedef struct
{
  ScriptedPeer *peer;
  HoubuCandidate *candidate;
  GString *log; /* signals, in order */
} Fixture;

static void
promoted_cb (HoubuCandidate *candidate,
             HoubuEntry *entry,
             HoubuEnrolment *enrolment,
             Fixture *fixture)
{
  g_string_append_printf (fixture->log, "promoted(%s,%s) ", houbu_entry_get_id (entry),
                          houbu_enrolment_get_id (enrolment));
}

static void
signed_out_cb (HoubuCandidate *candidate, HoubuSignedOutReason reason, Fixture *fixture)
{
  g_string_append_printf (fixture->log, "signed-out(%d) ", reason);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HoubuConnection) connection = NULL;

  fixture->peer = scripted_peer_new ();
  connection = houbu_connection_new_for_text (scripted_peer_get_url (fixture->peer), NULL);
  houbu_connection_set_patience (connection, 2, 2);
  fixture->candidate = houbu_candidate_new (connection, NULL);
  fixture->log = g_string_new (NULL);
  g_signal_connect (fixture->candidate, "promoted", G_CALLBACK (promoted_cb), fixture);
  g_signal_connect (fixture->candidate, "signed-out", G_CALLBACK (signed_out_cb), fixture);
  scripted_peer_say_json (fixture->peer, "POST /v1/sessions", 201, SESSION);
  scripted_peer_say_json (fixture->peer, "GET /v1/exam", 200, EXAM ("2022-08-30T03:00:00Z"));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer candidate = fixture->candidate;

  /* What was under way holds it until it has noticed. */
  g_object_run_dispose (candidate);
  g_object_add_weak_pointer (candidate, &candidate);
  g_object_unref (fixture->candidate);
  wait_until (candidate == NULL);
  settle (5);
  scripted_peer_free (fixture->peer);
  g_string_free (fixture->log, TRUE);
}

static void
have_state (Fixture *fixture, const char *registration, const char *completed)
{
  scripted_peer_say_json (fixture->peer, "GET /v1/registration", 200, registration);
  scripted_peer_say_json (fixture->peer, "GET /v1/waitlist-entries", 200, completed);
}

static void
have_stream (Fixture *fixture, const char *events)
{
  g_autofree char *bytes = g_strconcat (STREAM_HEAD, events, NULL);

  scripted_peer_say (fixture->peer, EVENTS, bytes, PEER_HANG);
}

static void
sign_in (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  houbu_candidate_sign_in_async (fixture->candidate, "13900000001", "practice-2022", NULL, NULL,
                                 FALSE, NULL, keep_result_cb, &result);
  wait_until (result != NULL);
  g_assert_true (houbu_candidate_sign_in_finish (fixture->candidate, result, &error));
  g_assert_no_error (error);
  wait_until (houbu_candidate_get_live_state (fixture->candidate) == HOUBU_LIVE_LIVE);
}

static guint
count (GListModel *model)
{
  return g_list_model_get_n_items (model);
}

static HoubuWait *
first_wait (Fixture *fixture)
{
  g_autoptr (HoubuWait) wait =
      g_list_model_get_item (houbu_candidate_get_entries (fixture->candidate), 0);

  return wait;
}

/* The list keeps it alive. */
static HoubuNotice *
first_notice (Fixture *fixture)
{
  g_autoptr (HoubuNotice) notice =
      g_list_model_get_item (houbu_candidate_get_notices (fixture->candidate), 0);

  return notice;
}

/* Signing in brings exam, registration, places in queues and the live stream, from the right number
 * on. */
static void
test_sign_in (Fixture *fixture, gconstpointer data)
{
  g_autofree char *last = NULL;
  gint64 apart = 0;

  have_state (fixture, REGISTRATION ("waiting", "", WAITING ("7", "132"), "4711"), LIST (""));
  have_stream (fixture, "");
  g_assert_cmpint (houbu_candidate_get_live_state (fixture->candidate), ==, HOUBU_LIVE_OFFLINE);
  sign_in (fixture);
  g_assert_cmpstr (houbu_account_info_get_name (houbu_candidate_get_account (fixture->candidate)),
                   ==, "practice-01");
  g_assert_cmpstr (houbu_exam_get_name (houbu_candidate_get_exam (fixture->candidate)), ==,
                   "2022 autumn CET");
  g_assert_cmpint (houbu_candidate_get_status (fixture->candidate), ==,
                   HOUBU_REGISTRATION_STATUS_WAITING);
  g_assert_cmpuint (count (houbu_candidate_get_entries (fixture->candidate)), ==, 1);
  g_assert_cmpint (houbu_wait_get_position (first_wait (fixture)), ==, 7);
  last = scripted_peer_get_header (fixture->peer, EVENTS, 0, "Last-Event-ID");
  g_assert_cmpstr (last, ==, "4711");
  /* 2022-08-30T03:00:00Z on the server's clock, a moment ago */
  apart = houbu_candidate_get_server_now (fixture->candidate) -
          G_GINT64_CONSTANT (1661828400) * G_USEC_PER_SEC;
  g_assert_cmpint (ABS (apart), <, 10 * G_USEC_PER_SEC);
}

/* The queue moves, then the seat comes: position, promotion, status and lists, one signal. */
static void
test_promotion (Fixture *fixture, gconstpointer data)
{
  HoubuCandidate *candidate = fixture->candidate;

  have_state (fixture, REGISTRATION ("waiting", "", WAITING ("3", "132"), "100"), LIST (""));
  have_stream (fixture,
               EVENT ("101", "queue_moved",
                      "{\"offering\":\"993010-1\",\"left\":[5],\"waiting\":131,\"head\":7}")
                   EVENT ("102", "queue_moved",
                          "{\"offering\":\"993010-2\",\"left\":[7],\"waiting\":1,\"head\":9}")
                       EVENT ("103", "entry_changed", PROMOTED)
                           EVENT ("104", "enrolment_changed", UNPAID));
  sign_in (fixture);
  wait_until (strstr (fixture->log->str, "promoted") != NULL);
  g_assert_cmpstr (fixture->log->str, ==, "promoted(w1,e1) ");
  g_assert_cmpuint (count (houbu_candidate_get_entries (candidate)), ==, 0);
  g_assert_cmpuint (count (houbu_candidate_get_completed_entries (candidate)), ==, 1);
  g_assert_cmpuint (count (houbu_candidate_get_enrolments (candidate)), ==, 1);
  g_assert_cmpint (houbu_candidate_get_status (candidate), ==, HOUBU_REGISTRATION_STATUS_UNPAID);
}

/* The enrolment may come before the entry that it came from. */
static void
test_promotion_other_order (Fixture *fixture, gconstpointer data)
{
  have_state (fixture, REGISTRATION ("waiting", "", WAITING ("1", "132"), "100"), LIST (""));
  have_stream (fixture,
               EVENT ("103", "enrolment_changed", UNPAID) EVENT ("104", "entry_changed", PROMOTED));
  sign_in (fixture);
  wait_until (strcmp (fixture->log->str, "promoted(w1,e1) ") == 0);
}

/* A row that is watched stays the same object while its numbers change. */
static void
test_same_row (Fixture *fixture, gconstpointer data)
{
  HoubuWait *before = NULL;

  have_state (fixture, REGISTRATION ("waiting", "", WAITING ("7", "132"), "100"), LIST (""));
  scripted_peer_say_slowly (
      fixture->peer, EVENTS,
      STREAM_HEAD EVENT ("101", "queue_moved",
                         "{\"offering\":\"993010-1\",\"left\":[5,6],\"waiting\":130,\"head\":7}"),
      20, 10, PEER_HANG);
  sign_in (fixture);
  before = first_wait (fixture);
  g_assert_cmpint (houbu_wait_get_position (before), ==, 7);
  wait_until (houbu_wait_get_position (first_wait (fixture)) == 5);
  g_assert_true (first_wait (fixture) == before);
  g_assert_cmpint (houbu_wait_get_waiting (before), ==, 130);
}

/* A promotion that nobody heard of is found in the full state, and told. */
static void
test_promotion_missed (Fixture *fixture, gconstpointer data)
{
  have_state (fixture, REGISTRATION ("waiting", "", WAITING ("7", "132"), "100"), LIST (""));
  have_state (fixture, REGISTRATION ("unpaid", UNPAID, "", "200"), LIST (PROMOTED));
  have_stream (fixture, "event: resync\ndata: {}\n\n");
  have_stream (fixture, "");
  sign_in (fixture);
  wait_until (strcmp (fixture->log->str, "promoted(w1,e1) ") == 0);
  wait_until (scripted_peer_count (fixture->peer, EVENTS) == 2);
  g_assert_cmpuint (count (houbu_candidate_get_entries (fixture->candidate)), ==, 0);
  settle (100);
  g_assert_cmpstr (fixture->log->str, ==, "promoted(w1,e1) ");
}

/* An answer that was read before what the stream has shown meanwhile is not believed. */
static void
test_older_answer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *last = NULL;

  have_state (fixture, REGISTRATION ("waiting", "", WAITING ("7", "132"), "100"), LIST (""));
  have_state (fixture, REGISTRATION ("waiting", "", WAITING ("7", "132"), "100"), LIST (""));
  have_state (fixture, REGISTRATION ("waiting", "", "", "105"), LIST (CANCELLED));
  have_stream (fixture, EVENT ("105", "entry_changed", CANCELLED));
  have_stream (fixture, "");
  sign_in (fixture);
  wait_until (count (houbu_candidate_get_completed_entries (fixture->candidate)) == 1);
  houbu_candidate_refresh_async (fixture->candidate, NULL, keep_result_cb, &result);
  wait_until (result != NULL);
  g_assert_true (houbu_candidate_refresh_finish (fixture->candidate, result, NULL));
  g_assert_cmpuint (count (houbu_candidate_get_entries (fixture->candidate)), ==, 0);
  wait_until (scripted_peer_count (fixture->peer, EVENTS) == 2);
  last = scripted_peer_get_header (fixture->peer, EVENTS, 1, "Last-Event-ID");
  g_assert_cmpstr (last, ==, "105");
}

#define NOTICE(id, title, more)                                                                    \
  "{\"id\":\"" id "\",\"audience\":\"school\",\"title\":\"" title                                  \
  "\",\"body\":\"b\",\"published_at\":\"2022-08-30T03:12:36Z\"" more "}"

/* Notices come, change in place and go as the server says; nothing in them turns the line around.
 */
static void
test_notices (Fixture *fixture, gconstpointer data)
{
  GListModel *notices = houbu_candidate_get_notices (fixture->candidate);
  g_autoptr (HoubuNotice) notice = NULL;

  have_state (fixture, REGISTRATION ("empty", "", "", "100"), LIST (""));
  have_stream (fixture,
               EVENT ("101", "notice", NOTICE ("o1", "one", "")) EVENT ("102", "notice",
                                                                        NOTICE ("o2", "two", ""))
                   EVENT ("103", "notice", NOTICE ("o1", "o\\u202en\u2067e!", ""))
                       EVENT ("104", "notice",
                              NOTICE ("o2", "two", ",\"removed_at\":\"2022-08-30T03:12:37Z\"")));
  sign_in (fixture);
  wait_until (scripted_peer_count (fixture->peer, EVENTS) >= 1 && count (notices) == 1 &&
              g_str_has_suffix (houbu_notice_get_title (first_notice (fixture)), "!"));
  notice = g_list_model_get_item (notices, 0);
  g_assert_cmpstr (houbu_notice_get_id (notice), ==, "o1");
  g_assert_cmpstr (houbu_notice_get_title (notice), ==, "one!");
}

static void
refresh (Fixture *fixture, GCancellable *cancellable, GAsyncResult **result)
{
  houbu_candidate_refresh_async (fixture->candidate, cancellable, keep_result_cb, result);
}

static guint
count_readings (Fixture *fixture)
{
  return scripted_peer_count (fixture->peer, "GET /v1/registration");
}

/* Who asks at the same moment shares one reading, and one who gives up takes it from nobody. */
static void
test_shared_reading (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) given_up = NULL;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  have_state (fixture, REGISTRATION ("empty", "", "", "100"), LIST (""));
  have_stream (fixture, "");
  sign_in (fixture);
  g_assert_cmpuint (count_readings (fixture), ==, 1);
  refresh (fixture, cancellable, &given_up);
  refresh (fixture, NULL, &first);
  refresh (fixture, NULL, &second);
  g_cancellable_cancel (cancellable);
  wait_until (given_up != NULL && first != NULL && second != NULL);
  g_assert_false (houbu_candidate_refresh_finish (fixture->candidate, given_up, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (houbu_candidate_refresh_finish (fixture->candidate, first, NULL));
  g_assert_true (houbu_candidate_refresh_finish (fixture->candidate, second, NULL));
  g_assert_cmpuint (count_readings (fixture), ==, 2);
}

/* Who asks when the registration is being read already may just have changed it: read it again. */
static void
test_own_reading (Fixture *fixture, gconstpointer data)
{
  const char *const registration = REGISTRATION ("empty", "", "", "100");
  g_autofree char *slow = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                           "Content-Length: %zu\r\n\r\n%s",
                                           strlen (registration), registration);
  g_autoptr (GAsyncResult) before = NULL;
  g_autoptr (GAsyncResult) after = NULL;

  have_state (fixture, registration, LIST (""));
  scripted_peer_say_slowly (fixture->peer, "GET /v1/registration", slow, 20, 20, PEER_KEEP);
  have_stream (fixture, "");
  sign_in (fixture);
  refresh (fixture, NULL, &before);
  wait_until (count_readings (fixture) == 2);
  refresh (fixture, NULL, &after);
  wait_until (before != NULL && after != NULL);
  g_assert_true (houbu_candidate_refresh_finish (fixture->candidate, before, NULL));
  g_assert_true (houbu_candidate_refresh_finish (fixture->candidate, after, NULL));
  g_assert_cmpuint (count_readings (fixture), ==, 3);
}

static const char *const strange_events[] = {
  "event: entry_changed\ndata: nonsense\n\n",
  "event: entry_changed\ndata: {}\n\n",
  "event: entry_changed\ndata: []\n\n",
  "event: queue_moved\ndata: {\"offering\":\"993010-1\",\"left\":[\"1\"],\"waiting\":1}\n\n",
  "event: queue_moved\ndata: {\"offering\":\"993010-1\",\"left\":[-1],\"waiting\":-1}\n\n",
  "event: queue_moved\ndata: {\"offering\":\"993010-1\",\"left\":[1e400],\"waiting\":1}\n\n",
  "event: enrolment_changed\ndata: {\"id\":\"e1\",\"state\":\"gone\"}\n\n",
  "event: exam_changed\ndata: {\"id\":1}\n\n",
  "event: offering_changed\n\n",
  "event: tomorrow's event\ndata: {\"x\":1}\n\n",
  "data: nothing in particular\n\n",
};

/* Events that make no sense change nothing that is shown, and crash nothing. */
static void
test_strange_events (Fixture *fixture, gconstpointer data)
{
  g_autofree char *events = NULL;
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (strange_events); i++)
    g_string_append (all, strange_events[i]);
  have_state (fixture, REGISTRATION ("waiting", "", WAITING ("7", "132"), "100"), LIST (""));
  have_stream (fixture, all->str);
  have_stream (fixture, "");
  sign_in (fixture);
  settle (300);
  g_assert_cmpstr (fixture->log->str, ==, "");
  g_assert_cmpint (houbu_wait_get_position (first_wait (fixture)), ==, 7);
  g_assert_cmpint (houbu_candidate_get_status (fixture->candidate), ==,
                   HOUBU_REGISTRATION_STATUS_WAITING);
}

/* A registration that was closed brings the record with its end, and no more of what it was. */
static void
test_closed (Fixture *fixture, gconstpointer data)
{
  const char *const closed =
      "{\"status\":\"none\",\"enrolments\":[],\"entries\":[],\"notices\":[],"
      "\"closed_at\":\"2022-08-31T02:53:00Z\",\"closed_reason\":\"empty\",\"event_seq\":101}";
  HoubuRegistration *registration;

  have_state (fixture, REGISTRATION ("empty", "", "", "100"), LIST (""));
  have_state (fixture, closed, LIST (""));
  have_stream (fixture, EVENT ("101", "registration_changed",
                               "{\"status\":\"none\",\"closed_at\":\"2022-08-31T02:53:00Z\","
                               "\"closed_reason\":\"empty\"}"));
  have_stream (fixture, "");
  sign_in (fixture);
  wait_until (houbu_candidate_get_status (fixture->candidate) == HOUBU_REGISTRATION_STATUS_NONE);
  registration = houbu_candidate_get_registration (fixture->candidate);
  g_assert_null (houbu_registration_get_id (registration));
  g_assert_cmpint (houbu_registration_get_closed_reason (registration), ==,
                   HOUBU_REGISTRATION_CLOSE_REASON_EMPTY);
  g_assert_cmpint (houbu_registration_get_closed_at (registration), ==,
                   G_GINT64_CONSTANT (1661914380000000));
}

/* Signing out leaves nothing of the person, with or without the server. */
static void
test_sign_out (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  have_state (fixture, REGISTRATION ("unpaid", UNPAID, WAITING ("7", "132"), "100"), LIST (""));
  have_stream (fixture, "");
  scripted_peer_say (fixture->peer, "DELETE /v1/sessions/current", "", PEER_CLOSE);
  sign_in (fixture);
  houbu_candidate_sign_out_async (fixture->candidate, FALSE, NULL, keep_result_cb, &result);
  wait_until (result != NULL);
  g_assert_true (houbu_candidate_sign_out_finish (fixture->candidate, result, &error));
  g_assert_cmpstr (fixture->log->str, ==, "signed-out(0) ");
  g_assert_null (houbu_candidate_get_account (fixture->candidate));
  g_assert_null (houbu_candidate_get_registration (fixture->candidate));
  g_assert_cmpuint (count (houbu_candidate_get_enrolments (fixture->candidate)), ==, 0);
  g_assert_cmpuint (count (houbu_candidate_get_entries (fixture->candidate)), ==, 0);
  g_assert_false (
      houbu_connection_get_signed_in (houbu_candidate_get_connection (fixture->candidate)));
  g_assert_cmpint (houbu_candidate_get_live_state (fixture->candidate), ==, HOUBU_LIVE_OFFLINE);
}

/* Signing out everywhere is a promise about other devices: without the server it is not kept. */
static void
test_sign_out_everywhere (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  have_state (fixture, REGISTRATION ("empty", "", "", "100"), LIST (""));
  have_stream (fixture, "");
  /* libsoup asks a second time itself when a connection that was kept turns out to be closed. */
  scripted_peer_say (fixture->peer, "DELETE /v1/sessions ", "", PEER_CLOSE);
  scripted_peer_say (fixture->peer, "DELETE /v1/sessions ", "", PEER_CLOSE);
  scripted_peer_say (fixture->peer, "DELETE /v1/sessions ",
                     "HTTP/1.1 204 Done\r\nContent-Length: 0\r\n\r\n", PEER_KEEP);
  sign_in (fixture);
  houbu_candidate_sign_out_async (fixture->candidate, TRUE, NULL, keep_result_cb, &first);
  wait_until (first != NULL);
  g_assert_false (houbu_candidate_sign_out_finish (fixture->candidate, first, &error));
  g_assert_true (houbu_error_is_connection_trouble (error));
  g_assert_nonnull (houbu_candidate_get_account (fixture->candidate));
  houbu_candidate_sign_out_async (fixture->candidate, TRUE, NULL, keep_result_cb, &second);
  wait_until (second != NULL);
  g_assert_true (houbu_candidate_sign_out_finish (fixture->candidate, second, NULL));
  g_assert_cmpstr (fixture->log->str, ==, "signed-out(2) ");
}

/* A session that the server ended signs the candidate out, once, wherever it was noticed. */
static void
test_expired (Fixture *fixture, gconstpointer data)
{
  have_state (fixture, REGISTRATION ("empty", "", "", "100"), LIST (""));
  have_stream (fixture, "");
  sign_in (fixture);
  scripted_peer_say_problem (fixture->peer, "GET /v1/registration", 401, "unauthenticated", "");
  scripted_peer_say_problem (fixture->peer, "GET /v1/registration", 401, "unauthenticated", "");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;

      houbu_candidate_refresh_async (fixture->candidate, NULL, keep_result_cb, &result);
      wait_until (result != NULL);
    }
  g_assert_cmpstr (fixture->log->str, ==, "signed-out(1) ");
}

/* A wrong password changes nothing and says so. */
static void
test_wrong_password (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ScriptedPeer) peer = scripted_peer_new ();
  g_autoptr (HoubuConnection) connection =
      houbu_connection_new_for_text (scripted_peer_get_url (peer), NULL);
  g_autoptr (HoubuCandidate) candidate = houbu_candidate_new (connection, NULL);

  scripted_peer_say_problem (peer, "POST /v1/sessions", 401, "wrong_credentials", "");
  houbu_candidate_sign_in_async (candidate, "13900000001", "wrong", NULL, NULL, FALSE, NULL,
                                 keep_result_cb, &result);
  wait_until (result != NULL);
  g_assert_false (houbu_candidate_sign_in_finish (candidate, result, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_WRONG_CREDENTIALS);
  g_assert_null (houbu_candidate_get_account (candidate));
  g_clear_object (&connection);
  g_clear_object (&candidate);
  settle (5);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/candidate/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("sign-in", test_sign_in);
  ADD ("promotion", test_promotion);
  ADD ("promotion-other-order", test_promotion_other_order);
  ADD ("same-row", test_same_row);
  ADD ("promotion-missed", test_promotion_missed);
  ADD ("older-answer", test_older_answer);
  ADD ("notices", test_notices);
  ADD ("shared-reading", test_shared_reading);
  ADD ("own-reading", test_own_reading);
  ADD ("strange-events", test_strange_events);
  ADD ("closed", test_closed);
  ADD ("sign-out", test_sign_out);
  ADD ("sign-out-everywhere", test_sign_out_everywhere);
  ADD ("expired", test_expired);
  ADD ("wrong-password", test_wrong_password);
  return g_test_run ();
}

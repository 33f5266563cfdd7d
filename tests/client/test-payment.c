/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "client-support.h"
#include "houbu-candidate-session.h"
#include "houbu-error.h"
#include "houbu-payment-service.h"
#include "scripted-peer.h"

#define OPEN "POST /v1/payments"
#define EVENTS "GET /v1/events"
#define ORDER(id, state, more)                                                                     \
  "{\"id\":\"" id "\",\"kind\":\"written\",\"amount_fen\":3000,\"lines\":[{\"enrolment\":\"e1\","  \
  "\"title\":\"CET-4\",\"fee_fen\":3000}],\"state\":\"" state "\"," more                           \
  "\"expires_at\":\"2022-08-31T03:12:36Z\",\"created_at\":\"2022-08-30T03:20:00Z\"}"
#define LINKS "\"pay_url\":\"https://pay.example/p\",\"qr_text\":\"https://pay.example/q\","
#define STREAM_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: hello\n\n"
#define EVENT(id, data) "id: " id "\nevent: payment_changed\ndata: " data "\n\n"

typedef struct
{
  ScriptedPeer *peer;
  HoubuConnection *connection;
  HoubuPaymentService *service;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->peer = scripted_peer_new ();
  fixture->connection = houbu_connection_new_for_text (scripted_peer_get_url (fixture->peer), NULL);
  houbu_connection_set_patience (fixture->connection, 2, 2);
  fixture->service = houbu_payment_service_new (fixture->connection);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->service);
  g_clear_object (&fixture->connection);
  settle (5);
  scripted_peer_free (fixture->peer);
}

static HoubuPayment *
wait_for_order (Fixture *fixture, GAsyncResult **result, GError **error)
{
  HoubuPayment *order;

  wait_until (*result != NULL);
  order = houbu_payment_service_order_finish (fixture->service, *result, error);
  g_clear_object (result);
  return order;
}

static HoubuPayment *
open_order (Fixture *fixture, HoubuIntention *intention, GError **error)
{
  GAsyncResult *result = NULL;

  houbu_payment_service_open_async (fixture->service, HOUBU_SUBJECT_KIND_WRITTEN, intention, NULL,
                                    keep_result_cb, &result);
  return wait_for_order (fixture, &result, error);
}

/* Opening says for which kind; one intention keeps its key while nothing definite was answered, and
 * the order that comes is the server's. */
static void
test_open (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HoubuIntention) intention = houbu_intention_new ();
  g_autoptr (HoubuPayment) order = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *request = NULL;

  scripted_peer_say (fixture->peer, OPEN, "", PEER_CLOSE);
  scripted_peer_say_json (fixture->peer, OPEN, 201, ORDER ("p1", "paying", LINKS));
  order = open_order (fixture, intention, &error);
  if (order == NULL)
    {
      g_clear_error (&error);
      order = open_order (fixture, intention, &error);
    }
  g_assert_no_error (error);
  g_assert_cmpstr (houbu_payment_get_pay_url (order), ==, "https://pay.example/p");
  g_assert_cmpint (houbu_payment_get_amount_fen (order), ==, 3000);
  request = scripted_peer_get_request (fixture->peer, OPEN, 1);
  g_assert_nonnull (strstr (request, "{\"kind\":\"written\"}"));
  first = scripted_peer_get_header (fixture->peer, OPEN, 0, "Idempotency-Key");
  second = scripted_peer_get_header (fixture->peer, OPEN, 1, "Idempotency-Key");
  g_assert_nonnull (first);
  g_assert_cmpstr (first, ==, second);
  g_assert_false (houbu_intention_is_open (intention));
}

/* A refusal comes with its code; a server without a provider is one of them. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HoubuPayment) order = NULL;
  g_autoptr (GError) error = NULL;

  scripted_peer_say_problem (fixture->peer, OPEN, 409, "payments_off", "");
  order = open_order (fixture, NULL, &error);
  g_assert_null (order);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_PAYMENTS_OFF);
}

/* Reading, asking the provider and closing name the order in the path and take no key; while the
 * provider is silent no order comes, so nobody can take it for unpaid. */
static void
test_get_and_refresh (Fixture *fixture, gconstpointer data)
{
  GAsyncResult *result = NULL;
  g_autoptr (HoubuPayment) order = NULL;
  g_autoptr (HoubuPayment) none = NULL;
  g_autoptr (HoubuPayment) closed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;

  scripted_peer_say_json (fixture->peer, "GET /v1/payments/p1", 200, ORDER ("p1", "created", ""));
  scripted_peer_say_problem (fixture->peer, "POST /v1/payments/p1/refresh", 503, "provider_silent",
                             "");
  houbu_payment_service_get_async (fixture->service, "p1", NULL, keep_result_cb, &result);
  order = wait_for_order (fixture, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (houbu_payment_get_state (order), ==, HOUBU_PAYMENT_STATE_CREATED);
  g_assert_null (houbu_payment_get_pay_url (order));

  houbu_payment_service_refresh_async (fixture->service, "p1", NULL, keep_result_cb, &result);
  none = wait_for_order (fixture, &result, &error);
  g_assert_null (none);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_PROVIDER_SILENT);
  key = scripted_peer_get_header (fixture->peer, "POST /v1/payments/p1/refresh", 0,
                                  "Idempotency-Key");
  g_assert_null (key);

  scripted_peer_say_json (fixture->peer, "POST /v1/payments/p1/close", 200,
                          ORDER ("p1", "closed", ""));
  g_clear_error (&error);
  houbu_payment_service_close_async (fixture->service, "p1", NULL, keep_result_cb, &result);
  closed = wait_for_order (fixture, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (houbu_payment_get_state (closed), ==, HOUBU_PAYMENT_STATE_CLOSED);
}

static HoubuPayment *
nth_order (HoubuCandidate *candidate, guint n)
{
  g_autoptr (HoubuPayment) order =
      g_list_model_get_item (houbu_candidate_get_payments (candidate), n);

  return order; /* the list keeps it alive */
}

static void
apply (HoubuCandidate *candidate, const char *json)
{
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) record =
      houbu_record_from_bytes (HOUBU_TYPE_PAYMENT, bytes, HOUBU_DECODE_LENIENT, &error);

  g_assert_no_error (error);
  houbu_candidate_apply (candidate, record);
}

/* Orders: a new one stands first, a known one changes in place, its links go when it says so; one
 * that has been paid is not `paying` again because an older answer comes late. */
static void
test_orders (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HoubuCandidate) candidate = houbu_candidate_new (fixture->connection, NULL);
  GListModel *orders = houbu_candidate_get_payments (candidate);
  HoubuPayment *first = NULL;

  apply (candidate, ORDER ("p1", "created", ""));
  first = nth_order (candidate, 0);
  apply (candidate, ORDER ("p1", "paying", LINKS));
  g_assert_true (nth_order (candidate, 0) == first);
  g_assert_cmpstr (houbu_payment_get_qr_text (first), ==, "https://pay.example/q");
  apply (candidate, ORDER ("p1", "created", ""));
  g_assert_cmpint (houbu_payment_get_state (first), ==, HOUBU_PAYMENT_STATE_PAYING);
  apply (candidate, ORDER ("p1", "closed", ""));
  g_assert_null (houbu_payment_get_pay_url (first));
  apply (candidate, ORDER ("p1", "paying", LINKS));
  g_assert_cmpint (houbu_payment_get_state (first), ==, HOUBU_PAYMENT_STATE_CLOSED);
  apply (candidate, ORDER ("p1", "paid", ""));
  g_assert_cmpint (houbu_payment_get_state (first), ==, HOUBU_PAYMENT_STATE_PAID);
  apply (candidate, ORDER ("p2", "created", ""));
  g_assert_cmpuint (g_list_model_get_n_items (orders), ==, 2);
  g_assert_cmpstr (houbu_payment_get_id (nth_order (candidate, 0)), ==, "p2");
  g_assert_true (nth_order (candidate, 1) == first);
}

#define SESSION                                                                                    \
  "{\"token\":\"t1t1t1t1t1t1t1t1\",\"expires_at\":\"2036-08-30T14:54:26Z\","                       \
  "\"account\":{\"name\":\"practice-01\",\"phone_masked\":\"139****0001\"}}"
#define EXAM                                                                                       \
  "{\"id\":\"x1\",\"name\":\"CET\",\"registration_opens_at\":\"2022-08-30T02:00:00Z\","            \
  "\"registration_closes_at\":\"2022-09-30T09:00:00Z\",\"payment_closes_at\":"                     \
  "\"2022-10-02T09:00:00Z\",\"waitlist_closes_at\":\"2022-09-30T09:00:00Z\","                      \
  "\"hold_seconds\":86400,\"min_pay_window_seconds\":7200,\"grace_seconds\":900,"                  \
  "\"agreement_version\":\"1\",\"news\":[],\"timetable\":[],"                                      \
  "\"server_time\":\"2022-08-30T03:00:00Z\"}"
#define STATE(payments)                                                                            \
  "{\"id\":\"g1\",\"status\":\"unpaid\",\"enrolments\":[],\"entries\":[],\"payments\":[" payments  \
  "],\"notices\":[],\"event_seq\":100}"

static void
sign_in (Fixture *fixture, HoubuCandidate *candidate)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  scripted_peer_say_json (fixture->peer, "POST /v1/sessions", 201, SESSION);
  scripted_peer_say_json (fixture->peer, "GET /v1/exam", 200, EXAM);
  scripted_peer_say_json (fixture->peer, "GET /v1/waitlist-entries", 200,
                          "{\"items\":[],\"next\":null}");
  houbu_candidate_sign_in_async (candidate, "13900000001", "practice-2022", NULL, NULL, FALSE, NULL,
                                 keep_result_cb, &result);
  wait_until (result != NULL);
  houbu_candidate_sign_in_finish (candidate, result, &error);
  g_assert_no_error (error);
}

/* Whoever was closed in the middle of paying finds the order in the full state, hears on the stream
 * that it was paid, and takes nothing of it to the next account. */
static void
test_live (Fixture *fixture, gconstpointer data)
{
  HoubuCandidate *candidate = houbu_candidate_new (fixture->connection, NULL);
  gpointer watched = candidate;
  g_autoptr (GAsyncResult) result = NULL;

  scripted_peer_say_json (fixture->peer, "GET /v1/registration", 200,
                          STATE (ORDER ("p2", "paying", LINKS) "," ORDER ("p1", "closed", "")));
  scripted_peer_say (fixture->peer, EVENTS, STREAM_HEAD EVENT ("101", ORDER ("p2", "paid", "")),
                     PEER_HANG);
  sign_in (fixture, candidate);
  wait_until (g_list_model_get_n_items (houbu_candidate_get_payments (candidate)) == 2);
  g_assert_cmpstr (houbu_payment_get_id (nth_order (candidate, 0)), ==, "p2");
  wait_until (houbu_payment_get_state (nth_order (candidate, 0)) == HOUBU_PAYMENT_STATE_PAID);

  scripted_peer_say (fixture->peer, "DELETE /v1/sessions", "HTTP/1.1 204 No Content\r\n\r\n",
                     PEER_CLOSE);
  houbu_candidate_sign_out_async (candidate, FALSE, NULL, keep_result_cb, &result);
  wait_until (result != NULL);
  g_assert_cmpuint (g_list_model_get_n_items (houbu_candidate_get_payments (candidate)), ==, 0);
  g_clear_object (&result);
  g_object_run_dispose (watched);
  g_object_add_weak_pointer (watched, &watched);
  g_object_unref (candidate);
  wait_until (watched == NULL);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/payment/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("open", test_open);
  ADD ("refused", test_refused);
  ADD ("get-and-refresh", test_get_and_refresh);
  ADD ("orders", test_orders);
  ADD ("live", test_live);
  return g_test_run ();
}

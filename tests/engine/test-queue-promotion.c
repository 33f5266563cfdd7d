/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sweeper-private.h"

#include "houbu-rules-types.h"
#include "queue-fixture.h"

/* A few chunks, and part of one. */
#define LARGE_RELEASE (5 * HOUBU_PROMOTION_CHUNK / 2)

/* Joins the queues of all callers and returns the entries in the order of the callers. */
static GPtrArray *
join_all (TestWorld *world, GPtrArray *callers, const char *offering)
{
  g_autofree char *json = g_strdup_printf ("{\"offering\":\"%s\"}", offering);
  g_autofree GAsyncResult **results = g_new0 (GAsyncResult *, callers->len);
  g_autoptr (GPtrArray) calls = g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_call_unref);
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < callers->len; i++)
    {
      HoubuCall *call =
          test_call_new (g_ptr_array_index (callers, i), HOUBU_TYPE_WAITLIST_JOIN, json);

      g_ptr_array_add (calls, call);
      houbu_engine_run_async (world->engine, &houbu_operation_join, call, NULL, test_keep_result,
                              &results[i]);
    }
  for (guint i = 0; i < callers->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = NULL;
      HoubuRecord *entry = NULL;

      test_wait_result (&results[i]);
      bytes = houbu_engine_run_finish (world->engine, results[i], NULL, &error);
      g_assert_no_error (error);
      entry = houbu_record_from_bytes (HOUBU_TYPE_ENTRY, bytes, HOUBU_DECODE_STRICT, &error);
      g_assert_no_error (error);
      g_ptr_array_add (entries, entry);
      g_clear_object (&results[i]);
    }
  return entries;
}

/* A cancelled seat goes to the head in the same transaction, with the deadline of Q5; those behind
 * move up. */
static void
test_cancel_promotes (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) holder = queue_candidate (world, "P000001");
  g_autoptr (HoubuCaller) head = queue_candidate (world, "P000002");
  g_autoptr (HoubuCaller) tail = queue_candidate (world, "P000003");
  g_autoptr (HoubuEnrolment) seat = queue_enrol (world, holder, CET4);
  g_autoptr (HoubuEntry) first = queue_join (world, head, CET4);
  g_autoptr (HoubuEntry) second = queue_join (world, tail, CET4);
  g_autoptr (HoubuEnrolment) cancelled = NULL;
  g_autoptr (HoubuEntry) promoted = NULL;
  g_autoptr (HoubuEntry) moved = NULL;
  g_autoptr (HoubuEnrolment) won = NULL;

  g_assert_cmpint (houbu_entry_get_hold_deadline_ahead (first), ==, TEST_NOW + HOUBU_DAY);
  test_world_advance (world, HOUBU_HOUR);
  cancelled = queue_cancel_enrolment (world, holder, houbu_enrolment_get_id (seat));
  promoted = queue_find_entry (world, head, houbu_entry_get_id (first));
  g_assert_cmpint (houbu_entry_get_state (promoted), ==, HOUBU_ENTRY_STATE_PROMOTED);
  won = queue_find_enrolment (world, head, houbu_entry_get_enrolment (promoted));
  g_assert_cmpint (houbu_enrolment_get_state (won), ==, HOUBU_ENROLMENT_STATE_UNPAID);
  g_assert_cmpint (houbu_enrolment_get_obtained_by (won), ==, HOUBU_OBTAINED_BY_WAITLIST);
  g_assert_cmpint (houbu_enrolment_get_deadline (won), ==, TEST_NOW + HOUBU_HOUR + HOUBU_DAY);
  moved = queue_find_entry (world, tail, houbu_entry_get_id (second));
  g_assert_cmpint (houbu_entry_get_position (moved), ==, 1);
  g_assert_cmpint (houbu_entry_get_waiting (moved), ==, 1);
  queue_check (world);
}

/* Raising the capacity by k promotes exactly k, in order; cutting below the seats in use is refused
 * unless forced, evicts nobody, and lets nobody in (O3, Q1). */
static void
test_capacity (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (GPtrArray) people = queue_crowd (world, 5);
  g_autoptr (GPtrArray) entries = join_all (world, people, CET4);
  g_autoptr (HoubuAdminOffering) raised = queue_patch (world, CET4, "{\"capacity\":3}");
  g_autoptr (HoubuCaller) operator= test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);
  g_autoptr (HoubuCall) cut =
      test_call_new (operator, HOUBU_TYPE_OFFERING_CHANGE, "{\"capacity\":1}");
  g_autoptr (HoubuAdminOffering) forced = NULL;
  g_autoptr (HoubuEnrolment) seat = NULL;
  g_autoptr (HoubuEnrolment) cancelled = NULL;

  g_assert_cmpint (houbu_admin_offering_get_seats_in_use (raised), ==, 3);
  g_assert_cmpint (houbu_admin_offering_get_waiting (raised), ==, 2);
  for (guint i = 0; i < people->len; i++)
    {
      g_autoptr (HoubuEnrolment) won = queue_find_seat (world, g_ptr_array_index (people, i), CET4);

      g_assert_true ((won != NULL) == (i < 3));
    }

  houbu_call_set_path (cut, "id", CET4);
  test_refused (world->engine, &houbu_operation_change_offering, cut, HOUBU_ERROR_CAPACITY_IN_USE,
                "capacity");
  forced = queue_patch (world, CET4, "{\"capacity\":1,\"force\":true}");
  g_assert_true (houbu_admin_offering_get_over_capacity (forced));
  g_assert_cmpint (houbu_admin_offering_get_seats_in_use (forced), ==, 3);
  g_assert_cmpint (houbu_admin_offering_get_remaining (forced), ==, 0);
  queue_check (world);

  /* A seat given back while there are too many goes to nobody. */
  seat = queue_find_seat (world, g_ptr_array_index (people, 0), CET4);
  cancelled =
      queue_cancel_enrolment (world, g_ptr_array_index (people, 0), houbu_enrolment_get_id (seat));
  g_clear_object (&forced);
  forced = queue_offering (world, CET4);
  g_assert_cmpint (houbu_admin_offering_get_seats_in_use (forced), ==, 2);
  g_assert_cmpint (houbu_admin_offering_get_waiting (forced), ==, 2);
  queue_check (world);
}

/* A head that is no longer eligible ends as failed with its reason, and the next is taken. */
static void
test_head_ineligible (void)
{
  static const HoubuSql sql_disqualify = {
    "test-disqualify",
    "UPDATE registration SET qualified = '2' WHERE key = (SELECT min(registration) FROM entry)",
  };
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (GPtrArray) people = queue_crowd (world, 2);
  g_autoptr (GPtrArray) entries = join_all (world, people, CET4);
  g_autoptr (HoubuAdminOffering) raised = NULL;
  g_autoptr (HoubuEntry) failed = NULL;
  g_autoptr (HoubuEntry) promoted = NULL;

  test_world_sql (world, &sql_disqualify);
  raised = queue_patch (world, CET4, "{\"capacity\":1}");
  failed = queue_find_entry (world, g_ptr_array_index (people, 0),
                             houbu_entry_get_id (g_ptr_array_index (entries, 0)));
  g_assert_cmpint (houbu_entry_get_state (failed), ==, HOUBU_ENTRY_STATE_FAILED);
  g_assert_cmpint (houbu_entry_get_reason (failed), ==, HOUBU_ENTRY_REASON_INELIGIBLE);
  promoted = queue_find_entry (world, g_ptr_array_index (people, 1),
                               houbu_entry_get_id (g_ptr_array_index (entries, 1)));
  g_assert_cmpint (houbu_entry_get_state (promoted), ==, HOUBU_ENTRY_STATE_PROMOTED);
  queue_check (world);
}

/* Nobody is promoted when less than the pay window is left (Q4); moving the end of payment lets the
 * queue go on. */
static void
test_pay_window (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (GPtrArray) people = queue_crowd (world, 1);
  g_autoptr (GPtrArray) entries = join_all (world, people, CET4);
  g_autoptr (HoubuExam) exam = queue_change_exam (
      world, "{\"payment_closes_at\":\"2022-09-01T01:30:00Z\",\"min_pay_window_seconds\":7200}");
  g_autoptr (HoubuAdminOffering) raised = queue_patch (world, CET4, "{\"capacity\":1}");
  g_autoptr (HoubuExam) later = NULL;
  g_autoptr (HoubuEnrolment) seat = NULL;

  g_assert_cmpint (houbu_admin_offering_get_waiting (raised), ==, 1);
  later = queue_change_exam (world, "{\"payment_closes_at\":\"2022-09-01T02:30:00Z\"}");
  queue_sweep (world);
  seat = queue_find_seat (world, g_ptr_array_index (people, 0), CET4);
  g_assert_nonnull (seat);
  /* The hold ends with the payment, however long a hold is (Q5). */
  g_assert_cmpint (houbu_enrolment_get_deadline (seat), ==,
                   TEST_NOW + 2 * HOUBU_HOUR + HOUBU_HOUR / 2);
  queue_check (world);
}

static HoubuAdminOffering *
raise_capacity (TestWorld *world, guint capacity)
{
  g_autofree char *json = g_strdup_printf ("{\"capacity\":%u}", capacity);

  return queue_patch (world, CET4, json);
}

static guint
count_seats (TestWorld *world)
{
  static const HoubuSql sql_seats = {
    "test-count-seats",
    "SELECT count(*) AS value FROM enrolment WHERE active = 1",
  };

  return test_world_count (world, &sql_seats);
}

/* A release of more than a chunk promotes the first chunk at once and leaves a marker; newcomers
 * stay behind, and after a restart the rest is promoted, in order and to the last. */
static void
test_large_release (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (GPtrArray) people = queue_crowd (world, LARGE_RELEASE + 100);
  g_autoptr (GPtrArray) entries = join_all (world, people, CET4);
  g_autoptr (HoubuCaller) newcomer = queue_candidate (world, "P000001");
  g_autoptr (HoubuAdminOffering) raised = raise_capacity (world, LARGE_RELEASE);
  g_autoptr (HoubuAdminOffering) after = NULL;
  static const HoubuSql sql_last_promoted = {
    "test-last-promoted",
    "SELECT max(queue_number) AS value FROM entry WHERE state = 'promoted'",
  };

  g_assert_true (houbu_admin_offering_get_promotion_pending (raised));
  g_assert_cmpint (houbu_admin_offering_get_seats_in_use (raised), ==, HOUBU_PROMOTION_CHUNK);
  queue_enrol_refused (world, newcomer, CET4, HOUBU_ERROR_QUEUE_NOT_EMPTY);
  /* A write on the offering is a good moment to go on. */
  g_assert_cmpuint (count_seats (world), ==, 2 * HOUBU_PROMOTION_CHUNK);

  test_world_reopen (world);
  queue_sweep (world);
  after = queue_offering (world, CET4);
  g_assert_false (houbu_admin_offering_get_promotion_pending (after));
  g_assert_cmpint (houbu_admin_offering_get_seats_in_use (after), ==, LARGE_RELEASE);
  g_assert_cmpint (houbu_admin_offering_get_waiting (after), ==, 100);
  g_assert_cmpint (test_world_count (world, &sql_last_promoted), ==, LARGE_RELEASE);
  queue_check (world);
}

static gboolean
all_have_seats (gpointer data)
{
  return count_seats (data) == LARGE_RELEASE;
}

/* A running sweeper is woken by the marker and does not wait for its timer. */
static void
test_marker_wakes (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (GPtrArray) people = queue_crowd (world, LARGE_RELEASE);
  g_autoptr (GPtrArray) entries = join_all (world, people, CET4);
  g_autoptr (HoubuSweeper) sweeper = houbu_sweeper_new (world->engine);
  g_autoptr (HoubuAdminOffering) raised = NULL;

  houbu_sweeper_set_interval (sweeper, HOUBU_DAY);
  houbu_sweeper_start (sweeper);
  raised = raise_capacity (world, 2 * LARGE_RELEASE);
  test_wait_until (all_have_seats, world);
  houbu_sweeper_stop (sweeper);
  queue_check (world);
}

/* Withdrawing an offering ends places and unpaid seats with that reason and admits nobody. */
static void
test_withdraw (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (GPtrArray) people = queue_crowd (world, 3);
  g_autoptr (HoubuEnrolment) seat = queue_enrol (world, g_ptr_array_index (people, 0), CET4);
  g_autoptr (HoubuEntry) place = queue_join (world, g_ptr_array_index (people, 1), CET4);
  g_autoptr (HoubuAdminOffering) withdrawn =
      queue_patch (world, CET4, "{\"status\":\"withdrawn\"}");
  g_autoptr (HoubuEnrolment) lost = NULL;
  g_autoptr (HoubuEntry) failed = NULL;

  g_assert_cmpint (houbu_admin_offering_get_waiting (withdrawn), ==, 0);
  g_assert_cmpint (houbu_admin_offering_get_seats_in_use (withdrawn), ==, 0);
  lost = queue_find_enrolment (world, g_ptr_array_index (people, 0), houbu_enrolment_get_id (seat));
  g_assert_cmpint (houbu_enrolment_get_state (lost), ==, HOUBU_ENROLMENT_STATE_REVOKED);
  failed = queue_find_entry (world, g_ptr_array_index (people, 1), houbu_entry_get_id (place));
  g_assert_cmpint (houbu_entry_get_reason (failed), ==, HOUBU_ENTRY_REASON_OFFERING_WITHDRAWN);
  queue_join_refused (world, g_ptr_array_index (people, 2), CET4, HOUBU_ERROR_WITHDRAWN);
  queue_check (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/queue/promotion/cancel", test_cancel_promotes);
  g_test_add_func ("/queue/promotion/capacity", test_capacity);
  g_test_add_func ("/queue/promotion/head-ineligible", test_head_ineligible);
  g_test_add_func ("/queue/promotion/pay-window", test_pay_window);
  g_test_add_func ("/queue/promotion/large-release", test_large_release);
  g_test_add_func ("/queue/promotion/marker-wakes", test_marker_wakes);
  g_test_add_func ("/queue/promotion/withdraw", test_withdraw);
  return g_test_run ();
}

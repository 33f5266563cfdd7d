/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-rules-types.h"
#include "queue-fixture.h"

/* More than two transactions end: what a withdrawal and a reopening would end by themselves. */
#define LONG_QUEUE (2 * HOUBU_PROMOTION_CHUNK + 1)

static void
join_crowd (TestWorld *world, GPtrArray *people, const char *offering)
{
  for (guint i = 0; i < people->len; i++)
    {
      g_autoptr (HoubuEntry) entry = queue_join (world, g_ptr_array_index (people, i), offering);
    }
}

static void
patch_refused (TestWorld *world, const char *offering, const char *json, HoubuErrorCode code)
{
  g_autoptr (HoubuCaller) operator= test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);
  g_autoptr (HoubuCall) call = test_call_new (operator, HOUBU_TYPE_OFFERING_CHANGE, json);

  houbu_call_set_path (call, "id", offering);
  test_refused (world->engine, &houbu_operation_change_offering, call, code, NULL);
}

static void
change_exam_refused (TestWorld *world, const char *json, HoubuErrorCode code)
{
  g_autoptr (HoubuCaller) operator= test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);
  g_autoptr (HoubuCall) call = test_call_new (operator, HOUBU_TYPE_EXAM_CHANGE, json);

  test_refused (world->engine, &houbu_operation_change_exam, call, code, NULL);
}

/* A queue whose time was over ends, though the waitlist is opened again before anything swept it
 * (Q7). */
static void
test_closed_queue (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuEntry) place = queue_join (world, lang, CET4);
  g_autoptr (HoubuExam) sooner =
      queue_change_exam (world, "{\"waitlist_closes_at\":\"2022-09-02T00:00:00Z\"}");
  g_autoptr (HoubuExam) later = NULL;
  g_autoptr (HoubuEntry) ended = NULL;
  g_autoptr (HoubuEntry) again = NULL;

  test_world_advance (world, HOUBU_DAY);
  later = queue_change_exam (world, "{\"waitlist_closes_at\":\"2022-09-10T00:00:00Z\"}");
  ended = queue_find_entry (world, lang, houbu_entry_get_id (place));
  g_assert_cmpint (houbu_entry_get_state (ended), ==, HOUBU_ENTRY_STATE_FAILED);
  g_assert_cmpint (houbu_entry_get_reason (ended), ==, HOUBU_ENTRY_REASON_WINDOW_CLOSED);
  again = queue_join (world, lang, CET4);
  g_assert_cmpint (houbu_entry_get_queue_number (again), >, houbu_entry_get_queue_number (place));
  queue_check (world);
}

/* The seat of a hold that was due goes to the head with the hold that held until then (Q5). */
static void
test_due_hold (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) holder = queue_candidate (world, "P000001");
  g_autoptr (HoubuCaller) head = queue_candidate (world, "P000002");
  g_autoptr (HoubuEnrolment) seat = queue_enrol (world, holder, CET4);
  g_autoptr (HoubuEntry) place = queue_join (world, head, CET4);
  g_autoptr (HoubuExam) shorter = NULL;
  g_autoptr (HoubuEnrolment) won = NULL;

  test_world_advance (world, HOUBU_DAY);
  shorter = queue_change_exam (world, "{\"hold_seconds\":3600}");
  g_assert_cmpint (houbu_exam_get_hold_seconds (shorter), ==, 3600);
  queue_sweep (world);
  won = queue_find_seat (world, head, CET4);
  g_assert_nonnull (won);
  g_assert_cmpint (houbu_enrolment_get_deadline (won), ==, TEST_NOW + 2 * HOUBU_DAY);
  queue_check (world);
}

static gint64
count_waiting (TestWorld *world)
{
  static const HoubuSql sql_waiting = {
    "test-count-waiting",
    "SELECT count(*) AS value FROM entry WHERE active = 1",
  };

  return test_world_count (world, &sql_waiting);
}

/* More than a chunk that is due is left to the sweeper, and the change waits for it; a new name
 * does not. */
static void
test_too_much_due (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (GPtrArray) people = queue_crowd (world, HOUBU_PROMOTION_CHUNK + 1);
  g_autoptr (HoubuExam) sooner =
      queue_change_exam (world, "{\"waitlist_closes_at\":\"2022-09-02T00:00:00Z\"}");
  g_autoptr (HoubuExam) renamed = NULL;
  g_autoptr (HoubuExam) later = NULL;

  join_crowd (world, people, CET4);
  test_world_advance (world, HOUBU_DAY);
  change_exam_refused (world, "{\"waitlist_closes_at\":\"2022-09-10T00:00:00Z\"}",
                       HOUBU_ERROR_BUSY);
  g_assert_cmpint (count_waiting (world), ==, HOUBU_PROMOTION_CHUNK + 1);
  renamed = queue_change_exam (world, "{\"name\":\"Practice\"}");
  g_assert_cmpstr (houbu_exam_get_name (renamed), ==, "Practice");

  queue_sweep (world);
  later = queue_change_exam (world, "{\"waitlist_closes_at\":\"2022-09-10T00:00:00Z\"}");
  g_assert_cmpint (count_waiting (world), ==, 0);
  queue_check (world);
}

/* A withdrawn offering does not come back before the end of its queue, which would go on waiting
 * in it. */
static void
test_reopen (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (GPtrArray) people = queue_crowd (world, LONG_QUEUE);
  HoubuCaller *last = g_ptr_array_index (people, LONG_QUEUE - 2);
  g_autoptr (HoubuAdminOffering) withdrawn = NULL;
  g_autoptr (HoubuAdminOffering) open = NULL;
  g_autoptr (HoubuEntry) again = NULL;

  join_crowd (world, people, CET4);
  withdrawn = queue_patch (world, CET4, "{\"status\":\"withdrawn\"}");
  g_assert_cmpint (houbu_admin_offering_get_waiting (withdrawn), ==,
                   LONG_QUEUE - HOUBU_PROMOTION_CHUNK);
  patch_refused (world, CET4, "{\"status\":\"open\"}", HOUBU_ERROR_BUSY);

  queue_sweep (world);
  open = queue_patch (world, CET4, "{\"status\":\"open\"}");
  g_assert_cmpint (houbu_admin_offering_get_waiting (open), ==, 0);
  again = queue_join (world, last, CET4);
  g_assert_cmpint (houbu_entry_get_position (again), ==, 1);
  g_assert_cmpint (houbu_entry_get_queue_number (again), ==, LONG_QUEUE + 1);
  queue_check (world);
}

/* Deadlines that were given stay, so that one of two holds can be due alone. */
static void
hold_for (TestWorld *world, const char *seconds)
{
  g_autofree char *json = g_strdup_printf ("{\"hold_seconds\":%s}", seconds);
  g_autoptr (HoubuExam) exam = queue_change_exam (world, json);
}

static void
wait_for_oral (TestWorld *world, HoubuCaller *caller)
{
  g_autoptr (HoubuEnrolment) written = queue_enrol (world, caller, CET4_OTHER_CAMPUS);
  g_autoptr (HoubuEntry) place = queue_join (world, caller, SET4);
}

/* The offerings in which oral items fall with a withdrawal are locked and settled before it, like
 * the withdrawn one: what is due there has happened when the seats fall (P8). */
static void
test_withdraw_settles_orals (void)
{
  g_autoptr (TestWorld) world = queue_world_new (3);
  g_autoptr (GPtrArray) people = queue_crowd (world, 4);
  g_autoptr (HoubuAdminOffering) narrow = queue_patch (world, SET4, "{\"capacity\":2}");
  g_autoptr (HoubuAdminOffering) wide = queue_patch (world, CET4_OTHER_CAMPUS, "{\"capacity\":9}");
  g_autoptr (HoubuAdminOffering) withdrawn = NULL;
  g_autoptr (HoubuEnrolment) written = queue_enrol (world, g_ptr_array_index (people, 0), CET4);
  g_autoptr (HoubuEnrolment) oral = NULL;
  g_autoptr (HoubuEnrolment) other =
      queue_enrol (world, g_ptr_array_index (people, 1), CET4_OTHER_CAMPUS);
  g_autoptr (HoubuEnrolment) due = NULL;

  oral = queue_enrol (world, g_ptr_array_index (people, 0), SET4);
  hold_for (world, "3600");
  due = queue_enrol (world, g_ptr_array_index (people, 1), SET4);
  hold_for (world, "86400");
  wait_for_oral (world, g_ptr_array_index (people, 2));
  wait_for_oral (world, g_ptr_array_index (people, 3));

  test_world_advance (world, HOUBU_HOUR);
  withdrawn = queue_patch (world, CET4, "{\"status\":\"withdrawn\"}");
  for (guint i = 2; i < people->len; i++)
    {
      g_autoptr (HoubuEnrolment) won = queue_find_seat (world, g_ptr_array_index (people, i), SET4);

      g_assert_nonnull (won);
    }
  queue_check (world);
}

/* A write on an oral offering finds the oral seats gone whose written holds are due elsewhere (P2,
 * P8). */
static void
test_oral_of_due_written (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuEnrolment) written = NULL;
  g_autoptr (HoubuEnrolment) oral = NULL;
  g_autoptr (HoubuAdminOffering) cut = NULL;

  hold_for (world, "3600");
  written = queue_enrol (world, lang, CET4);
  hold_for (world, "86400");
  oral = queue_enrol (world, lang, SET4);
  test_world_advance (world, HOUBU_HOUR);
  cut = queue_patch (world, SET4, "{\"capacity\":0}");
  g_assert_cmpint (houbu_admin_offering_get_seats_in_use (cut), ==, 0);
  queue_check (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/queue/settle/closed-queue", test_closed_queue);
  g_test_add_func ("/queue/settle/due-hold", test_due_hold);
  g_test_add_func ("/queue/settle/too-much-due", test_too_much_due);
  g_test_add_func ("/queue/settle/reopen", test_reopen);
  g_test_add_func ("/queue/settle/withdraw-settles-orals", test_withdraw_settles_orals);
  g_test_add_func ("/queue/settle/oral-of-due-written", test_oral_of_due_written);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sweeper-private.h"

#include "queue-fixture.h"

/* One tick before its deadline a hold is held; from the deadline on it counts as gone for everyone,
 * though nothing has swept it yet (P2). */
static void
test_exact_expiry (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) holder = queue_candidate (world, "P000001");
  g_autoptr (HoubuCaller) next = queue_candidate (world, "P000002");
  g_autoptr (HoubuEnrolment) seat = queue_enrol (world, holder, CET4);
  g_autoptr (HoubuOffering) before = NULL;
  g_autoptr (HoubuOffering) after = NULL;
  g_autoptr (HoubuEnrolment) expired = NULL;
  g_autoptr (HoubuEnrolment) taken = NULL;

  test_world_advance (world, HOUBU_DAY - 1);
  before = queue_board_row (world, next, CET4);
  g_assert_cmpint (houbu_offering_get_remaining (before), ==, 0);
  g_assert_cmpint (houbu_offering_get_action (before), ==, HOUBU_OFFERING_ACTION_JOIN);

  test_world_advance (world, 1);
  after = queue_board_row (world, next, CET4);
  g_assert_cmpint (houbu_offering_get_remaining (after), ==, 1);
  g_assert_cmpint (houbu_offering_get_action (after), ==, HOUBU_OFFERING_ACTION_ENROL);
  expired = queue_find_enrolment (world, holder, houbu_enrolment_get_id (seat));
  g_assert_cmpint (houbu_enrolment_get_state (expired), ==, HOUBU_ENROLMENT_STATE_EXPIRED);

  taken = queue_enrol (world, next, CET4);
  g_assert_cmpint (houbu_enrolment_get_state (taken), ==, HOUBU_ENROLMENT_STATE_UNPAID);
  queue_check (world);
}

/* The seat of a hold that is due goes to the head, not to whoever comes first after the deadline.
 */
static void
test_due_seat_goes_to_head (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) holder = queue_candidate (world, "P000001");
  g_autoptr (HoubuCaller) head = queue_candidate (world, "P000002");
  g_autoptr (HoubuCaller) late = queue_candidate (world, "P000003");
  g_autoptr (HoubuEnrolment) seat = queue_enrol (world, holder, CET4);
  g_autoptr (HoubuEntry) place = queue_join (world, head, CET4);
  g_autoptr (HoubuEnrolment) won = NULL;

  test_world_advance (world, HOUBU_DAY);
  queue_enrol_refused (world, late, CET4, HOUBU_ERROR_NO_SEAT);
  won = queue_find_seat (world, head, CET4);
  g_assert_nonnull (won);
  g_assert_cmpint (houbu_enrolment_get_state (won), ==, HOUBU_ENROLMENT_STATE_UNPAID);
  g_assert_cmpint (houbu_enrolment_get_deadline (won), ==, TEST_NOW + 2 * HOUBU_DAY);
  queue_check (world);
}

/* A refused newcomer does not undo what the clock had brought about before. */
static void
test_own_due_hold (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) holder = queue_candidate (world, "P000001");
  g_autoptr (HoubuEnrolment) seat = queue_enrol (world, holder, CET4);
  g_autoptr (HoubuEnrolment) other = NULL;

  test_world_advance (world, HOUBU_DAY);
  /* The level is free again for the same person, elsewhere. */
  other = queue_enrol (world, holder, JAPANESE4);
  g_assert_cmpint (houbu_enrolment_get_state (other), ==, HOUBU_ENROLMENT_STATE_UNPAID);
  queue_check (world);
}

/* A written hold that is due takes the oral seat of the level with it, whose head moves up in the
 * same sweep (P8). */
static void
test_due_written_takes_oral (void)
{
  g_autoptr (TestWorld) world = queue_world_new (2);
  g_autoptr (HoubuCaller) first = queue_candidate (world, "P000001");
  g_autoptr (HoubuCaller) second = queue_candidate (world, "P000002");
  g_autoptr (HoubuAdminOffering) single = queue_patch (world, SET4, "{\"capacity\":1}");
  g_autoptr (HoubuEnrolment) written = queue_enrol (world, first, CET4);
  g_autoptr (HoubuEnrolment) oral = NULL;
  g_autoptr (HoubuEnrolment) other_written = NULL;
  g_autoptr (HoubuEntry) place = NULL;
  g_autoptr (HoubuEnrolment) lost = NULL;
  g_autoptr (HoubuEnrolment) won = NULL;

  test_world_advance (world, HOUBU_HOUR);
  oral = queue_enrol (world, first, SET4);
  other_written = queue_enrol (world, second, CET4);
  place = queue_join (world, second, SET4);
  test_world_advance (world, HOUBU_DAY - HOUBU_HOUR);
  queue_sweep (world);
  lost = queue_find_enrolment (world, first, houbu_enrolment_get_id (oral));
  g_assert_cmpint (houbu_enrolment_get_state (lost), ==, HOUBU_ENROLMENT_STATE_REVOKED);
  g_assert_cmpint (houbu_enrolment_get_ended_reason (lost), ==,
                   HOUBU_ENROLMENT_END_REASON_WRITTEN_LOST);
  won = queue_find_seat (world, second, SET4);
  g_assert_nonnull (won);
  queue_check (world);
}

/* At the close of the waitlist every place ends, and is shown so at once (Q7). */
static void
test_window_close (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuEntry) place = queue_join (world, lang, CET4);
  g_autoptr (HoubuExam) exam =
      queue_change_exam (world, "{\"waitlist_closes_at\":\"2022-09-02T00:00:00Z\"}");
  g_autoptr (HoubuEntry) shown = NULL;
  g_autoptr (HoubuEntry) ended = NULL;
  g_autoptr (HoubuAdminOffering) offering = NULL;

  test_world_advance (world, HOUBU_DAY);
  shown = queue_find_entry (world, lang, houbu_entry_get_id (place));
  g_assert_cmpint (houbu_entry_get_state (shown), ==, HOUBU_ENTRY_STATE_FAILED);
  g_assert_cmpint (houbu_entry_get_reason (shown), ==, HOUBU_ENTRY_REASON_WINDOW_CLOSED);
  queue_join_refused (world, lang, CET6, HOUBU_ERROR_WINDOW_CLOSED);

  queue_sweep (world);
  ended = queue_find_entry (world, lang, houbu_entry_get_id (place));
  g_assert_cmpint (houbu_entry_get_state (ended), ==, HOUBU_ENTRY_STATE_FAILED);
  offering = queue_offering (world, CET4);
  g_assert_cmpint (houbu_admin_offering_get_waiting (offering), ==, 0);
  queue_check (world);
}

/* A registration that has had nothing for 24 hours is closed; one that only waits is not (P9). */
static void
test_empty_registration (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (HoubuCaller) empty = queue_candidate (world, "P000001");
  g_autoptr (HoubuCaller) waits = queue_candidate (world, "P000002");
  g_autoptr (HoubuCaller) left = queue_candidate (world, "P000003");
  g_autoptr (HoubuEntry) place = queue_join (world, waits, CET4);
  g_autoptr (HoubuEntry) other = queue_join (world, left, CET4);
  g_autoptr (HoubuEntry) cancelled = NULL;
  const HoubuRegistrationStatus expected[] = {
    HOUBU_REGISTRATION_STATUS_NONE,
    HOUBU_REGISTRATION_STATUS_WAITING,
    HOUBU_REGISTRATION_STATUS_EMPTY,
  };
  HoubuCaller *const callers[] = { empty, waits, left };

  test_world_advance (world, HOUBU_HOUR);
  cancelled = queue_cancel_entry (world, left, houbu_entry_get_id (other));
  test_world_advance (world, HOUBU_DAY - HOUBU_HOUR);
  queue_sweep (world);
  for (guint i = 0; i < G_N_ELEMENTS (callers); i++)
    {
      g_autoptr (HoubuRegistration) registration = queue_registration (world, callers[i]);

      g_assert_cmpint (houbu_registration_get_status (registration), ==, expected[i]);
      if (expected[i] == HOUBU_REGISTRATION_STATUS_NONE)
        {
          g_assert_cmpint (houbu_registration_get_closed_reason (registration), ==,
                           HOUBU_REGISTRATION_CLOSE_REASON_EMPTY);
          g_assert_cmpint (houbu_registration_get_closed_at (registration), ==,
                           TEST_NOW + HOUBU_DAY);
        }
      else
        g_assert_cmpint (houbu_registration_get_closed_at (registration), ==, HOUBU_UNSET);
    }
  test_world_advance (world, HOUBU_HOUR);
  queue_sweep (world);
  {
    g_autoptr (HoubuRegistration) registration = queue_registration (world, left);

    g_assert_cmpint (houbu_registration_get_status (registration), ==,
                     HOUBU_REGISTRATION_STATUS_NONE);
  }
  queue_check (world);
}

static gint64 test_wall;
static gint64 test_boot;

static gint64
read_wall (void)
{
  return test_wall;
}

static gint64
read_boot (void)
{
  return test_boot;
}

/* When wall and boot time part by more than two minutes nothing ends by the clock, and whoever
 * needs it to is told to come back, until somebody confirms the time (I-H6). */
static void
test_clock_jump (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) holder = queue_candidate (world, "P000001");
  g_autoptr (HoubuCaller) next = queue_candidate (world, "P000002");
  g_autoptr (HoubuEnrolment) seat = queue_enrol (world, holder, CET4);
  g_autoptr (HoubuSweeper) sweeper = houbu_sweeper_new (world->engine);
  g_autoptr (HoubuEnrolment) taken = NULL;
  g_autoptr (GError) error = NULL;

  houbu_sweeper_set_clocks (sweeper, read_wall, read_boot);
  houbu_sweeper_start (sweeper);
  test_wall = 100 * HOUBU_SECOND;
  test_boot = HOUBU_SECOND;
  g_assert_true (houbu_sweeper_run (sweeper, &error));
  test_wall += 3 * HOUBU_DAY;
  test_boot += HOUBU_SECOND;
  test_world_advance (world, 3 * HOUBU_DAY);
  g_assert_false (houbu_sweeper_run (sweeper, &error));
  g_assert_no_error (error);
  g_assert_true (houbu_sweeper_get_halted (sweeper));
  queue_enrol_refused (world, next, CET4, HOUBU_ERROR_BUSY);

  houbu_sweeper_confirm_clock (sweeper);
  g_assert_false (houbu_sweeper_get_halted (sweeper));
  taken = queue_enrol (world, next, CET4);
  houbu_sweeper_stop (sweeper);
  queue_check (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/queue/time/exact-expiry", test_exact_expiry);
  g_test_add_func ("/queue/time/due-seat-goes-to-head", test_due_seat_goes_to_head);
  g_test_add_func ("/queue/time/own-due-hold", test_own_due_hold);
  g_test_add_func ("/queue/time/due-written-takes-oral", test_due_written_takes_oral);
  g_test_add_func ("/queue/time/window-close", test_window_close);
  g_test_add_func ("/queue/time/empty-registration", test_empty_registration);
  g_test_add_func ("/queue/time/clock-jump", test_clock_jump);
  return g_test_run ();
}

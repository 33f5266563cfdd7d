/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "queue-fixture.h"

#include <string.h>

/* With a free seat and nobody waiting a candidate enrols at once, unpaid, with the deadline of Q5,
 * and cannot join (Q3). */
static void
test_enrol_when_free (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuEnrolment) seat = NULL;
  g_autoptr (HoubuOffering) row = queue_board_row (world, lang, CET4);

  g_assert_cmpint (houbu_offering_get_action (row), ==, HOUBU_OFFERING_ACTION_ENROL);
  queue_join_refused (world, lang, CET4, HOUBU_ERROR_SEATS_FREE);
  seat = queue_enrol (world, lang, CET4);
  g_assert_cmpint (houbu_enrolment_get_state (seat), ==, HOUBU_ENROLMENT_STATE_UNPAID);
  g_assert_cmpint (houbu_enrolment_get_obtained_by (seat), ==, HOUBU_OBTAINED_BY_DIRECT);
  g_assert_cmpint (houbu_enrolment_get_deadline (seat), ==, TEST_NOW + HOUBU_DAY);
  g_assert_cmpint (houbu_enrolment_get_fee_fen (seat), ==, QUEUE_FEE);
  queue_check (world);
}

/* Without a free seat one joins the tail: numbers grow, the position is the rank, the board says
 * what can be done and what was done. */
static void
test_join_when_full (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (HoubuCaller) first = queue_candidate (world, "P000001");
  g_autoptr (HoubuCaller) second = queue_candidate (world, "P000002");
  g_autoptr (HoubuOffering) before = queue_board_row (world, first, CET4);
  g_autoptr (HoubuEntry) one = NULL;
  g_autoptr (HoubuEntry) two = NULL;
  g_autoptr (HoubuOffering) after = NULL;

  g_assert_cmpint (houbu_offering_get_action (before), ==, HOUBU_OFFERING_ACTION_JOIN);
  queue_enrol_refused (world, first, CET4, HOUBU_ERROR_NO_SEAT);
  one = queue_join (world, first, CET4);
  two = queue_join (world, second, CET4);
  g_assert_cmpint (houbu_entry_get_state (one), ==, HOUBU_ENTRY_STATE_WAITING);
  g_assert_cmpint (houbu_entry_get_position (one), ==, 1);
  g_assert_cmpint (houbu_entry_get_waiting (one), ==, 1);
  g_assert_cmpint (houbu_entry_get_position (two), ==, 2);
  g_assert_cmpint (houbu_entry_get_waiting (two), ==, 2);
  g_assert_cmpint (houbu_entry_get_queue_number (two), >, houbu_entry_get_queue_number (one));

  after = queue_board_row (world, first, CET4);
  g_assert_cmpint (houbu_offering_get_action (after), ==, HOUBU_OFFERING_ACTION_WAITING);
  g_assert_cmpint (houbu_offering_get_waiting (after), ==, 2);
  queue_check (world);
}

/* Nobody gets past a queue (Q2): while somebody waits for a fee to be set, a free seat is not free
 * for whoever comes. */
static void
test_no_bypass (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) first = NULL;
  g_autoptr (HoubuCaller) second = NULL;
  g_autoptr (HoubuEntry) entry = NULL;
  g_autoptr (HoubuEntry) tail = NULL;
  g_autoptr (HoubuEnrolment) seat = NULL;
  g_autoptr (HoubuAdminOffering) changed = NULL;

  test_world_add_offering (world, "993010", "1", 1, 0);
  first = queue_candidate (world, "P000001");
  second = queue_candidate (world, "P000002");
  queue_enrol_refused (world, first, CET4, HOUBU_ERROR_FEE_UNSET);
  entry = queue_join (world, first, CET4);
  g_assert_cmpint (houbu_entry_get_position (entry), ==, 1);
  tail = queue_join (world, second, CET4);

  /* Setting the fee gives the seat to the head, in the same transaction (Q4). */
  changed = queue_patch (world, CET4, "{\"fee_fen\":2500}");
  g_assert_cmpint (houbu_admin_offering_get_seats_in_use (changed), ==, 1);
  g_assert_cmpint (houbu_admin_offering_get_waiting (changed), ==, 1);
  seat = queue_find_seat (world, first, CET4);
  g_assert_nonnull (seat);
  g_assert_cmpint (houbu_enrolment_get_fee_fen (seat), ==, 2500);
  g_assert_cmpint (houbu_enrolment_get_obtained_by (seat), ==, HOUBU_OBTAINED_BY_WAITLIST);
  queue_check (world);
}

/* One written item per level and person (R2), waiting or held, and the refusal names it. */
static void
test_one_per_level (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuEntry) entry = queue_join (world, lang, CET4);
  g_autoptr (HoubuEntry) other_level = NULL;
  g_autoptr (HoubuCall) call =
      test_call_new (lang, HOUBU_TYPE_WAITLIST_JOIN, "{\"offering\":\"" JAPANESE4 "\"}");
  g_autoptr (HoubuRecord) reply = NULL;
  g_autoptr (GError) error = NULL;

  reply = test_run (world->engine, &houbu_operation_join, call, HOUBU_TYPE_ENTRY, &error);
  g_assert_null (reply);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_SAME_LEVEL);
  g_assert_cmpstr (houbu_error_get_conflict (error), ==, houbu_entry_get_id (entry));
  queue_join_refused (world, lang, CET4, HOUBU_ERROR_ALREADY_WAITING);
  queue_join_refused (world, lang, CET4_OTHER_CAMPUS, HOUBU_ERROR_SAME_LEVEL);

  /* Another level does not disturb. */
  other_level = queue_join (world, lang, CET6);
  g_assert_cmpint (houbu_entry_get_position (other_level), ==, 1);
  queue_check (world);
}

/* Oral needs the written one (R3), keeps it (R4), and ends with it (P8). */
static void
test_oral_with_written (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuEnrolment) written = NULL;
  g_autoptr (HoubuEnrolment) oral = NULL;
  g_autoptr (HoubuEnrolment) gone = NULL;
  g_autoptr (HoubuCall) call = NULL;

  queue_enrol_refused (world, lang, SET4, HOUBU_ERROR_WRITTEN_REQUIRED);
  written = queue_enrol (world, lang, CET4);
  oral = queue_enrol (world, lang, SET4);

  call = test_call_new (lang, G_TYPE_NONE, NULL);
  houbu_call_set_path (call, "id", houbu_enrolment_get_id (written));
  test_refused (world->engine, &houbu_operation_cancel_enrolment, call, HOUBU_ERROR_ORAL_HELD,
                NULL);

  gone = queue_cancel_enrolment (world, lang, houbu_enrolment_get_id (oral));
  g_assert_cmpint (houbu_enrolment_get_state (gone), ==, HOUBU_ENROLMENT_STATE_CANCELLED);
  g_clear_object (&gone);
  gone = queue_cancel_enrolment (world, lang, houbu_enrolment_get_id (written));
  g_assert_cmpint (houbu_enrolment_get_ended_reason (gone), ==,
                   HOUBU_ENROLMENT_END_REASON_CANDIDATE);
  queue_check (world);
}

/* A place in an oral queue does not keep the written seat, and falls with it (R4, P8). */
static void
test_oral_place_falls (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuAdminOffering) full = queue_patch (world, SET4, "{\"capacity\":0}");
  g_autoptr (HoubuEnrolment) written = queue_enrol (world, lang, CET4);
  g_autoptr (HoubuEntry) place = queue_join (world, lang, SET4);
  g_autoptr (HoubuEnrolment) gone = NULL;
  g_autoptr (HoubuEntry) fallen = NULL;

  gone = queue_cancel_enrolment (world, lang, houbu_enrolment_get_id (written));
  fallen = queue_find_entry (world, lang, houbu_entry_get_id (place));
  g_assert_cmpint (houbu_entry_get_state (fallen), ==, HOUBU_ENTRY_STATE_FAILED);
  g_assert_cmpint (houbu_entry_get_reason (fallen), ==, HOUBU_ENTRY_REASON_WRITTEN_LOST);
  queue_check (world);
}

/* Several seats are taken all or not at all; the refusal names the one that failed. */
static void
test_all_or_nothing (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuAdminOffering) full = queue_patch (world, CET6, "{\"capacity\":0}");
  g_autoptr (HoubuRegistration) registration = NULL;
  g_autoptr (HoubuCall) both = test_call_new (lang, HOUBU_TYPE_ENROLMENT_REQUEST,
                                              "{\"offerings\":[\"" CET4 "\",\"" CET6 "\"]}");
  g_autoptr (HoubuCall) clash = test_call_new (lang, HOUBU_TYPE_ENROLMENT_REQUEST,
                                               "{\"offerings\":[\"" CET4 "\",\"" JAPANESE4 "\"]}");
  g_autoptr (HoubuCall) twice = test_call_new (lang, HOUBU_TYPE_ENROLMENT_REQUEST,
                                               "{\"offerings\":[\"" CET4 "\",\"" CET4 "\"]}");
  g_autoptr (HoubuCall) good = test_call_new (lang, HOUBU_TYPE_ENROLMENT_REQUEST,
                                              "{\"offerings\":[\"" SET4 "\",\"" CET4 "\"]}");
  g_autoptr (HoubuRecord) list = NULL;
  g_autoptr (GError) error = NULL;

  test_refused (world->engine, &houbu_operation_enrol, both, HOUBU_ERROR_NO_SEAT, "offerings[1]");
  test_refused (world->engine, &houbu_operation_enrol, clash, HOUBU_ERROR_SAME_LEVEL,
                "offerings[1]");
  test_refused (world->engine, &houbu_operation_enrol, twice, HOUBU_ERROR_INVALID_FIELD,
                "offerings[1]");
  registration = queue_registration (world, lang);
  g_assert_cmpuint (
      g_list_model_get_n_items (G_LIST_MODEL (houbu_registration_get_enrolments (registration))),
      ==, 0);

  /* The oral one may come with the written one that it needs, in any order. */
  list = test_run (world->engine, &houbu_operation_enrol, good, HOUBU_TYPE_ENROLMENT_LIST, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (
                        houbu_enrolment_list_get_items (HOUBU_ENROLMENT_LIST (list)))),
                    ==, 2);
  queue_check (world);
}

/* What belongs to another account, and what does not exist, look the same. */
static void
test_other_peoples_items (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) owner = queue_candidate (world, "P000001");
  g_autoptr (HoubuCaller) stranger = queue_candidate (world, "P000002");
  g_autoptr (HoubuEnrolment) seat = queue_enrol (world, owner, CET4);
  g_autoptr (HoubuAdminOffering) full = queue_patch (world, CET6, "{\"capacity\":0}");
  g_autoptr (HoubuEntry) place = queue_join (world, owner, CET6);
  const char *const seats[] = { houbu_enrolment_get_id (seat), "nothing" };
  const char *const places[] = { houbu_entry_get_id (place), "nothing" };

  for (guint i = 0; i < G_N_ELEMENTS (seats); i++)
    {
      g_autoptr (HoubuCall) cancel = test_call_new (stranger, G_TYPE_NONE, NULL);
      g_autoptr (HoubuCall) leave =
          test_call_new (stranger, HOUBU_TYPE_WAITLIST_CANCELLATION, "{\"reason\":\"give_up\"}");

      houbu_call_set_path (cancel, "id", seats[i]);
      test_refused (world->engine, &houbu_operation_cancel_enrolment, cancel, HOUBU_ERROR_NOT_FOUND,
                    NULL);
      houbu_call_set_path (leave, "id", places[i]);
      test_refused (world->engine, &houbu_operation_cancel_entry, leave, HOUBU_ERROR_NOT_FOUND,
                    NULL);
    }
}

/* Cancelling a place keeps the row as history, with its reason and note; joining again gets a new,
 * larger number (Q6). */
static void
test_cancel_and_rejoin (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuEntry) first = queue_join (world, lang, CET4);
  g_autoptr (HoubuCall) cancel =
      test_call_new (lang, HOUBU_TYPE_WAITLIST_CANCELLATION,
                     "{\"reason\":\"other\",\"note\":\"I take the exam next year\"}");
  g_autoptr (HoubuRecord) cancelled = NULL;
  g_autoptr (HoubuEntry) second = NULL;
  g_autoptr (HoubuEntry) old = NULL;
  g_autoptr (GError) error = NULL;

  houbu_call_set_path (cancel, "id", houbu_entry_get_id (first));
  cancelled =
      test_run (world->engine, &houbu_operation_cancel_entry, cancel, HOUBU_TYPE_ENTRY, &error);
  g_assert_no_error (error);
  g_assert_cmpint (houbu_entry_get_state (HOUBU_ENTRY (cancelled)), ==,
                   HOUBU_ENTRY_STATE_CANCELLED);
  test_refused (world->engine, &houbu_operation_cancel_entry, cancel, HOUBU_ERROR_STATE_CHANGED,
                NULL);

  second = queue_join (world, lang, CET4);
  g_assert_cmpint (houbu_entry_get_queue_number (second), >, houbu_entry_get_queue_number (first));
  old = queue_find_entry (world, lang, houbu_entry_get_id (first));
  g_assert_cmpint (houbu_entry_get_state (old), ==, HOUBU_ENTRY_STATE_CANCELLED);
  g_assert_cmpint (houbu_entry_get_reason (old), ==, HOUBU_ENTRY_REASON_OTHER);
  g_assert_cmpstr (houbu_entry_get_note (old), ==, "I take the exam next year");
  queue_check (world);
}

/* The note is the candidate's own words: it never gets into the journal. */
static void
test_note_stays_out_of_journal (void)
{
  static const HoubuSql sql_count = {
    "test-count-notes",
    "SELECT count(*) AS value FROM journal WHERE data LIKE '%canary%'",
  };
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuEntry) entry = queue_join (world, lang, CET4);
  g_autoptr (HoubuCall) cancel = test_call_new (lang, HOUBU_TYPE_WAITLIST_CANCELLATION,
                                                "{\"reason\":\"other\",\"note\":\"canary\"}");
  g_autoptr (HoubuRecord) cancelled = NULL;
  g_autoptr (GError) error = NULL;

  houbu_call_set_path (cancel, "id", houbu_entry_get_id (entry));
  cancelled =
      test_run (world->engine, &houbu_operation_cancel_entry, cancel, HOUBU_TYPE_ENTRY, &error);
  g_assert_no_error (error);
  g_assert_cmpint (test_world_count (world, &sql_count), ==, 0);
}

/* Somebody without a registration, and an offering that does not exist, are refused. */
static void
test_strangers (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) nobody =
      test_world_caller (world, test_world_add_account (world, "13900000099", "nobody"));
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuCall) board = test_call_new (nobody, G_TYPE_NONE, NULL);
  g_autoptr (HoubuCall) kind = test_call_new (lang, G_TYPE_NONE, NULL);

  queue_enrol_refused (world, nobody, CET4, HOUBU_ERROR_STEP_MISSING);
  queue_join_refused (world, nobody, CET4, HOUBU_ERROR_STEP_MISSING);
  queue_enrol_refused (world, lang, "999999-1", HOUBU_ERROR_NOT_FOUND);
  houbu_call_set_query (board, "kind", "written");
  test_refused (world->engine, &houbu_operation_list_offerings, board, HOUBU_ERROR_STEP_MISSING,
                NULL);
  houbu_call_set_query (kind, "kind", "spoken");
  test_refused (world->engine, &houbu_operation_list_offerings, kind, HOUBU_ERROR_INVALID_FIELD,
                "kind");
}

/* The board of written subjects is the own school's, the campuses offer what they have (R8). */
static void
test_board (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuCall) written = test_call_new (lang, G_TYPE_NONE, NULL);
  g_autoptr (HoubuCall) campuses = test_call_new (lang, G_TYPE_NONE, NULL);
  g_autoptr (HoubuRecord) board = NULL;
  g_autoptr (HoubuRecord) choice = NULL;
  g_autoptr (HoubuCampusChoice) campus = NULL;
  GListModel *items = NULL;
  g_autoptr (GError) error = NULL;

  test_world_add_offering (world, "993020", "1", 1, QUEUE_FEE);
  houbu_call_set_query (written, "kind", "written");
  board = test_run (world->engine, &houbu_operation_list_offerings, written,
                    HOUBU_TYPE_OFFERING_LIST, &error);
  g_assert_no_error (error);
  items = G_LIST_MODEL (houbu_offering_list_get_items (HOUBU_OFFERING_LIST (board)));
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, 4);

  houbu_call_set_query (campuses, "kind", "written");
  houbu_call_set_query (campuses, "q", "993010");
  choice = test_run (world->engine, &houbu_operation_list_campuses, campuses,
                     HOUBU_TYPE_CAMPUS_CHOICE_LIST, &error);
  g_assert_no_error (error);
  items = G_LIST_MODEL (houbu_campus_choice_list_get_items (HOUBU_CAMPUS_CHOICE_LIST (choice)));
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, 1);
  campus = g_list_model_get_item (items, 0);
  g_assert_cmpuint (g_strv_length ((char **) houbu_campus_choice_get_subjects (campus)), ==, 3);
}

/* A repeated request with the same key gives the same answer and one entry. */
static void
test_same_key (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuRecord) first = NULL;
  g_autoptr (HoubuRecord) second = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (HoubuCall) call =
          test_call_new (lang, HOUBU_TYPE_WAITLIST_JOIN, "{\"offering\":\"" CET4 "\"}");
      g_autoptr (GError) error = NULL;

      test_call_set_key (call, "the-same-intention");
      *(i == 0 ? &first : &second) =
          test_run (world->engine, &houbu_operation_join, call, HOUBU_TYPE_ENTRY, &error);
      g_assert_no_error (error);
    }
  g_assert_true (houbu_record_equal (first, second));
  queue_check (world);
}

/* Deleting the registration ends everything that it has and gives the seats away. */
static void
test_delete_registration (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuCaller) next = queue_candidate (world, "P000002");
  g_autoptr (HoubuEnrolment) written = queue_enrol (world, lang, CET4);
  g_autoptr (HoubuEnrolment) oral = queue_enrol (world, lang, SET4);
  g_autoptr (HoubuEntry) waiting = queue_join (world, next, CET4);
  g_autoptr (HoubuCall) call = test_call_new (lang, G_TYPE_NONE, NULL);
  g_autoptr (HoubuRegistration) gone = NULL;
  g_autoptr (HoubuEnrolment) seat = NULL;
  g_autoptr (GBytes) empty = NULL;
  g_autoptr (GError) error = NULL;
  guint status = 0;

  empty =
      test_run_bytes (world->engine, &houbu_operation_delete_registration, call, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (status, ==, 204);
  gone = queue_registration (world, lang);
  g_assert_cmpint (houbu_registration_get_status (gone), ==, HOUBU_REGISTRATION_STATUS_NONE);
  g_assert_cmpint (houbu_registration_get_closed_reason (gone), ==,
                   HOUBU_REGISTRATION_CLOSE_REASON_DELETED);
  g_assert_cmpint (houbu_registration_get_closed_at (gone), ==, TEST_NOW);
  seat = queue_find_seat (world, next, CET4);
  g_assert_nonnull (seat);
  test_refused (world->engine, &houbu_operation_delete_registration, call, HOUBU_ERROR_STEP_MISSING,
                NULL);
  queue_check (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/queue/take/enrol-when-free", test_enrol_when_free);
  g_test_add_func ("/queue/take/join-when-full", test_join_when_full);
  g_test_add_func ("/queue/take/no-bypass", test_no_bypass);
  g_test_add_func ("/queue/take/one-per-level", test_one_per_level);
  g_test_add_func ("/queue/take/oral-with-written", test_oral_with_written);
  g_test_add_func ("/queue/take/oral-place-falls", test_oral_place_falls);
  g_test_add_func ("/queue/take/all-or-nothing", test_all_or_nothing);
  g_test_add_func ("/queue/take/other-peoples-items", test_other_peoples_items);
  g_test_add_func ("/queue/take/cancel-and-rejoin", test_cancel_and_rejoin);
  g_test_add_func ("/queue/take/note-stays-out-of-journal", test_note_stays_out_of_journal);
  g_test_add_func ("/queue/take/strangers", test_strangers);
  g_test_add_func ("/queue/take/board", test_board);
  g_test_add_func ("/queue/take/same-key", test_same_key);
  g_test_add_func ("/queue/take/delete-registration", test_delete_registration);
  return g_test_run ();
}

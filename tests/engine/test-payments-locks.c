/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "payment-fixture.h"

#include "houbu-basis.h"

#define HOUR (60 * G_TIME_SPAN_MINUTE)
#define IN_AN_HOUR "2022-09-01T01:00:00Z"
#define IN_FOUR_DAYS "2022-09-05T00:00:00Z"

static void
lock (PayWorld *self, const char *id, const char *until)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuEnrolment) locked = pay_lock (self, id, until, &error);

  g_assert_no_error (error);
}

static gint64
count (PayWorld *self, const HoubuSql *sql)
{
  return test_world_count (self->world, sql);
}

/* From its end on a lock is over for everyone, though nobody swept it: its seat is unpaid for a
 * whole hold (R7), and then counts as gone (P2). */
static void
test_over_unswept (void)
{
  g_autoptr (PayWorld) self = pay_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuCaller) next = queue_candidate (self->world, "P000002");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  const char *id = houbu_enrolment_get_id (seat);
  g_autoptr (HoubuEnrolment) over = NULL;
  g_autoptr (HoubuEnrolment) expired = NULL;
  g_autoptr (HoubuOffering) held = NULL;
  g_autoptr (HoubuOffering) gone = NULL;

  lock (self, id, IN_AN_HOUR);
  test_world_advance (self->world, HOUR - 1);
  pay_assert_seat (self, lang, id, HOUBU_ENROLMENT_STATE_LOCKED);
  test_world_advance (self->world, 1);
  over = queue_find_enrolment (self->world, lang, id);
  g_assert_cmpint (houbu_enrolment_get_state (over), ==, HOUBU_ENROLMENT_STATE_UNPAID);
  g_assert_cmpint (houbu_enrolment_get_deadline (over), ==, TEST_NOW + HOUR + HOUBU_DAY);
  g_assert_null (houbu_enrolment_get_lock_owner (over));

  test_world_advance (self->world, HOUBU_DAY - 1);
  held = queue_board_row (self->world, next, CET4);
  g_assert_cmpint (houbu_offering_get_remaining (held), ==, 0);
  test_world_advance (self->world, 1);
  gone = queue_board_row (self->world, next, CET4);
  g_assert_cmpint (houbu_offering_get_remaining (gone), ==, 1);
  g_assert_cmpint (houbu_offering_get_action (gone), ==, HOUBU_OFFERING_ACTION_ENROL);
  expired = queue_find_enrolment (self->world, lang, id);
  g_assert_cmpint (houbu_enrolment_get_state (expired), ==, HOUBU_ENROLMENT_STATE_EXPIRED);
  g_assert_cmpint (houbu_enrolment_get_ended_at (expired), ==, TEST_NOW + HOUR + HOUBU_DAY);
}

/* A board that is kept ends with the lock of somebody else, and with the hold after it. */
static void
test_kept_board (void)
{
  static const gint64 ends[] = { HOUR, HOUR + HOUBU_DAY };
  g_autoptr (PayWorld) self = pay_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuCaller) next = queue_candidate (self->world, "P000002");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);

  lock (self, houbu_enrolment_get_id (seat), IN_AN_HOUR);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (HoubuCall) call = test_call_new (next, G_TYPE_NONE, NULL);
      g_autoptr (HoubuRecord) board = NULL;

      houbu_call_set_query (call, "kind", "written");
      call->basis = houbu_basis_new ();
      houbu_basis_begin (call->basis, pay_world_now (self));
      board = test_run (self->world->engine, &houbu_operation_list_offerings, call,
                        HOUBU_TYPE_OFFERING_LIST, NULL);
      g_assert_nonnull (board);
      g_assert_cmpint (call->basis->until, ==, TEST_NOW + ends[i]);
      test_world_advance (self->world, HOUR);
    }
}

/* The deadline after a lock was given at its end: a hold that is changed later, before anybody
 * swept, leaves it alone (P1). */
static void
test_hold_changed (void)
{
  g_autoptr (PayWorld) self = pay_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  const char *id = houbu_enrolment_get_id (seat);
  g_autoptr (HoubuExam) shorter = NULL;
  g_autoptr (HoubuEnrolment) over = NULL;

  lock (self, id, IN_AN_HOUR);
  test_world_advance (self->world, HOUR);
  shorter = queue_change_exam (self->world, "{\"hold_seconds\":600}");
  queue_sweep (self->world);
  over = queue_find_enrolment (self->world, lang, id);
  g_assert_cmpint (houbu_enrolment_get_deadline (over), ==, TEST_NOW + HOUR + HOUBU_DAY);
}

/* A group's money for an oral seat waits for the written one (R3), like anybody's. */
static void
test_oral_paid_first (void)
{
  g_autoptr (PayWorld) self = pay_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) written = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuEnrolment) oral = queue_enrol (self->world, lang, SET4);
  g_autoptr (HoubuEnrolment) early = NULL;
  g_autoptr (HoubuEnrolment) first = NULL;
  g_autoptr (HoubuEnrolment) then = NULL;
  g_autoptr (GError) error = NULL;

  lock (self, houbu_enrolment_get_id (oral), IN_FOUR_DAYS);
  lock (self, houbu_enrolment_get_id (written), IN_FOUR_DAYS);
  early = pay_unlock (self, houbu_enrolment_get_id (oral), "paid", &error);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_WRITTEN_REQUIRED);
  g_assert_cmpstr (houbu_error_get_conflict (error), ==, houbu_enrolment_get_id (written));
  g_clear_error (&error);
  pay_assert_seat (self, lang, houbu_enrolment_get_id (oral), HOUBU_ENROLMENT_STATE_LOCKED);
  first = pay_unlock (self, houbu_enrolment_get_id (written), "paid", &error);
  g_assert_no_error (error);
  then = pay_unlock (self, houbu_enrolment_get_id (oral), "paid", &error);
  g_assert_no_error (error);
  g_assert_cmpint (houbu_enrolment_get_state (then), ==, HOUBU_ENROLMENT_STATE_PAID);
  queue_check (self->world);
}

/* An oral seat whose lock was over falls with its written one (P8) as the unpaid one that it was,
 * whichever is swept first. */
static void
test_oral_falls (void)
{
  static const HoubuSql sql_deadline = {
    "test-fallen-deadline",
    "SELECT deadline AS value FROM enrolment WHERE kind = 'oral' AND state = 'revoked'"
    " AND lock_until IS NULL",
  };
  g_autoptr (PayWorld) self = pay_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) written = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuEnrolment) oral = queue_enrol (self->world, lang, SET4);
  g_autoptr (HoubuEnrolment) fallen = NULL;

  lock (self, houbu_enrolment_get_id (oral), IN_AN_HOUR);
  test_world_advance (self->world, HOUBU_DAY);
  queue_sweep (self->world);
  fallen = queue_find_enrolment (self->world, lang, houbu_enrolment_get_id (oral));
  g_assert_cmpint (houbu_enrolment_get_ended_reason (fallen), ==,
                   HOUBU_ENROLMENT_END_REASON_WRITTEN_LOST);
  g_assert_cmpint (count (self, &sql_deadline), ==, TEST_NOW + HOUR + HOUBU_DAY);
  queue_check (self->world);
}

/* Whoever writes on an oral offering meets a seat whose written one is gone by the clock, lock and
 * hold: it falls, locked as it is, and the head gets it (P2, P8, Q4). */
static void
test_written_gone (void)
{
  g_autoptr (PayWorld) self = pay_world_new (2);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuCaller) head = queue_candidate (self->world, "P000002");
  g_autoptr (HoubuAdminOffering) one = queue_patch (self->world, SET4, "{\"capacity\":1}");
  g_autoptr (HoubuEnrolment) written = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuEnrolment) oral = queue_enrol (self->world, lang, SET4);
  g_autoptr (HoubuEnrolment) other = pay_enrol (self, head, CET4);
  g_autoptr (HoubuEntry) place = queue_join (self->world, head, SET4);
  g_autoptr (HoubuAdminOffering) touched = NULL;
  g_autoptr (HoubuEnrolment) won = NULL;

  lock (self, houbu_enrolment_get_id (written), IN_AN_HOUR);
  lock (self, houbu_enrolment_get_id (oral), IN_FOUR_DAYS);
  lock (self, houbu_enrolment_get_id (other), IN_FOUR_DAYS);
  test_world_advance (self->world, HOUR + HOUBU_DAY);
  touched = queue_patch (self->world, SET4, "{\"capacity\":1}");
  pay_assert_seat (self, lang, houbu_enrolment_get_id (oral), HOUBU_ENROLMENT_STATE_REVOKED);
  won = queue_find_seat (self->world, head, SET4);
  g_assert_nonnull (won);
  queue_check (self->world);
}

/* Money of an order that had been given up comes while the school has locked the seat: it is paid,
 * and locked no more. */
static void
test_money_meanwhile (void)
{
  static const HoubuSql sql_owned = {
    "test-paid-and-owned",
    "SELECT count(*) AS value FROM enrolment WHERE state = 'paid'"
    " AND (lock_owner IS NOT NULL OR lock_until IS NOT NULL)",
  };
  g_autoptr (PayWorld) self = pay_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) four = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuEnrolment) six = NULL;
  g_autoptr (HoubuPayment) payment = NULL;
  g_autoptr (HoubuEnrolment) late = NULL;
  g_autoptr (GError) error = NULL;

  test_world_advance (self->world, HOUR);
  six = pay_enrol (self, lang, CET6);
  payment = pay_open (self, lang, "written");
  g_assert_true (
      test_provider_pay (self->provider, houbu_payment_get_id (payment), pay_world_now (self)));
  test_provider_set_silence (self->provider, TEST_ANSWER_IS_LOST);
  pay_world_advance (self, HOUBU_DAY - HOUR + 15 * G_TIME_SPAN_MINUTE);
  pay_assert_seat (self, lang, houbu_enrolment_get_id (six), HOUBU_ENROLMENT_STATE_UNPAID);
  lock (self, houbu_enrolment_get_id (six), IN_FOUR_DAYS);
  test_provider_set_silence (self->provider, TEST_HEARS_ALL);
  g_assert_true (pay_notify_of (self, houbu_payment_get_id (payment)));
  pay_world_settle (self);
  pay_assert_seat (self, lang, houbu_enrolment_get_id (six), HOUBU_ENROLMENT_STATE_PAID);
  g_assert_cmpint (count (self, &sql_owned), ==, 0);
  late = pay_unlock (self, houbu_enrolment_get_id (six), "paid", &error);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_STATE_CHANGED);
  pay_assert_reconciled (self);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/payments/locks/over-unswept", test_over_unswept);
  g_test_add_func ("/payments/locks/kept-board", test_kept_board);
  g_test_add_func ("/payments/locks/hold-changed", test_hold_changed);
  g_test_add_func ("/payments/locks/oral-paid-first", test_oral_paid_first);
  g_test_add_func ("/payments/locks/oral-falls", test_oral_falls);
  g_test_add_func ("/payments/locks/written-gone", test_written_gone);
  g_test_add_func ("/payments/locks/money-meanwhile", test_money_meanwhile);
  return g_test_run ();
}

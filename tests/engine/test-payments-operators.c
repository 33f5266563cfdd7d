/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "payment-fixture.h"

/* When the platform itself took another amount, the money is kept apart; an operator returns it. */
static void
test_review (void)
{
  g_autoptr (PayWorld) self = pay_world_new (3);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuCaller) operator= test_world_operator (self->world, HOUBU_ROLE_NATIONAL, NULL);
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  const char *id = houbu_payment_get_id (payment);
  g_autoptr (HoubuPayment) again = NULL;
  g_autoptr (HoubuCall) call = test_call_new (operator, G_TYPE_NONE, NULL);
  g_autoptr (HoubuRecord) returned = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (test_provider_pay_sum (self->provider, id, QUEUE_FEE - 1, pay_world_now (self)));
  g_test_expect_message (NULL, G_LOG_LEVEL_WARNING, "*does not fit*");
  g_assert_false (pay_notify_of (self, id));
  g_test_assert_expected_messages ();
  pay_world_settle (self);
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_REVIEW);
  pay_assert_seat (self, lang, houbu_enrolment_get_id (seat), HOUBU_ENROLMENT_STATE_UNPAID);
  again = pay_open (self, lang, "written");
  g_assert_cmpstr (houbu_payment_get_id (again), !=, id);

  houbu_call_set_path (call, "id", id);
  returned = test_run (self->world->engine, &houbu_operation_return_payment, call,
                       HOUBU_TYPE_ADMIN_PAYMENT, &error);
  g_assert_no_error (error);
  pay_world_settle (self);
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_REFUNDED);
  g_assert_cmpint (test_provider_kept_of (self->provider, id), ==, 0);
  pay_assert_reconciled (self);
}

/* An operator gives the money back: the seat goes to the head, the money the way it came (R6). */
static void
test_refund (void)
{
  g_autoptr (PayWorld) self = pay_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuCaller) head = queue_candidate (self->world, "P000002");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuEntry) place = queue_join (self->world, head, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  const char *id = houbu_payment_get_id (payment);
  g_autoptr (HoubuEnrolment) early = NULL;
  g_autoptr (HoubuEnrolment) ended = NULL;
  g_autoptr (HoubuEnrolment) again = NULL;
  g_autoptr (HoubuEnrolment) won = NULL;
  g_autoptr (GError) error = NULL;

  early = pay_refund (self, houbu_enrolment_get_id (seat), &error);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_STATE_CHANGED);
  g_clear_error (&error);
  g_assert_true (test_provider_pay (self->provider, id, pay_world_now (self)));
  g_assert_true (pay_notify_of (self, id));
  ended = pay_refund (self, houbu_enrolment_get_id (seat), &error);
  g_assert_no_error (error);
  g_assert_cmpint (houbu_enrolment_get_state (ended), ==, HOUBU_ENROLMENT_STATE_REFUNDED);
  won = queue_find_seat (self->world, head, CET4);
  g_assert_nonnull (won);
  pay_world_settle (self);
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_REFUNDED);
  again = pay_refund (self, houbu_enrolment_get_id (seat), &error);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_STATE_CHANGED);
  g_assert_cmpint (test_provider_refunded (self->provider), ==, QUEUE_FEE);
  pay_assert_reconciled (self);
}

/* One seat of two goes back: the other stays paid, and an oral one keeps its written one. */
static void
test_refund_part (void)
{
  g_autoptr (PayWorld) self = pay_world_new (2);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) four = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuEnrolment) six = pay_enrol (self, lang, CET6);
  g_autoptr (HoubuPayment) written = pay_open (self, lang, "written");
  g_autoptr (HoubuEnrolment) oral = NULL;
  g_autoptr (HoubuPayment) spoken = NULL;
  g_autoptr (HoubuEnrolment) kept = NULL;
  g_autoptr (HoubuEnrolment) ended = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (test_provider_pay (self->provider, houbu_payment_get_id (written), TEST_NOW));
  g_assert_true (pay_notify_of (self, houbu_payment_get_id (written)));
  oral = queue_enrol (self->world, lang, SET4);
  spoken = pay_open (self, lang, "oral");
  kept = pay_refund (self, houbu_enrolment_get_id (four), &error);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_ORAL_HELD);
  g_clear_error (&error);
  ended = pay_refund (self, houbu_enrolment_get_id (six), &error);
  g_assert_no_error (error);
  pay_world_settle (self);
  pay_assert_state (self, lang, houbu_payment_get_id (written), HOUBU_PAYMENT_STATE_PAID);
  pay_assert_seat (self, lang, houbu_enrolment_get_id (four), HOUBU_ENROLMENT_STATE_PAID);
  g_assert_cmpint (test_provider_kept_of (self->provider, houbu_payment_get_id (written)), ==,
                   QUEUE_FEE);
  pay_assert_reconciled (self);
}

/* Who pays can neither cancel nor be cancelled by a deadline that is not there. */
static void
test_lock (void)
{
  g_autoptr (PayWorld) self = pay_world_new (2);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  const char *id = houbu_enrolment_get_id (seat);
  g_autoptr (HoubuEnrolment) locked = NULL;
  g_autoptr (HoubuEnrolment) past = NULL;
  g_autoptr (HoubuEnrolment) free_again = NULL;
  g_autoptr (GError) error = NULL;

  past = pay_lock (self, id, "2022-08-01T00:00:00Z", &error);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_INVALID_FIELD);
  g_assert_cmpstr (houbu_error_get_field (error), ==, "until");
  g_clear_error (&error);
  locked = pay_lock (self, id, "2022-09-05T00:00:00Z", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (houbu_enrolment_get_lock_owner (locked), ==, "Chemistry");
  pay_open_refused (self, lang, "written", HOUBU_ERROR_LOCKED);
  pay_world_advance (self, 3 * HOUBU_DAY);
  pay_assert_seat (self, lang, id, HOUBU_ENROLMENT_STATE_LOCKED);

  /* Its end leaves a whole hold (R7). */
  pay_world_advance (self, HOUBU_DAY);
  free_again = queue_find_enrolment (self->world, lang, id);
  g_assert_cmpint (houbu_enrolment_get_state (free_again), ==, HOUBU_ENROLMENT_STATE_UNPAID);
  g_assert_cmpint (houbu_enrolment_get_deadline (free_again), ==, TEST_NOW + 5 * HOUBU_DAY);
  pay_world_advance (self, HOUBU_DAY);
  pay_assert_seat (self, lang, id, HOUBU_ENROLMENT_STATE_EXPIRED);
}

/* A lock that is taken away, and one whose group has paid. */
static void
test_unlock (void)
{
  g_autoptr (PayWorld) self = pay_world_new (2);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  const char *id = houbu_enrolment_get_id (seat);
  g_autoptr (HoubuEnrolment) locked = pay_lock (self, id, "2022-09-05T00:00:00Z", NULL);
  g_autoptr (HoubuEnrolment) unlocked = pay_unlock (self, id, NULL, NULL);
  g_autoptr (HoubuEnrolment) again = NULL;
  g_autoptr (HoubuEnrolment) paid = NULL;
  g_autoptr (HoubuEnrolment) wrong = NULL;
  g_autoptr (HoubuEnrolment) refunded = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (houbu_enrolment_get_state (unlocked), ==, HOUBU_ENROLMENT_STATE_UNPAID);
  g_assert_null (houbu_enrolment_get_lock_owner (unlocked));
  again = pay_lock (self, id, "2022-09-05T00:00:00Z", NULL);
  wrong = pay_unlock (self, id, "perhaps", &error);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_INVALID_FIELD);
  g_clear_error (&error);
  paid = pay_unlock (self, id, "paid", &error);
  g_assert_no_error (error);
  g_assert_cmpint (houbu_enrolment_get_state (paid), ==, HOUBU_ENROLMENT_STATE_PAID);
  queue_check (self->world);
  refunded = pay_refund (self, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (houbu_enrolment_get_state (refunded), ==, HOUBU_ENROLMENT_STATE_REFUNDED);
}

/* Withdrawing an offering ends a seat that is being paid: the order is closed there, and money that
 * was faster goes back. */
static void
test_withdrawn (void)
{
  g_autoptr (PayWorld) self = pay_world_new (2);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  const char *id = houbu_payment_get_id (payment);
  g_autoptr (HoubuAdminOffering) gone = NULL;

  g_assert_true (test_provider_pay (self->provider, id, pay_world_now (self)));
  gone = queue_patch (self->world, CET4, "{\"status\":\"withdrawn\"}");
  pay_assert_seat (self, lang, houbu_enrolment_get_id (seat), HOUBU_ENROLMENT_STATE_REVOKED);
  pay_world_settle (self);
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_REFUNDED);
  g_assert_cmpint (test_provider_kept_of (self->provider, id), ==, 0);
  pay_assert_reconciled (self);
}

/* Reconciliation names what only the platform has. */
static void
test_reconcile (void)
{
  g_autoptr (PayWorld) self = pay_world_new (2);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  g_autoptr (HoubuReconciliation) both = NULL;
  g_autoptr (HoubuLedgerDifference) difference = NULL;

  g_assert_true (test_provider_pay (self->provider, houbu_payment_get_id (payment), TEST_NOW));
  both = pay_reconcile (self);
  g_assert_cmpint (houbu_reconciliation_get_provider_captured_fen (both), ==, QUEUE_FEE);
  g_assert_cmpint (houbu_reconciliation_get_captured_fen (both), ==, 0);
  difference =
      g_list_model_get_item (G_LIST_MODEL (houbu_reconciliation_get_differences (both)), 0);
  g_assert_cmpint (houbu_ledger_difference_get_difference (difference), ==,
                   HOUBU_DIFFERENCE_KIND_ONLY_PROVIDER);
  g_assert_cmpstr (houbu_ledger_difference_get_payment (difference), ==,
                   houbu_payment_get_id (payment));
  g_assert_cmpint (houbu_ledger_difference_get_theirs_fen (difference), ==, QUEUE_FEE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/payments/operators/review", test_review);
  g_test_add_func ("/payments/operators/refund", test_refund);
  g_test_add_func ("/payments/operators/refund-part", test_refund_part);
  g_test_add_func ("/payments/operators/lock", test_lock);
  g_test_add_func ("/payments/operators/unlock", test_unlock);
  g_test_add_func ("/payments/operators/withdrawn", test_withdrawn);
  g_test_add_func ("/payments/operators/reconcile", test_reconcile);
  return g_test_run ();
}

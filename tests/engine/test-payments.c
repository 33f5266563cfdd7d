/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "payment-fixture.h"

#include <string.h>

/* An order covers every unpaid seat of its kind, and a notification pays them all (P3, P5). */
static void
test_pay (void)
{
  g_autoptr (PayWorld) self = pay_world_new (3);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) four = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuEnrolment) six = pay_enrol (self, lang, CET6);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  const char *id = houbu_payment_get_id (payment);
  g_autoptr (HoubuPayment) paid = NULL;

  g_assert_cmpint (houbu_payment_get_state (payment), ==, HOUBU_PAYMENT_STATE_PAYING);
  g_assert_cmpint (houbu_payment_get_amount_fen (payment), ==, 2 * QUEUE_FEE);
  g_assert_nonnull (houbu_payment_get_pay_url (payment));
  g_assert_nonnull (houbu_payment_get_qr_text (payment));
  g_assert_cmpint (houbu_payment_get_expires_at (payment), ==, TEST_NOW + HOUBU_DAY);
  pay_assert_seat (self, lang, houbu_enrolment_get_id (four), HOUBU_ENROLMENT_STATE_PAYING);

  g_assert_true (test_provider_pay (self->provider, id, pay_world_now (self)));
  g_assert_true (pay_notify_of (self, id));
  paid = pay_get (self, lang, id);
  g_assert_cmpint (houbu_payment_get_state (paid), ==, HOUBU_PAYMENT_STATE_PAID);
  g_assert_null (houbu_payment_get_pay_url (paid));
  pay_assert_seat (self, lang, houbu_enrolment_get_id (four), HOUBU_ENROLMENT_STATE_PAID);
  pay_assert_seat (self, lang, houbu_enrolment_get_id (six), HOUBU_ENROLMENT_STATE_PAID);
  pay_open_refused (self, lang, "written", HOUBU_ERROR_PAID);
  pay_assert_reconciled (self);
}

/* Asking again finds the open order, with the same key or another one; the first answer is kept
 * under its key (I-I1). */
static void
test_open_again (void)
{
  g_autoptr (PayWorld) self = pay_world_new (3);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) first = pay_open_with (self, lang, "written", "k-1");
  g_autoptr (HoubuPayment) same = pay_open_with (self, lang, "written", "k-1");
  g_autoptr (HoubuPayment) other = pay_open_with (self, lang, "written", "k-2");

  g_assert_true (houbu_record_equal (HOUBU_RECORD (first), HOUBU_RECORD (same)));
  g_assert_cmpstr (houbu_payment_get_id (first), ==, houbu_payment_get_id (other));
}

/* What cannot be paid says why (P3, R3, R7). */
static void
test_open_refused (void)
{
  g_autoptr (PayWorld) self = pay_world_new (3);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = NULL;
  g_autoptr (HoubuEnrolment) oral = NULL;

  pay_open_refused (self, lang, "written", HOUBU_ERROR_NOTHING_TO_PAY);
  seat = queue_enrol (self->world, lang, CET4);
  pay_open_refused (self, lang, "written", HOUBU_ERROR_REPORT_FORM_MISSING);
  oral = queue_enrol (self->world, lang, SET4);
  pay_open_refused (self, lang, "oral", HOUBU_ERROR_WRITTEN_REQUIRED);
  g_assert_cmpuint (test_provider_count_calls (self->provider), ==, 0);
}

/* Nobody sees, refreshes or closes somebody else's order. */
static void
test_others (void)
{
  g_autoptr (PayWorld) self = pay_world_new (3);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuCaller) other = queue_candidate (self->world, "P000002");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  g_autoptr (HoubuCall) call = test_call_new (other, G_TYPE_NONE, NULL);

  houbu_call_set_path (call, "id", houbu_payment_get_id (payment));
  test_refused (self->world->engine, &houbu_operation_get_payment, call, HOUBU_ERROR_NOT_FOUND,
                NULL);
  test_refused (self->world->engine, &houbu_operation_refresh_payment, call, HOUBU_ERROR_NOT_FOUND,
                NULL);
  test_refused (self->world->engine, &houbu_operation_close_payment, call, HOUBU_ERROR_NOT_FOUND,
                NULL);
  g_assert_true (test_provider_pay (self->provider, houbu_payment_get_id (payment), TEST_NOW));
}

/* The same notification again, and once more after a restart: one effect, "success" each time. */
static void
test_repeated (void)
{
  g_autoptr (PayWorld) self = pay_world_new (3);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  const char *id = houbu_payment_get_id (payment);

  g_assert_true (test_provider_pay (self->provider, id, pay_world_now (self)));
  g_assert_true (pay_notify_of (self, id));
  g_assert_true (pay_notify_of (self, id));
  pay_world_reopen (self);
  g_assert_true (pay_notify_of (self, id));
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_PAID);
  pay_assert_reconciled (self);
}

/* The same notification twice at once. */
static void
test_at_once (void)
{
  g_autoptr (PayWorld) self = pay_world_new (3);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  const char *id = houbu_payment_get_id (payment);
  g_autoptr (GBytes) body = NULL;
  GAsyncResult *results[8] = { NULL };

  g_assert_true (test_provider_pay (self->provider, id, pay_world_now (self)));
  body = test_provider_notify (self->provider, id, pay_world_now (self));
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    houbu_engine_notify_async (self->world->engine, "scripted", body, test_keep_result,
                               &results[i]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      test_wait_result (&results[i]);
      g_assert_true (houbu_engine_notify_finish (self->world->engine, results[i], NULL));
      g_object_unref (results[i]);
    }
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_PAID);
  pay_assert_reconciled (self);
}

/* A bad signature, an old time, an order that is not there: the same answer, and no change (I-P4).
 */
static void
test_forged (void)
{
  g_autoptr (PayWorld) self = pay_world_new (3);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  const char *id = houbu_payment_get_id (payment);
  gint64 now = pay_world_now (self);
  g_autoptr (GBytes) unsigned_one = test_provider_forge (id, QUEUE_FEE, "forged", now);
  g_autoptr (GBytes) old = test_provider_forge (id, QUEUE_FEE, "signed", now - HOUBU_DAY);
  g_autoptr (GBytes) unknown = test_provider_forge ("x-nothing", QUEUE_FEE, "signed", now);
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("\0\xff=|", 4);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);

  g_assert_false (pay_notify (self, unsigned_one));
  g_assert_false (pay_notify (self, old));
  g_test_expect_message (NULL, G_LOG_LEVEL_WARNING, "*not ours*");
  g_assert_false (pay_notify (self, unknown));
  g_test_assert_expected_messages ();
  g_assert_false (pay_notify (self, rubbish));
  g_assert_false (pay_notify (self, empty));
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_PAYING);
}

/* A wrong amount changes nothing: the platform is asked, and what it says counts (I-P3). */
static void
test_wrong_amount (void)
{
  g_autoptr (PayWorld) self = pay_world_new (3);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  const char *id = houbu_payment_get_id (payment);
  g_autoptr (GBytes) little = test_provider_forge (id, 1, "signed", pay_world_now (self));

  g_test_expect_message (NULL, G_LOG_LEVEL_WARNING, "*does not fit*");
  g_assert_false (pay_notify (self, little));
  g_test_assert_expected_messages ();
  pay_world_settle (self);
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_PAYING);
  g_assert_true (test_provider_pay (self->provider, id, pay_world_now (self)));
  g_assert_true (pay_notify_of (self, id));
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_PAID);
}

/* The order is opened though its answer is lost, paid, and told of before we know that it is there.
 */
static void
test_before_answer (void)
{
  g_autoptr (PayWorld) self = pay_world_new (3);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) payment = NULL;
  const char *id = NULL;

  test_provider_set_silence (self->provider, TEST_ANSWER_IS_LOST);
  payment = pay_open (self, lang, "written");
  id = houbu_payment_get_id (payment);
  g_assert_cmpint (houbu_payment_get_state (payment), ==, HOUBU_PAYMENT_STATE_CREATED);
  g_assert_null (houbu_payment_get_pay_url (payment));
  g_assert_true (test_provider_pay (self->provider, id, pay_world_now (self)));
  g_assert_true (pay_notify_of (self, id));
  test_provider_set_silence (self->provider, TEST_HEARS_ALL);
  pay_world_advance (self, HOUBU_MINUTE);
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_PAID);
  pay_assert_reconciled (self);
}

/* While the platform is silent nobody is told that it was not paid; when it speaks, it is asked. */
static void
test_silent (void)
{
  g_autoptr (PayWorld) self = pay_world_new (3);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  const char *id = houbu_payment_get_id (payment);
  g_autoptr (HoubuPayment) unsure = NULL;
  g_autoptr (HoubuPayment) sure = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (test_provider_pay (self->provider, id, pay_world_now (self)));
  test_provider_set_silence (self->provider, TEST_CALL_IS_LOST);
  unsure = pay_refresh (self, lang, id, &error);
  g_assert_null (unsure);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_PROVIDER_SILENT);
  pay_world_advance (self, HOUBU_HOUR);
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_PAYING);

  test_provider_set_silence (self->provider, TEST_HEARS_ALL);
  sure = pay_refresh (self, lang, id, NULL);
  g_assert_cmpint (houbu_payment_get_state (sure), ==, HOUBU_PAYMENT_STATE_PAID);
}

/* A lost notification is made up for by asking, in ten minutes at most, after a restart too (I-P6).
 */
static void
test_lost (void)
{
  g_autoptr (PayWorld) self = pay_world_new (3);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  const char *id = houbu_payment_get_id (payment);

  for (guint i = 0; i < 12; i++)
    pay_world_advance (self, HOUBU_HOUR / 2);
  g_assert_true (test_provider_pay (self->provider, id, pay_world_now (self)));
  pay_world_reopen (self);
  for (guint i = 0; i < 10; i++)
    pay_world_advance (self, HOUBU_MINUTE);
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_PAID);
}

/* Without money the order is closed there at the deadline, then the hold ends (P6, I-H3). */
static void
test_expires (void)
{
  g_autoptr (PayWorld) self = pay_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuCaller) head = queue_candidate (self->world, "P000002");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuEntry) place = queue_join (self->world, head, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  const char *id = houbu_payment_get_id (payment);
  g_autoptr (HoubuEnrolment) won = NULL;

  pay_world_advance (self, HOUBU_DAY - 1);
  pay_assert_seat (self, lang, houbu_enrolment_get_id (seat), HOUBU_ENROLMENT_STATE_PAYING);
  pay_world_advance (self, 1);
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_CLOSED);
  pay_assert_seat (self, lang, houbu_enrolment_get_id (seat), HOUBU_ENROLMENT_STATE_EXPIRED);
  g_assert_false (test_provider_pay (self->provider, id, TEST_NOW));
  won = queue_find_seat (self->world, head, CET4);
  g_assert_nonnull (won);
}

/* Paid in the last moment, told of by nobody: at the deadline the platform is asked (I-H5). */
static void
test_last_moment (void)
{
  g_autoptr (PayWorld) self = pay_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  const char *id = houbu_payment_get_id (payment);

  test_world_advance (self->world, HOUBU_DAY - 1);
  g_assert_true (test_provider_pay (self->provider, id, pay_world_now (self)));
  pay_world_advance (self, 1);
  pay_assert_seat (self, lang, houbu_enrolment_get_id (seat), HOUBU_ENROLMENT_STATE_PAID);
}

/* A silent platform gets the grace and no more; the late money then finds the seat free again, and
 * it is paid (P6, P7). */
static void
test_grace (void)
{
  g_autoptr (PayWorld) self = pay_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  const char *id = houbu_payment_get_id (payment);
  const char *seat_id = houbu_enrolment_get_id (seat);

  test_world_advance (self->world, HOUBU_DAY - 1);
  g_assert_true (test_provider_pay (self->provider, id, pay_world_now (self)));
  test_provider_set_silence (self->provider, TEST_CALL_IS_LOST);
  pay_world_advance (self, 1);
  pay_assert_seat (self, lang, seat_id, HOUBU_ENROLMENT_STATE_PAYING);
  pay_world_advance (self, 15 * HOUBU_MINUTE - 1);
  pay_assert_seat (self, lang, seat_id, HOUBU_ENROLMENT_STATE_PAYING);
  pay_world_advance (self, 1);
  pay_assert_seat (self, lang, seat_id, HOUBU_ENROLMENT_STATE_EXPIRED);
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_CLOSED);

  test_provider_set_silence (self->provider, TEST_HEARS_ALL);
  pay_world_advance (self, 10 * HOUBU_MINUTE);
  pay_assert_seat (self, lang, seat_id, HOUBU_ENROLMENT_STATE_PAID);
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_PAID);
  pay_assert_reconciled (self);
}

/* Late money for a seat that somebody else has now goes back, once, whatever happens on the way. */
static void
test_late (void)
{
  g_autoptr (PayWorld) self = pay_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuCaller) head = queue_candidate (self->world, "P000002");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuEntry) place = queue_join (self->world, head, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  const char *id = houbu_payment_get_id (payment);
  g_autoptr (HoubuPayment) told = NULL;

  test_world_advance (self->world, HOUBU_DAY - 1);
  g_assert_true (test_provider_pay (self->provider, id, pay_world_now (self)));
  test_provider_set_silence (self->provider, TEST_CALL_IS_LOST);
  pay_world_advance (self, 1);
  pay_world_advance (self, 15 * HOUBU_MINUTE);
  g_assert_true (pay_notify_of (self, id));
  told = pay_get (self, lang, id);
  g_assert_cmpint (houbu_payment_get_state (told), ==, HOUBU_PAYMENT_STATE_REFUND_DUE);
  g_assert_cmpint (houbu_payment_get_refunded_fen (told), ==, QUEUE_FEE);

  /* Asked for in vain, then done without an answer, then asked for again. */
  pay_world_advance (self, HOUBU_MINUTE);
  pay_world_reopen (self);
  test_provider_set_silence (self->provider, TEST_ANSWER_IS_LOST);
  pay_world_advance (self, HOUBU_HOUR);
  g_assert_cmpint (test_provider_kept_of (self->provider, id), ==, 0);
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_REFUND_DUE);
  test_provider_set_silence (self->provider, TEST_HEARS_ALL);
  pay_world_advance (self, HOUBU_HOUR);
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_REFUNDED);
  g_assert_true (pay_notify_of (self, id));
  pay_world_advance (self, HOUBU_HOUR);
  g_assert_cmpint (test_provider_refunded (self->provider), ==, QUEUE_FEE);
  pay_assert_reconciled (self);
}

/* Money twice for one order: the second goes back (I-P8). */
static void
test_twice (void)
{
  g_autoptr (PayWorld) self = pay_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  const char *id = houbu_payment_get_id (payment);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) second = NULL;

  g_assert_true (test_provider_pay (self->provider, id, pay_world_now (self)));
  g_assert_true (pay_notify_of (self, id));
  text = test_provider_pay_again (self->provider, id, pay_world_now (self));
  second = g_bytes_new (text, strlen (text));
  g_assert_true (pay_notify (self, second));
  pay_world_settle (self);
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_PAID);
  g_assert_cmpint (test_provider_kept_of (self->provider, id), ==, QUEUE_FEE);
  pay_assert_seat (self, lang, houbu_enrolment_get_id (seat), HOUBU_ENROLMENT_STATE_PAID);
}

/* Without a provider nothing can be paid, and a notification has nowhere to go. */
static void
test_off (void)
{
  g_autoptr (PayWorld) self = pay_world_new (2);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);

  houbu_payer_stop (self->payer);
  pay_open_refused (self, lang, "written", HOUBU_ERROR_PAYMENTS_OFF);
  houbu_payer_start (self->payer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/payments/pay", test_pay);
  g_test_add_func ("/payments/open-again", test_open_again);
  g_test_add_func ("/payments/open-refused", test_open_refused);
  g_test_add_func ("/payments/others", test_others);
  g_test_add_func ("/payments/repeated", test_repeated);
  g_test_add_func ("/payments/at-once", test_at_once);
  g_test_add_func ("/payments/forged", test_forged);
  g_test_add_func ("/payments/wrong-amount", test_wrong_amount);
  g_test_add_func ("/payments/before-answer", test_before_answer);
  g_test_add_func ("/payments/silent", test_silent);
  g_test_add_func ("/payments/lost", test_lost);
  g_test_add_func ("/payments/expires", test_expires);
  g_test_add_func ("/payments/last-moment", test_last_moment);
  g_test_add_func ("/payments/grace", test_grace);
  g_test_add_func ("/payments/late", test_late);
  g_test_add_func ("/payments/twice", test_twice);
  g_test_add_func ("/payments/off", test_off);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-tx.h"

#include "payment-fixture.h"

static const HoubuSql sql_closed_by_candidate = {
  "test-closed-by-candidate",
  "SELECT count(*) AS value FROM journal WHERE actor LIKE 'account:%' AND from_state = 'paying'"
  " AND to_state IN ('closed', 'unpaid')",
};

static const HoubuSql sql_closed_by_provider = {
  "test-closed-by-provider",
  "SELECT count(*) AS value FROM journal WHERE actor = 'provider:scripted'"
  " AND from_state = 'paying' AND to_state IN ('closed', 'unpaid')",
};

/* A candidate closes an order: its seat is unpaid again with the deadline it had, can be given up
 * or paid by another order, and nobody can pay the old one. Closing twice is closing once. */
static void
test_close (void)
{
  g_autoptr (PayWorld) self = pay_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  const char *id = houbu_payment_get_id (payment);
  g_autoptr (HoubuPayment) closed = pay_close (self, lang, id, NULL);
  g_autoptr (HoubuPayment) again = NULL;
  g_autoptr (HoubuPayment) other = NULL;
  g_autoptr (HoubuEnrolment) left = NULL;
  guint calls = test_provider_count_calls (self->provider);

  g_assert_cmpint (houbu_payment_get_state (closed), ==, HOUBU_PAYMENT_STATE_CLOSED);
  left = queue_find_enrolment (self->world, lang, houbu_enrolment_get_id (seat));
  g_assert_cmpint (houbu_enrolment_get_state (left), ==, HOUBU_ENROLMENT_STATE_UNPAID);
  g_assert_cmpint (houbu_enrolment_get_deadline (left), ==, TEST_NOW + HOUBU_DAY);
  g_assert_false (test_provider_pay (self->provider, id, TEST_NOW));
  /* Order and seat, as the journal tells. */
  g_assert_cmpint (test_world_count (self->world, &sql_closed_by_candidate), ==, 2);
  g_assert_cmpint (test_world_count (self->world, &sql_closed_by_provider), ==, 0);

  again = pay_close (self, lang, id, NULL);
  g_assert_true (houbu_record_equal (HOUBU_RECORD (closed), HOUBU_RECORD (again)));
  g_assert_cmpuint (test_provider_count_calls (self->provider), ==, calls);
  other = pay_open (self, lang, "written");
  g_assert_cmpstr (houbu_payment_get_id (other), !=, id);
  g_assert_true (
      test_provider_pay (self->provider, houbu_payment_get_id (other), pay_world_now (self)));
  g_assert_true (pay_notify_of (self, houbu_payment_get_id (other)));
  pay_assert_seat (self, lang, houbu_enrolment_get_id (seat), HOUBU_ENROLMENT_STATE_PAID);
  pay_assert_reconciled (self);
}

/* Money that was quicker than the wish to close wins, and closing then changes nothing. */
static void
test_close_paid (void)
{
  g_autoptr (PayWorld) self = pay_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  const char *id = houbu_payment_get_id (payment);

  g_assert_true (test_provider_pay (self->provider, id, pay_world_now (self)));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (HoubuPayment) paid = pay_close (self, lang, id, NULL);

      g_assert_cmpint (houbu_payment_get_state (paid), ==, HOUBU_PAYMENT_STATE_PAID);
    }
  pay_assert_seat (self, lang, houbu_enrolment_get_id (seat), HOUBU_ENROLMENT_STATE_PAID);
  pay_assert_reconciled (self);
}

/* A platform that is silent, or whose answer is lost, has confirmed nothing: the order stays open
 * here. Asked again it closes, or says that it had closed already. */
static void
test_close_silent (void)
{
  static const TestSilence silences[] = { TEST_CALL_IS_LOST, TEST_ANSWER_IS_LOST };

  for (gsize i = 0; i < G_N_ELEMENTS (silences); i++)
    {
      g_autoptr (PayWorld) self = pay_world_new (1);
      g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
      g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
      g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
      const char *id = houbu_payment_get_id (payment);
      g_autoptr (HoubuPayment) unsure = NULL;
      g_autoptr (HoubuPayment) sure = NULL;
      g_autoptr (GError) error = NULL;

      test_provider_set_silence (self->provider, silences[i]);
      unsure = pay_close (self, lang, id, &error);
      g_assert_null (unsure);
      g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_PROVIDER_SILENT);
      pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_PAYING);
      pay_assert_seat (self, lang, houbu_enrolment_get_id (seat), HOUBU_ENROLMENT_STATE_PAYING);
      test_provider_set_silence (self->provider, TEST_HEARS_ALL);
      sure = pay_close (self, lang, id, NULL);
      g_assert_cmpint (houbu_payment_get_state (sure), ==, HOUBU_PAYMENT_STATE_CLOSED);
      pay_assert_reconciled (self);
    }
}

/* What asks while the platform is being asked already does not get lost in that. */
static void
test_close_meanwhile (void)
{
  g_autoptr (PayWorld) self = pay_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  const char *id = houbu_payment_get_id (payment);
  const HoubuOperation *operations[] = { &houbu_operation_refresh_payment,
                                         &houbu_operation_close_payment,
                                         &houbu_operation_close_payment };
  GAsyncResult *results[G_N_ELEMENTS (operations)] = { NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autoptr (HoubuCall) call = test_call_new (lang, G_TYPE_NONE, NULL);

      houbu_call_set_path (call, "id", id);
      houbu_engine_run_async (self->world->engine, operations[i], call, NULL, test_keep_result,
                              &results[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autoptr (GBytes) answer = NULL;
      g_autoptr (GError) error = NULL;

      test_wait_result (&results[i]);
      answer = houbu_engine_run_finish (self->world->engine, results[i], NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (answer);
      g_object_unref (results[i]);
    }
  pay_assert_state (self, lang, id, HOUBU_PAYMENT_STATE_CLOSED);
}

/* At the deadline it is the platform that closes, whoever asks at that moment. */
static void
test_close_late (void)
{
  g_autoptr (PayWorld) self = pay_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (self->world, "P000001");
  g_autoptr (HoubuEnrolment) seat = pay_enrol (self, lang, CET4);
  g_autoptr (HoubuPayment) payment = pay_open (self, lang, "written");
  g_autoptr (HoubuPayment) closed = NULL;

  test_world_advance (self->world, HOUBU_DAY);
  closed = pay_close (self, lang, houbu_payment_get_id (payment), NULL);
  g_assert_cmpint (houbu_payment_get_state (closed), ==, HOUBU_PAYMENT_STATE_CLOSED);
  pay_assert_seat (self, lang, houbu_enrolment_get_id (seat), HOUBU_ENROLMENT_STATE_EXPIRED);
  g_assert_cmpint (test_world_count (self->world, &sql_closed_by_candidate), ==, 0);
  g_assert_cmpint (test_world_count (self->world, &sql_closed_by_provider), ==, 1);
  pay_assert_reconciled (self);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/payments/close/close", test_close);
  g_test_add_func ("/payments/close/late", test_close_late);
  g_test_add_func ("/payments/close/paid", test_close_paid);
  g_test_add_func ("/payments/close/silent", test_close_silent);
  g_test_add_func ("/payments/close/meanwhile", test_close_meanwhile);
  return g_test_run ();
}

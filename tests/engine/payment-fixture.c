/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "payment-fixture.h"

static void
begin (PayWorld *self)
{
  self->payer = houbu_payer_new (self->world->engine, HOUBU_PROVIDER (self->provider));
  houbu_payer_start (self->payer);
}

static void
end (PayWorld *self)
{
  houbu_payer_stop (self->payer);
  while (houbu_payer_is_busy (self->payer))
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&self->payer));
}

PayWorld *
pay_world_new (gint64 capacity)
{
  PayWorld *self = g_new0 (PayWorld, 1);

  self->world = queue_world_new (capacity);
  self->provider = test_provider_new ();
  begin (self);
  return self;
}

void
pay_world_free (PayWorld *self)
{
  end (self);
  test_world_free (self->world);
  g_object_unref (self->provider);
  g_free (self);
}

void
pay_world_reopen (PayWorld *self)
{
  end (self);
  test_world_reopen (self->world);
  begin (self);
}

gint64
pay_world_now (PayWorld *self)
{
  return houbu_clock_now (self->world->clock);
}

void
pay_world_settle (PayWorld *self)
{
  houbu_payer_run (self->payer);
  queue_sweep (self->world);
  houbu_payer_run (self->payer);
}

void
pay_world_advance (PayWorld *self, gint64 by)
{
  test_world_advance (self->world, by);
  pay_world_settle (self);
}

HoubuEnrolment *
pay_enrol (PayWorld *self, HoubuCaller *caller, const char *offering)
{
  g_autoptr (HoubuEnrolment) seat = queue_enrol (self->world, caller, offering);

  return queue_choose_form (self->world, caller, houbu_enrolment_get_id (seat),
                            HOUBU_REPORT_FORM_PAPER);
}

static HoubuCall *
open_call (HoubuCaller *caller, const char *kind)
{
  g_autofree char *json = g_strdup_printf ("{\"kind\":\"%s\"}", kind);

  return test_call_new (caller, HOUBU_TYPE_PAYMENT_REQUEST, json);
}

static HoubuCall *
id_call (HoubuCaller *caller, const char *id, GType type, const char *json)
{
  HoubuCall *call = test_call_new (caller, type, json);

  houbu_call_set_path (call, "id", id);
  return call;
}

HoubuPayment *
pay_open_with (PayWorld *self, HoubuCaller *caller, const char *kind, const char *key)
{
  g_autoptr (HoubuCall) call = open_call (caller, kind);
  g_autoptr (GError) error = NULL;
  HoubuRecord *record = NULL;

  if (key != NULL)
    test_call_set_key (call, key);
  record = test_run (self->world->engine, &houbu_operation_open_payment, call, HOUBU_TYPE_PAYMENT,
                     &error);
  g_assert_no_error (error);
  return HOUBU_PAYMENT (record);
}

HoubuPayment *
pay_open (PayWorld *self, HoubuCaller *caller, const char *kind)
{
  return pay_open_with (self, caller, kind, NULL);
}

void
pay_open_refused (PayWorld *self, HoubuCaller *caller, const char *kind, HoubuErrorCode code)
{
  g_autoptr (HoubuCall) call = open_call (caller, kind);

  test_refused (self->world->engine, &houbu_operation_open_payment, call, code, NULL);
}

HoubuPayment *
pay_get (PayWorld *self, HoubuCaller *caller, const char *id)
{
  g_autoptr (HoubuCall) call = id_call (caller, id, G_TYPE_NONE, NULL);
  g_autoptr (GError) error = NULL;
  HoubuRecord *record = test_run (self->world->engine, &houbu_operation_get_payment, call,
                                  HOUBU_TYPE_PAYMENT, &error);

  g_assert_no_error (error);
  return HOUBU_PAYMENT (record);
}

HoubuPayment *
pay_refresh (PayWorld *self, HoubuCaller *caller, const char *id, GError **error)
{
  g_autoptr (HoubuCall) call = id_call (caller, id, G_TYPE_NONE, NULL);

  return (HoubuPayment *) test_run (self->world->engine, &houbu_operation_refresh_payment, call,
                                    HOUBU_TYPE_PAYMENT, error);
}

HoubuPayment *
pay_close (PayWorld *self, HoubuCaller *caller, const char *id, GError **error)
{
  g_autoptr (HoubuCall) call = id_call (caller, id, G_TYPE_NONE, NULL);

  return (HoubuPayment *) test_run (self->world->engine, &houbu_operation_close_payment, call,
                                    HOUBU_TYPE_PAYMENT, error);
}

gboolean
pay_notify (PayWorld *self, GBytes *body)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) owned = NULL;
  g_autoptr (GError) error = NULL;
  gboolean taken = FALSE;

  houbu_engine_notify_async (self->world->engine, "scripted", body, test_keep_result, &result);
  test_wait_result (&result);
  owned = result;
  taken = houbu_engine_notify_finish (self->world->engine, owned, &error);
  g_assert_no_error (error);
  return taken;
}

gboolean
pay_notify_of (PayWorld *self, const char *id)
{
  g_autoptr (GBytes) body = test_provider_notify (self->provider, id, pay_world_now (self));

  g_assert_nonnull (body);
  return pay_notify (self, body);
}

void
pay_assert_seat (PayWorld *self, HoubuCaller *caller, const char *id, HoubuEnrolmentState state)
{
  g_autoptr (HoubuEnrolment) seat = queue_find_enrolment (self->world, caller, id);

  g_assert_cmpstr (houbu_enrolment_state_to_string (houbu_enrolment_get_state (seat)), ==,
                   houbu_enrolment_state_to_string (state));
}

void
pay_assert_state (PayWorld *self, HoubuCaller *caller, const char *id, HoubuPaymentState state)
{
  g_autoptr (HoubuPayment) payment = pay_get (self, caller, id);

  g_assert_cmpstr (houbu_payment_state_to_string (houbu_payment_get_state (payment)), ==,
                   houbu_payment_state_to_string (state));
}

static HoubuRecord *
run_as_operator (PayWorld *self,
                 const HoubuOperation *operation,
                 const char *id,
                 const char *outcome,
                 GType request,
                 const char *json,
                 GType reply,
                 GError **error)
{
  g_autoptr (HoubuCaller) operator= test_world_operator (self->world, HOUBU_ROLE_NATIONAL, NULL);
  g_autoptr (HoubuCall) call = test_call_new (operator, request, json);

  if (id != NULL)
    houbu_call_set_path (call, "id", id);
  if (outcome != NULL)
    houbu_call_set_query (call, "outcome", outcome);
  return test_run (self->world->engine, operation, call, reply, error);
}

HoubuEnrolment *
pay_refund (PayWorld *self, const char *enrolment, GError **error)
{
  return (HoubuEnrolment *) run_as_operator (
      self, &houbu_operation_refund_enrolment, enrolment, NULL, HOUBU_TYPE_REFUND_REQUEST,
      "{\"reason\":\"Cancelled by the school\"}", HOUBU_TYPE_ENROLMENT, error);
}

HoubuEnrolment *
pay_lock (PayWorld *self, const char *enrolment, const char *until, GError **error)
{
  g_autofree char *json = g_strdup_printf ("{\"owner\":\"Chemistry\",\"until\":\"%s\"}", until);

  return (HoubuEnrolment *) run_as_operator (self, &houbu_operation_lock_enrolment, enrolment, NULL,
                                             HOUBU_TYPE_ENROLMENT_LOCK, json, HOUBU_TYPE_ENROLMENT,
                                             error);
}

HoubuEnrolment *
pay_unlock (PayWorld *self, const char *enrolment, const char *outcome, GError **error)
{
  return (HoubuEnrolment *) run_as_operator (self, &houbu_operation_unlock_enrolment, enrolment,
                                             outcome, G_TYPE_NONE, NULL, HOUBU_TYPE_ENROLMENT,
                                             error);
}

HoubuReconciliation *
pay_reconcile (PayWorld *self)
{
  g_autoptr (GError) error = NULL;
  HoubuRecord *record = run_as_operator (
      self, &houbu_operation_reconcile_payments, NULL, NULL, HOUBU_TYPE_RECONCILIATION_REQUEST,
      "{\"day\":\"2022-09-01\"}", HOUBU_TYPE_RECONCILIATION, &error);

  g_assert_no_error (error);
  return HOUBU_RECONCILIATION (record);
}

HoubuAdminPayment *
pay_admin_get (PayWorld *self, const char *id)
{
  g_autoptr (GError) error = NULL;
  HoubuRecord *record = run_as_operator (self, &houbu_operation_get_admin_payment, id, NULL,
                                         G_TYPE_NONE, NULL, HOUBU_TYPE_ADMIN_PAYMENT, &error);

  g_assert_no_error (error);
  return HOUBU_ADMIN_PAYMENT (record);
}

void
pay_assert_reconciled (PayWorld *self)
{
  g_autoptr (HoubuReconciliation) both = pay_reconcile (self);

  g_assert_cmpuint (
      g_list_model_get_n_items (G_LIST_MODEL (houbu_reconciliation_get_differences (both))), ==, 0);
  g_assert_cmpint (houbu_reconciliation_get_captured_fen (both), ==,
                   test_provider_captured (self->provider));
  g_assert_cmpint (houbu_reconciliation_get_refunded_fen (both), ==,
                   test_provider_refunded (self->provider));
}

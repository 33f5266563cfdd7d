/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-member-private.h"

#include "houbu-crowd-browser.h"

/* How often one looks whether the money has come before one goes home. */
#define MOST_LOOKS 20

static void choose_form (HoubuCrowdMember *self);
static void open_order (HoubuCrowdMember *self);
static void open_page (HoubuCrowdMember *self);
static void look_at_order (HoubuCrowdMember *self);

static HoubuEnrolmentState
get_state (HoubuCrowdMember *self)
{
  return self->seat != NULL ? houbu_enrolment_get_state (self->seat) : HOUBU_ENROLMENT_STATE_UNSET;
}

/* What is paid is paid; what is gone cannot be. */
static gboolean
can_pay (HoubuCrowdMember *self)
{
  return get_state (self) == HOUBU_ENROLMENT_STATE_UNPAID ||
         get_state (self) == HOUBU_ENROLMENT_STATE_PAYING;
}

/* --------------------------------------------------------------------------------------------- */
/* The report form */

static void
on_form_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuEnrolment) seat = houbu_enrolment_service_choose_report_form_finish (
      HOUBU_ENROLMENT_SERVICE (source), result, &error);

  if (!houbu_crowd_call_answered (call, error))
    return;
  if (seat == NULL)
    houbu_crowd_member_fail (self, error, choose_form);
  else
    houbu_crowd_member_think (self, open_order);
}

static void
choose_form (HoubuCrowdMember *self)
{
  g_autoptr (HoubuEnrolmentService) service = houbu_enrolment_service_new (self->connection);

  if (!can_pay (self))
    {
      houbu_crowd_member_leave (self);
      return;
    }
  houbu_enrolment_service_choose_report_form_async (
      service, houbu_enrolment_get_id (self->seat), self->visit.form, self->cancellable,
      on_form_chosen, houbu_crowd_call_new (self, HOUBU_CROWD_REPORT_FORM));
}

/* --------------------------------------------------------------------------------------------- */
/* The order */

/* Whether it is over, with money or without. */
static gboolean
take_order (HoubuCrowdMember *self, HoubuPayment *order)
{
  HoubuPaymentState state = houbu_payment_get_state (order);

  g_set_object (&self->order, order);
  if (state == HOUBU_PAYMENT_STATE_PAID)
    self->stage->paid++;
  return state != HOUBU_PAYMENT_STATE_CREATED && state != HOUBU_PAYMENT_STATE_PAYING;
}

static HoubuPayment *
finish_order (GObject *source, GAsyncResult *result, GError **error)
{
  return houbu_payment_service_order_finish (HOUBU_PAYMENT_SERVICE (source), result, error);
}

static void
on_order_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuPayment) order = finish_order (source, result, &error);

  if (!houbu_crowd_call_answered (call, error))
    return;
  if (order == NULL)
    houbu_crowd_member_fail (self, error, open_order);
  else if (take_order (self, order))
    houbu_crowd_member_leave (self);
  else if (houbu_payment_get_pay_url (order) == NULL)
    /* The platform has not answered yet: asking again finds the same order, and the link. */
    houbu_crowd_member_think (self, look_at_order);
  else
    houbu_crowd_member_think (self, open_page);
}

static void
open_order (HoubuCrowdMember *self)
{
  g_autoptr (HoubuPaymentService) service = houbu_payment_service_new (self->connection);

  if (!can_pay (self))
    {
      houbu_crowd_member_leave (self);
      return;
    }
  houbu_payment_service_open_async (service, HOUBU_SUBJECT_KIND_WRITTEN, self->intention,
                                    self->cancellable, on_order_opened,
                                    houbu_crowd_call_new (self, HOUBU_CROWD_ORDER));
}

/* --------------------------------------------------------------------------------------------- */
/* The pay page, then the way back */

static void
on_paid (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;

  houbu_crowd_browser_pay_finish (result, &error);
  if (!houbu_crowd_call_answered (call, error))
    return;
  self->is_paid_for = error == NULL;
  if (error != NULL)
    houbu_crowd_member_fail (self, error, open_page);
  else
    houbu_crowd_member_think (self, look_at_order);
}

static void
open_page (HoubuCrowdMember *self)
{
  const char *url = houbu_payment_get_pay_url (self->order);

  if (!houbu_crowd_browser_may_open (self->stage->address, url))
    {
      houbu_crowd_member_decide (self, "finds no sandbox to pay at");
      houbu_crowd_member_leave (self);
      return;
    }
  houbu_crowd_browser_pay_async (url, houbu_crowd_method_to_word (self->visit.method),
                                 self->cancellable, on_paid,
                                 houbu_crowd_call_new (self, HOUBU_CROWD_PAY_PAGE));
}

static void
on_order_seen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuPayment) order = finish_order (source, result, &error);

  if (!houbu_crowd_call_answered (call, error))
    return;
  if (order == NULL)
    houbu_crowd_member_fail (self, error, look_at_order);
  else if (take_order (self, order) || ++self->looks > MOST_LOOKS)
    houbu_crowd_member_leave (self);
  else if (!self->is_paid_for && houbu_payment_get_pay_url (order) != NULL)
    houbu_crowd_member_think (self, open_page);
  else
    houbu_crowd_member_think (self, look_at_order);
}

/* What "update" does in the app. */
static void
look_at_order (HoubuCrowdMember *self)
{
  g_autoptr (HoubuPaymentService) service = houbu_payment_service_new (self->connection);

  houbu_payment_service_refresh_async (service, houbu_payment_get_id (self->order),
                                       self->cancellable, on_order_seen,
                                       houbu_crowd_call_new (self, HOUBU_CROWD_PAYMENT));
}

/* From the report form to the money: what the seat costs is paid at the sandbox. */
void
houbu_crowd_member_pay (HoubuCrowdMember *self)
{
  if (!can_pay (self))
    {
      houbu_crowd_member_leave (self);
      return;
    }
  houbu_crowd_member_decide (self, "pays %s", houbu_enrolment_get_offering (self->seat));
  if (get_state (self) == HOUBU_ENROLMENT_STATE_UNPAID)
    choose_form (self);
  else
    open_order (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-payments.h"

#include "houbu-decisions.h"
#include "houbu-error.h"
#include "houbu-item-changes.h"
#include "houbu-item-records.h"
#include "houbu-limits.h"
#include "houbu-operator-scope.h"
#include "houbu-paging.h"
#include "houbu-payer.h"
#include "houbu-payment-changes.h"
#include "houbu-payment-record.h"
#include "houbu-rules-time.h"

/* A seat that an operator acts on, after what the clock had brought. */
typedef struct
{
  HoubuChange *change;    /* (owned) */
  HoubuPerson *person;    /* (owned) */
  HoubuEnrolmentRow *row; /* (owned) */
} Seat;

static void
seat_clear (Seat *seat)
{
  g_clear_pointer (&seat->change, houbu_change_free);
  g_clear_pointer (&seat->person, houbu_person_free);
  g_clear_pointer (&seat->row, houbu_enrolment_row_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Seat, seat_clear)

static gboolean
load_seat (HoubuTx *tx, HoubuCall *call, Seat *seat, GError **error)
{
  g_autoptr (HoubuEnrolmentRow) found =
      houbu_store_enrolment_find (tx, houbu_call_get_path (call, "id"), error);

  if (found == NULL || !houbu_operator_check_place (call, &found->place, error))
    return FALSE;
  seat->change = houbu_change_begin (tx, call, error);
  if (seat->change == NULL)
    return FALSE;
  if (houbu_change_get_exam (seat->change)->key != found->exam)
    {
      houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
      return FALSE;
    }
  seat->person = houbu_store_person_load_by_registration (tx, found->registration, error);
  if (seat->person == NULL ||
      !houbu_change_settle_one (seat->change, found->offering, seat->person, error))
    return FALSE;
  seat->row = houbu_store_enrolment_load (tx, found->key, error);
  return seat->row != NULL;
}

/* The seat as it is after the change, which is finished. */
static HoubuRecord *
answer (Seat *seat, HoubuCall *call, GError **error)
{
  const HoubuView view = { houbu_change_get_window (seat->change), call->now, call->language };
  g_autoptr (HoubuEnrolmentRow) row = NULL;

  if (!houbu_change_finish (seat->change, error))
    return NULL;
  row = houbu_store_enrolment_load (houbu_change_get_tx (seat->change), seat->row->key, error);
  return row != NULL ? HOUBU_RECORD (houbu_item_record_enrolment (row, &view)) : NULL;
}

static HoubuRecord *
refund_enrolment (HoubuTx *tx, HoubuCall *call, GError **error)
{
  const char *reason = houbu_refund_request_get_reason (HOUBU_REFUND_REQUEST (call->request));
  g_auto (Seat) seat = { 0 };
  HoubuDecision decision;
  HoubuItem item;

  if (!load_seat (tx, call, &seat, error))
    return NULL;
  item = houbu_item_of_enrolment (seat.row);
  decision = houbu_rules_check_refund (houbu_change_get_window (seat.change),
                                       houbu_person_get_state (seat.person), &item, call->now);
  if (decision.refusal != HOUBU_REFUSAL_NONE)
    return houbu_change_refuse (seat.change, call, &decision, NULL, error);
  if (!houbu_payment_return_seat (seat.change, seat.row, reason, error))
    return NULL;
  return answer (&seat, call, error);
}

static HoubuRecord *
lock_enrolment (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuEnrolmentLock *lock = HOUBU_ENROLMENT_LOCK (call->request);
  gint64 until = houbu_enrolment_lock_get_until (lock);
  HoubuSeatMove move = {
    .hold = { .state = HOUBU_SEAT_LOCKED,
              .deadline = HOUBU_NONE,
              .lock_owner = houbu_enrolment_lock_get_owner (lock),
              .lock_until = until },
    .cause = HOUBU_BY_OPERATOR,
  };
  g_auto (Seat) seat = { 0 };
  HoubuDecision decision;
  HoubuItem item;

  if (!load_seat (tx, call, &seat, error))
    return NULL;
  item = houbu_item_of_enrolment (seat.row);
  decision =
      houbu_rules_check_lock (houbu_change_get_window (seat.change), &item, until, call->now);
  if (decision.refusal != HOUBU_REFUSAL_NONE)
    return houbu_change_refuse (seat.change, call, &decision,
                                decision.refusal == HOUBU_REFUSAL_INVALID_FIELD ? "until" : NULL,
                                error);
  move.actor = houbu_change_get_actor (seat.change);
  if (!houbu_item_move_enrolment (seat.change, seat.row, &move, error))
    return NULL;
  return answer (&seat, call, error);
}

/* Whether the group paid; an outcome that is none is the query's mistake. */
static gboolean
read_outcome (HoubuCall *call, gboolean *paid, GError **error)
{
  const char *word = houbu_call_get_query (call, "outcome");

  *paid = g_strcmp0 (word, "paid") == 0;
  if (word == NULL || *paid || g_str_equal (word, "unpaid"))
    return TRUE;
  houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_NOT_A_CHOICE, "field", "outcome",
                   NULL);
  return FALSE;
}

static HoubuRecord *
unlock_enrolment (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_auto (Seat) seat = { 0 };
  HoubuSeatMove move = { .cause = HOUBU_BY_OPERATOR };
  HoubuDecision decision;
  HoubuItem item;
  gboolean paid = FALSE;

  if (!read_outcome (call, &paid, error) || !load_seat (tx, call, &seat, error))
    return NULL;
  item = houbu_item_of_enrolment (seat.row);
  decision =
      houbu_rules_check_unlock (houbu_change_get_window (seat.change),
                                houbu_person_get_state (seat.person), &item, paid, call->now);
  if (decision.refusal != HOUBU_REFUSAL_NONE)
    return houbu_change_refuse (seat.change, call, &decision, NULL, error);
  move.actor = houbu_change_get_actor (seat.change);
  move.hold.state = paid ? HOUBU_SEAT_PAID : HOUBU_SEAT_UNPAID;
  move.hold.lock_until = HOUBU_NONE;
  move.hold.deadline =
      paid ? HOUBU_NONE
           : houbu_rules_deadline_after_lock (houbu_change_get_window (seat.change), call->now);
  if (!houbu_item_move_enrolment (seat.change, seat.row, &move, error))
    return NULL;
  return answer (&seat, call, error);
}

/* --------------------------------------------------------------------------------------------- */
/* Orders */

static HoubuRecord *
list_payments (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuAdminPaymentList) list = houbu_admin_payment_list_new ();
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *next = NULL;
  HoubuScope scope;
  gint64 after = 0;

  if (!houbu_paging_read_number (call, &after, error) ||
      !houbu_operator_scope_get (call, &scope, error))
    return NULL;
  rows = houbu_store_payment_list_in_scope (tx, &scope, after, HOUBU_LIMIT_PAGE_ITEMS + 1, error);
  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < MIN (rows->len, HOUBU_LIMIT_PAGE_ITEMS); i++)
    {
      const HoubuPaymentRow *row = g_ptr_array_index (rows, i);
      g_autoptr (HoubuAdminPayment) record =
          houbu_payment_record_new_admin (tx, row, call->language, error);

      if (record == NULL)
        return NULL;
      g_list_store_append (houbu_admin_payment_list_get_items (list), record);
      if (i + 1 == HOUBU_LIMIT_PAGE_ITEMS && i + 1 < rows->len)
        next = g_strdup_printf ("%" G_GINT64_FORMAT, row->key);
    }
  houbu_admin_payment_list_set_next (list, next);
  return HOUBU_RECORD (g_steal_pointer (&list));
}

/* An order in scope: of a registration whose campus is. */
static HoubuPaymentRow *
load_in_scope (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuPaymentRow) row =
      houbu_store_payment_find (tx, houbu_call_get_path (call, "id"), error);
  g_autoptr (GPtrArray) found = NULL;
  HoubuScope scope;

  if (row == NULL || !houbu_operator_scope_get (call, &scope, error))
    return NULL;
  found = houbu_store_payment_list_in_scope (tx, &scope, row->key - 1, 1, error);
  if (found == NULL)
    return NULL;
  if (found->len == 1 && ((HoubuPaymentRow *) found->pdata[0])->key == row->key)
    return g_steal_pointer (&row);
  houbu_error_set (error, HOUBU_ERROR_FORBIDDEN, HOUBU_PROBLEM_NONE, NULL);
  return NULL;
}

static HoubuRecord *
get_payment (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuPaymentRow) row = load_in_scope (tx, call, error);

  if (row == NULL)
    return NULL;
  return HOUBU_RECORD (houbu_payment_record_new_admin (tx, row, call->language, error));
}

static HoubuRecord *
return_payment (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuPaymentRow) row = load_in_scope (tx, call, error);
  g_autoptr (HoubuPaymentRow) returned = NULL;
  g_autoptr (HoubuChange) change = NULL;

  if (row == NULL)
    return NULL;
  if (row->state != HOUBU_ORDER_REVIEW)
    {
      houbu_error_set (error, HOUBU_ERROR_STATE_CHANGED, HOUBU_PROBLEM_NONE, NULL);
      return NULL;
    }
  change = houbu_change_begin (tx, call, error);
  if (change == NULL || !houbu_payment_return_suspense (change, row->key, error))
    return NULL;
  returned = houbu_store_payment_load (tx, row->key, error);
  if (returned == NULL)
    return NULL;
  return HOUBU_RECORD (houbu_payment_record_new_admin (tx, returned, call->language, error));
}

const HoubuOperation houbu_operation_refund_enrolment = {
  .name = "refund_enrolment",
  .mode = HOUBU_OPERATION_WRITE,
  .run = refund_enrolment,
};

const HoubuOperation houbu_operation_lock_enrolment = {
  .name = "lock_enrolment",
  .mode = HOUBU_OPERATION_WRITE,
  .run = lock_enrolment,
};

const HoubuOperation houbu_operation_unlock_enrolment = {
  .name = "unlock_enrolment",
  .mode = HOUBU_OPERATION_WRITE,
  .run = unlock_enrolment,
};

const HoubuOperation houbu_operation_list_payments = {
  .name = "list_payments",
  .mode = HOUBU_OPERATION_READ,
  .run = list_payments,
};

const HoubuOperation houbu_operation_get_admin_payment = {
  .name = "get_admin_payment",
  .mode = HOUBU_OPERATION_READ,
  .run = get_payment,
};

const HoubuOperation houbu_operation_return_payment = {
  .name = "return_payment",
  .mode = HOUBU_OPERATION_WRITE,
  .run = return_payment,
};

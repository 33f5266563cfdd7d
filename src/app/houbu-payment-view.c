/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payment-view.h"

#include "houbu-seat.h"

/* The newest order of the kind. (transfer none) (nullable) */
static HoubuPayment *
find_order (HoubuCandidate *candidate, HoubuSubjectKind kind)
{
  GListModel *orders = houbu_candidate_get_payments (candidate);

  for (guint i = 0; i < g_list_model_get_n_items (orders); i++)
    {
      g_autoptr (HoubuPayment) order = g_list_model_get_item (orders, i);

      if (houbu_payment_get_kind (order) == kind)
        return order; /* the list keeps it alive */
    }
  return NULL;
}

static gboolean
is_open (HoubuPayment *order)
{
  const HoubuPaymentState state = houbu_payment_get_state (order);

  return state == HOUBU_PAYMENT_STATE_CREATED || state == HOUBU_PAYMENT_STATE_PAYING;
}

/*
 * The news of an order and of its seats come one after the other: what the order says is true of
 * them at once, so that nothing looks unpaid, or lost, in between.
 */
static HoubuEnrolmentState
read_state (HoubuPayment *order, HoubuEnrolment *enrolment)
{
  const HoubuEnrolmentState state = houbu_enrolment_get_state (enrolment);

  if ((state != HOUBU_ENROLMENT_STATE_UNPAID && state != HOUBU_ENROLMENT_STATE_PAYING) ||
      order == NULL || !houbu_payment_covers (order, enrolment))
    return state;
  switch (houbu_payment_get_state (order))
    {
    case HOUBU_PAYMENT_STATE_CREATED:
    case HOUBU_PAYMENT_STATE_PAYING:
      return HOUBU_ENROLMENT_STATE_PAYING;
    case HOUBU_PAYMENT_STATE_PAID:
      return HOUBU_ENROLMENT_STATE_PAID;
    case HOUBU_PAYMENT_STATE_CLOSED:
      return HOUBU_ENROLMENT_STATE_UNPAID;
    default:
      return state;
    }
}

/* A seat whose deadline has passed counts as gone, whatever its row says yet (P2). */
static gboolean
waits_for_payment (HoubuPayment *order, HoubuEnrolment *enrolment, gint64 now)
{
  const gint64 deadline = houbu_enrolment_get_deadline (enrolment);

  return read_state (order, enrolment) == HOUBU_ENROLMENT_STATE_UNPAID &&
         (deadline == HOUBU_UNSET || now < deadline);
}

/* Whether the written seat of its level is paid (R3). */
static gboolean
has_paid_written (HoubuCandidate *candidate, HoubuEnrolment *oral)
{
  GListModel *seats = houbu_candidate_get_enrolments (candidate);
  const gint64 level = houbu_subject_get_level (houbu_enrolment_get_subject (oral));

  for (guint i = 0; i < g_list_model_get_n_items (seats); i++)
    {
      g_autoptr (HoubuEnrolment) seat = g_list_model_get_item (seats, i);

      if (houbu_seat_opens_oral (seat) &&
          houbu_enrolment_get_state (seat) == HOUBU_ENROLMENT_STATE_PAID &&
          houbu_subject_get_level (houbu_enrolment_get_subject (seat)) == level)
        return TRUE;
    }
  return FALSE;
}

static HoubuPaymentObstacle
find_obstacle (HoubuCandidate *candidate, HoubuEnrolment *enrolment)
{
  if (houbu_seat_is_oral (enrolment))
    return has_paid_written (candidate, enrolment) ? HOUBU_PAYMENT_FREE
                                                   : HOUBU_PAYMENT_LACKS_WRITTEN;
  return houbu_enrolment_get_report_form (enrolment) == HOUBU_REPORT_FORM_UNSET
             ? HOUBU_PAYMENT_LACKS_FORM
             : HOUBU_PAYMENT_FREE;
}

static void
count_unpaid (HoubuPaymentView *view, HoubuCandidate *candidate, HoubuEnrolment *enrolment)
{
  const gint64 deadline = houbu_enrolment_get_deadline (enrolment);

  view->n_unpaid++;
  view->unpaid_fen += houbu_enrolment_get_fee_fen (enrolment);
  if (view->obstacle == HOUBU_PAYMENT_FREE)
    view->obstacle = find_obstacle (candidate, enrolment);
  if (deadline != HOUBU_UNSET && (view->deadline == HOUBU_UNSET || deadline < view->deadline))
    view->deadline = deadline;
}

static void
count_seat (HoubuPaymentView *view, HoubuCandidate *candidate, HoubuEnrolment *enrolment)
{
  switch (read_state (view->order, enrolment))
    {
    case HOUBU_ENROLMENT_STATE_UNPAID:
      if (waits_for_payment (view->order, enrolment, houbu_candidate_get_server_now (candidate)))
        count_unpaid (view, candidate, enrolment);
      break;
    case HOUBU_ENROLMENT_STATE_PAYING:
      view->n_paying++;
      view->paying_fen += houbu_enrolment_get_fee_fen (enrolment);
      break;
    case HOUBU_ENROLMENT_STATE_LOCKED:
      view->n_locked++;
      break;
    case HOUBU_ENROLMENT_STATE_PAID:
      view->n_paid++;
      break;
    default:
      break;
    }
}

static HoubuPaymentStage
read_open (HoubuPayment *order, gint64 now)
{
  if (houbu_payment_get_state (order) == HOUBU_PAYMENT_STATE_CREATED ||
      now >= houbu_payment_get_expires_at (order))
    return HOUBU_PAYMENT_CHECKING;
  return HOUBU_PAYMENT_WAITING;
}

static HoubuPaymentStage
read_ended (HoubuPayment *order)
{
  switch (houbu_payment_get_state (order))
    {
    case HOUBU_PAYMENT_STATE_PAID:
      return HOUBU_PAYMENT_PAID;
    case HOUBU_PAYMENT_STATE_CLOSED:
      return HOUBU_PAYMENT_CLOSED;
    case HOUBU_PAYMENT_STATE_REFUND_DUE:
      return HOUBU_PAYMENT_REFUND_DUE;
    case HOUBU_PAYMENT_STATE_REFUNDED:
      return HOUBU_PAYMENT_REFUNDED;
    default:
      return HOUBU_PAYMENT_REVIEW;
    }
}

/* Whether the money that is being looked into may be what the unpaid seats wait for. */
static gboolean
holds_up (HoubuCandidate *candidate, const HoubuPaymentView *view)
{
  g_autoptr (GPtrArray) seats = NULL;

  if (houbu_payment_get_state (view->order) != HOUBU_PAYMENT_STATE_REVIEW)
    return FALSE;
  seats = houbu_payment_view_list_seats (candidate, view);
  for (guint i = 0; i < seats->len; i++)
    if (!houbu_payment_covers (view->order, g_ptr_array_index (seats, i)))
      return FALSE;
  return TRUE;
}

/*
 * 1. the newest order is open, not answered by the provider yet, or its time is over   checking
 * 2. the newest order is open                                                          waiting
 * 3. unpaid seats, all in an order that is being looked into                           review
 * 4. unpaid seats                                                                      to pay
 * 5. no order                                                                          nothing
 * 6. else                                                                              as the order
 */
static HoubuPaymentStage
read_stage (HoubuCandidate *candidate, const HoubuPaymentView *view)
{
  const gboolean is_unpaid = view->n_unpaid > 0;

  if (view->order == NULL)
    return is_unpaid ? HOUBU_PAYMENT_TO_PAY : HOUBU_PAYMENT_NOTHING;
  if (is_open (view->order))
    return read_open (view->order, houbu_candidate_get_server_now (candidate));
  if (is_unpaid && !holds_up (candidate, view))
    return HOUBU_PAYMENT_TO_PAY;
  return read_ended (view->order);
}

/**
 * houbu_payment_view_read:
 * @candidate: who
 * @kind: written or oral
 *
 * Returns: how paying for the seats of that kind stands
 */
HoubuPaymentView
houbu_payment_view_read (HoubuCandidate *candidate, HoubuSubjectKind kind)
{
  HoubuPaymentView view = { .kind = kind, .deadline = HOUBU_UNSET };
  GListModel *seats = houbu_candidate_get_enrolments (candidate);

  view.order = find_order (candidate, kind);
  for (guint i = 0; i < g_list_model_get_n_items (seats); i++)
    {
      g_autoptr (HoubuEnrolment) enrolment = g_list_model_get_item (seats, i);

      if (houbu_subject_get_kind (houbu_enrolment_get_subject (enrolment)) == kind)
        count_seat (&view, candidate, enrolment);
    }
  view.stage = HOUBU_PAYMENT_TO_PAY; /* the seats of this stage are the unpaid ones */
  view.stage = read_stage (candidate, &view);
  if (view.stage != HOUBU_PAYMENT_TO_PAY)
    view.obstacle = HOUBU_PAYMENT_FREE;
  if (houbu_payment_view_is_open (&view))
    view.deadline = houbu_payment_get_expires_at (view.order);
  else if (view.stage != HOUBU_PAYMENT_TO_PAY)
    view.deadline = HOUBU_UNSET;
  return view;
}

/**
 * houbu_payment_view_is_open:
 * @view: how it stands
 *
 * Returns: whether an order is open, so that nobody may call its seats unpaid
 */
gboolean
houbu_payment_view_is_open (const HoubuPaymentView *view)
{
  return view->stage == HOUBU_PAYMENT_CHECKING || view->stage == HOUBU_PAYMENT_WAITING;
}

static HoubuSubjectKind
find_kind_at (HoubuCandidate *candidate, HoubuPaymentStage first, HoubuPaymentStage last)
{
  static const HoubuSubjectKind kinds[] = { HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_SUBJECT_KIND_ORAL };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const HoubuPaymentView view = houbu_payment_view_read (candidate, kinds[i]);

      if (view.stage >= first && view.stage <= last)
        return kinds[i];
    }
  return HOUBU_SUBJECT_KIND_UNSET;
}

/**
 * houbu_payment_view_find_kind:
 * @candidate: who
 *
 * Returns: the kind that paying goes on with: that of an open order, else of unpaid seats, written
 *   ones first; %HOUBU_SUBJECT_KIND_UNSET when there is neither
 */
HoubuSubjectKind
houbu_payment_view_find_kind (HoubuCandidate *candidate)
{
  HoubuSubjectKind open;

  g_return_val_if_fail (HOUBU_IS_CANDIDATE (candidate), HOUBU_SUBJECT_KIND_UNSET);
  open = find_kind_at (candidate, HOUBU_PAYMENT_CHECKING, HOUBU_PAYMENT_WAITING);
  return open != HOUBU_SUBJECT_KIND_UNSET
             ? open
             : find_kind_at (candidate, HOUBU_PAYMENT_TO_PAY, HOUBU_PAYMENT_TO_PAY);
}

/**
 * houbu_payment_covers:
 * @order: an order
 * @enrolment: a seat
 *
 * Returns: whether the seat is one of the order's
 */
gboolean
houbu_payment_covers (HoubuPayment *order, HoubuEnrolment *enrolment)
{
  GListModel *lines = G_LIST_MODEL (houbu_payment_get_lines (order));

  for (guint i = 0; i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr (HoubuPaymentLine) line = g_list_model_get_item (lines, i);

      if (g_strcmp0 (houbu_payment_line_get_enrolment (line), houbu_enrolment_get_id (enrolment)) ==
          0)
        return TRUE;
    }
  return FALSE;
}

/**
 * houbu_payment_view_list_seats:
 * @candidate: who
 * @view: how it stands
 *
 * Returns: (transfer container) (element-type HoubuEnrolment): the seats that it is about: those to
 *   be paid, or else those of the order
 */
GPtrArray *
houbu_payment_view_list_seats (HoubuCandidate *candidate, const HoubuPaymentView *view)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *seats = houbu_candidate_get_enrolments (candidate);
  const gint64 now = houbu_candidate_get_server_now (candidate);

  for (guint i = 0; i < g_list_model_get_n_items (seats); i++)
    {
      g_autoptr (HoubuEnrolment) seat = g_list_model_get_item (seats, i);

      if (view->stage == HOUBU_PAYMENT_TO_PAY
              ? waits_for_payment (view->order, seat, now) &&
                    houbu_subject_get_kind (houbu_enrolment_get_subject (seat)) == view->kind
              : view->order != NULL && houbu_payment_covers (view->order, seat))
        g_ptr_array_add (list, g_steal_pointer (&seat));
    }
  return list;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-candidate.h"

G_BEGIN_DECLS

/**
 * HoubuPaymentStage:
 * @HOUBU_PAYMENT_NOTHING: there is nothing to pay, and no order
 * @HOUBU_PAYMENT_TO_PAY: seats wait for payment, and no order is open
 * @HOUBU_PAYMENT_CHECKING: an order is open, and what became of it is not known now
 * @HOUBU_PAYMENT_WAITING: an order is open and can be paid
 * @HOUBU_PAYMENT_PAID: the last order is paid
 * @HOUBU_PAYMENT_CLOSED: the last order was closed without money
 * @HOUBU_PAYMENT_REFUND_DUE: money of the last order is on its way back
 * @HOUBU_PAYMENT_REFUNDED: the money of the last order went back
 * @HOUBU_PAYMENT_REVIEW: an operator has to look at the last order
 *
 * How paying for the seats of a kind stands.
 */
typedef enum
{
  HOUBU_PAYMENT_NOTHING,
  HOUBU_PAYMENT_TO_PAY,
  HOUBU_PAYMENT_CHECKING,
  HOUBU_PAYMENT_WAITING,
  HOUBU_PAYMENT_PAID,
  HOUBU_PAYMENT_CLOSED,
  HOUBU_PAYMENT_REFUND_DUE,
  HOUBU_PAYMENT_REFUNDED,
  HOUBU_PAYMENT_REVIEW,
} HoubuPaymentStage;

/**
 * HoubuPaymentObstacle:
 * @HOUBU_PAYMENT_FREE: an order can be opened
 * @HOUBU_PAYMENT_LACKS_FORM: a written seat has no report form yet
 * @HOUBU_PAYMENT_LACKS_WRITTEN: the written seat of an oral one's level is not paid yet
 *
 * What has to be done before an order can be opened.
 */
typedef enum
{
  HOUBU_PAYMENT_FREE,
  HOUBU_PAYMENT_LACKS_FORM,
  HOUBU_PAYMENT_LACKS_WRITTEN,
} HoubuPaymentObstacle;

/**
 * HoubuPaymentView:
 * @kind: written or oral
 * @stage: how it stands
 * @obstacle: what stands in the way of an order; %HOUBU_PAYMENT_FREE unless @stage is to pay
 * @order: (nullable): the newest order of the kind
 * @n_unpaid: seats that an order opened now would cover
 * @n_paying: seats in an open order
 * @n_locked: seats that the school pays for
 * @n_paid: paid seats
 * @unpaid_fen: what the unpaid ones cost
 * @paying_fen: what the ones in an open order cost
 * @deadline: until when to pay, µs since the epoch, or %HOUBU_UNSET
 *
 * A plain value, so that what follows from it can be tested. @order lives as long as the
 * candidate's list has it.
 */
typedef struct
{
  HoubuSubjectKind kind;
  HoubuPaymentStage stage;
  HoubuPaymentObstacle obstacle;
  HoubuPayment *order;
  guint n_unpaid;
  guint n_paying;
  guint n_locked;
  guint n_paid;
  gint64 unpaid_fen;
  gint64 paying_fen;
  gint64 deadline;
} HoubuPaymentView;

HoubuPaymentView houbu_payment_view_read (HoubuCandidate *candidate, HoubuSubjectKind kind);
HoubuSubjectKind houbu_payment_view_find_kind (HoubuCandidate *candidate);
gboolean houbu_payment_view_is_open (const HoubuPaymentView *view);
GPtrArray *houbu_payment_view_list_seats (HoubuCandidate *candidate, const HoubuPaymentView *view);
gboolean houbu_payment_covers (HoubuPayment *order, HoubuEnrolment *enrolment);

G_END_DECLS

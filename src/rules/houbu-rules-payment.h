/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-rules-types.h"

G_BEGIN_DECLS

/**
 * HoubuOrderState:
 * @HOUBU_ORDER_NONE: there is none yet
 * @HOUBU_ORDER_CREATED: opened here, not confirmed by the provider
 * @HOUBU_ORDER_PAYING: can be paid at the provider
 * @HOUBU_ORDER_PAID: what was captured pays for seats
 * @HOUBU_ORDER_CLOSED: ended without money
 * @HOUBU_ORDER_REFUND_DUE: money is on its way back
 * @HOUBU_ORDER_REFUNDED: all of it went back
 * @HOUBU_ORDER_REVIEW: money that does not fit the order; an operator decides
 *
 * States of a payment order.
 */
typedef enum
{
  HOUBU_ORDER_NONE = 0,
  HOUBU_ORDER_CREATED,
  HOUBU_ORDER_PAYING,
  HOUBU_ORDER_PAID,
  HOUBU_ORDER_CLOSED,
  HOUBU_ORDER_REFUND_DUE,
  HOUBU_ORDER_REFUNDED,
  HOUBU_ORDER_REVIEW,
} HoubuOrderState;

#define HOUBU_N_ORDER_STATES (HOUBU_ORDER_REVIEW + 1)

const char *houbu_order_state_to_word (HoubuOrderState state);
HoubuOrderState houbu_order_state_from_word (const char *word);
gboolean houbu_order_state_is_open (HoubuOrderState state);
gboolean houbu_order_may_become (HoubuOrderState from, HoubuOrderState to);

/**
 * HoubuPaymentSums:
 * @captured: what the provider took in
 * @applied: what of it pays for seats
 * @refund_due: what of it is on its way back
 * @refunded: what of it went back
 * @suspense: what of it fits no order
 *
 * Where the money of an order is, in fen.
 */
typedef struct
{
  gint64 captured;
  gint64 applied;
  gint64 refund_due;
  gint64 refunded;
  gint64 suspense;
} HoubuPaymentSums;

gboolean houbu_payment_sums_balance (const HoubuPaymentSums *sums);
HoubuOrderState houbu_rules_order_state (const HoubuPaymentSums *sums, HoubuOrderState before);

/* Opening an order (P3). */
HoubuDecision houbu_rules_check_order (const HoubuExamWindow *window,
                                       const HoubuPersonState *person,
                                       HoubuKind kind,
                                       const char *const *with_report_form,
                                       gint64 now);
gboolean houbu_rules_order_covers (const HoubuExamWindow *window,
                                   const HoubuItem *item,
                                   HoubuKind kind,
                                   gint64 now);

/**
 * HoubuMoney:
 * @HOUBU_MONEY_APPLY: the seat is held, and paid from now on
 * @HOUBU_MONEY_REINSTATE: the hold is gone, but the seat can be had: it is paid from now on
 * @HOUBU_MONEY_RETURN: goes back
 *
 * What becomes of the money for one seat.
 */
typedef enum
{
  HOUBU_MONEY_APPLY,
  HOUBU_MONEY_REINSTATE,
  HOUBU_MONEY_RETURN,
} HoubuMoney;

HoubuMoney houbu_rules_settle_line (const HoubuExamWindow *window,
                                    const HoubuOfferingState *offering,
                                    const HoubuPersonState *person,
                                    const HoubuItem *enrolment,
                                    gint64 now);

/**
 * HoubuTradeState:
 * @HOUBU_TRADE_SILENT: the provider does not answer, or not clearly
 * @HOUBU_TRADE_UNKNOWN: it has no such order
 * @HOUBU_TRADE_WAITING: it waits for the payer
 * @HOUBU_TRADE_CAPTURED: it has the money
 * @HOUBU_TRADE_CLOSED: nobody can pay it any more
 *
 * What the provider says of an order.
 */
typedef enum
{
  HOUBU_TRADE_SILENT,
  HOUBU_TRADE_UNKNOWN,
  HOUBU_TRADE_WAITING,
  HOUBU_TRADE_CAPTURED,
  HOUBU_TRADE_CLOSED,
} HoubuTradeState;

#define HOUBU_N_TRADE_STATES (HOUBU_TRADE_CLOSED + 1)

/**
 * HoubuOrderStep:
 * @HOUBU_STEP_WAIT: ask again later
 * @HOUBU_STEP_CAPTURE: take the money in
 * @HOUBU_STEP_CLOSE: close it at the provider
 * @HOUBU_STEP_END: it ends without money, for good
 * @HOUBU_STEP_GIVE_UP: it ends here though the provider has not confirmed it; go on asking
 *
 * What to do with an order next.
 */
typedef enum
{
  HOUBU_STEP_WAIT,
  HOUBU_STEP_CAPTURE,
  HOUBU_STEP_CLOSE,
  HOUBU_STEP_END,
  HOUBU_STEP_GIVE_UP,
} HoubuOrderStep;

/**
 * HoubuOrderSnapshot:
 * @state: of the order
 * @expires_at: the earliest deadline of its seats
 * @lost: a seat that it covers is no longer its to pay for
 * @unwanted: whoever opened it wants it closed
 */
typedef struct
{
  HoubuOrderState state;
  gint64 expires_at;
  gboolean lost;
  gboolean unwanted;
} HoubuOrderSnapshot;

HoubuOrderStep houbu_rules_order_step (const HoubuExamWindow *window,
                                       const HoubuOrderSnapshot *order,
                                       HoubuTradeState trade,
                                       gint64 now);

/* Refunds by an operator (R6). */
HoubuDecision houbu_rules_check_refund (const HoubuExamWindow *window,
                                        const HoubuPersonState *person,
                                        const HoubuItem *enrolment,
                                        gint64 now);
HoubuDecision houbu_rules_check_unlock (const HoubuExamWindow *window,
                                        const HoubuPersonState *person,
                                        const HoubuItem *enrolment,
                                        gboolean paid,
                                        gint64 now);

G_END_DECLS

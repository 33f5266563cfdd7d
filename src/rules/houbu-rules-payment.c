/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-rules-payment.h"

#include "houbu-decision-private.h"
#include "houbu-eligibility-private.h"
#include "houbu-rules-time.h"
#include "houbu-rules.h"

static const char *const state_words[HOUBU_N_ORDER_STATES] = {
  [HOUBU_ORDER_NONE] = "none",         [HOUBU_ORDER_CREATED] = "created",
  [HOUBU_ORDER_PAYING] = "paying",     [HOUBU_ORDER_PAID] = "paid",
  [HOUBU_ORDER_CLOSED] = "closed",     [HOUBU_ORDER_REFUND_DUE] = "refund_due",
  [HOUBU_ORDER_REFUNDED] = "refunded", [HOUBU_ORDER_REVIEW] = "review",
};

/* Every transition of an order. Money may come to any of them, whatever was said before; from where
 * money was, none leads back to where there was none. */
static const guint8 transitions[][2] = {
  { HOUBU_ORDER_NONE, HOUBU_ORDER_CREATED },
  { HOUBU_ORDER_CREATED, HOUBU_ORDER_PAYING },
  { HOUBU_ORDER_CREATED, HOUBU_ORDER_PAID },
  { HOUBU_ORDER_CREATED, HOUBU_ORDER_CLOSED },
  { HOUBU_ORDER_CREATED, HOUBU_ORDER_REFUND_DUE },
  { HOUBU_ORDER_CREATED, HOUBU_ORDER_REVIEW },
  { HOUBU_ORDER_PAYING, HOUBU_ORDER_PAID },
  { HOUBU_ORDER_PAYING, HOUBU_ORDER_CLOSED },
  { HOUBU_ORDER_PAYING, HOUBU_ORDER_REFUND_DUE },
  { HOUBU_ORDER_PAYING, HOUBU_ORDER_REVIEW },
  { HOUBU_ORDER_CLOSED, HOUBU_ORDER_PAID },
  { HOUBU_ORDER_CLOSED, HOUBU_ORDER_REFUND_DUE },
  { HOUBU_ORDER_CLOSED, HOUBU_ORDER_REVIEW },
  { HOUBU_ORDER_PAID, HOUBU_ORDER_REFUND_DUE },
  { HOUBU_ORDER_PAID, HOUBU_ORDER_REVIEW },
  { HOUBU_ORDER_REFUND_DUE, HOUBU_ORDER_PAID },
  { HOUBU_ORDER_REFUND_DUE, HOUBU_ORDER_REFUNDED },
  { HOUBU_ORDER_REFUND_DUE, HOUBU_ORDER_REVIEW },
  { HOUBU_ORDER_REFUNDED, HOUBU_ORDER_PAID },
  { HOUBU_ORDER_REFUNDED, HOUBU_ORDER_REFUND_DUE },
  { HOUBU_ORDER_REFUNDED, HOUBU_ORDER_REVIEW },
  { HOUBU_ORDER_REVIEW, HOUBU_ORDER_REFUND_DUE },
};

/**
 * houbu_order_state_to_word:
 * @state: a state of an order
 *
 * Returns: (transfer none): its word on the wire and in the store
 */
const char *
houbu_order_state_to_word (HoubuOrderState state)
{
  g_return_val_if_fail ((guint) state < HOUBU_N_ORDER_STATES, NULL);

  return state_words[state];
}

/**
 * houbu_order_state_from_word:
 * @word: (nullable): a word
 *
 * Returns: the state it names, or %HOUBU_ORDER_NONE
 */
HoubuOrderState
houbu_order_state_from_word (const char *word)
{
  for (guint i = 1; i < HOUBU_N_ORDER_STATES; i++)
    if (g_strcmp0 (state_words[i], word) == 0)
      return (HoubuOrderState) i;
  return HOUBU_ORDER_NONE;
}

/**
 * houbu_order_state_is_open:
 * @state: a state of an order
 *
 * Returns: whether it may still be paid in time; one such is there for a registration and kind (P3)
 */
gboolean
houbu_order_state_is_open (HoubuOrderState state)
{
  return state == HOUBU_ORDER_CREATED || state == HOUBU_ORDER_PAYING;
}

/**
 * houbu_order_may_become:
 * @from: the state now
 * @to: the state wanted
 *
 * Returns: whether an order has this transition
 */
gboolean
houbu_order_may_become (HoubuOrderState from, HoubuOrderState to)
{
  for (gsize i = 0; i < G_N_ELEMENTS (transitions); i++)
    if (transitions[i][0] == from && transitions[i][1] == to)
      return TRUE;
  return FALSE;
}

/**
 * houbu_payment_sums_balance:
 * @sums: where the money of an order is
 *
 * I-P1, I-P10:
 *
 * 1. a part below zero                                       no
 * 2. captured is not what the parts make together            no
 * 3. else                                                    yes
 *
 * Returns: whether all money is accounted for
 */
gboolean
houbu_payment_sums_balance (const HoubuPaymentSums *sums)
{
  g_return_val_if_fail (sums != NULL, FALSE);

  if (sums->captured < 0 || sums->applied < 0 || sums->refund_due < 0 || sums->refunded < 0 ||
      sums->suspense < 0)
    return FALSE;
  return sums->captured == sums->applied + sums->refund_due + sums->refunded + sums->suspense;
}

/**
 * houbu_rules_order_state:
 * @sums: where the money of an order is
 * @before: its state so far
 *
 * 1. money that fits no order                 review
 * 2. money on its way back                    refund_due
 * 3. money that pays for a seat               paid
 * 4. only money that went back                refunded
 * 5. no money                                 as it was
 *
 * Returns: the state of the order
 */
HoubuOrderState
houbu_rules_order_state (const HoubuPaymentSums *sums, HoubuOrderState before)
{
  g_return_val_if_fail (sums != NULL, before);

  if (sums->suspense > 0)
    return HOUBU_ORDER_REVIEW;
  if (sums->refund_due > 0)
    return HOUBU_ORDER_REFUND_DUE;
  if (sums->applied > 0)
    return HOUBU_ORDER_PAID;
  return sums->refunded > 0 ? HOUBU_ORDER_REFUNDED : before;
}

/**
 * houbu_rules_order_covers:
 * @window: times of the exam
 * @item: something that a person has
 * @kind: written or oral
 * @now: the clock
 *
 * P3:
 *
 * 1. a place in a queue                                     no
 * 2. of the other kind                                      no
 * 3. unpaid, its deadline not reached                       yes
 * 4. else                                                   no
 *
 * Returns: whether an order opened now covers it
 */
gboolean
houbu_rules_order_covers (const HoubuExamWindow *window,
                          const HoubuItem *item,
                          HoubuKind kind,
                          gint64 now)
{
  g_return_val_if_fail (window != NULL && item != NULL, FALSE);

  return !item->is_entry && item->subject->kind == kind &&
         houbu_rules_item_state (window, item, now) == HOUBU_SEAT_UNPAID;
}

/* Why there is nothing to cover: what the items of that kind are instead. */
static HoubuDecision
refuse_nothing (const HoubuExamWindow *window,
                const HoubuPersonState *person,
                HoubuKind kind,
                gint64 now)
{
  static const struct
  {
    HoubuSeatState state;
    HoubuRefusal refusal;
    const char *rule;
  } reasons[] = {
    { HOUBU_SEAT_PAYING, HOUBU_REFUSAL_PAYING, "P3" },
    { HOUBU_SEAT_LOCKED, HOUBU_REFUSAL_LOCKED, "R7" },
    { HOUBU_SEAT_PAID, HOUBU_REFUSAL_PAID, "R6" },
  };

  for (gsize r = 0; r < G_N_ELEMENTS (reasons); r++)
    for (gsize i = 0; i < person->n_items; i++)
      {
        const HoubuItem *item = &person->items[i];

        if (!item->is_entry && item->subject->kind == kind &&
            houbu_rules_item_state (window, item, now) == reasons[r].state)
          return houbu_decision_refuse (reasons[r].refusal, reasons[r].rule, item->id);
      }
  return houbu_decision_refuse (HOUBU_REFUSAL_NOTHING_TO_PAY, "P3", NULL);
}

/**
 * houbu_rules_check_order:
 * @window: times of the exam
 * @person: who wants to pay
 * @kind: the written or the oral subjects
 * @with_report_form: (array zero-terminated=1): ids of the enrolments that have a report form
 * @now: the clock
 *
 * P3, whether an order over all unpaid seats of this kind can be opened:
 *
 * 1. R9: no registration                                    step_missing
 * 2. nothing unpaid, an order is open                       paying, with the seat
 * 3. nothing unpaid, something locked (R7)                  locked, with the seat
 * 4. nothing unpaid, something paid (R6)                    paid, with the seat
 * 5. nothing of this kind at all                            nothing_to_pay
 * 6. one of the unpaid ones may not be paid yet             as houbu_rules_check_pay(), with it
 * 7. else                                                   allowed
 *
 * Returns: the decision
 */
HoubuDecision
houbu_rules_check_order (const HoubuExamWindow *window,
                         const HoubuPersonState *person,
                         HoubuKind kind,
                         const char *const *with_report_form,
                         gint64 now)
{
  gboolean covers = FALSE;

  g_return_val_if_fail (window != NULL && person != NULL && with_report_form != NULL,
                        houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, NULL, NULL));

  if (person->registration == NULL)
    return houbu_decision_refuse (HOUBU_REFUSAL_STEP_MISSING, "R9", NULL);
  for (gsize i = 0; i < person->n_items; i++)
    {
      const HoubuItem *item = &person->items[i];
      HoubuDecision decision;

      if (!houbu_rules_order_covers (window, item, kind, now))
        continue;
      covers = TRUE;
      decision = houbu_rules_check_pay (window, person, item,
                                        g_strv_contains (with_report_form, item->id), now);
      if (decision.refusal == HOUBU_REFUSAL_NONE)
        continue;
      if (decision.conflict == NULL)
        decision.conflict = item->id;
      return decision;
    }
  return covers ? houbu_decision_allow () : refuse_nothing (window, person, kind, now);
}

/**
 * houbu_rules_settle_line:
 * @window: times of the exam
 * @offering: where the seat is, with what is free now
 * @person: whose it is; without the enrolment if that has ended
 * @enrolment: what was to be paid, as it stands
 * @now: the clock
 *
 * P7, I-P7, I-P8, when money for a seat has come:
 *
 * 1. an order is open on it, whatever its deadline            apply (I-H5)
 * 2. unpaid, its deadline not reached                         apply
 * 3. locked by the school                                     apply
 * 4. expired, and a direct enrolment would succeed now        reinstate
 * 5. expired, the seat taken, or others wait, or not eligible return
 * 6. paid already                                             return
 * 7. cancelled, revoked, refunded                             return
 *
 * Returns: what becomes of the money
 */
HoubuMoney
houbu_rules_settle_line (const HoubuExamWindow *window,
                         const HoubuOfferingState *offering,
                         const HoubuPersonState *person,
                         const HoubuItem *enrolment,
                         gint64 now)
{
  HoubuSeatState state;

  g_return_val_if_fail (window != NULL && offering != NULL, HOUBU_MONEY_RETURN);
  g_return_val_if_fail (person != NULL && enrolment != NULL, HOUBU_MONEY_RETURN);

  state = houbu_rules_item_state (window, enrolment, now);
  if (state == HOUBU_SEAT_PAYING || state == HOUBU_SEAT_UNPAID || state == HOUBU_SEAT_LOCKED)
    return HOUBU_MONEY_APPLY;
  if (state == HOUBU_SEAT_EXPIRED &&
      houbu_rules_check_enrol (window, offering, person, now).refusal == HOUBU_REFUSAL_NONE)
    return HOUBU_MONEY_REINSTATE;
  return HOUBU_MONEY_RETURN;
}

static HoubuOrderStep
step_of_open (const HoubuExamWindow *window,
              const HoubuOrderSnapshot *order,
              HoubuTradeState trade,
              gint64 now)
{
  gboolean over = now >= order->expires_at;

  if (trade == HOUBU_TRADE_CLOSED)
    return HOUBU_STEP_END;
  if (trade != HOUBU_TRADE_SILENT)
    return over || order->lost || order->unwanted ? HOUBU_STEP_CLOSE : HOUBU_STEP_WAIT;
  return over && now - order->expires_at >= window->grace_us ? HOUBU_STEP_GIVE_UP : HOUBU_STEP_WAIT;
}

/**
 * houbu_rules_order_step:
 * @window: times of the exam
 * @order: an order without money
 * @trade: what the provider says of it
 * @now: the clock
 *
 * P6, I-H3:
 *
 * 1. the provider has the money                                       capture
 * 2. open; closed there                                               end
 * 3. open; waits for the payer there, or is unknown, before the deadline  wait
 * 4. the same at the deadline, or when a seat was lost, or unwanted   close
 * 5. open; silence, until the grace after the deadline is over        wait
 * 6. open; silence beyond that                                        give up
 * 7. ended here; still open there                                     close
 * 8. ended here; closed or unknown there                              end
 * 9. ended here; silence                                              wait
 *
 * Returns: what to do next
 */
HoubuOrderStep
houbu_rules_order_step (const HoubuExamWindow *window,
                        const HoubuOrderSnapshot *order,
                        HoubuTradeState trade,
                        gint64 now)
{
  g_return_val_if_fail (window != NULL && order != NULL, HOUBU_STEP_WAIT);

  if (trade == HOUBU_TRADE_CAPTURED)
    return HOUBU_STEP_CAPTURE;
  if (houbu_order_state_is_open (order->state))
    return step_of_open (window, order, trade, now);
  if (trade == HOUBU_TRADE_WAITING)
    return HOUBU_STEP_CLOSE;
  return trade == HOUBU_TRADE_SILENT ? HOUBU_STEP_WAIT : HOUBU_STEP_END;
}

/* An oral seat that is paid or being paid keeps the written one of its level: its money first. */
static const HoubuItem *
find_oral_money (const HoubuExamWindow *window,
                 const HoubuPersonState *person,
                 const HoubuItem *written,
                 gint64 now)
{
  for (gsize i = 0; i < person->n_items; i++)
    {
      const HoubuItem *item = &person->items[i];
      HoubuSeatState state;

      if (item->is_entry || !houbu_rules_falls_with (item, written->subject))
        continue;
      state = houbu_rules_item_state (window, item, now);
      if (state == HOUBU_SEAT_PAID || state == HOUBU_SEAT_PAYING || state == HOUBU_SEAT_LOCKED)
        return item;
    }
  return NULL;
}

/**
 * houbu_rules_check_refund:
 * @window: times of the exam
 * @person: whose it is
 * @enrolment: whose money an operator wants to give back
 * @now: the clock
 *
 * R6, R4:
 *
 * 1. not paid                                                   state_changed
 * 2. written, the oral one of its level paid, paying or locked  oral_held, with its id
 * 3. else                                                       allowed
 *
 * Returns: the decision
 */
HoubuDecision
houbu_rules_check_refund (const HoubuExamWindow *window,
                          const HoubuPersonState *person,
                          const HoubuItem *enrolment,
                          gint64 now)
{
  const HoubuItem *oral;

  g_return_val_if_fail (window != NULL && person != NULL && enrolment != NULL,
                        houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, NULL, NULL));

  if (!houbu_seat_may_change (enrolment->state, HOUBU_SEAT_REFUNDED, HOUBU_BY_OPERATOR))
    return houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, "R6", NULL);
  oral = find_oral_money (window, person, enrolment, now);
  if (oral != NULL)
    return houbu_decision_refuse (HOUBU_REFUSAL_ORAL_HELD, "R4", oral->id);
  return houbu_decision_allow ();
}

/**
 * houbu_rules_check_unlock:
 * @window: times of the exam
 * @person: whose it is
 * @enrolment: what a school locked for its group payment
 * @paid: whether the group has paid for it
 * @now: the clock
 *
 * R7, R3:
 *
 * 1. there is no lock, or it has ended                       state_changed
 * 2. paid; oral, the written one of its level not paid       written_required, with its id
 * 3. else                                                    allowed
 *
 * Returns: the decision
 */
HoubuDecision
houbu_rules_check_unlock (const HoubuExamWindow *window,
                          const HoubuPersonState *person,
                          const HoubuItem *enrolment,
                          gboolean paid,
                          gint64 now)
{
  g_return_val_if_fail (window != NULL && person != NULL && enrolment != NULL,
                        houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, NULL, NULL));

  if (houbu_rules_item_state (window, enrolment, now) != HOUBU_SEAT_LOCKED)
    return houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, "R7", NULL);
  return paid ? houbu_person_check_written_paid (window, person, enrolment->subject, now)
              : houbu_decision_allow ();
}

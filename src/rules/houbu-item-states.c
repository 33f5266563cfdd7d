/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-item-states.h"

#include "houbu-words-private.h"

static const HoubuWord seat_words[HOUBU_N_SEAT_STATES] = {
  [HOUBU_SEAT_NONE] = { "none", "None", "无" },
  [HOUBU_SEAT_UNPAID] = { "unpaid", "Unpaid", "未支付" },
  [HOUBU_SEAT_PAYING] = { "paying", "Payment in progress", "支付中" },
  [HOUBU_SEAT_LOCKED] = { "locked", "Locked by the school", "集体缴费锁定" },
  [HOUBU_SEAT_PAID] = { "paid", "Paid", "已支付" },
  [HOUBU_SEAT_CANCELLED] = { "cancelled", "Cancelled", "考生取消" },
  [HOUBU_SEAT_EXPIRED] = { "expired", "Expired unpaid", "超时未支付" },
  [HOUBU_SEAT_REVOKED] = { "revoked", "Revoked", "已撤销" },
  [HOUBU_SEAT_REFUNDED] = { "refunded", "Refunded", "已退款" },
};

static const HoubuWord wait_words[HOUBU_N_WAIT_STATES] = {
  [HOUBU_WAIT_NONE] = { "none", "None", "无" },
  [HOUBU_WAIT_WAITING] = { "waiting", "Waiting", "正在候补" },
  [HOUBU_WAIT_PROMOTED] = { "promoted", "Promoted", "候补成功" },
  [HOUBU_WAIT_CANCELLED] = { "cancelled", "Cancelled by candidate", "考生取消" },
  [HOUBU_WAIT_FAILED] = { "failed", "Failed", "候补失败" },
};

typedef struct
{
  guint8 from;
  guint8 to;
  guint8 cause;
} Transition;

/* Every transition of an enrolment, in the order of the table of P1. What is not here cannot be. */
static const Transition seat_transitions[] = {
  { HOUBU_SEAT_NONE, HOUBU_SEAT_UNPAID, HOUBU_BY_CANDIDATE },
  { HOUBU_SEAT_NONE, HOUBU_SEAT_UNPAID, HOUBU_BY_PROMOTION },
  { HOUBU_SEAT_UNPAID, HOUBU_SEAT_PAYING, HOUBU_BY_PAYMENT },
  { HOUBU_SEAT_PAYING, HOUBU_SEAT_UNPAID, HOUBU_BY_PAYMENT },
  { HOUBU_SEAT_UNPAID, HOUBU_SEAT_LOCKED, HOUBU_BY_OPERATOR },
  { HOUBU_SEAT_LOCKED, HOUBU_SEAT_UNPAID, HOUBU_BY_OPERATOR },
  { HOUBU_SEAT_LOCKED, HOUBU_SEAT_UNPAID, HOUBU_BY_CLOCK },
  { HOUBU_SEAT_UNPAID, HOUBU_SEAT_CANCELLED, HOUBU_BY_CANDIDATE },
  { HOUBU_SEAT_UNPAID, HOUBU_SEAT_EXPIRED, HOUBU_BY_CLOCK },
  { HOUBU_SEAT_UNPAID, HOUBU_SEAT_REVOKED, HOUBU_BY_CONSEQUENCE },
  { HOUBU_SEAT_UNPAID, HOUBU_SEAT_REVOKED, HOUBU_BY_OPERATOR },
  { HOUBU_SEAT_PAYING, HOUBU_SEAT_PAID, HOUBU_BY_PAYMENT },
  { HOUBU_SEAT_PAYING, HOUBU_SEAT_EXPIRED, HOUBU_BY_CLOCK },
  { HOUBU_SEAT_PAYING, HOUBU_SEAT_REVOKED, HOUBU_BY_CONSEQUENCE },
  { HOUBU_SEAT_PAYING, HOUBU_SEAT_REVOKED, HOUBU_BY_OPERATOR },
  { HOUBU_SEAT_LOCKED, HOUBU_SEAT_PAID, HOUBU_BY_PAYMENT },
  { HOUBU_SEAT_LOCKED, HOUBU_SEAT_PAID, HOUBU_BY_OPERATOR },
  { HOUBU_SEAT_LOCKED, HOUBU_SEAT_REVOKED, HOUBU_BY_CONSEQUENCE },
  { HOUBU_SEAT_LOCKED, HOUBU_SEAT_REVOKED, HOUBU_BY_OPERATOR },
  { HOUBU_SEAT_EXPIRED, HOUBU_SEAT_PAID, HOUBU_BY_PAYMENT },
  { HOUBU_SEAT_PAID, HOUBU_SEAT_REFUNDED, HOUBU_BY_OPERATOR },
  { HOUBU_SEAT_PAID, HOUBU_SEAT_REFUNDED, HOUBU_BY_PAYMENT },
};

/* Every transition of a waitlist entry. An ended one never changes again (Q6). */
static const Transition wait_transitions[] = {
  { HOUBU_WAIT_NONE, HOUBU_WAIT_WAITING, HOUBU_BY_CANDIDATE },
  { HOUBU_WAIT_WAITING, HOUBU_WAIT_PROMOTED, HOUBU_BY_PROMOTION },
  { HOUBU_WAIT_WAITING, HOUBU_WAIT_PROMOTED, HOUBU_BY_OPERATOR },
  { HOUBU_WAIT_WAITING, HOUBU_WAIT_CANCELLED, HOUBU_BY_CANDIDATE },
  { HOUBU_WAIT_WAITING, HOUBU_WAIT_FAILED, HOUBU_BY_PROMOTION },
  { HOUBU_WAIT_WAITING, HOUBU_WAIT_FAILED, HOUBU_BY_CLOCK },
  { HOUBU_WAIT_WAITING, HOUBU_WAIT_FAILED, HOUBU_BY_CONSEQUENCE },
  { HOUBU_WAIT_WAITING, HOUBU_WAIT_FAILED, HOUBU_BY_OPERATOR },
};

/* A negative @cause stands for any. */
static gboolean
has_transition (const Transition *table, gsize n_rows, guint from, guint to, int cause)
{
  for (gsize i = 0; i < n_rows; i++)
    if (table[i].from == from && table[i].to == to && (cause < 0 || table[i].cause == cause))
      return TRUE;
  return FALSE;
}

/**
 * houbu_seat_state_to_word:
 * @state: a state of an enrolment
 *
 * Returns: (transfer none): its word on the wire and in the store
 */
const char *
houbu_seat_state_to_word (HoubuSeatState state)
{
  g_return_val_if_fail ((guint) state < HOUBU_N_SEAT_STATES, NULL);

  return seat_words[state].word;
}

/**
 * houbu_seat_state_from_word:
 * @word: (nullable): a word
 *
 * Returns: the state it names, or %HOUBU_SEAT_NONE
 */
HoubuSeatState
houbu_seat_state_from_word (const char *word)
{
  return (HoubuSeatState) houbu_words_find (seat_words, HOUBU_N_SEAT_STATES, word);
}

/**
 * houbu_seat_state_get_name:
 * @state: a state of an enrolment
 * @language: (nullable): "zh-CN" or "en"
 *
 * Returns: (transfer none): what people call it
 */
const char *
houbu_seat_state_get_name (HoubuSeatState state, const char *language)
{
  g_return_val_if_fail ((guint) state < HOUBU_N_SEAT_STATES, NULL);

  return houbu_words_get_name (&seat_words[state], language);
}

/**
 * houbu_seat_state_holds:
 * @state: a state of an enrolment
 *
 * Returns: whether an enrolment in this state takes a seat of its offering (Q1)
 */
gboolean
houbu_seat_state_holds (HoubuSeatState state)
{
  return state == HOUBU_SEAT_UNPAID || state == HOUBU_SEAT_PAYING || state == HOUBU_SEAT_LOCKED ||
         state == HOUBU_SEAT_PAID;
}

/**
 * houbu_seat_may_change:
 * @from: the state now
 * @to: the state wanted
 * @cause: what moves it
 *
 * Returns: whether P1 has this transition
 */
gboolean
houbu_seat_may_change (HoubuSeatState from, HoubuSeatState to, HoubuCause cause)
{
  return has_transition (seat_transitions, G_N_ELEMENTS (seat_transitions), from, to, (int) cause);
}

/**
 * houbu_seat_may_become:
 * @from: the state now
 * @to: the state wanted
 *
 * Returns: whether P1 has this transition, whatever causes it; what a checker of histories asks
 */
gboolean
houbu_seat_may_become (HoubuSeatState from, HoubuSeatState to)
{
  return has_transition (seat_transitions, G_N_ELEMENTS (seat_transitions), from, to, -1);
}

/**
 * houbu_wait_state_to_word:
 * @state: a state of a waitlist entry
 *
 * Returns: (transfer none): its word on the wire and in the store
 */
const char *
houbu_wait_state_to_word (HoubuWaitState state)
{
  g_return_val_if_fail ((guint) state < HOUBU_N_WAIT_STATES, NULL);

  return wait_words[state].word;
}

/**
 * houbu_wait_state_from_word:
 * @word: (nullable): a word
 *
 * Returns: the state it names, or %HOUBU_WAIT_NONE
 */
HoubuWaitState
houbu_wait_state_from_word (const char *word)
{
  return (HoubuWaitState) houbu_words_find (wait_words, HOUBU_N_WAIT_STATES, word);
}

/**
 * houbu_wait_state_get_name:
 * @state: a state of a waitlist entry
 * @language: (nullable): "zh-CN" or "en"
 *
 * Returns: (transfer none): what people call it
 */
const char *
houbu_wait_state_get_name (HoubuWaitState state, const char *language)
{
  g_return_val_if_fail ((guint) state < HOUBU_N_WAIT_STATES, NULL);

  return houbu_words_get_name (&wait_words[state], language);
}

/**
 * houbu_wait_may_change:
 * @from: the state now
 * @to: the state wanted
 * @cause: what moves it
 *
 * Returns: whether a waitlist entry has this transition
 */
gboolean
houbu_wait_may_change (HoubuWaitState from, HoubuWaitState to, HoubuCause cause)
{
  return has_transition (wait_transitions, G_N_ELEMENTS (wait_transitions), from, to, (int) cause);
}

/**
 * houbu_wait_may_become:
 * @from: the state now
 * @to: the state wanted
 *
 * Returns: whether a waitlist entry has this transition, whatever causes it
 */
gboolean
houbu_wait_may_become (HoubuWaitState from, HoubuWaitState to)
{
  return has_transition (wait_transitions, G_N_ELEMENTS (wait_transitions), from, to, -1);
}

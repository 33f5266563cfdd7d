/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-rules-promotion.h"

#include "houbu-eligibility-private.h"
#include "houbu-rules-time.h"
#include "houbu-rules.h"

typedef struct
{
  const char *word;
  const char *rule;
  const char *sentence_en;
  const char *sentence_zh;
} Halt;

static const Halt halts[HOUBU_N_HALTS] = {
  [HOUBU_HALT_NONE] = { "none", "Q4", "The head of the queue is promoted at once.",
                        "将立即为队首考生安排考位。" },
  [HOUBU_HALT_QUEUE_EMPTY] = { "queue_empty", "Q2", "Nobody waits.", "当前无人候补。" },
  [HOUBU_HALT_WITHDRAWN] = { "withdrawn", "R5", "The offering has been withdrawn.",
                             "该校区已停止开考此科目。" },
  [HOUBU_HALT_WINDOW_CLOSED] = { "window_closed", "R5",
                                 "Registration at this campus or the waitlist is not open now.",
                                 "当前不在该校区的报名时间或候补时间内。" },
  [HOUBU_HALT_FEE_UNSET] = { "fee_unset", "R5", "The fee has not been set.", "费用尚未设置。" },
  [HOUBU_HALT_EXAM_TIME_UNSET] = { "exam_time_unset", "R5", "The exam time has not been set.",
                                   "科目考试日期尚未设置。" },
  [HOUBU_HALT_PAY_WINDOW] = { "pay_window", "Q4", "Too little time is left to pay.",
                              "距离支付截止时间过短，不再安排考位。" },
  [HOUBU_HALT_NO_SEAT] = { "no_seat", "Q1", "No seat is free.", "无剩余容量。" },
  [HOUBU_HALT_OVER_CAPACITY] = { "over_capacity", "Q1", "More seats are in use than there are.",
                                 "已占用的考位多于容量。" },
};

/* The waitlist may stay open after registration has closed: an entry taken in time can then still
 * be promoted. The campus's own window binds both. */
static gboolean
is_promotion_open (const HoubuExamWindow *window, const HoubuOfferingState *offering, gint64 now)
{
  if (now < window->registration_opens_at || houbu_rules_is_waitlist_closed (window, now))
    return FALSE;
  if (offering->opens_at != HOUBU_NONE && now < offering->opens_at)
    return FALSE;
  return offering->closes_at == HOUBU_NONE || now < offering->closes_at;
}

/* A hold that would end at once is no hold, however short the window an operator allows. */
static gboolean
is_too_late_to_pay (const HoubuExamWindow *window, gint64 now)
{
  return now >= window->payment_closes_at ||
         window->payment_closes_at - now < window->min_pay_window_us;
}

/**
 * houbu_rules_check_promotion:
 * @window: times of the exam
 * @offering: whose queue
 * @now: the clock
 *
 * Q4, what stops a promotion whoever stands at the head. The first that applies:
 *
 * 1. nobody waits                                             queue_empty
 * 2. the offering was withdrawn                               withdrawn
 * 3. R5, Q7: outside the campus's window or the waitlist's    window_closed
 * 4. R5: the fee is not set, or not above 0                   fee_unset
 * 5. R5: the exam time is not set                             exam_time_unset
 * 6. less than the shortest time to pay is left               pay_window
 * 7. Q1: more seats in use than there are                     over_capacity
 * 8. Q1: no free seat                                         no_seat
 * 9. else                                                     none
 *
 * Returns: what stops it, or %HOUBU_HALT_NONE
 */
HoubuHalt
houbu_rules_check_promotion (const HoubuExamWindow *window,
                             const HoubuOfferingState *offering,
                             gint64 now)
{
  g_return_val_if_fail (window != NULL && offering != NULL, HOUBU_HALT_WITHDRAWN);

  if (offering->waiting <= 0)
    return HOUBU_HALT_QUEUE_EMPTY;
  if (offering->withdrawn)
    return HOUBU_HALT_WITHDRAWN;
  if (!is_promotion_open (window, offering, now))
    return HOUBU_HALT_WINDOW_CLOSED;
  if (offering->fee_fen == HOUBU_NONE || offering->fee_fen <= 0)
    return HOUBU_HALT_FEE_UNSET;
  if (offering->exam_starts_at == HOUBU_NONE)
    return HOUBU_HALT_EXAM_TIME_UNSET;
  if (is_too_late_to_pay (window, now))
    return HOUBU_HALT_PAY_WINDOW;
  if (offering->seats_in_use > offering->capacity)
    return HOUBU_HALT_OVER_CAPACITY;
  if (offering->seats_in_use == offering->capacity)
    return HOUBU_HALT_NO_SEAT;
  return HOUBU_HALT_NONE;
}

/**
 * houbu_rules_check_head:
 * @window: times of the exam
 * @offering: whose queue
 * @person: who stands at its head
 * @entry: id of the head, which is among the items of @person
 * @now: the clock
 *
 * Q4, whether the head is still eligible:
 *
 * 1. R9: the registration is gone                      registration_deleted
 * 2. R1: no longer qualified                           ineligible
 * 3. R8: the campus is no longer theirs                ineligible
 * 4. R2: has something else of this level and kind     conflict
 * 5. R3: oral, the written one is gone                 written_lost
 * 6. else                                              none
 *
 * Returns: why the entry ends as failed, or %HOUBU_FAIL_NONE
 */
HoubuFailReason
houbu_rules_check_head (const HoubuExamWindow *window,
                        const HoubuOfferingState *offering,
                        const HoubuPersonState *person,
                        const char *entry,
                        gint64 now)
{
  g_return_val_if_fail (window != NULL && offering != NULL && person != NULL, HOUBU_FAIL_OPERATOR);
  g_return_val_if_fail (entry != NULL, HOUBU_FAIL_OPERATOR);

  if (person->registration == NULL)
    return HOUBU_FAIL_REGISTRATION_DELETED;
  if (!houbu_person_is_qualified (person, offering->subject) ||
      !houbu_rules_campus_allowed (window, offering, person))
    return HOUBU_FAIL_INELIGIBLE;
  if (houbu_person_find_same_level (window, person, offering->subject, entry, now) != NULL)
    return HOUBU_FAIL_CONFLICT;
  if (!houbu_person_has_written_for (window, person, offering->subject, now))
    return HOUBU_FAIL_WRITTEN_LOST;
  return HOUBU_FAIL_NONE;
}

/**
 * houbu_halt_to_word:
 * @halt: what stops a promotion
 *
 * Returns: (transfer none): its word on the wire
 */
const char *
houbu_halt_to_word (HoubuHalt halt)
{
  g_return_val_if_fail ((guint) halt < HOUBU_N_HALTS, NULL);

  return halts[halt].word;
}

/**
 * houbu_halt_get_sentence:
 * @halt: what stops a promotion
 * @language: (nullable): "zh-CN" or "en"
 *
 * Returns: (transfer none): the answer to "why is nobody promoted?"
 */
const char *
houbu_halt_get_sentence (HoubuHalt halt, const char *language)
{
  g_return_val_if_fail ((guint) halt < HOUBU_N_HALTS, NULL);

  if (language != NULL && g_str_has_prefix (language, "zh"))
    return halts[halt].sentence_zh;
  return halts[halt].sentence_en;
}

/**
 * houbu_halt_get_rule:
 * @halt: what stops a promotion
 *
 * Returns: (transfer none): the rule behind it, such as "Q4"
 */
const char *
houbu_halt_get_rule (HoubuHalt halt)
{
  g_return_val_if_fail ((guint) halt < HOUBU_N_HALTS, NULL);

  return halts[halt].rule;
}

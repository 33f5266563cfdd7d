/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-refusal.h"

static const char *const words[HOUBU_N_REFUSALS] = {
  [HOUBU_REFUSAL_NONE] = "none",
  [HOUBU_REFUSAL_STEP_MISSING] = "step_missing",
  [HOUBU_REFUSAL_WITHDRAWN] = "withdrawn",
  [HOUBU_REFUSAL_OTHER_CAMPUS] = "other_campus",
  [HOUBU_REFUSAL_WINDOW_CLOSED] = "window_closed",
  [HOUBU_REFUSAL_EXAM_TIME_UNSET] = "exam_time_unset",
  [HOUBU_REFUSAL_FEE_UNSET] = "fee_unset",
  [HOUBU_REFUSAL_NOT_QUALIFIED] = "not_qualified",
  [HOUBU_REFUSAL_SAME_LEVEL] = "same_level",
  [HOUBU_REFUSAL_WRITTEN_REQUIRED] = "written_required",
  [HOUBU_REFUSAL_ORAL_HELD] = "oral_held",
  [HOUBU_REFUSAL_ALREADY_WAITING] = "already_waiting",
  [HOUBU_REFUSAL_SEATS_FREE] = "seats_free",
  [HOUBU_REFUSAL_NO_SEAT] = "no_seat",
  [HOUBU_REFUSAL_QUEUE_NOT_EMPTY] = "queue_not_empty",
  [HOUBU_REFUSAL_PAID] = "paid",
  [HOUBU_REFUSAL_LOCKED] = "locked",
  [HOUBU_REFUSAL_PAYING] = "paying",
  [HOUBU_REFUSAL_REPORT_FORM_MISSING] = "report_form_missing",
  [HOUBU_REFUSAL_NOTHING_TO_PAY] = "nothing_to_pay",
  [HOUBU_REFUSAL_NO_REPORT_FORM] = "no_report_form",
  [HOUBU_REFUSAL_ALREADY_REGISTERED] = "already_registered",
  [HOUBU_REFUSAL_REGISTERED_ELSEWHERE] = "registered_elsewhere",
  [HOUBU_REFUSAL_STATE_CHANGED] = "state_changed",
  [HOUBU_REFUSAL_CAPACITY_IN_USE] = "capacity_in_use",
  [HOUBU_REFUSAL_REVIEW_EXISTS] = "review_exists",
  [HOUBU_REFUSAL_REVIEW_NOT_NEEDED] = "review_not_needed",
  [HOUBU_REFUSAL_INVALID_FIELD] = "invalid_field",
};

/**
 * houbu_refusal_to_word:
 * @refusal: a refusal
 *
 * Returns: (transfer none): its error code on the wire, or "none"
 */
const char *
houbu_refusal_to_word (HoubuRefusal refusal)
{
  g_return_val_if_fail ((guint) refusal < HOUBU_N_REFUSALS, NULL);

  return words[refusal];
}

/**
 * houbu_refusal_from_word:
 * @word: (nullable): an error code of the wire
 *
 * Returns: the refusal of that name, or %HOUBU_REFUSAL_NONE when no rule refuses so
 */
HoubuRefusal
houbu_refusal_from_word (const char *word)
{
  for (guint i = 1; word != NULL && i < HOUBU_N_REFUSALS; i++)
    if (g_str_equal (words[i], word))
      return (HoubuRefusal) i;
  return HOUBU_REFUSAL_NONE;
}

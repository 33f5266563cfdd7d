/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HoubuRefusal:
 *
 * Why a rule says no. The word of each value is the error code of the wire, so that whoever answers
 * maps it by name. %HOUBU_REFUSAL_NONE means that nothing stands in the way.
 */
typedef enum
{
  HOUBU_REFUSAL_NONE = 0,
  HOUBU_REFUSAL_STEP_MISSING,
  HOUBU_REFUSAL_WITHDRAWN,
  HOUBU_REFUSAL_OTHER_CAMPUS,
  HOUBU_REFUSAL_WINDOW_CLOSED,
  HOUBU_REFUSAL_EXAM_TIME_UNSET,
  HOUBU_REFUSAL_FEE_UNSET,
  HOUBU_REFUSAL_NOT_QUALIFIED,
  HOUBU_REFUSAL_SAME_LEVEL,
  HOUBU_REFUSAL_WRITTEN_REQUIRED,
  HOUBU_REFUSAL_ORAL_HELD,
  HOUBU_REFUSAL_ALREADY_WAITING,
  HOUBU_REFUSAL_SEATS_FREE,
  HOUBU_REFUSAL_NO_SEAT,
  HOUBU_REFUSAL_QUEUE_NOT_EMPTY,
  HOUBU_REFUSAL_PAID,
  HOUBU_REFUSAL_LOCKED,
  HOUBU_REFUSAL_PAYING,
  HOUBU_REFUSAL_REPORT_FORM_MISSING,
  HOUBU_REFUSAL_NOTHING_TO_PAY,
  HOUBU_REFUSAL_NO_REPORT_FORM,
  HOUBU_REFUSAL_ALREADY_REGISTERED,
  HOUBU_REFUSAL_REGISTERED_ELSEWHERE,
  HOUBU_REFUSAL_STATE_CHANGED,
  HOUBU_REFUSAL_CAPACITY_IN_USE,
  HOUBU_REFUSAL_REVIEW_EXISTS,
  HOUBU_REFUSAL_REVIEW_NOT_NEEDED,
  HOUBU_REFUSAL_INVALID_FIELD,
} HoubuRefusal;

#define HOUBU_N_REFUSALS (HOUBU_REFUSAL_INVALID_FIELD + 1)

/**
 * HoubuDecision:
 * @refusal: %HOUBU_REFUSAL_NONE when the rules allow it
 * @rule: (nullable): the rule that refuses, such as "R2"
 * @conflict: (nullable): the id of the item in the way, borrowed from the snapshot
 *
 * The answer of a rule.
 */
typedef struct
{
  HoubuRefusal refusal;
  const char *rule;
  const char *conflict;
} HoubuDecision;

const char *houbu_refusal_to_word (HoubuRefusal refusal);
HoubuRefusal houbu_refusal_from_word (const char *word);

G_END_DECLS

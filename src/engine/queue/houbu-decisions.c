/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-decisions.h"

#include "houbu-error.h"

/* The word of a refusal is the code of the wire, so that one table serves both. */
static HoubuErrorCode
decision_to_code (const HoubuDecision *decision)
{
  HoubuErrorCode code = HOUBU_ERROR_INTERNAL;

  if (!houbu_error_code_from_word (houbu_refusal_to_word (decision->refusal), &code))
    g_critical ("no error code for the refusal %s", houbu_refusal_to_word (decision->refusal));
  return code;
}

/**
 * houbu_decision_to_error:
 * @decision: a refusal of the rules
 * @field: (nullable): the field of the request that it is about
 * @error: (out): where to set it
 */
void
houbu_decision_to_error (const HoubuDecision *decision, const char *field, GError **error)
{
  HoubuErrorCode code = decision_to_code (decision);
  HoubuProblem problem = decision->conflict != NULL ? HOUBU_PROBLEM_CONFLICT : HOUBU_PROBLEM_NONE;

  if (field != NULL && decision->conflict != NULL)
    houbu_error_set (error, code, problem, "field", field, "conflict", decision->conflict, NULL);
  else if (field != NULL)
    houbu_error_set (error, code, problem, "field", field, NULL);
  else if (decision->conflict != NULL)
    houbu_error_set (error, code, problem, "conflict", decision->conflict, NULL);
  else
    houbu_error_set (error, code, problem, NULL, NULL);
}

/**
 * houbu_decision_to_record:
 * @decision: a refusal of the rules
 * @language: "en" or "zh-CN"
 *
 * Returns: (transfer full): what a row of the board says about it
 */
HoubuOfferingRefusal *
houbu_decision_to_record (const HoubuDecision *decision, const char *language)
{
  HoubuOfferingRefusal *record = houbu_offering_refusal_new ();

  houbu_offering_refusal_set_code (record, houbu_refusal_to_word (decision->refusal));
  houbu_offering_refusal_set_title (
      record, houbu_error_code_get_title (decision_to_code (decision), language));
  houbu_offering_refusal_set_conflict (record, decision->conflict);
  return record;
}

/**
 * houbu_change_refuse:
 * @change: a change that was settled
 * @call: who asked for more
 * @decision: why they do not get it
 * @field: (nullable): the field of the request that it is about
 * @error: the refusal, when nothing was written
 *
 * Refuses. What the clock had brought about before (holds that ended, promotions) stays.
 *
 * Returns: %NULL, what the operation returns
 */
HoubuRecord *
houbu_change_refuse (HoubuChange *change,
                     HoubuCall *call,
                     const HoubuDecision *decision,
                     const char *field,
                     GError **error)
{
  GError *refusal = NULL;

  if (!houbu_change_has_written (change))
    {
      houbu_decision_to_error (decision, field, error);
      return NULL;
    }
  if (!houbu_change_finish (change, error))
    return NULL;
  houbu_decision_to_error (decision, field, &refusal);
  houbu_call_refuse (call, refusal);
  return NULL;
}

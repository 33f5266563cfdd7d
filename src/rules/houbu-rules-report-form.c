/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-rules.h"

#include "houbu-decision-private.h"
#include "houbu-rules-time.h"

/**
 * houbu_rules_check_report_form:
 * @window: times of the exam
 * @enrolment: the seat whose score report it is
 * @closes_at: when the exam fixes the forms, or %HOUBU_NONE while no end is set
 * @now: the clock
 *
 * Whether the form of the score report may be chosen now, for the first time or again:
 *
 * 1. an oral subject                                  no_report_form
 * 2. ended already, or its deadline has passed (P2)   state_changed
 * 3. the forms are fixed                              window_closed
 * 4. else, paid or not                                allowed
 *
 * Returns: the decision
 */
HoubuDecision
houbu_rules_check_report_form (const HoubuExamWindow *window,
                               const HoubuItem *enrolment,
                               gint64 closes_at,
                               gint64 now)
{
  g_return_val_if_fail (window != NULL && enrolment != NULL,
                        houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, NULL, NULL));

  if (enrolment->subject->kind != HOUBU_KIND_WRITTEN)
    return houbu_decision_refuse (HOUBU_REFUSAL_NO_REPORT_FORM, "P3", NULL);
  if (!houbu_rules_item_is_live (window, enrolment, now))
    return houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, "P1", NULL);
  if (closes_at != HOUBU_NONE && now >= closes_at)
    return houbu_decision_refuse (HOUBU_REFUSAL_WINDOW_CLOSED, "P3", NULL);
  return houbu_decision_allow ();
}

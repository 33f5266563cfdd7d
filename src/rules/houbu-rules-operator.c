/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-rules.h"

#include "houbu-decision-private.h"
#include "houbu-eligibility-private.h"
#include "houbu-rules-time.h"

/**
 * houbu_rules_check_capacity:
 * @offering: an offering
 * @capacity: the capacity wanted
 * @force: whether the operator insists
 *
 * O3:
 *
 * 1. below zero                                invalid_field
 * 2. at least the seats in use                 allowed
 * 3. below them, insisted on                   allowed; nobody is evicted (Q1)
 * 4. below them                                capacity_in_use
 *
 * Returns: the decision
 */
HoubuDecision
houbu_rules_check_capacity (const HoubuOfferingState *offering, gint64 capacity, gboolean force)
{
  g_return_val_if_fail (offering != NULL,
                        houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, NULL, NULL));

  if (capacity < 0)
    return houbu_decision_refuse (HOUBU_REFUSAL_INVALID_FIELD, "O3", NULL);
  if (capacity >= offering->seats_in_use || force)
    return houbu_decision_allow ();
  return houbu_decision_refuse (HOUBU_REFUSAL_CAPACITY_IN_USE, "O3", NULL);
}

/**
 * houbu_rules_check_lock:
 * @window: times of the exam
 * @enrolment: what a school wants to lock for its group payment
 * @lock_until: when the lock ends
 * @now: the clock
 *
 * R7:
 *
 * 1. paid                                      paid
 * 2. an order is open                          paying
 * 3. locked, the lock lasts                    locked
 * 4. ended, or its deadline has passed (P2)    state_changed
 * 5. a lock without an end, or one in the past invalid_field
 * 6. else                                      allowed
 *
 * Returns: the decision
 */
HoubuDecision
houbu_rules_check_lock (const HoubuExamWindow *window,
                        const HoubuItem *enrolment,
                        gint64 lock_until,
                        gint64 now)
{
  HoubuSeatState state;

  g_return_val_if_fail (window != NULL && enrolment != NULL,
                        houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, NULL, NULL));

  state = houbu_rules_item_state (window, enrolment, now);
  if (state == HOUBU_SEAT_PAID)
    return houbu_decision_refuse (HOUBU_REFUSAL_PAID, "R6", NULL);
  if (state == HOUBU_SEAT_PAYING)
    return houbu_decision_refuse (HOUBU_REFUSAL_PAYING, "P1", NULL);
  if (state == HOUBU_SEAT_LOCKED)
    return houbu_decision_refuse (HOUBU_REFUSAL_LOCKED, "R7", NULL);
  if (!houbu_seat_may_change (state, HOUBU_SEAT_LOCKED, HOUBU_BY_OPERATOR))
    return houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, "P1", NULL);
  if (lock_until == HOUBU_NONE || lock_until <= now)
    return houbu_decision_refuse (HOUBU_REFUSAL_INVALID_FIELD, "R7", NULL);
  return houbu_decision_allow ();
}

/**
 * houbu_rules_check_pay:
 * @window: times of the exam
 * @person: whose it is
 * @enrolment: what shall be paid
 * @has_report_form: whether a report form was chosen
 * @now: the clock
 *
 * Whether an order may cover this enrolment:
 *
 * 1. paid already                                       paid
 * 2. R7: locked by the school                           locked
 * 3. an order is open                                   paying
 * 4. ended, or its deadline has passed (P2)             state_changed
 * 5. P3: written without a report form                  report_form_missing
 * 6. R3: oral, the written one of its level not paid    written_required
 * 7. else                                               allowed
 *
 * Returns: the decision
 */
HoubuDecision
houbu_rules_check_pay (const HoubuExamWindow *window,
                       const HoubuPersonState *person,
                       const HoubuItem *enrolment,
                       gboolean has_report_form,
                       gint64 now)
{
  HoubuSeatState state;

  g_return_val_if_fail (window != NULL && person != NULL && enrolment != NULL,
                        houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, NULL, NULL));

  state = houbu_rules_item_state (window, enrolment, now);
  if (state == HOUBU_SEAT_PAID)
    return houbu_decision_refuse (HOUBU_REFUSAL_PAID, "R6", NULL);
  if (state == HOUBU_SEAT_LOCKED)
    return houbu_decision_refuse (HOUBU_REFUSAL_LOCKED, "R7", NULL);
  if (state == HOUBU_SEAT_PAYING)
    return houbu_decision_refuse (HOUBU_REFUSAL_PAYING, "P3", NULL);
  if (!houbu_seat_may_change (state, HOUBU_SEAT_PAYING, HOUBU_BY_PAYMENT))
    return houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, "P1", NULL);
  if (enrolment->subject->kind == HOUBU_KIND_WRITTEN)
    return has_report_form ? houbu_decision_allow ()
                           : houbu_decision_refuse (HOUBU_REFUSAL_REPORT_FORM_MISSING, "P3", NULL);
  return houbu_person_check_written_paid (window, person, enrolment->subject, now);
}

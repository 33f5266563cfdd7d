/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-rules.h"

#include "houbu-decision-private.h"
#include "houbu-rules-time.h"

/**
 * houbu_rules_check_register:
 * @window: times of the exam
 * @person: the student record, for its qualified subjects
 * @own_registration: (nullable): id of the active registration of the account that asks
 * @other_registration: (nullable): id of the active registration of this person by another account
 * @now: the clock
 *
 * 1. the account has registered already                 already_registered
 * 2. R9: the person has, with another account           registered_elsewhere
 * 3. outside the exam's registration window             window_closed
 * 4. no qualified subject at all (manual, step 5)       not_qualified
 * 5. else                                               allowed
 *
 * Returns: the decision
 */
HoubuDecision
houbu_rules_check_register (const HoubuExamWindow *window,
                            const HoubuPersonState *person,
                            const char *own_registration,
                            const char *other_registration,
                            gint64 now)
{
  g_return_val_if_fail (window != NULL && person != NULL,
                        houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, NULL, NULL));

  if (own_registration != NULL)
    return houbu_decision_refuse (HOUBU_REFUSAL_ALREADY_REGISTERED, "R9", own_registration);
  if (other_registration != NULL)
    /* Without its id: it belongs to another account. */
    return houbu_decision_refuse (HOUBU_REFUSAL_REGISTERED_ELSEWHERE, "R9", NULL);
  if (now < window->registration_opens_at || now >= window->registration_closes_at)
    return houbu_decision_refuse (HOUBU_REFUSAL_WINDOW_CLOSED, "R5", NULL);
  if (person->qualified == 0 && !person->review_approved)
    return houbu_decision_refuse (HOUBU_REFUSAL_NOT_QUALIFIED, "R1", NULL);
  return houbu_decision_allow ();
}

static HoubuRefusal
refusal_to_drop (HoubuSeatState state)
{
  if (state == HOUBU_SEAT_PAID)
    return HOUBU_REFUSAL_PAID;
  if (state == HOUBU_SEAT_LOCKED)
    return HOUBU_REFUSAL_LOCKED;
  if (state == HOUBU_SEAT_PAYING)
    return HOUBU_REFUSAL_PAYING;
  return HOUBU_REFUSAL_NONE;
}

/**
 * houbu_rules_check_delete_registration:
 * @window: times of the exam
 * @person: whose registration it is
 * @now: the clock
 *
 * The first item that keeps it, by its state:
 *
 * 1. no registration                          step_missing
 * 2. R6: paid                                 paid
 * 3. R7: locked by the school                 locked
 * 4. P1: an order is open                     paying
 * 5. only unpaid seats, places, or nothing    allowed
 *
 * Returns: the decision
 */
HoubuDecision
houbu_rules_check_delete_registration (const HoubuExamWindow *window,
                                       const HoubuPersonState *person,
                                       gint64 now)
{
  g_return_val_if_fail (window != NULL && person != NULL,
                        houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, NULL, NULL));

  if (person->registration == NULL)
    return houbu_decision_refuse (HOUBU_REFUSAL_STEP_MISSING, "R9", NULL);
  for (gsize i = 0; i < person->n_items; i++)
    {
      const HoubuItem *item = &person->items[i];
      HoubuRefusal refusal = item->is_entry
                                 ? HOUBU_REFUSAL_NONE
                                 : refusal_to_drop (houbu_rules_item_state (window, item, now));
      if (refusal != HOUBU_REFUSAL_NONE)
        return houbu_decision_refuse (refusal, "R6", item->id);
    }
  return houbu_decision_allow ();
}

/**
 * houbu_rules_registration_empty_expired:
 * @empty_since: when its last live item ended, or %HOUBU_NONE while it has one
 * @now: the clock
 *
 * P9:
 *
 * 1. it has a live enrolment or a waiting entry   no
 * 2. empty for less than 24 h                     no
 * 3. empty for 24 h or longer                     yes
 *
 * Returns: whether the registration is closed now
 */
gboolean
houbu_rules_registration_empty_expired (gint64 empty_since, gint64 now)
{
  return empty_since != HOUBU_NONE && now >= empty_since &&
         now - empty_since >= HOUBU_EMPTY_REGISTRATION_US;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-rules.h"

#include "houbu-decision-private.h"
#include "houbu-rules-time.h"

/* The oral seat of a level, which keeps the written one of that level (R4). */
static const HoubuItem *
find_oral_seat (const HoubuExamWindow *window,
                const HoubuPersonState *person,
                int level,
                gint64 now)
{
  for (gsize i = 0; i < person->n_items; i++)
    {
      const HoubuItem *item = &person->items[i];
      if (item->subject->kind == HOUBU_KIND_ORAL && item->subject->level == level &&
          !item->is_entry && houbu_rules_item_is_live (window, item, now))
        return item;
    }
  return NULL;
}

/**
 * houbu_rules_check_cancel_enrolment:
 * @window: times of the exam
 * @person: whose it is
 * @enrolment: what shall be cancelled
 * @now: the clock
 *
 * 1. R6: paid                                         paid
 * 2. R7: locked by the school                         locked
 * 3. P1: an order is open                             paying
 * 4. ended already, or its deadline has passed (P2)   state_changed
 * 5. R4: written, the oral seat of the level is held  oral_held, with its id
 * 6. else                                             allowed
 *
 * Returns: the decision
 */
HoubuDecision
houbu_rules_check_cancel_enrolment (const HoubuExamWindow *window,
                                    const HoubuPersonState *person,
                                    const HoubuItem *enrolment,
                                    gint64 now)
{
  HoubuSeatState state;
  const HoubuItem *oral;

  g_return_val_if_fail (window != NULL && person != NULL && enrolment != NULL,
                        houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, NULL, NULL));

  state = houbu_rules_item_state (window, enrolment, now);
  if (state == HOUBU_SEAT_PAID)
    return houbu_decision_refuse (HOUBU_REFUSAL_PAID, "R6", NULL);
  if (state == HOUBU_SEAT_LOCKED)
    return houbu_decision_refuse (HOUBU_REFUSAL_LOCKED, "R7", NULL);
  if (state == HOUBU_SEAT_PAYING)
    return houbu_decision_refuse (HOUBU_REFUSAL_PAYING, "P1", NULL);
  if (!houbu_seat_may_change (state, HOUBU_SEAT_CANCELLED, HOUBU_BY_CANDIDATE))
    return houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, "P1", NULL);
  oral = enrolment->subject->kind == HOUBU_KIND_WRITTEN
             ? find_oral_seat (window, person, enrolment->subject->level, now)
             : NULL;
  if (oral != NULL)
    return houbu_decision_refuse (HOUBU_REFUSAL_ORAL_HELD, "R4", oral->id);
  return houbu_decision_allow ();
}

/**
 * houbu_rules_check_cancel_entry:
 * @window: times of the exam
 * @state: state of the entry
 * @reason: the candidate's reason
 * @note: (nullable): the candidate's own words
 * @now: the clock
 *
 * 1. Q6: no reason                                    invalid_field
 * 2. Q6: a note of more than 100 characters           invalid_field
 * 3. ended already                                    state_changed
 * 4. Q7: the waitlist has closed                      state_changed
 * 5. else                                             allowed
 *
 * Returns: the decision
 */
HoubuDecision
houbu_rules_check_cancel_entry (const HoubuExamWindow *window,
                                HoubuWaitState state,
                                HoubuCancelReason reason,
                                const char *note,
                                gint64 now)
{
  g_return_val_if_fail (window != NULL,
                        houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, NULL, NULL));

  if (reason == HOUBU_CANCEL_NONE)
    return houbu_decision_refuse (HOUBU_REFUSAL_INVALID_FIELD, "Q6", NULL);
  if (note != NULL && g_utf8_strlen (note, -1) > HOUBU_CANCEL_NOTE_MAX_LENGTH)
    return houbu_decision_refuse (HOUBU_REFUSAL_INVALID_FIELD, "Q6", NULL);
  if (!houbu_wait_may_change (state, HOUBU_WAIT_CANCELLED, HOUBU_BY_CANDIDATE))
    return houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, "Q6", NULL);
  if (houbu_rules_is_waitlist_closed (window, now))
    return houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, "Q7", NULL);
  return houbu_decision_allow ();
}

/**
 * houbu_rules_falls_with:
 * @item: something that a person has
 * @lost: the subject of an enrolment that the same person just lost
 *
 * P8:
 *
 * 1. the lost one is oral                        no
 * 2. the item is written                         no
 * 3. the item is oral, of another level          no
 * 4. the item is oral, of this level             yes, seat and place in a queue alike
 *
 * Returns: whether the item ends too, as `written_lost`
 */
gboolean
houbu_rules_falls_with (const HoubuItem *item, const HoubuSubjectInfo *lost)
{
  g_return_val_if_fail (item != NULL && lost != NULL, FALSE);

  return lost->kind == HOUBU_KIND_WRITTEN && item->subject->kind == HOUBU_KIND_ORAL &&
         item->subject->level == lost->level;
}

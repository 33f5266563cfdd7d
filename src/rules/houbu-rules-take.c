/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-rules.h"

#include "houbu-decision-private.h"
#include "houbu-eligibility-private.h"
#include "houbu-rules-time.h"

/* What a direct enrolment and a place in a queue need alike. In this order:
 *
 *  1. no registration                          step_missing
 *  2. the offering was withdrawn               withdrawn
 *  3. R8: a campus of somebody else            other_campus
 *  4. R5: outside the window                   window_closed
 *  5. R1: not among the qualified subjects     not_qualified
 *  6. R2: waits for this very offering         already_waiting
 *  7. R2: has one of this level and kind       same_level
 *  8. R3: oral without the English written one written_required
 *  9. R5: no exam time                         exam_time_unset
 */
static HoubuDecision
check_common (const HoubuExamWindow *window,
              const HoubuOfferingState *offering,
              const HoubuPersonState *person,
              gint64 now)
{
  const HoubuItem *same;

  if (person->registration == NULL)
    return houbu_decision_refuse (HOUBU_REFUSAL_STEP_MISSING, "R9", NULL);
  if (offering->withdrawn)
    return houbu_decision_refuse (HOUBU_REFUSAL_WITHDRAWN, "R5", NULL);
  if (!houbu_rules_campus_allowed (window, offering, person))
    return houbu_decision_refuse (HOUBU_REFUSAL_OTHER_CAMPUS, "R8", NULL);
  if (!houbu_rules_is_registration_open (window, offering, now))
    return houbu_decision_refuse (HOUBU_REFUSAL_WINDOW_CLOSED, "R5", NULL);
  if (!houbu_person_is_qualified (person, offering->subject))
    return houbu_decision_refuse (HOUBU_REFUSAL_NOT_QUALIFIED, "R1", NULL);
  same = houbu_person_find_same_level (window, person, offering->subject, NULL, now);
  if (same != NULL && same->is_entry && same->offering == offering->key)
    return houbu_decision_refuse (HOUBU_REFUSAL_ALREADY_WAITING, "R2", same->id);
  if (same != NULL)
    return houbu_decision_refuse (HOUBU_REFUSAL_SAME_LEVEL, "R2", same->id);
  if (!houbu_person_has_written_for (window, person, offering->subject, now))
    return houbu_decision_refuse (HOUBU_REFUSAL_WRITTEN_REQUIRED, "R3", NULL);
  if (offering->exam_starts_at == HOUBU_NONE)
    return houbu_decision_refuse (HOUBU_REFUSAL_EXAM_TIME_UNSET, "R5", NULL);
  return houbu_decision_allow ();
}

/* After Q7 nobody waits any more, whether or not the rows say so already. */
static gboolean
queue_is_empty (const HoubuExamWindow *window, const HoubuOfferingState *offering, gint64 now)
{
  return offering->waiting <= 0 || houbu_rules_is_waitlist_closed (window, now);
}

/**
 * houbu_rules_check_enrol:
 * @window: times of the exam
 * @offering: what is wanted
 * @person: who wants it
 * @now: the clock
 *
 * Whether a direct enrolment succeeds now. First what joining needs too (R1–R3, R5, R8), then:
 *
 * 1. R5: the fee is not set, or not above 0    fee_unset
 * 2. R5: payment has closed                    window_closed
 * 3. Q2: no free seat                          no_seat
 * 4. Q2: somebody waits                        queue_not_empty
 *
 * Returns: the decision
 */
HoubuDecision
houbu_rules_check_enrol (const HoubuExamWindow *window,
                         const HoubuOfferingState *offering,
                         const HoubuPersonState *person,
                         gint64 now)
{
  HoubuDecision decision;

  g_return_val_if_fail (window != NULL && offering != NULL && person != NULL,
                        houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, NULL, NULL));

  decision = check_common (window, offering, person, now);
  if (decision.refusal != HOUBU_REFUSAL_NONE)
    return decision;
  if (offering->fee_fen == HOUBU_NONE || offering->fee_fen <= 0)
    return houbu_decision_refuse (HOUBU_REFUSAL_FEE_UNSET, "R5", NULL);
  if (now >= window->payment_closes_at)
    return houbu_decision_refuse (HOUBU_REFUSAL_WINDOW_CLOSED, "R5", NULL);
  if (offering->seats_in_use >= offering->capacity)
    return houbu_decision_refuse (HOUBU_REFUSAL_NO_SEAT, "Q2", NULL);
  if (!queue_is_empty (window, offering, now))
    return houbu_decision_refuse (HOUBU_REFUSAL_QUEUE_NOT_EMPTY, "Q2", NULL);
  return houbu_decision_allow ();
}

/**
 * houbu_rules_check_join:
 * @window: times of the exam
 * @offering: what is wanted
 * @person: who wants it
 * @now: the clock
 *
 * Whether a place in the queue can be taken now. First R1–R3, R5, R8 without the fee, then:
 *
 * 1. Q7: the waitlist has closed                window_closed
 * 2. Q3: a direct enrolment would succeed now   seats_free
 *
 * Returns: the decision
 */
HoubuDecision
houbu_rules_check_join (const HoubuExamWindow *window,
                        const HoubuOfferingState *offering,
                        const HoubuPersonState *person,
                        gint64 now)
{
  HoubuDecision decision;

  g_return_val_if_fail (window != NULL && offering != NULL && person != NULL,
                        houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, NULL, NULL));

  decision = check_common (window, offering, person, now);
  if (decision.refusal != HOUBU_REFUSAL_NONE)
    return decision;
  decision = houbu_rules_check_enrol (window, offering, person, now);
  if (decision.refusal == HOUBU_REFUSAL_NONE)
    return houbu_decision_refuse (HOUBU_REFUSAL_SEATS_FREE, "Q3", NULL);
  if (houbu_rules_is_waitlist_closed (window, now))
    return houbu_decision_refuse (HOUBU_REFUSAL_WINDOW_CLOSED, "Q7", NULL);
  return houbu_decision_allow ();
}

/* The candidate's own live item in this offering. */
static const HoubuItem *
find_own (const HoubuExamWindow *window,
          const HoubuOfferingState *offering,
          const HoubuPersonState *person,
          gint64 now)
{
  for (gsize i = 0; i < person->n_items; i++)
    if (person->items[i].offering == offering->key &&
        houbu_rules_item_is_live (window, &person->items[i], now))
      return &person->items[i];
  return NULL;
}

/**
 * houbu_rules_offering_action:
 * @window: times of the exam
 * @offering: a row of the board
 * @person: who looks at it
 * @now: the clock
 *
 * What the row offers:
 *
 * 1. waits for it                   waiting, with the id of the entry
 * 2. has a seat there               enrolled, with the id of the enrolment
 * 3. could enrol                    enrol
 * 4. could join                     join
 * 5. only the waitlist has closed   none, with what keeps from enrolling
 * 6. else                           none, with what keeps from joining
 *
 * Returns: the action and why
 */
HoubuBoardAction
houbu_rules_offering_action (const HoubuExamWindow *window,
                             const HoubuOfferingState *offering,
                             const HoubuPersonState *person,
                             gint64 now)
{
  HoubuBoardAction row = { HOUBU_ACTION_NONE, houbu_decision_allow () };
  HoubuDecision enrol;
  const HoubuItem *own;

  g_return_val_if_fail (window != NULL && offering != NULL && person != NULL, row);

  own = find_own (window, offering, person, now);
  if (own != NULL)
    {
      row.action = own->is_entry ? HOUBU_ACTION_WAITING : HOUBU_ACTION_ENROLLED;
      row.decision.conflict = own->id;
      return row;
    }
  enrol = houbu_rules_check_enrol (window, offering, person, now);
  row.decision = enrol;
  if (enrol.refusal == HOUBU_REFUSAL_NONE)
    {
      row.action = HOUBU_ACTION_ENROL;
      return row;
    }
  row.decision = houbu_rules_check_join (window, offering, person, now);
  if (row.decision.refusal == HOUBU_REFUSAL_NONE)
    row.action = HOUBU_ACTION_JOIN;
  else if (g_strcmp0 (row.decision.rule, "Q7") == 0)
    row.decision = enrol;
  return row;
}

/**
 * houbu_action_to_word:
 * @action: an action of the board
 *
 * Returns: (transfer none): its word on the wire
 */
const char *
houbu_action_to_word (HoubuAction action)
{
  static const char *const words[] = { "none", "enrol", "join", "waiting", "enrolled" };

  g_return_val_if_fail ((guint) action < G_N_ELEMENTS (words), NULL);

  return words[action];
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-rules-review.h"

#include "houbu-decision-private.h"

/* The ticket is one of CET-4, and a review opens CET-6 and its oral test. */
#define CET4 "1"
#define OPENED "2;S"

static const char *const standing_words[] = {
  [HOUBU_REVIEW_NONE] = "none",
  [HOUBU_REVIEW_APPROVED] = "approved",
  [HOUBU_REVIEW_PENDING] = "pending",
  [HOUBU_REVIEW_REFUSED] = "refused",
};

static const char *const finding_words[] = {
  [HOUBU_FINDING_PASSED] = "passed",
  [HOUBU_FINDING_UNKNOWN_TICKET] = "unknown_ticket",
  [HOUBU_FINDING_OTHER_DOCUMENT] = "other_document",
  [HOUBU_FINDING_BEFORE_2005] = "before_2005",
  [HOUBU_FINDING_SCORE_TOO_LOW] = "score_too_low",
};

/**
 * houbu_rules_check_review:
 * @window: times of the exam
 * @person: the school's record, or the registration's
 * @asked_before: this account has asked for its review already
 * @now: the clock
 *
 * O5:
 *
 * 1. one review per account                     review_exists
 * 2. qualified for CET-6, by record or review   review_not_needed
 * 3. too late to take anything                  window_closed
 * 4. else                                       allowed
 *
 * Returns: the decision
 */
HoubuDecision
houbu_rules_check_review (const HoubuExamWindow *window,
                          const HoubuPersonState *person,
                          gboolean asked_before,
                          gint64 now)
{
  g_return_val_if_fail (window != NULL && person != NULL,
                        houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, NULL, NULL));

  if (asked_before)
    return houbu_decision_refuse (HOUBU_REFUSAL_REVIEW_EXISTS, "O5", NULL);
  if (person->review_approved ||
      houbu_subject_set_has (person->qualified, houbu_subject_info_find ("2")))
    return houbu_decision_refuse (HOUBU_REFUSAL_REVIEW_NOT_NEEDED, "R1", NULL);
  if (now >= window->registration_closes_at)
    return houbu_decision_refuse (HOUBU_REFUSAL_WINDOW_CLOSED, "R5", NULL);
  return houbu_decision_allow ();
}

/**
 * houbu_rules_judge_ticket:
 * @facts: what the results say of the ticket
 * @pass_mark: score from which CET-4 is passed
 *
 * O5:
 *
 * 1. no result of CET-4 with this ticket    unknown ticket
 * 2. somebody else's, whatever it says      other document
 * 3. from before 2005                       before 2005
 * 4. below the pass mark                    score too low
 * 5. else                                   passed
 *
 * Returns: the finding
 */
HoubuFinding
houbu_rules_judge_ticket (const HoubuTicketFacts *facts, gint64 pass_mark)
{
  g_return_val_if_fail (facts != NULL, HOUBU_FINDING_UNKNOWN_TICKET);

  if (!facts->known || facts->subject == NULL || !g_str_equal (facts->subject->code, CET4))
    return HOUBU_FINDING_UNKNOWN_TICKET;
  if (!facts->own)
    return HOUBU_FINDING_OTHER_DOCUMENT;
  if (facts->exam_year < HOUBU_REVIEW_FIRST_YEAR)
    return HOUBU_FINDING_BEFORE_2005;
  return facts->score >= pass_mark ? HOUBU_FINDING_PASSED : HOUBU_FINDING_SCORE_TOO_LOW;
}

/**
 * houbu_rules_review_outcome:
 * @finding: what the results say
 *
 * 1. passed                            approved
 * 2. unknown ticket, other document    pending: the school looks at proof. Both answer alike, so
 *                                      that nobody learns whether a ticket exists
 * 3. before 2005, score too low        refused
 *
 * Returns: what becomes of the review at once
 */
HoubuReviewStanding
houbu_rules_review_outcome (HoubuFinding finding)
{
  switch (finding)
    {
    case HOUBU_FINDING_PASSED:
      return HOUBU_REVIEW_APPROVED;
    case HOUBU_FINDING_UNKNOWN_TICKET:
    case HOUBU_FINDING_OTHER_DOCUMENT:
      return HOUBU_REVIEW_PENDING;
    case HOUBU_FINDING_BEFORE_2005:
    case HOUBU_FINDING_SCORE_TOO_LOW:
    default:
      return HOUBU_REVIEW_REFUSED;
    }
}

/**
 * houbu_rules_check_review_decision:
 * @standing: of the review
 * @approve: what an operator wants
 *
 * 1. pending           approve and refuse
 * 2. refused           approve only: a mistake is mended
 * 3. approved          nothing: it is final
 *
 * Returns: the decision
 */
HoubuDecision
houbu_rules_check_review_decision (HoubuReviewStanding standing, gboolean approve)
{
  if (standing == HOUBU_REVIEW_PENDING || (standing == HOUBU_REVIEW_REFUSED && approve))
    return houbu_decision_allow ();
  return houbu_decision_refuse (HOUBU_REFUSAL_STATE_CHANGED, "O5", NULL);
}

/**
 * houbu_rules_review_subjects:
 *
 * Returns: what an approved review opens (R1)
 */
HoubuSubjectSet
houbu_rules_review_subjects (void)
{
  HoubuSubjectSet set = 0;

  houbu_subject_set_parse (OPENED, &set);
  return set;
}

/**
 * houbu_review_standing_to_word:
 * @standing: of a review
 *
 * Returns: (transfer none): the word of the wire and of the database
 */
const char *
houbu_review_standing_to_word (HoubuReviewStanding standing)
{
  g_return_val_if_fail ((guint) standing < G_N_ELEMENTS (standing_words), NULL);

  return standing_words[standing];
}

/**
 * houbu_review_standing_from_word:
 * @word: (nullable): a word
 *
 * Returns: what it stands for, %HOUBU_REVIEW_NONE when nothing
 */
HoubuReviewStanding
houbu_review_standing_from_word (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (standing_words); i++)
    if (g_strcmp0 (word, standing_words[i]) == 0)
      return (HoubuReviewStanding) i;
  return HOUBU_REVIEW_NONE;
}

/**
 * houbu_finding_to_word:
 * @finding: a finding
 *
 * Returns: (transfer none): the word of the wire and of the database
 */
const char *
houbu_finding_to_word (HoubuFinding finding)
{
  g_return_val_if_fail ((guint) finding < G_N_ELEMENTS (finding_words), NULL);

  return finding_words[finding];
}

/**
 * houbu_finding_from_word:
 * @word: (nullable): a word
 *
 * Returns: what it stands for; %HOUBU_FINDING_UNKNOWN_TICKET when nothing
 */
HoubuFinding
houbu_finding_from_word (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (finding_words); i++)
    if (g_strcmp0 (word, finding_words[i]) == 0)
      return (HoubuFinding) i;
  return HOUBU_FINDING_UNKNOWN_TICKET;
}

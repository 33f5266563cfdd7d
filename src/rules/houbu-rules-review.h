/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-rules-types.h"

G_BEGIN_DECLS

/* A ticket from before this year is the school's own to judge (O5). */
#define HOUBU_REVIEW_FIRST_YEAR 2005

typedef enum
{
  HOUBU_REVIEW_NONE,
  HOUBU_REVIEW_APPROVED,
  HOUBU_REVIEW_PENDING,
  HOUBU_REVIEW_REFUSED,
} HoubuReviewStanding;

/**
 * HoubuFinding:
 *
 * What the results of earlier exams say of a ticket.
 */
typedef enum
{
  HOUBU_FINDING_PASSED,
  HOUBU_FINDING_UNKNOWN_TICKET,
  HOUBU_FINDING_OTHER_DOCUMENT,
  HOUBU_FINDING_BEFORE_2005,
  HOUBU_FINDING_SCORE_TOO_LOW,
} HoubuFinding;

/**
 * HoubuTicketFacts:
 * @known: there is a result with this ticket
 * @own: it belongs to the document of the person who asks
 * @subject: (nullable): of what
 * @exam_year: when
 * @score: with which score
 */
typedef struct
{
  gboolean known;
  gboolean own;
  const HoubuSubjectInfo *subject;
  gint64 exam_year;
  gint64 score;
} HoubuTicketFacts;

HoubuDecision houbu_rules_check_review (const HoubuExamWindow *window,
                                        const HoubuPersonState *person,
                                        gboolean asked_before,
                                        gint64 now);
HoubuFinding houbu_rules_judge_ticket (const HoubuTicketFacts *facts, gint64 pass_mark);
HoubuReviewStanding houbu_rules_review_outcome (HoubuFinding finding);
HoubuDecision houbu_rules_check_review_decision (HoubuReviewStanding standing, gboolean approve);
HoubuSubjectSet houbu_rules_review_subjects (void);

const char *houbu_review_standing_to_word (HoubuReviewStanding standing);
HoubuReviewStanding houbu_review_standing_from_word (const char *word);
const char *houbu_finding_to_word (HoubuFinding finding);
HoubuFinding houbu_finding_from_word (const char *word);

G_END_DECLS

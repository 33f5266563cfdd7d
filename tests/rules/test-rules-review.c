/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-rules-review.h"

#define PASS 425

/* Who may ask, case by case. */
static void
test_ask (void)
{
  static const struct
  {
    const char *qualified;
    gboolean approved;
    gboolean asked;
    gint64 now;
    HoubuRefusal refusal;
  } cases[] = {
    { "1;3", FALSE, TRUE, 0, HOUBU_REFUSAL_REVIEW_EXISTS },
    { "1;2", FALSE, FALSE, 0, HOUBU_REFUSAL_REVIEW_NOT_NEEDED },
    { "1", TRUE, FALSE, 0, HOUBU_REFUSAL_REVIEW_NOT_NEEDED },
    { "1", FALSE, FALSE, 100, HOUBU_REFUSAL_WINDOW_CLOSED },
    { "1", FALSE, FALSE, 99, HOUBU_REFUSAL_NONE },
    { "", FALSE, FALSE, 0, HOUBU_REFUSAL_NONE },
  };
  const HoubuExamWindow window = { .registration_opens_at = 10, .registration_closes_at = 100 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HoubuPersonState person = { .review_approved = cases[i].approved };

      houbu_subject_set_parse (cases[i].qualified, &person.qualified);
      g_assert_cmpint (
          houbu_rules_check_review (&window, &person, cases[i].asked, cases[i].now).refusal, ==,
          cases[i].refusal);
    }
}

/* What the results say of a ticket, case by case, and what becomes of the review. */
static void
test_judge (void)
{
  static const struct
  {
    gboolean known, own;
    const char *subject;
    gint64 year, score;
    HoubuFinding finding;
    HoubuReviewStanding outcome;
  } cases[] = {
    { FALSE, FALSE, NULL, 0, 0, HOUBU_FINDING_UNKNOWN_TICKET, HOUBU_REVIEW_PENDING },
    { TRUE, TRUE, "3", 2020, 600, HOUBU_FINDING_UNKNOWN_TICKET, HOUBU_REVIEW_PENDING },
    { TRUE, FALSE, "1", 2020, 600, HOUBU_FINDING_OTHER_DOCUMENT, HOUBU_REVIEW_PENDING },
    { TRUE, FALSE, "1", 2000, 600, HOUBU_FINDING_OTHER_DOCUMENT, HOUBU_REVIEW_PENDING },
    { TRUE, TRUE, "1", 2004, 600, HOUBU_FINDING_BEFORE_2005, HOUBU_REVIEW_REFUSED },
    { TRUE, TRUE, "1", 2005, PASS, HOUBU_FINDING_PASSED, HOUBU_REVIEW_APPROVED },
    { TRUE, TRUE, "1", 2020, PASS - 1, HOUBU_FINDING_SCORE_TOO_LOW, HOUBU_REVIEW_REFUSED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const HoubuTicketFacts facts = { cases[i].known, cases[i].own,
                                       houbu_subject_info_find (cases[i].subject), cases[i].year,
                                       cases[i].score };
      HoubuFinding finding = houbu_rules_judge_ticket (&facts, PASS);

      g_assert_cmpint (finding, ==, cases[i].finding);
      g_assert_cmpint (houbu_rules_review_outcome (finding), ==, cases[i].outcome);
      g_assert_cmpint (houbu_finding_from_word (houbu_finding_to_word (finding)), ==, finding);
    }
}

/* What a school may still decide: an approved review is final. */
static void
test_decide (void)
{
  static const struct
  {
    HoubuReviewStanding standing;
    gboolean approve, allowed;
  } cases[] = {
    { HOUBU_REVIEW_PENDING, TRUE, TRUE },   { HOUBU_REVIEW_PENDING, FALSE, TRUE },
    { HOUBU_REVIEW_REFUSED, TRUE, TRUE },   { HOUBU_REVIEW_REFUSED, FALSE, FALSE },
    { HOUBU_REVIEW_APPROVED, TRUE, FALSE }, { HOUBU_REVIEW_APPROVED, FALSE, FALSE },
    { HOUBU_REVIEW_NONE, TRUE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (
        houbu_rules_check_review_decision (cases[i].standing, cases[i].approve).refusal, ==,
        cases[i].allowed ? HOUBU_REFUSAL_NONE : HOUBU_REFUSAL_STATE_CHANGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/review/ask", test_ask);
  g_test_add_func ("/rules/review/judge", test_judge);
  g_test_add_func ("/rules/review/decide", test_decide);
  return g_test_run ();
}

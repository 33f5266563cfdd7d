/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-runner.h"

/* Random histories give the same answers and the same state by the reference model and by the rule
 * book folded over arrays. */
static void
test_random (void)
{
  mc_run_seeds (&mc_model_subject, &mc_fold_subject, 400, 120);
}

/* Histories that once found a difference. */
static void
test_replays (void)
{
  mc_run_replays (&mc_model_subject, &mc_fold_subject);
}

/* What is generated is no string of refusals: every answer of the rules comes up, and every step
 * that seats and orders take. */
static void
test_reaches (void)
{
  static const char *const words[] = { "ok",
                                       "step_missing",
                                       "withdrawn",
                                       "other_campus",
                                       "window_closed",
                                       "not_qualified",
                                       "same_level",
                                       "already_waiting",
                                       "written_required",
                                       "exam_time_unset",
                                       "fee_unset",
                                       "no_seat",
                                       "queue_not_empty",
                                       "seats_free",
                                       "oral_held",
                                       "state_changed",
                                       "already_registered",
                                       "registered_elsewhere",
                                       "capacity_in_use",
                                       "not_found",
                                       "no_report_form",
                                       "report_form_missing",
                                       "nothing_to_pay",
                                       "paying",
                                       "paid",
                                       "locked",
                                       "invalid_field",
                                       "provider_silent",
                                       "fail",
                                       "seat unpaid > paying",
                                       "seat paying > unpaid",
                                       "seat paying > paid",
                                       "seat paying > expired",
                                       "seat paying > revoked",
                                       "seat expired > paid",
                                       "seat paid > refunded",
                                       "seat unpaid > locked",
                                       "seat locked > unpaid",
                                       "seat locked > expired",
                                       "seat locked > paid",
                                       "seat locked > revoked",
                                       "order - > paying",
                                       "order - > created",
                                       "order created > paying",
                                       "order created > closed",
                                       "order created > paid",
                                       "order paying > paid",
                                       "order paying > closed",
                                       "order paying > refund_due",
                                       "order paying > review",
                                       "order closed > paid",
                                       "order closed > refund_due",
                                       "order closed > review",
                                       "order paid > refund_due",
                                       "order refund_due > paid",
                                       "order refund_due > refunded",
                                       "order review > refund_due",
                                       "order refunded > refund_due" };

  mc_run_coverage (words, G_N_ELEMENTS (words), 400, 120);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model-check/rule-book/random", test_random);
  g_test_add_func ("/model-check/rule-book/replays", test_replays);
  g_test_add_func ("/model-check/rule-book/reaches", test_reaches);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules-world.h"

/* The forms are fixed at 4000; the item "x" is the one chosen for. */
static const Case cases[] = {
  { "oral", "item=x,F,unpaid", 1500, "no_report_form", "P3" },
  { "oral, paid", "item=x,F,paid", 1500, "no_report_form", "P3" },
  { "cancelled", "item=x,1,cancelled", 1500, "state_changed", "P1" },
  { "expired", "item=x,1,expired", 1500, "state_changed", "P1" },
  { "revoked", "item=x,1,revoked", 1500, "state_changed", "P1" },
  { "refunded", "item=x,1,refunded", 1500, "state_changed", "P1" },
  { "at its deadline", "item=x,1,unpaid,7,1500", 1500, "state_changed", "P1" },
  { "when the forms are fixed", "item=x,1,paid", 4000, "window_closed", "P3" },
  { "later", "item=x,1,paid", 4001, "window_closed", "P3" },
  { "just before they are fixed", "item=x,1,paid", 3999, "none" },
  { "unpaid", "item=x,1,unpaid,7,1500", 1499, "none" },
  { "an order is open", "item=x,3,paying,7,1400", 1500, "none" },
  { "locked", "item=x,1,locked,7,-,1501", 1500, "none" },
  { "after registration has closed", "item=x,1,paid", 2500, "none" },
};

/* P3: for which seat the form of the score report may be chosen, and until when. */
static void
test_choose (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (World) world = world_new (cases[i].changes);
      assert_decision (&cases[i], houbu_rules_check_report_form (
                                      &world->window, world_find (world, "x"), 4000, cases[i].now));
    }
}

/* An exam session that set no end has not fixed the forms. */
static void
test_no_end (void)
{
  g_autoptr (World) world = world_new ("item=x,1,paid");
  HoubuDecision decision = houbu_rules_check_report_form (&world->window, world_find (world, "x"),
                                                          HOUBU_NONE, G_MAXINT64);

  g_assert_cmpint (decision.refusal, ==, HOUBU_REFUSAL_NONE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/report-form/choose", test_choose);
  g_test_add_func ("/rules/report-form/no-end", test_no_end);
  return g_test_run ();
}

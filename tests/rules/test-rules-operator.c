/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules-world.h"

/* O3: a cut below the seats in use needs force; nothing goes below zero. */
static void
test_capacity (void)
{
  static const struct
  {
    gint64 capacity;
    gboolean force;
    HoubuRefusal refusal;
  } cases[] = {
    { -1, FALSE, HOUBU_REFUSAL_INVALID_FIELD },
    { -1, TRUE, HOUBU_REFUSAL_INVALID_FIELD },
    { 5, FALSE, HOUBU_REFUSAL_NONE },
    { 4, FALSE, HOUBU_REFUSAL_NONE },
    { 3, TRUE, HOUBU_REFUSAL_NONE },
    { 0, TRUE, HOUBU_REFUSAL_NONE },
    { 3, FALSE, HOUBU_REFUSAL_CAPACITY_IN_USE },
    { 0, FALSE, HOUBU_REFUSAL_CAPACITY_IN_USE },
  };
  g_autoptr (World) world = world_new ("capacity=4 inuse=4");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (
        houbu_rules_check_capacity (&world->offering, cases[i].capacity, cases[i].force).refusal,
        ==, cases[i].refusal);
}

/* The item "x" is the one to be locked, until 1800. */
static const Case lock_cases[] = {
  { "paid", "item=x,1,paid", 1500, "paid", "R6" },
  { "paying", "item=x,1,paying", 1500, "paying", "P1" },
  { "locked", "item=x,1,locked,7,-,1501", 1500, "locked", "R7" },
  { "ended", "item=x,1,cancelled", 1500, "state_changed", "P1" },
  { "at its deadline", "item=x,1,unpaid,7,1500", 1500, "state_changed", "P1" },
  { "ends when it begins", "item=x,1,unpaid,7,1900", 1800, "invalid_field", "R7" },
  { "ends before it begins", "item=x,1,unpaid,7,1900", 1801, "invalid_field", "R7" },
  { "just before its deadline", "item=x,1,unpaid,7,1500", 1499, "none" },
  { "ends just after it begins", "item=x,1,unpaid,7,1900", 1799, "none" },
  { "lock over, its hold not", "item=x,1,locked,7,-,1500", 1500, "none" },
};

/* R7: a school locks unpaid seats only, and says until when. */
static void
test_lock (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lock_cases); i++)
    {
      g_autoptr (World) world = world_new (lock_cases[i].changes);
      assert_decision (&lock_cases[i],
                       houbu_rules_check_lock (&world->window, world_find (world, "x"), 1800,
                                               lock_cases[i].now));
    }
}

/* A lock without an end would never give the seat back (I-S8). */
static void
test_lock_needs_end (void)
{
  g_autoptr (World) world = world_new ("item=x,1,unpaid");
  HoubuDecision decision =
      houbu_rules_check_lock (&world->window, world_find (world, "x"), HOUBU_NONE, 1500);

  g_assert_cmpint (decision.refusal, ==, HOUBU_REFUSAL_INVALID_FIELD);
}

/* The item "x" is the one to be paid; a case named "form …" has a report form. */
static const Case pay_cases[] = {
  { "form, paid", "item=x,1,paid", 1500, "paid", "R6" },
  { "form, locked", "item=x,1,locked,7,-,1501", 1500, "locked", "R7" },
  { "form, paying", "item=x,1,paying", 1500, "paying", "P3" },
  { "form, ended", "item=x,1,expired", 1500, "state_changed", "P1" },
  { "form, at its deadline", "item=x,1,unpaid,7,1500", 1500, "state_changed", "P1" },
  { "written without a form", "item=x,1,unpaid", 1500, "report_form_missing", "P3" },
  { "oral, written missing", "item=x,F,unpaid", 1500, "written_required", "R3" },
  { "oral, written unpaid", "item=x,F,unpaid item=w,1,unpaid", 1500, "written_required", "R3",
    "w" },
  { "oral, written paying", "item=x,F,unpaid item=w,1,paying", 1500, "written_required", "R3",
    "w" },
  { "oral, written paid", "item=x,F,unpaid item=w,1,paid", 1500, "none" },
  { "form, just before its deadline", "item=x,1,unpaid,7,1500", 1499, "none" },
  { "form, lock over", "item=x,1,locked,7,-,1500", 1500, "none" },
};

/* R3, P3: what an order may cover. */
static void
test_pay (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pay_cases); i++)
    {
      g_autoptr (World) world = world_new (pay_cases[i].changes);
      assert_decision (
          &pay_cases[i],
          houbu_rules_check_pay (&world->window, &world->person, world_find (world, "x"),
                                 g_str_has_prefix (pay_cases[i].name, "form"), pay_cases[i].now));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/operator/capacity", test_capacity);
  g_test_add_func ("/rules/operator/lock", test_lock);
  g_test_add_func ("/rules/operator/lock-needs-end", test_lock_needs_end);
  g_test_add_func ("/rules/operator/pay", test_pay);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules-world.h"

static const struct
{
  Case row;
  const char *own;
  const char *other;
} register_cases[] = {
  { { "registered already", "", 1500, "already_registered", "R9", "r1" }, "r1", NULL },
  { { "registered already and elsewhere", "", 1500, "already_registered", "R9", "r1" },
    "r1",
    "r2" },
  { { "registered elsewhere", "", 1500, "registered_elsewhere", "R9" }, NULL, "r2" },
  { { "before registration opens", "", 999, "window_closed", "R5" }, NULL, NULL },
  { { "when registration closes", "", 2000, "window_closed", "R5" }, NULL, NULL },
  { { "after registration closed", "", 2001, "window_closed", "R5" }, NULL, NULL },
  { { "no subject at all", "qualified=", 1500, "not_qualified", "R1" }, NULL, NULL },
  { { "only by a review", "qualified= review", 1500, "none" }, NULL, NULL },
  { { "when registration opens", "", 1000, "none" }, NULL, NULL },
  { { "just after", "", 1001, "none" }, NULL, NULL },
  { { "just before registration closes", "", 1999, "none" }, NULL, NULL },
};

/* R9: one registration per person and exam, and per account. */
static void
test_register (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (register_cases); i++)
    {
      const Case *row = &register_cases[i].row;
      g_autoptr (World) world = world_new (row->changes);
      assert_decision (row, houbu_rules_check_register (&world->window, &world->person,
                                                        register_cases[i].own,
                                                        register_cases[i].other, row->now));
    }
}

static const Case delete_cases[] = {
  { "none", "registration=-", 1500, "step_missing", "R9" },
  { "paid", "item=a,1,unpaid item=b,F,paid", 1500, "paid", "R6", "b" },
  { "locked", "item=a,1,locked,7,-,1501", 1500, "locked", "R6", "a" },
  { "paying", "item=a,1,paying", 1500, "paying", "R6", "a" },
  { "empty", "", 1500, "none" },
  { "unpaid and waiting", "item=a,1,unpaid item=b,F,waiting", 1500, "none" },
  { "lock over", "item=a,1,locked,7,-,1500", 1500, "none" },
  { "ended ones", "item=a,1,refunded item=b,1,expired", 1500, "none" },
};

/* R6, R7: a registration with a paid or locked seat cannot be deleted. */
static void
test_delete (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (delete_cases); i++)
    {
      g_autoptr (World) world = world_new (delete_cases[i].changes);
      assert_decision (&delete_cases[i], houbu_rules_check_delete_registration (
                                             &world->window, &world->person, delete_cases[i].now));
    }
}

/* P9: an empty registration lives for 24 h to the microsecond; one with a live item for good. */
static void
test_empty (void)
{
  const gint64 day = 24 * G_TIME_SPAN_HOUR;

  g_assert_false (houbu_rules_registration_empty_expired (HOUBU_NONE, G_MAXINT64));
  g_assert_false (houbu_rules_registration_empty_expired (1000, 999));
  g_assert_false (houbu_rules_registration_empty_expired (1000, 1000 + day - 1));
  g_assert_true (houbu_rules_registration_empty_expired (1000, 1000 + day));
  g_assert_true (houbu_rules_registration_empty_expired (1000, 1000 + day + 1));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/registration/register", test_register);
  g_test_add_func ("/rules/registration/delete", test_delete);
  g_test_add_func ("/rules/registration/empty", test_empty);
  return g_test_run ();
}

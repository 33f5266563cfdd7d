/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules-world.h"

/* The item "x" is the one to be cancelled. */
static const Case enrolment_cases[] = {
  { "paid", "item=x,1,paid", 1500, "paid", "R6" },
  { "locked", "item=x,1,locked,7,-,1501", 1500, "locked", "R7" },
  { "locked without an end", "item=x,1,locked", 1500, "locked", "R7" },
  { "an order is open", "item=x,1,paying,7,1400", 1500, "paying", "P1" },
  { "cancelled before", "item=x,1,cancelled", 1500, "state_changed", "P1" },
  { "expired", "item=x,1,expired", 1500, "state_changed", "P1" },
  { "revoked", "item=x,1,revoked", 1500, "state_changed", "P1" },
  { "refunded", "item=x,1,refunded", 1500, "state_changed", "P1" },
  { "at its deadline", "item=x,1,unpaid,7,1500", 1500, "state_changed", "P1" },
  { "past its deadline", "item=x,1,unpaid,7,1500", 1501, "state_changed", "P1" },
  { "lock and hold are over", "item=x,1,locked,7,-,1000", 1500, "state_changed", "P1" },
  { "oral unpaid", "item=x,1,unpaid item=o,F,unpaid,8,1501", 1500, "oral_held", "R4", "o" },
  { "oral paying", "item=x,1,unpaid item=o,F,paying,8,1400", 1500, "oral_held", "R4", "o" },
  { "oral locked", "item=x,1,unpaid item=o,F,locked,8,-,1501", 1500, "oral_held", "R4", "o" },
  { "oral paid", "item=x,1,unpaid item=o,F,paid,8", 1500, "oral_held", "R4", "o" },
  { "oral at its deadline", "item=x,1,unpaid item=o,F,unpaid,8,1500", 1500, "none" },
  { "oral only waits", "item=x,1,unpaid item=o,F,waiting,8", 1500, "none" },
  { "oral of the other level", "item=x,1,unpaid item=o,S,paid,8", 1500, "none" },
  { "the oral one itself", "item=w,1,paid item=x,F,unpaid,8,1501", 1500, "none" },
  { "just before its deadline", "item=x,1,unpaid,7,1500", 1499, "none" },
  { "lock over, its hold not", "item=x,1,locked,7,-,1001", 1500, "none" },
  { "after registration has closed", "item=x,1,unpaid,7,2600", 2500, "none" },
};

/* R6, R7, P1, R4: which enrolment a candidate may cancel. */
static void
test_cancel_enrolment (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (enrolment_cases); i++)
    {
      g_autoptr (World) world = world_new (enrolment_cases[i].changes);
      assert_decision (&enrolment_cases[i], houbu_rules_check_cancel_enrolment (
                                                &world->window, &world->person,
                                                world_find (world, "x"), enrolment_cases[i].now));
    }
}

static const struct
{
  Case row;
  const char *state;
  const char *reason;
  gsize note_length;
} entry_cases[] = {
  { { "no reason", "", 1500, "invalid_field", "Q6" }, "waiting", NULL, 0 },
  { { "an unknown reason", "", 1500, "invalid_field", "Q6" }, "waiting", "bored", 0 },
  { { "a note too long", "", 1500, "invalid_field", "Q6" }, "waiting", "other", 101 },
  { { "promoted", "", 1500, "state_changed", "Q6" }, "promoted", "give_up", 0 },
  { { "cancelled before", "", 1500, "state_changed", "Q6" }, "cancelled", "give_up", 0 },
  { { "failed", "", 1500, "state_changed", "Q6" }, "failed", "give_up", 0 },
  { { "when the waitlist closes", "", 2000, "state_changed", "Q7" }, "waiting", "give_up", 0 },
  { { "after the waitlist closed", "", 2001, "state_changed", "Q7" }, "waiting", "give_up", 0 },
  { { "just before it closes", "", 1999, "none" }, "waiting", "give_up", 0 },
  { { "giving up", "", 1500, "none" }, "waiting", "give_up", 0 },
  { { "another campus", "", 1500, "none" }, "waiting", "other_campus", 0 },
  { { "another subject", "", 1500, "none" }, "waiting", "other_subject", 0 },
  { { "too long", "", 1500, "none" }, "waiting", "waited_too_long", 0 },
  { { "something else", "", 1500, "none" }, "waiting", "other", 0 },
  { { "the longest note", "", 1500, "none" }, "waiting", "other", 100 },
};

/* Q6, Q7: which entry a candidate may cancel; a note counts characters, not bytes. */
static void
test_cancel_entry (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (entry_cases); i++)
    {
      g_autoptr (World) world = world_new (entry_cases[i].row.changes);
      g_autoptr (GString) note = g_string_new (NULL);
      for (gsize n = 0; n < entry_cases[i].note_length; n++)
        g_string_append (note, "候");
      assert_decision (&entry_cases[i].row,
                       houbu_rules_check_cancel_entry (
                           &world->window, houbu_wait_state_from_word (entry_cases[i].state),
                           houbu_cancel_reason_from_word (entry_cases[i].reason),
                           note->len > 0 ? note->str : NULL, entry_cases[i].row.now));
    }
}

/* P8: what ends with a written enrolment, and what does not. */
static void
test_falls_with (void)
{
  static const struct
  {
    const char *item;
    const char *lost;
    gboolean falls;
  } cases[] = {
    { "item=x,F,unpaid", "F", FALSE },  { "item=x,1,unpaid", "F", FALSE },
    { "item=x,3,waiting", "1", FALSE }, { "item=x,S,unpaid", "1", FALSE },
    { "item=x,F,waiting", "2", FALSE }, { "item=x,F,unpaid", "1", TRUE },
    { "item=x,F,waiting", "1", TRUE },  { "item=x,S,paid", "2", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (World) world = world_new (cases[i].item);
      g_test_message ("%s with %s", cases[i].item, cases[i].lost);
      g_assert_cmpint (
          houbu_rules_falls_with (world_find (world, "x"), houbu_subject_info_find (cases[i].lost)),
          ==, cases[i].falls);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/leave/enrolment", test_cancel_enrolment);
  g_test_add_func ("/rules/leave/entry", test_cancel_entry);
  g_test_add_func ("/rules/leave/falls-with", test_falls_with);
  return g_test_run ();
}

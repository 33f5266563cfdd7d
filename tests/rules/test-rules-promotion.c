/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules-world.h"

/* What stops a promotion, in the order of the comment over houbu_rules_check_promotion(); each
 * row also has whatever comes after it in that order. */
static const struct
{
  const char *changes;
  gint64 now;
  const char *halt;
} halt_cases[] = {
  { "queue=0 withdrawn fee=- exam=- capacity=1", 1500, "queue_empty" },
  { "withdrawn fee=- exam=- capacity=1", 2500, "withdrawn" },
  { "fee=- exam=- capacity=1", 999, "window_closed" },
  { "fee=- exam=- capacity=1", 2000, "window_closed" },
  { "", 2001, "window_closed" },
  { "campus-opens=1500", 1499, "window_closed" },
  { "campus-closes=1500", 1500, "window_closed" },
  { "fee=- exam=- pay=1600 capacity=1", 1500, "fee_unset" },
  { "fee=0 exam=- pay=1600 capacity=1", 1500, "fee_unset" },
  { "exam=- pay=1600 capacity=1", 1500, "exam_time_unset" },
  { "pay=1699 capacity=1", 1500, "pay_window" },
  { "pay=1500 minpay=0 capacity=1", 1500, "pay_window" },
  { "pay=1400 minpay=0 capacity=1", 1500, "pay_window" },
  { "capacity=1", 1500, "over_capacity" },
  { "capacity=2", 1500, "no_seat" },
  { "capacity=3", 1500, "none" },
  { "pay=1700", 1500, "none" },
  { "pay=1701", 1500, "none" },
  { "pay=1501 minpay=0", 1500, "none" },
  { "", 1000, "none" },
  { "", 1001, "none" },
  { "", 1999, "none" },
  { "closes=1400", 1500, "none" },
  { "campus-opens=1500", 1500, "none" },
  { "campus-closes=1500", 1499, "none" },
};

/* Q4, Q7, R5, Q1: what stops a promotion whoever waits. */
static void
test_halt (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (halt_cases); i++)
    {
      g_autofree char *changes = g_strconcat ("queue=3 ", halt_cases[i].changes, NULL);
      g_autoptr (World) world = world_new (changes);
      HoubuHalt halt =
          houbu_rules_check_promotion (&world->window, &world->offering, halt_cases[i].now);
      g_test_message ("%s at %" G_GINT64_FORMAT, changes, halt_cases[i].now);
      g_assert_cmpstr (houbu_halt_to_word (halt), ==, halt_cases[i].halt);
    }
}

/* Whether the head, whose entry is "h" for the offering, is still eligible. */
static const struct
{
  const char *changes;
  const char *reason;
} head_cases[] = {
  { "registration=- qualified= own-school=T", "registration_deleted" },
  { "qualified=3", "ineligible" },
  { "own-school=T", "ineligible" },
  { "item=s,3,paid,8", "conflict" },
  { "item=s,1,unpaid,7,1501", "conflict" },
  { "item=e,3,waiting,8", "conflict" },
  { "subject=F", "written_lost" },
  { "subject=F item=s,1,unpaid,8,1500", "written_lost" },
  { "subject=F item=s,1,waiting,8", "written_lost" },
  { "subject=F item=s,1,unpaid,8,1501", "none" },
  { "item=s,3,unpaid,8,1500", "none" },
  { "item=s,3,cancelled,8", "none" },
  { "item=s,2,paid,8", "none" },
  { "", "none" },
};

/* Q4: the head is checked again, and its own entry is not in its way. */
static void
test_head (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (head_cases); i++)
    {
      gboolean oral = g_str_has_prefix (head_cases[i].changes, "subject=F");
      g_autofree char *changes =
          g_strdup_printf ("item=h,%s,waiting,7 %s", oral ? "F" : "1", head_cases[i].changes);
      g_autoptr (World) world = world_new (changes);
      HoubuFailReason reason =
          houbu_rules_check_head (&world->window, &world->offering, &world->person, "h", 1500);
      g_test_message ("%s", changes);
      g_assert_cmpstr (houbu_fail_reason_to_word (reason), ==, head_cases[i].reason);
    }
}

/* `queue explain` has a sentence for each halt in both languages, and no two alike. */
static void
test_sentences (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint halt = 0; halt < HOUBU_N_HALTS; halt++)
    {
      g_assert_true (g_hash_table_add (seen, (char *) houbu_halt_get_sentence (halt, "en")));
      g_assert_true (g_hash_table_add (seen, (char *) houbu_halt_get_sentence (halt, "zh-CN")));
      g_assert_nonnull (houbu_halt_get_rule (halt));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/promotion/halt", test_halt);
  g_test_add_func ("/rules/promotion/head", test_head);
  g_test_add_func ("/rules/promotion/sentences", test_sentences);
  return g_test_run ();
}

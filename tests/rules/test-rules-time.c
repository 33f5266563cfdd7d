/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules-world.h"

/* Q5: a hold ends after its time or when payment closes, whichever comes first. */
static void
test_deadline (void)
{
  g_autoptr (World) world = world_new ("hold=500 pay=3000");

  g_assert_cmpint (houbu_rules_deadline (&world->window, 1500), ==, 2000);
  g_assert_cmpint (houbu_rules_deadline (&world->window, 2499), ==, 2999);
  g_assert_cmpint (houbu_rules_deadline (&world->window, 2500), ==, 3000);
  g_assert_cmpint (houbu_rules_deadline (&world->window, 2501), ==, 3000);
  world->window.payment_closes_at = G_MAXINT64;
  world->window.hold_us = G_MAXINT64;
  g_assert_cmpint (houbu_rules_deadline (&world->window, 1500), ==, G_MAXINT64);
}

/* R7: a lock that ends unpaid leaves a whole hold, whenever payment closes. */
static void
test_deadline_after_lock (void)
{
  g_autoptr (World) world = world_new ("hold=500 pay=3000");

  g_assert_cmpint (houbu_rules_deadline_after_lock (&world->window, 1500), ==, 2000);
  g_assert_cmpint (houbu_rules_deadline_after_lock (&world->window, 2999), ==, 3499);
}

/* R7: the deadline of an ended lock is the one that it leaves, before anybody wrote it down. */
static void
test_item_deadline (void)
{
  static const struct
  {
    const char *item;
    gint64 now;
    gint64 deadline;
  } cases[] = {
    { "item=x,1,locked,7,-,1500", 1499, HOUBU_NONE },
    { "item=x,1,locked,7,-,1500", 1500, 2000 },
    { "item=x,1,locked,7,-,1500", 2500, 2000 },
    { "item=x,1,locked,7,-,-", 1500, HOUBU_NONE },
    { "item=x,1,unpaid,7,1400,-", 1500, 1400 },
    { "item=x,1,paid,7,-,1500", 1500, HOUBU_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (World) world = world_new (cases[i].item);
      g_test_message ("%s at %" G_GINT64_FORMAT, cases[i].item, cases[i].now);
      g_assert_cmpint (
          houbu_rules_item_deadline (&world->window, world_find (world, "x"), cases[i].now), ==,
          cases[i].deadline);
    }
}

/* P2, R7: the state that counts, at both edges of the deadline, the lock and the hold after it. */
static void
test_item_state (void)
{
  static const struct
  {
    const char *item;
    gint64 now;
    HoubuSeatState state;
  } cases[] = {
    { "item=x,1,paid,7,1500", 1600, HOUBU_SEAT_PAID },
    { "item=x,1,paying,7,1500", 1600, HOUBU_SEAT_PAYING },
    { "item=x,1,cancelled,7,1500", 1400, HOUBU_SEAT_CANCELLED },
    { "item=x,1,unpaid,7,-", G_MAXINT64, HOUBU_SEAT_UNPAID },
    { "item=x,1,unpaid,7,1500", 1499, HOUBU_SEAT_UNPAID },
    { "item=x,1,unpaid,7,1500", 1500, HOUBU_SEAT_EXPIRED },
    { "item=x,1,unpaid,7,1500", 1501, HOUBU_SEAT_EXPIRED },
    { "item=x,1,locked,7,1400,-", G_MAXINT64, HOUBU_SEAT_LOCKED },
    { "item=x,1,locked,7,1400,1500", 1499, HOUBU_SEAT_LOCKED },
    { "item=x,1,locked,7,1400,1500", 1500, HOUBU_SEAT_UNPAID },
    { "item=x,1,locked,7,1400,1500", 1999, HOUBU_SEAT_UNPAID },
    { "item=x,1,locked,7,1400,1500", 2000, HOUBU_SEAT_EXPIRED },
    { "item=x,1,locked,7,1400,1500", 2001, HOUBU_SEAT_EXPIRED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (World) world = world_new (cases[i].item);
      g_test_message ("%s at %" G_GINT64_FORMAT, cases[i].item, cases[i].now);
      g_assert_cmpint (
          houbu_rules_item_state (&world->window, world_find (world, "x"), cases[i].now), ==,
          cases[i].state);
    }
}

/* Q1, Q7: seats count while they hold, entries until the waitlist closes. */
static void
test_is_live (void)
{
  static const struct
  {
    const char *item;
    gint64 now;
    gboolean live;
  } cases[] = {
    { "item=x,1,waiting", 1999, TRUE },         { "item=x,1,waiting", 2000, FALSE },
    { "item=x,1,waiting", 2001, FALSE },        { "item=x,1,unpaid,7,1500", 1499, TRUE },
    { "item=x,1,unpaid,7,1500", 1500, FALSE },  { "item=x,1,paying,7,1500", 1600, TRUE },
    { "item=x,1,locked,7,-,2500", 2400, TRUE }, { "item=x,1,paid", 5000, TRUE },
    { "item=x,1,cancelled", 1500, FALSE },      { "item=x,1,expired", 1500, FALSE },
    { "item=x,1,revoked", 1500, FALSE },        { "item=x,1,refunded", 1500, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (World) world = world_new (cases[i].item);
      g_test_message ("%s at %" G_GINT64_FORMAT, cases[i].item, cases[i].now);
      g_assert_cmpint (
          houbu_rules_item_is_live (&world->window, world_find (world, "x"), cases[i].now), ==,
          cases[i].live);
    }
}

/* What an operator may set as the times of an exam. */
static void
test_check_window (void)
{
  static const struct
  {
    const char *changes;
    gboolean good;
  } cases[] = {
    { "closes=1000", FALSE }, { "closes=1001", TRUE },    { "pay=1000", FALSE },
    { "pay=1001", TRUE },     { "waitlist=1000", FALSE }, { "waitlist=1001", TRUE },
    { "hold=999999", FALSE }, { "hold=1000000", TRUE },   { "minpay=-1", FALSE },
    { "minpay=0", TRUE },     { "grace=-1", FALSE },      { "grace=0", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *changes = g_strconcat ("hold=1000000 ", cases[i].changes, NULL);
      g_autoptr (World) world = world_new (changes);
      g_test_message ("%s", changes);
      g_assert_cmpint (houbu_rules_check_window (&world->window), ==, cases[i].good);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/time/deadline", test_deadline);
  g_test_add_func ("/rules/time/deadline-after-lock", test_deadline_after_lock);
  g_test_add_func ("/rules/time/item-deadline", test_item_deadline);
  g_test_add_func ("/rules/time/item-state", test_item_state);
  g_test_add_func ("/rules/time/is-live", test_is_live);
  g_test_add_func ("/rules/time/check-window", test_check_window);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-rules-payment.h"
#include "rules-world.h"

/* Only transitions of the table; from where money was, none leads to where none was. */
static void
test_states (void)
{
  guint allowed = 0;

  for (guint from = 0; from < HOUBU_N_ORDER_STATES; from++)
    {
      HoubuOrderState state = (HoubuOrderState) from;

      if (from > 0)
        g_assert_cmpint (houbu_order_state_from_word (houbu_order_state_to_word (state)), ==, from);
      g_assert_false (houbu_order_may_become (state, HOUBU_ORDER_NONE));
      g_assert_false (houbu_order_may_become (state, state));
      for (guint to = 0; to < HOUBU_N_ORDER_STATES; to++)
        allowed += houbu_order_may_become (state, (HoubuOrderState) to);
    }
  g_assert_cmpuint (allowed, ==, 22);
  g_assert_cmpint (houbu_order_state_from_word ("none"), ==, HOUBU_ORDER_NONE);
  g_assert_cmpint (houbu_order_state_from_word (NULL), ==, HOUBU_ORDER_NONE);
  g_assert_true (houbu_order_state_is_open (HOUBU_ORDER_CREATED));
  g_assert_true (houbu_order_state_is_open (HOUBU_ORDER_PAYING));
  g_assert_false (houbu_order_state_is_open (HOUBU_ORDER_CLOSED));
  g_assert_true (houbu_order_may_become (HOUBU_ORDER_CLOSED, HOUBU_ORDER_PAID));
  g_assert_false (houbu_order_may_become (HOUBU_ORDER_PAID, HOUBU_ORDER_CLOSED));
  /* Money once more, and the seat is free again. */
  g_assert_true (houbu_order_may_become (HOUBU_ORDER_REFUNDED, HOUBU_ORDER_PAID));
  g_assert_false (houbu_order_may_become (HOUBU_ORDER_REFUNDED, HOUBU_ORDER_CLOSED));
}

/* I-P1, I-P10: the parts make the whole, and the state follows from where the money is. */
static void
test_sums (void)
{
  static const struct
  {
    HoubuPaymentSums sums;
    gboolean balance;
    HoubuOrderState state;
  } cases[] = {
    { { 0, 0, 0, 0, 0 }, TRUE, HOUBU_ORDER_PAYING },
    { { 30, 30, 0, 0, 0 }, TRUE, HOUBU_ORDER_PAID },
    { { 60, 30, 30, 0, 0 }, TRUE, HOUBU_ORDER_REFUND_DUE },
    { { 60, 30, 0, 30, 0 }, TRUE, HOUBU_ORDER_PAID },
    { { 30, 0, 0, 30, 0 }, TRUE, HOUBU_ORDER_REFUNDED },
    { { 60, 0, 30, 30, 0 }, TRUE, HOUBU_ORDER_REFUND_DUE },
    { { 60, 30, 10, 0, 20 }, TRUE, HOUBU_ORDER_REVIEW },
    { { 30, 29, 0, 0, 0 }, FALSE, HOUBU_ORDER_PAID },
    { { 30, 30, 0, 1, 0 }, FALSE, HOUBU_ORDER_PAID },
    { { 30, 31, -1, 0, 0 }, FALSE, HOUBU_ORDER_PAID },
    { { -1, 0, 0, -1, 0 }, FALSE, HOUBU_ORDER_PAYING },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (houbu_payment_sums_balance (&cases[i].sums), ==, cases[i].balance);
      g_assert_cmpint (houbu_rules_order_state (&cases[i].sums, HOUBU_ORDER_PAYING), ==,
                       cases[i].state);
    }
}

/* A case named "form …" has a report form for "x"; one named "both …" for "y" too. */
static const Case order_cases[] = {
  { "form, nobody registered", "registration=- item=x,1,unpaid", 1500, "step_missing", "R9" },
  { "form, an order is open", "item=x,1,paying", 1500, "paying", "P3", "x" },
  { "form, locked", "item=x,1,locked,7,-,1501", 1500, "locked", "R7", "x" },
  { "form, paid", "item=x,1,paid", 1500, "paid", "R6", "x" },
  { "form, locked and paid", "item=x,1,paid item=y,2,locked,7,-,1501", 1500, "locked", "R7", "y" },
  { "form, nothing", "", 1500, "nothing_to_pay", "P3" },
  { "form, only waits", "item=x,1,waiting", 1500, "nothing_to_pay", "P3" },
  { "form, only the other kind", "item=x,F,unpaid", 1500, "nothing_to_pay", "P3" },
  { "form, at its deadline", "item=x,1,unpaid,7,1500", 1500, "nothing_to_pay", "P3" },
  { "no form", "item=x,1,unpaid", 1500, "report_form_missing", "P3", "x" },
  { "form for one only", "item=x,1,unpaid item=y,2,unpaid", 1500, "report_form_missing", "P3",
    "y" },
  { "both forms", "item=x,1,unpaid item=y,2,unpaid", 1500, "none" },
  { "form, the other one is locked", "item=x,1,unpaid item=y,2,locked,7,-,1501", 1500, "none" },
  { "form, just before its deadline", "item=x,1,unpaid,7,1500", 1499, "none" },
  { "form, lock over", "item=x,1,locked,7,-,1500", 1500, "none" },
};

/* P3: what an order may be opened over. */
static void
test_order (void)
{
  static const char *const forms[] = { "x", "y", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (order_cases); i++)
    {
      const char *name = order_cases[i].name;
      guint n_forms = g_str_has_prefix (name, "both") ? 2 : g_str_has_prefix (name, "form") ? 1 : 0;
      const char *const with_form[] = { n_forms > 0 ? forms[0] : NULL,
                                        n_forms > 1 ? forms[1] : NULL, NULL };
      g_autoptr (World) world = world_new (order_cases[i].changes);

      assert_decision (&order_cases[i],
                       houbu_rules_check_order (&world->window, &world->person, HOUBU_KIND_WRITTEN,
                                                with_form, order_cases[i].now));
    }
}

/* R3: the oral ones only after the written one of their level was paid. */
static void
test_order_oral (void)
{
  static const char *const none[] = { NULL };
  static const Case cases[] = {
    { "written unpaid", "item=x,F,unpaid item=w,1,unpaid", 1500, "written_required", "R3", "w" },
    { "written gone", "item=x,F,unpaid", 1500, "written_required", "R3", "x" },
    { "written paid", "item=x,F,unpaid item=w,1,paid", 1500, "none" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (World) world = world_new (cases[i].changes);

      assert_decision (&cases[i], houbu_rules_check_order (&world->window, &world->person,
                                                           HOUBU_KIND_ORAL, none, cases[i].now));
    }
}

/* P7, I-P7, I-P8: money for the seat "x", which is apart from what the person has otherwise. */
static void
test_settle (void)
{
  static const struct
  {
    const char *changes;
    HoubuSeatState state;
    gint64 deadline;
    gint64 now;
    HoubuMoney money;
  } cases[] = {
    { "", HOUBU_SEAT_PAYING, 1400, 1500, HOUBU_MONEY_APPLY },
    { "", HOUBU_SEAT_UNPAID, 1501, 1500, HOUBU_MONEY_APPLY },
    { "", HOUBU_SEAT_LOCKED, HOUBU_NONE, 1500, HOUBU_MONEY_APPLY },
    { "", HOUBU_SEAT_EXPIRED, 1400, 1500, HOUBU_MONEY_REINSTATE },
    { "", HOUBU_SEAT_UNPAID, 1500, 1500, HOUBU_MONEY_REINSTATE },
    { "inuse=9", HOUBU_SEAT_EXPIRED, 1400, 1500, HOUBU_MONEY_REINSTATE },
    { "inuse=10", HOUBU_SEAT_EXPIRED, 1400, 1500, HOUBU_MONEY_RETURN },
    { "queue=1", HOUBU_SEAT_EXPIRED, 1400, 1500, HOUBU_MONEY_RETURN },
    { "", HOUBU_SEAT_EXPIRED, 1400, 2000, HOUBU_MONEY_RETURN },
    { "registration=-", HOUBU_SEAT_EXPIRED, 1400, 1500, HOUBU_MONEY_RETURN },
    { "item=y,3,unpaid,8", HOUBU_SEAT_EXPIRED, 1400, 1500, HOUBU_MONEY_RETURN },
    { "", HOUBU_SEAT_PAID, HOUBU_NONE, 1500, HOUBU_MONEY_RETURN },
    { "", HOUBU_SEAT_CANCELLED, 1600, 1500, HOUBU_MONEY_RETURN },
    { "", HOUBU_SEAT_REVOKED, 1600, 1500, HOUBU_MONEY_RETURN },
    { "", HOUBU_SEAT_REFUNDED, 1600, 1500, HOUBU_MONEY_RETURN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (World) world = world_new (cases[i].changes);
      const HoubuItem item = {
        .id = "x",
        .offering = 7,
        .subject = houbu_subject_info_find ("1"),
        .state = cases[i].state,
        .deadline = cases[i].deadline,
        .lock_until = cases[i].state == HOUBU_SEAT_LOCKED ? 1501 : HOUBU_NONE,
      };

      g_test_message ("case %zu", i);
      g_assert_cmpint (houbu_rules_settle_line (&world->window, &world->offering, &world->person,
                                                &item, cases[i].now),
                       ==, cases[i].money);
    }
}

/* P6, I-H3: expires at 1500, with a grace of 100. */
static void
test_step (void)
{
  static const struct
  {
    HoubuOrderState state;
    gboolean lost;
    HoubuTradeState trade;
    gint64 now;
    HoubuOrderStep step;
    gboolean unwanted;
  } cases[] = {
    { HOUBU_ORDER_PAYING, FALSE, HOUBU_TRADE_CAPTURED, 1000, HOUBU_STEP_CAPTURE },
    { HOUBU_ORDER_PAYING, TRUE, HOUBU_TRADE_CAPTURED, 9000, HOUBU_STEP_CAPTURE },
    { HOUBU_ORDER_CLOSED, FALSE, HOUBU_TRADE_CAPTURED, 9000, HOUBU_STEP_CAPTURE },
    { HOUBU_ORDER_PAYING, FALSE, HOUBU_TRADE_CLOSED, 1000, HOUBU_STEP_END },
    { HOUBU_ORDER_PAYING, FALSE, HOUBU_TRADE_CLOSED, 1500, HOUBU_STEP_END },
    { HOUBU_ORDER_PAYING, FALSE, HOUBU_TRADE_WAITING, 1499, HOUBU_STEP_WAIT },
    { HOUBU_ORDER_CREATED, FALSE, HOUBU_TRADE_UNKNOWN, 1499, HOUBU_STEP_WAIT },
    { HOUBU_ORDER_PAYING, FALSE, HOUBU_TRADE_WAITING, 1500, HOUBU_STEP_CLOSE },
    { HOUBU_ORDER_CREATED, FALSE, HOUBU_TRADE_UNKNOWN, 1500, HOUBU_STEP_CLOSE },
    { HOUBU_ORDER_PAYING, TRUE, HOUBU_TRADE_WAITING, 1000, HOUBU_STEP_CLOSE },
    { HOUBU_ORDER_PAYING, FALSE, HOUBU_TRADE_WAITING, 1000, HOUBU_STEP_CLOSE, TRUE },
    { HOUBU_ORDER_CREATED, FALSE, HOUBU_TRADE_UNKNOWN, 1000, HOUBU_STEP_CLOSE, TRUE },
    { HOUBU_ORDER_PAYING, FALSE, HOUBU_TRADE_CAPTURED, 1000, HOUBU_STEP_CAPTURE, TRUE },
    { HOUBU_ORDER_PAYING, FALSE, HOUBU_TRADE_SILENT, 1000, HOUBU_STEP_WAIT, TRUE },
    { HOUBU_ORDER_PAYING, FALSE, HOUBU_TRADE_SILENT, 1000, HOUBU_STEP_WAIT },
    { HOUBU_ORDER_PAYING, TRUE, HOUBU_TRADE_SILENT, 1000, HOUBU_STEP_WAIT },
    { HOUBU_ORDER_PAYING, FALSE, HOUBU_TRADE_SILENT, 1599, HOUBU_STEP_WAIT },
    { HOUBU_ORDER_PAYING, FALSE, HOUBU_TRADE_SILENT, 1600, HOUBU_STEP_GIVE_UP },
    { HOUBU_ORDER_CREATED, FALSE, HOUBU_TRADE_SILENT, 1600, HOUBU_STEP_GIVE_UP },
    { HOUBU_ORDER_CLOSED, FALSE, HOUBU_TRADE_WAITING, 1700, HOUBU_STEP_CLOSE },
    { HOUBU_ORDER_CLOSED, FALSE, HOUBU_TRADE_CLOSED, 1700, HOUBU_STEP_END },
    { HOUBU_ORDER_CLOSED, FALSE, HOUBU_TRADE_UNKNOWN, 1700, HOUBU_STEP_END },
    { HOUBU_ORDER_CLOSED, FALSE, HOUBU_TRADE_SILENT, 1700, HOUBU_STEP_WAIT },
  };
  g_autoptr (World) world = world_new ("");

  world->window.grace_us = 100;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const HoubuOrderSnapshot order = { cases[i].state, 1500, cases[i].lost, cases[i].unwanted };

      g_test_message ("case %zu", i);
      g_assert_cmpint (
          houbu_rules_order_step (&world->window, &order, cases[i].trade, cases[i].now), ==,
          cases[i].step);
    }
}

/* The item "x" is the one whose money shall go back. */
static const Case refund_cases[] = {
  { "unpaid", "item=x,1,unpaid", 1500, "state_changed", "R6" },
  { "paying", "item=x,1,paying", 1500, "state_changed", "R6" },
  { "locked", "item=x,1,locked,7,-,1501", 1500, "state_changed", "R6" },
  { "refunded", "item=x,1,refunded", 1500, "state_changed", "R6" },
  { "the oral one is paid", "item=x,1,paid item=o,F,paid", 1500, "oral_held", "R4", "o" },
  { "the oral one is being paid", "item=x,1,paid item=o,F,paying", 1500, "oral_held", "R4", "o" },
  { "the oral one is unpaid", "item=x,1,paid item=o,F,unpaid", 1500, "none" },
  { "the oral one waits", "item=x,1,paid item=o,F,waiting", 1500, "none" },
  { "another level's oral one is paid", "item=x,1,paid item=o,S,paid", 1500, "none" },
  { "an oral one", "item=w,1,paid item=x,F,paid", 1500, "none" },
};

/* R6, R4: what an operator may refund. */
static void
test_refund (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refund_cases); i++)
    {
      g_autoptr (World) world = world_new (refund_cases[i].changes);

      assert_decision (&refund_cases[i],
                       houbu_rules_check_refund (&world->window, &world->person,
                                                 world_find (world, "x"), refund_cases[i].now));
    }
}

/* R7, R3: a lock is taken away while it lasts, without money or with it (those named "paid, …"). */
static void
test_unlock (void)
{
  static const Case cases[] = {
    { "has ended", "item=x,1,locked,7,-,1500", 1500, "state_changed", "R7" },
    { "unpaid", "item=x,1,unpaid", 1500, "state_changed", "R7" },
    { "paid already", "item=x,1,paid", 1500, "state_changed", "R7" },
    { "paid, has ended", "item=x,1,locked,7,-,1500", 1500, "state_changed", "R7" },
    { "paid, oral, written unpaid", "item=w,1,unpaid item=x,F,locked,7,-,1501", 1500,
      "written_required", "R3", "w" },
    { "paid, oral, written locked too", "item=w,1,locked,7,-,1501 item=x,F,locked,7,-,1501", 1500,
      "written_required", "R3", "w" },
    { "paid, oral, other level paid", "item=w,2,paid item=x,F,locked,7,-,1501", 1500,
      "written_required", "R3" },
    { "paid, oral, written paid", "item=w,1,paid item=x,F,locked,7,-,1501", 1500, "none" },
    { "oral, written unpaid", "item=w,1,unpaid item=x,F,locked,7,-,1501", 1500, "none" },
    { "lasts", "item=x,1,locked,7,-,1501", 1500, "none" },
    { "paid, lasts", "item=x,1,locked,7,-,1501", 1500, "none" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (World) world = world_new (cases[i].changes);

      assert_decision (&cases[i], houbu_rules_check_unlock (
                                      &world->window, &world->person, world_find (world, "x"),
                                      g_str_has_prefix (cases[i].name, "paid,"), cases[i].now));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/payment/states", test_states);
  g_test_add_func ("/rules/payment/sums", test_sums);
  g_test_add_func ("/rules/payment/order", test_order);
  g_test_add_func ("/rules/payment/order-oral", test_order_oral);
  g_test_add_func ("/rules/payment/settle", test_settle);
  g_test_add_func ("/rules/payment/step", test_step);
  g_test_add_func ("/rules/payment/refund", test_refund);
  g_test_add_func ("/rules/payment/unlock", test_unlock);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-orders.h"

void
mc_orders_init (McOrders *self)
{
  *self = (McOrders){
    .orders = g_array_new (FALSE, TRUE, sizeof (McOrder)),
    .lines = g_array_new (FALSE, TRUE, sizeof (McLine)),
    .refunds = g_array_new (FALSE, TRUE, sizeof (McRefund)),
  };
}

void
mc_orders_copy (McOrders *self, const McOrders *from)
{
  *self = *from;
  self->orders = g_array_copy (from->orders);
  self->lines = g_array_copy (from->lines);
  self->refunds = g_array_copy (from->refunds);
}

void
mc_orders_clear (McOrders *self)
{
  g_array_unref (self->orders);
  g_array_unref (self->lines);
  g_array_unref (self->refunds);
}

int
mc_orders_find (const McOrders *self, const McCommand *command)
{
  int back = command->other;

  for (guint i = self->orders->len; i > 0; i--)
    if (MC_ORDER_AT (self, i - 1)->account == command->account && back-- == 0)
      return (int) i - 1;
  return -1;
}

gboolean
mc_order_is_open (const McOrder *order)
{
  return g_str_equal (order->state, "created") || g_str_equal (order->state, "paying");
}

void
mc_orders_add_line (McOrders *self, int order, int seat, gint64 fee)
{
  McLine line = { order, seat, fee, FALSE };
  guint at = self->lines->len;

  while (at > 0 && MC_LINE_AT (self, at - 1)->order == order &&
         MC_LINE_AT (self, at - 1)->seat > seat)
    at--;
  g_array_insert_val (self->lines, at, line);
}

void
mc_orders_add_refund (McOrders *self, int order, gint64 sum)
{
  McRefund refund = { order, sum, FALSE, FALSE };

  MC_ORDER_AT (self, order)->due += sum;
  g_array_append_val (self->refunds, refund);
}

static void
print_order (const McOrder *o, guint number, GString *out)
{
  g_string_append_printf (out, "order %u account %d registration %d %s %s sum %" G_GINT64_FORMAT,
                          number, o->account, o->registration + 1, o->oral ? "oral" : "written",
                          o->state, o->sum);
  g_string_append_printf (out,
                          " captured %" G_GINT64_FORMAT " applied %" G_GINT64_FORMAT
                          " due %" G_GINT64_FORMAT " refunded %" G_GINT64_FORMAT
                          " suspense %" G_GINT64_FORMAT,
                          o->captured, o->applied, o->due, o->refunded, o->suspense);
  g_string_append_printf (
      out, " made %" G_GINT64_FORMAT " expires %" G_GINT64_FORMAT " ended %" G_GINT64_FORMAT "%s\n",
      o->made - MC_EPOCH, o->expires - MC_EPOCH, o->ended == 0 ? 0 : o->ended - MC_EPOCH,
      o->asked ? " asked" : "");
}

void
mc_orders_print (const McOrders *self, GString *out)
{
  for (guint i = 0; i < self->orders->len; i++)
    print_order (MC_ORDER_AT (self, i), i + 1, out);
  for (guint i = 0; i < self->refunds->len; i++)
    g_string_append_printf (out, "refund %u order %d sum %" G_GINT64_FORMAT " %s\n", i + 1,
                            MC_REFUND_AT (self, i)->order + 1, MC_REFUND_AT (self, i)->sum,
                            MC_REFUND_AT (self, i)->done ? "done" : "due");
  g_string_append_printf (out,
                          "platform captured %" G_GINT64_FORMAT " refunded %" G_GINT64_FORMAT "\n",
                          self->captured_there, self->refunded_there);
}

/* ---- the platform --------------------------------------------------------------------------- */

gboolean
mc_platform_open (McOrders *self, int order)
{
  McOrder *o = MC_ORDER_AT (self, order);

  if (self->silence != MC_CALL_IS_LOST && o->trade.state == MC_TRADE_UNKNOWN)
    o->trade = (McTrade){ MC_TRADE_WAITING, o->sum, o->expires };
  return self->silence == MC_HEARS_ALL;
}

gboolean
mc_platform_query (McOrders *self, int order, McTradeState *state)
{
  *state = MC_ORDER_AT (self, order)->trade.state;
  return self->silence == MC_HEARS_ALL;
}

gboolean
mc_platform_close (McOrders *self, int order)
{
  McTrade *trade = &MC_ORDER_AT (self, order)->trade;

  if (self->silence != MC_CALL_IS_LOST && trade->state == MC_TRADE_WAITING)
    trade->state = MC_TRADE_CLOSED;
  return self->silence == MC_HEARS_ALL;
}

/* A request that came once already gives nothing back again. */
gboolean
mc_platform_refund (McOrders *self, McRefund *refund)
{
  if (self->silence != MC_CALL_IS_LOST && !refund->done_there)
    {
      refund->done_there = TRUE;
      self->refunded_there += refund->sum;
    }
  return self->silence == MC_HEARS_ALL;
}

gboolean
mc_platform_pay (McOrders *self, int order, gboolean other_sum, gint64 now)
{
  McTrade *trade = &MC_ORDER_AT (self, order)->trade;

  if (trade->state != MC_TRADE_WAITING || now >= trade->expires)
    return FALSE;
  trade->state = MC_TRADE_PAID;
  trade->sum += other_sum ? 1 : 0;
  self->captured_there += trade->sum;
  return TRUE;
}

gboolean
mc_platform_pay_again (McOrders *self, int order)
{
  const McOrder *o = MC_ORDER_AT (self, order);

  if (o->trade.state != MC_TRADE_PAID || o->trade.sum != o->sum)
    return FALSE;
  self->captured_there += o->sum;
  return TRUE;
}

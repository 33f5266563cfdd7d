/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mc-world.h"

G_BEGIN_DECLS

/* What model and rule book keep of orders alike, without a decision in it, and the payment platform
 * beside them: its books are its own, and what it is asked may be lost on the way. */

typedef enum
{
  MC_TRADE_UNKNOWN,
  MC_TRADE_WAITING,
  MC_TRADE_PAID,
  MC_TRADE_CLOSED,
} McTradeState;

typedef struct
{
  McTradeState state;
  gint64 sum;
  gint64 expires;
} McTrade;

typedef struct
{
  int account, registration;
  gboolean oral;
  const char *state;
  gint64 sum, captured, applied, due, refunded, suspense;
  gint64 made, expires, ended;
  gboolean asked;      /* the platform has still to be asked about it */
  gboolean first_come; /* the money that the platform tells of when asked was taken in */
  McTrade trade;       /* over there */
} McOrder;

/* A seat is its index in whatever keeps it. */
typedef struct
{
  int order, seat;
  gint64 fee;
  gboolean applied;
} McLine;

typedef struct
{
  int order;
  gint64 sum;
  gboolean done;
  gboolean done_there;
} McRefund;

typedef struct
{
  GArray *orders;  /* (owned) (element-type McOrder) */
  GArray *lines;   /* (owned) (element-type McLine): of an order in the order of their seats */
  GArray *refunds; /* (owned) (element-type McRefund) */
  McSilence silence;
  gint64 captured_there, refunded_there;
} McOrders;

#define MC_ORDER_AT(books, i) (&g_array_index ((books)->orders, McOrder, i))
#define MC_LINE_AT(books, i) (&g_array_index ((books)->lines, McLine, i))
#define MC_REFUND_AT(books, i) (&g_array_index ((books)->refunds, McRefund, i))

void mc_orders_init (McOrders *self);
void mc_orders_copy (McOrders *self, const McOrders *from);
void mc_orders_clear (McOrders *self);

/* The order that a command names, or -1. */
int mc_orders_find (const McOrders *self, const McCommand *command);
gboolean mc_order_is_open (const McOrder *order);
void mc_orders_add_line (McOrders *self, int order, int seat, gint64 fee);
void mc_orders_add_refund (McOrders *self, int order, gint64 sum);

/* All but the lines, which name seats. */
void mc_orders_print (const McOrders *self, GString *out);

/* What is asked of the platform; each says whether the answer was heard. */
gboolean mc_platform_open (McOrders *self, int order);
gboolean mc_platform_query (McOrders *self, int order, McTradeState *state);
gboolean mc_platform_close (McOrders *self, int order);
gboolean mc_platform_refund (McOrders *self, McRefund *refund);

/* What payers do there; says whether they can. */
gboolean mc_platform_pay (McOrders *self, int order, gboolean other_sum, gint64 now);
gboolean mc_platform_pay_again (McOrders *self, int order);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-fold-private.h"

/* Orders and money: what happens is the engine's way of it, what is decided is the rule book's. */

#define ORDER(f, i) MC_ORDER_AT (&(f)->books, i)

static Person
load_person_of (Fold *f, int registration)
{
  return mc_fold_load_person (f, mc_world_person (REG (f, registration)->account), registration);
}

/* ---- what becomes of an order --------------------------------------------------------------- */

static void
move_order (McOrder *order, HoubuOrderState to, gint64 now)
{
  HoubuOrderState from = houbu_order_state_from_word (order->state);

  if (from == to)
    return;
  g_assert_true (houbu_order_may_become (from, to));
  order->state = houbu_order_state_to_word (to);
  if (!houbu_order_state_is_open (to))
    order->ended = now;
}

static void
follow_money (McOrder *order, gint64 now)
{
  const HoubuPaymentSums sums = { order->captured, order->applied, order->due, order->refunded,
                                  order->suspense };

  g_assert_true (houbu_payment_sums_balance (&sums));
  move_order (order, houbu_rules_order_state (&sums, houbu_order_state_from_word (order->state)),
              now);
}

static void
settle_line (Fold *f, McLine *line, gint64 now)
{
  McOrder *order = ORDER (f, line->order);
  Item *seat = ITEM (f, line->seat);
  g_auto (Person) person = load_person_of (f, order->registration);
  HoubuItem copy = mc_fold_item (f, seat);

  mc_fold_count (f, seat->offering);
  if (houbu_rules_settle_line (&f->window, &f->offerings[seat->offering], &person.state, &copy,
                               now) == HOUBU_MONEY_RETURN)
    {
      mc_orders_add_refund (&f->books, line->order, line->fee);
      return;
    }
  if (seat->state == HOUBU_SEAT_UNPAID)
    seat->state = HOUBU_SEAT_PAYING;
  g_assert_true (houbu_seat_may_change (seat->state, HOUBU_SEAT_PAID, HOUBU_BY_PAYMENT));
  seat->state = HOUBU_SEAT_PAID;
  seat->reason = NULL;
  seat->ended = 0;
  seat->lock_owner = NULL;
  seat->lock_until = HOUBU_NONE;
  line->applied = TRUE;
  order->applied += line->fee;
}

static void
release_seats (Fold *f, int order)
{
  for (guint i = 0; i < f->books.lines->len; i++)
    {
      Item *seat = ITEM (f, MC_LINE_AT (&f->books, i)->seat);
      if (MC_LINE_AT (&f->books, i)->order == order && seat->state == HOUBU_SEAT_PAYING)
        seat->state = HOUBU_SEAT_UNPAID;
    }
}

static void
take_money (Fold *f, int order, gint64 sum, gint64 now)
{
  McOrder *o = ORDER (f, order);

  o->captured += sum;
  o->asked = FALSE;
  if (sum != o->sum)
    {
      o->suspense += sum;
      if (mc_order_is_open (o))
        release_seats (f, order);
    }
  for (guint i = 0; i < f->books.lines->len && sum == o->sum; i++)
    if (MC_LINE_AT (&f->books, i)->order == order)
      settle_line (f, MC_LINE_AT (&f->books, i), now);
  follow_money (o, now);
}

static gboolean
hear_of_first (Fold *f, int order, gboolean certain, gint64 now)
{
  McOrder *o = ORDER (f, order);

  if (o->first_come)
    return TRUE;
  if (!certain && o->trade.sum != o->sum)
    return FALSE;
  o->first_come = TRUE;
  take_money (f, order, o->trade.sum, now);
  return TRUE;
}

static void
end_order (Fold *f, int order, gboolean confirmed, gint64 now)
{
  McOrder *o = ORDER (f, order);

  if (mc_order_is_open (o))
    {
      release_seats (f, order);
      move_order (o, HOUBU_ORDER_CLOSED, now);
      o->asked = TRUE;
    }
  if (confirmed && houbu_order_state_from_word (o->state) == HOUBU_ORDER_CLOSED)
    o->asked = FALSE;
}

static gboolean
has_lost_seat (Fold *f, int order)
{
  for (guint i = 0; i < f->books.lines->len; i++)
    if (MC_LINE_AT (&f->books, i)->order == order &&
        ITEM (f, MC_LINE_AT (&f->books, i)->seat)->state != HOUBU_SEAT_PAYING)
      return TRUE;
  return FALSE;
}

static gboolean
query (Fold *f, int order, gboolean unwanted, gint64 now)
{
  static const HoubuTradeState said[] = {
    [MC_TRADE_UNKNOWN] = HOUBU_TRADE_UNKNOWN,
    [MC_TRADE_WAITING] = HOUBU_TRADE_WAITING,
    [MC_TRADE_PAID] = HOUBU_TRADE_CAPTURED,
    [MC_TRADE_CLOSED] = HOUBU_TRADE_CLOSED,
  };
  const McOrder *o = ORDER (f, order);
  const HoubuOrderSnapshot snapshot = { houbu_order_state_from_word (o->state), o->expires,
                                        has_lost_seat (f, order), unwanted };
  McTradeState there = MC_TRADE_UNKNOWN;
  gboolean heard = mc_platform_query (&f->books, order, &there);

  switch (
      houbu_rules_order_step (&f->window, &snapshot, heard ? said[there] : HOUBU_TRADE_SILENT, now))
    {
    case HOUBU_STEP_CAPTURE:
      hear_of_first (f, order, TRUE, now);
      break;
    case HOUBU_STEP_CLOSE:
      mc_platform_close (&f->books, order);
      end_order (f, order, TRUE, now);
      break;
    case HOUBU_STEP_END:
      end_order (f, order, TRUE, now);
      break;
    case HOUBU_STEP_GIVE_UP:
      end_order (f, order, FALSE, now);
      break;
    case HOUBU_STEP_WAIT:
    default:
      break;
    }
  return heard;
}

static gboolean
look (Fold *f, int order, gboolean forced, gboolean unwanted, gint64 now)
{
  McOrder *o = ORDER (f, order);
  gboolean heard = TRUE;

  if (!o->asked && !forced)
    return TRUE;
  if (houbu_order_state_from_word (o->state) != HOUBU_ORDER_CREATED || unwanted ||
      has_lost_seat (f, order) || now >= o->expires)
    heard = query (f, order, unwanted, now);
  else if (mc_platform_open (&f->books, order))
    move_order (o, HOUBU_ORDER_PAYING, now);
  else
    heard = FALSE;
  mc_fold_settle (f, now);
  return heard;
}

void
mc_fold_ask_platform (Fold *f, gint64 now)
{
  for (guint i = 0; i < f->books.orders->len; i++)
    look (f, (int) i, FALSE, FALSE, now);
  for (guint i = 0; i < f->books.refunds->len; i++)
    {
      McRefund *refund = MC_REFUND_AT (&f->books, i);
      McOrder *order = ORDER (f, refund->order);
      if (refund->done || !mc_platform_refund (&f->books, refund))
        continue;
      refund->done = TRUE;
      order->due -= refund->sum;
      order->refunded += refund->sum;
      follow_money (order, now);
    }
}

/* ---- commands ------------------------------------------------------------------------------- */

Item *
mc_fold_newest_seat (Fold *f, int account, int offering)
{
  Item *found = NULL;

  for (guint i = 0; i < f->n_known; i++)
    if (!ITEM (f, i)->is_entry && ITEM (f, i)->offering == offering &&
        REG (f, ITEM (f, i)->registration)->account == account)
      found = ITEM (f, i);
  return found;
}

static char *
choose_form (Fold *f, const McCommand *c, gint64 now)
{
  Item *item = c->account == c->other ? mc_fold_newest_seat (f, c->account, c->offering) : NULL;
  HoubuDecision decision;
  HoubuItem copy;

  if (item == NULL)
    return g_strdup ("not_found");
  copy = mc_fold_item (f, item);
  decision = houbu_rules_check_report_form (
      &f->window, &copy, f->forms_close == MC_UNSET ? HOUBU_NONE : f->forms_close, now);
  if (decision.refusal == HOUBU_REFUSAL_NONE)
    item->form = c->value == 1 ? "electronic" : "paper";
  return mc_fold_answer (decision);
}

static GStrv
list_forms (Fold *f)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < f->items->len; i++)
    if (ITEM (f, i)->form != NULL)
      g_strv_builder_add (ids, ITEM (f, i)->id);
  return g_strv_builder_end (ids);
}

static int
find_open_order (Fold *f, int registration, gboolean oral)
{
  for (guint i = 0; i < f->books.orders->len; i++)
    if (ORDER (f, i)->registration == registration && ORDER (f, i)->oral == oral &&
        houbu_order_state_is_open (houbu_order_state_from_word (ORDER (f, i)->state)))
      return (int) i;
  return -1;
}

static void
cover_seats (Fold *f, int number, HoubuKind kind, gint64 now)
{
  for (guint i = 0; i < f->items->len; i++)
    {
      Item *item = ITEM (f, i);
      HoubuItem copy = mc_fold_item (f, item);
      if (item->registration != ORDER (f, number)->registration ||
          !houbu_rules_order_covers (&f->window, &copy, kind, now))
        continue;
      g_assert_true (houbu_seat_may_change (item->state, HOUBU_SEAT_PAYING, HOUBU_BY_PAYMENT));
      item->state = HOUBU_SEAT_PAYING;
      ORDER (f, number)->sum += item->fee;
      ORDER (f, number)->expires = MIN (ORDER (f, number)->expires, item->deadline);
      mc_orders_add_line (&f->books, number, (int) i, item->fee);
    }
}

static char *
open_order (Fold *f, const McCommand *c, gint64 now)
{
  HoubuKind kind = c->value == 1 ? HOUBU_KIND_ORAL : HOUBU_KIND_WRITTEN;
  int registration = mc_fold_find_registration (f, c->account);
  int number = find_open_order (f, registration, c->value == 1);
  g_auto (Person) person = mc_fold_load_person (f, mc_world_person (c->account), registration);
  g_auto (GStrv) forms = list_forms (f);
  McOrder order = { c->account, registration, c->value == 1, "created" };

  if (number < 0)
    {
      HoubuDecision decision = houbu_rules_check_order (&f->window, &person.state, kind,
                                                        (const char *const *) forms, now);
      if (decision.refusal != HOUBU_REFUSAL_NONE)
        return mc_fold_answer (decision);
      order.made = now;
      order.expires = G_MAXINT64;
      order.asked = TRUE;
      number = (int) f->books.orders->len;
      g_array_append_val (f->books.orders, order);
      cover_seats (f, number, kind, now);
    }
  look (f, number, FALSE, FALSE, now);
  return NULL;
}

static char *
refund_seat (Fold *f, const McCommand *c, gint64 now)
{
  Item *item = mc_fold_newest_seat (f, c->account, c->offering);
  HoubuDecision decision;
  HoubuItem copy;

  if (item == NULL)
    return g_strdup ("not_found");
  g_auto (Person) person = load_person_of (f, item->registration);
  copy = mc_fold_item (f, item);
  decision = houbu_rules_check_refund (&f->window, &person.state, &copy, now);
  if (decision.refusal != HOUBU_REFUSAL_NONE)
    return mc_fold_answer (decision);
  for (guint i = 0; i < f->books.lines->len; i++)
    {
      McLine *line = MC_LINE_AT (&f->books, i);
      if (!line->applied || ITEM (f, line->seat) != item)
        continue;
      line->applied = FALSE;
      ORDER (f, line->order)->applied -= line->fee;
      mc_orders_add_refund (&f->books, line->order, line->fee);
      follow_money (ORDER (f, line->order), now);
    }
  mc_fold_end_seat (item, HOUBU_SEAT_REFUNDED, HOUBU_BY_OPERATOR, HOUBU_END_OPERATOR, now);
  mc_fold_drop_with (f, item, now);
  return NULL;
}

static char *
pay (Fold *f, const McCommand *c, int order, gint64 now)
{
  if (c->value != MC_PAY_AGAIN)
    return mc_platform_pay (&f->books, order, c->value == MC_PAY_OTHER_SUM, now)
               ? NULL
               : g_strdup ("nothing");
  if (!mc_platform_pay_again (&f->books, order))
    return g_strdup ("nothing");
  take_money (f, order, ORDER (f, order)->sum, now);
  return NULL;
}

static char *
hear_notice (Fold *f, const McCommand *c, int order, gint64 now)
{
  if (c->value == MC_NOTICE_FORGED || c->value == MC_NOTICE_STALE)
    return g_strdup ("fail");
  if (c->value == MC_NOTICE_TRUE && ORDER (f, order)->trade.state != MC_TRADE_PAID)
    return g_strdup ("nothing");
  if (c->value == MC_NOTICE_TRUE && hear_of_first (f, order, FALSE, now))
    return NULL;
  look (f, order, TRUE, FALSE, now);
  return c->value == MC_NOTICE_CLOSED ? NULL : g_strdup ("fail");
}

static char *
return_suspense (Fold *f, int order, gint64 now)
{
  McOrder *o = ORDER (f, order);

  if (houbu_order_state_from_word (o->state) != HOUBU_ORDER_REVIEW)
    return g_strdup ("state_changed");
  mc_orders_add_refund (&f->books, order, o->suspense);
  o->suspense = 0;
  follow_money (o, now);
  return NULL;
}

static char *
act_on_order (Fold *f, const McCommand *c, gint64 now)
{
  int order = mc_orders_find (&f->books, c);

  if (order < 0)
    return g_strdup ("nothing");
  if (c->kind == MC_PAY)
    return pay (f, c, order, now);
  if (c->kind == MC_NOTICE)
    return hear_notice (f, c, order, now);
  if (c->kind == MC_RETURN)
    return return_suspense (f, order, now);
  if (c->value == 1)
    return g_strdup ("not_found");
  return look (f, order, FALSE, c->kind == MC_CLOSE_ORDER, now) ? NULL
                                                                : g_strdup ("provider_silent");
}

char *
mc_fold_act_on_money (Fold *f, const McCommand *c, gint64 now)
{
  switch (c->kind)
    {
    case MC_FORM:
      return choose_form (f, c, now);
    case MC_FORMS_CLOSE:
      f->forms_close = MC_EPOCH + c->value;
      return NULL;
    case MC_ORDER:
      return open_order (f, c, now);
    case MC_REFUND:
      return refund_seat (f, c, now);
    case MC_SILENCE:
      f->books.silence = (McSilence) c->value;
      return NULL;
    default:
      return act_on_order (f, c, now);
    }
}

void
mc_fold_print_lines (Fold *f, GString *out)
{
  for (guint i = 0; i < f->books.lines->len; i++)
    {
      const McLine *line = MC_LINE_AT (&f->books, i);
      g_string_append_printf (out, "line of %d %s fee %" G_GINT64_FORMAT "%s\n", line->order + 1,
                              ITEM (f, line->seat)->id, line->fee, line->applied ? " applied" : "");
    }
}

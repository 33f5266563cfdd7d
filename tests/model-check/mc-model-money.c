/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-model-private.h"

/* Orders and money, by the rules P3 to P7 as they are told, order by order and seat by seat. */

#define ORDER(m, i) MC_ORDER_AT (&(m)->books, i)

static char *
refuse (const char *word)
{
  return g_strdup (word);
}

static char *
refuse_for (Model *m, const char *word, const Seat *seat)
{
  return g_strdup_printf ("%s seat %d.%d", word, seat->offering, seat->number);
}

/* The only live seat that a person can have of a level and kind (R2), or NULL. */
static Seat *
find_seat (Model *m, int person, int level, gboolean oral)
{
  for (guint i = 0; i < m->seats->len; i++)
    {
      char subject = mc_model_subject_of (m, SEAT (m, i)->offering);
      if (mc_seat_is_live (SEAT (m, i)) && mc_level (subject) == level &&
          mc_is_oral (subject) == oral && mc_model_person (m, SEAT (m, i)->registration) == person)
        return SEAT (m, i);
    }
  return NULL;
}

Seat *
mc_model_written_of (Model *m, const Seat *oral)
{
  return find_seat (m, mc_model_person (m, oral->registration),
                    mc_level (mc_model_subject_of (m, oral->offering)), FALSE);
}

static gboolean
is (const Seat *seat, const char *state)
{
  return seat != NULL && g_str_equal (seat->state, state);
}

/* ---- what becomes of an order --------------------------------------------------------------- */

static void
set_state (McOrder *order, const char *state, gint64 now)
{
  if (g_str_equal (order->state, state))
    return;
  order->state = state;
  if (!mc_order_is_open (order))
    order->ended = now;
}

static void
follow_money (McOrder *order, gint64 now)
{
  if (order->suspense > 0)
    set_state (order, "review", now);
  else if (order->due > 0)
    set_state (order, "refund_due", now);
  else if (order->applied > 0)
    set_state (order, "paid", now);
  else if (order->refunded > 0)
    set_state (order, "refunded", now);
}

/* P7: as if the candidate came by and enrolled. */
static gboolean
may_come_back (Model *m, const Seat *seat, gint64 now)
{
  const Registration *registration = REG (m, seat->registration);
  g_autofree char *refusal = NULL;

  if (!registration->active || !is (seat, "expired"))
    return FALSE;
  refusal = mc_model_refuse_enrolling (m, registration->account, seat->offering, now);
  return refusal == NULL;
}

static void
settle_line (Model *m, McLine *line, gint64 now)
{
  McOrder *order = ORDER (m, line->order);
  Seat *seat = SEAT (m, line->seat);

  if (!is (seat, "paying") && !is (seat, "unpaid") && !is (seat, "locked") &&
      !may_come_back (m, seat, now))
    {
      mc_orders_add_refund (&m->books, line->order, line->fee);
      return;
    }
  seat->state = "paid";
  seat->reason = NULL;
  seat->ended = 0;
  seat->lock_owner = NULL;
  seat->lock_until = MC_UNSET;
  line->applied = TRUE;
  order->applied += line->fee;
}

/* Seats whose order is no longer open are to be paid by another one, or their time is over. */
static void
release_seats (Model *m, int order, gint64 now)
{
  for (guint i = 0; i < m->books.lines->len; i++)
    {
      const McLine *line = MC_LINE_AT (&m->books, i);
      if (line->order == order && is (SEAT (m, line->seat), "paying"))
        SEAT (m, line->seat)->state = "unpaid";
    }
}

static void
take_money (Model *m, int order, gint64 sum, gint64 now)
{
  McOrder *o = ORDER (m, order);

  o->captured += sum;
  o->asked = FALSE;
  if (sum != o->sum)
    {
      if (mc_order_is_open (o))
        release_seats (m, order, now);
      o->suspense += sum;
    }
  for (guint i = 0; i < m->books.lines->len && sum == o->sum; i++)
    if (MC_LINE_AT (&m->books, i)->order == order)
      settle_line (m, MC_LINE_AT (&m->books, i), now);
  follow_money (o, now);
}

/* What the platform said by itself counts if it fits; what it says when asked, always. */
static gboolean
hear_of_first (Model *m, int order, gboolean asked, gint64 now)
{
  McOrder *o = ORDER (m, order);

  if (o->first_come)
    return TRUE;
  if (!asked && o->trade.sum != o->sum)
    return FALSE;
  o->first_come = TRUE;
  take_money (m, order, o->trade.sum, now);
  return TRUE;
}

static void
end_order (Model *m, int order, gboolean for_good, gint64 now)
{
  McOrder *o = ORDER (m, order);

  if (mc_order_is_open (o))
    {
      release_seats (m, order, now);
      set_state (o, "closed", now);
      o->asked = TRUE;
    }
  if (g_str_equal (o->state, "closed") && for_good)
    o->asked = FALSE;
}

static gboolean
has_lost_seat (Model *m, int order)
{
  for (guint i = 0; i < m->books.lines->len; i++)
    if (MC_LINE_AT (&m->books, i)->order == order &&
        !is (SEAT (m, MC_LINE_AT (&m->books, i)->seat), "paying"))
      return TRUE;
  return FALSE;
}

/* P6. Says whether the platform was heard. */
static gboolean
query (Model *m, int order, gboolean unwanted, gint64 now)
{
  McOrder *o = ORDER (m, order);
  McTradeState there;
  gboolean heard = mc_platform_query (&m->books, order, &there);
  gboolean open = mc_order_is_open (o);
  gboolean over = now >= o->expires || unwanted || has_lost_seat (m, order);

  if (!heard)
    {
      if (open && now >= o->expires + MC_GRACE)
        end_order (m, order, FALSE, now);
      return FALSE;
    }
  if (there == MC_TRADE_PAID)
    hear_of_first (m, order, TRUE, now);
  else if (there == MC_TRADE_CLOSED || (!open && there == MC_TRADE_UNKNOWN))
    end_order (m, order, TRUE, now);
  else if (!open || over)
    {
      mc_platform_close (&m->books, order);
      end_order (m, order, TRUE, now);
    }
  return TRUE;
}

/* Says whether it is known now how the order stands. */
static gboolean
look (Model *m, int order, gboolean forced, gboolean unwanted, gint64 now)
{
  McOrder *o = ORDER (m, order);
  gboolean heard = TRUE;

  if (!o->asked && !forced)
    return TRUE;
  if (!g_str_equal (o->state, "created") || unwanted || has_lost_seat (m, order) ||
      now >= o->expires)
    heard = query (m, order, unwanted, now);
  else if (mc_platform_open (&m->books, order))
    o->state = "paying";
  else
    heard = FALSE;
  mc_model_settle (m, now);
  return heard;
}

void
mc_model_ask_platform (Model *m, gint64 now)
{
  for (guint i = 0; i < m->books.orders->len; i++)
    look (m, (int) i, FALSE, FALSE, now);
  for (guint i = 0; i < m->books.refunds->len; i++)
    {
      McRefund *refund = MC_REFUND_AT (&m->books, i);
      McOrder *order = ORDER (m, refund->order);
      if (refund->done || !mc_platform_refund (&m->books, refund))
        continue;
      refund->done = TRUE;
      order->due -= refund->sum;
      order->refunded += refund->sum;
      follow_money (order, now);
    }
}

/* ---- what candidates may do ----------------------------------------------------------------- */

Seat *
mc_model_newest_seat (Model *m, int account, int offering)
{
  Seat *seat = NULL;

  for (guint i = 0; i < m->n_known; i++)
    if (SEAT (m, i)->offering == offering && REG (m, SEAT (m, i)->registration)->account == account)
      seat = SEAT (m, i);
  return seat;
}

static char *
choose_form (Model *m, const McCommand *c, gint64 now)
{
  Seat *seat = mc_model_newest_seat (m, c->other, c->offering);

  if (seat == NULL || c->account != c->other)
    return refuse ("not_found");
  if (mc_is_oral (mc_model_subject_of (m, seat->offering)))
    return refuse ("no_report_form");
  if (!mc_seat_is_live (seat))
    return refuse ("state_changed");
  if (m->world.forms_close != MC_UNSET && now >= m->world.forms_close)
    return refuse ("window_closed");
  seat->form = c->value == 1 ? "electronic" : "paper";
  return NULL;
}

/* P3: why the one seat of that level may not be covered, or NULL. */
static char *
refuse_paying (Model *m, const Seat *seat, int person)
{
  char subject = mc_model_subject_of (m, seat->offering);
  const Seat *written = find_seat (m, person, mc_level (subject), FALSE);

  if (!mc_is_oral (subject))
    return seat->form != NULL ? NULL : refuse_for (m, "report_form_missing", seat);
  return is (written, "paid") ? NULL : refuse_for (m, "written_required", written);
}

static char *
refuse_order (Model *m, int person, gboolean oral)
{
  static const char *const instead[] = { "paying", "locked", "paid" };
  int n_unpaid = 0;

  for (int level = 4; level <= 6; level += 2)
    {
      const Seat *seat = find_seat (m, person, level, oral);
      char *refusal = is (seat, "unpaid") ? refuse_paying (m, seat, person) : NULL;
      if (refusal != NULL)
        return refusal;
      n_unpaid += is (seat, "unpaid");
    }
  for (guint i = 0; i < G_N_ELEMENTS (instead) && n_unpaid == 0; i++)
    for (int level = 4; level <= 6; level += 2)
      if (is (find_seat (m, person, level, oral), instead[i]))
        return refuse_for (m, instead[i], find_seat (m, person, level, oral));
  return n_unpaid > 0 ? NULL : refuse ("nothing_to_pay");
}

static int
find_open_order (Model *m, int registration, gboolean oral)
{
  for (guint i = 0; i < m->books.orders->len; i++)
    if (ORDER (m, i)->registration == registration && ORDER (m, i)->oral == oral &&
        mc_order_is_open (ORDER (m, i)))
      return (int) i;
  return -1;
}

static char *
open_order (Model *m, int account, gboolean oral, gint64 now)
{
  int registration = mc_model_registration_of_account (m, account);
  int person = mc_world_person (account);
  int number = find_open_order (m, registration, oral);
  McOrder order = { account, registration, oral, "created" };
  char *refusal = NULL;

  if (registration < 0)
    return refuse ("step_missing");
  if (number < 0)
    {
      refusal = refuse_order (m, person, oral);
      if (refusal != NULL)
        return refusal;
      order.made = now;
      order.expires = G_MAXINT64;
      order.asked = TRUE;
      number = (int) m->books.orders->len;
      g_array_append_val (m->books.orders, order);
      for (int level = 4; level <= 6; level += 2)
        {
          Seat *seat = find_seat (m, person, level, oral);
          if (!is (seat, "unpaid"))
            continue;
          seat->state = "paying";
          ORDER (m, number)->sum += seat->fee;
          ORDER (m, number)->expires = MIN (ORDER (m, number)->expires, seat->deadline);
          mc_orders_add_line (&m->books, number, (int) (seat - SEAT (m, 0)), seat->fee);
        }
    }
  look (m, number, FALSE, FALSE, now);
  return NULL;
}

static char *
look_for_candidate (Model *m, const McCommand *c, int order, gint64 now)
{
  gboolean heard;

  if (c->value == 1)
    return refuse ("not_found");
  heard = look (m, order, FALSE, c->kind == MC_CLOSE_ORDER, now);
  return heard ? NULL : refuse ("provider_silent");
}

/* ---- what the platform does by itself ------------------------------------------------------- */

/* What is believed is answered "ok"; what does not fit has the platform asked. */
static char *
hear_notice (Model *m, McNotice notice, int order, gint64 now)
{
  McOrder *o = ORDER (m, order);

  if (notice == MC_NOTICE_FORGED || notice == MC_NOTICE_STALE)
    return refuse ("fail");
  if (notice == MC_NOTICE_TRUE && o->trade.state != MC_TRADE_PAID)
    return refuse ("nothing");
  if (notice == MC_NOTICE_TRUE && hear_of_first (m, order, FALSE, now))
    return NULL;
  look (m, order, TRUE, FALSE, now);
  return notice == MC_NOTICE_CLOSED ? NULL : refuse ("fail");
}

static char *
pay (Model *m, McPaying paying, int order, gint64 now)
{
  if (paying == MC_PAY_AGAIN)
    {
      if (!mc_platform_pay_again (&m->books, order))
        return refuse ("nothing");
      take_money (m, order, ORDER (m, order)->sum, now);
      return NULL;
    }
  return mc_platform_pay (&m->books, order, paying == MC_PAY_OTHER_SUM, now) ? NULL
                                                                             : refuse ("nothing");
}

/* ---- what operators may do ------------------------------------------------------------------ */

static char *
return_suspense (Model *m, int order, gint64 now)
{
  McOrder *o = ORDER (m, order);

  if (!g_str_equal (o->state, "review"))
    return refuse ("state_changed");
  mc_orders_add_refund (&m->books, order, o->suspense);
  o->suspense = 0;
  follow_money (o, now);
  return NULL;
}

static char *
refund_seat (Model *m, const McCommand *c, gint64 now)
{
  Seat *seat = mc_model_newest_seat (m, c->account, c->offering);
  int person = mc_world_person (c->account);
  const Seat *oral = NULL;

  if (seat == NULL)
    return refuse ("not_found");
  if (!is (seat, "paid"))
    return refuse ("state_changed");
  if (!mc_is_oral (mc_model_subject_of (m, c->offering)))
    oral = find_seat (m, person, mc_level (mc_model_subject_of (m, c->offering)), TRUE);
  if (is (oral, "paid") || is (oral, "paying") || is (oral, "locked"))
    return refuse_for (m, "oral_held", oral);
  for (guint i = 0; i < m->books.lines->len; i++)
    {
      McLine *line = MC_LINE_AT (&m->books, i);
      if (!line->applied || SEAT (m, line->seat) != seat)
        continue;
      line->applied = FALSE;
      ORDER (m, line->order)->applied -= line->fee;
      mc_orders_add_refund (&m->books, line->order, line->fee);
      follow_money (ORDER (m, line->order), now);
    }
  seat->paid_by_group = FALSE;
  mc_seat_end (seat, "refunded", "operator", now);
  return NULL;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static char *
act_on_order (Model *m, const McCommand *c, gint64 now)
{
  int order = mc_orders_find (&m->books, c);

  if (order < 0)
    return refuse ("nothing");
  switch (c->kind)
    {
    case MC_PAY:
      return pay (m, (McPaying) c->value, order, now);
    case MC_NOTICE:
      return hear_notice (m, (McNotice) c->value, order, now);
    case MC_RETURN:
      return return_suspense (m, order, now);
    default:
      return look_for_candidate (m, c, order, now);
    }
}

char *
mc_model_act_on_money (Model *m, const McCommand *c, gint64 now)
{
  switch (c->kind)
    {
    case MC_FORM:
      return choose_form (m, c, now);
    case MC_FORMS_CLOSE:
      m->world.forms_close = MC_EPOCH + c->value;
      return NULL;
    case MC_ORDER:
      return open_order (m, c->account, c->value == 1, now);
    case MC_REFUND:
      return refund_seat (m, c, now);
    case MC_SILENCE:
      m->books.silence = (McSilence) c->value;
      return NULL;
    default:
      return act_on_order (m, c, now);
    }
}

void
mc_model_print_lines (Model *m, GString *out)
{
  for (guint i = 0; i < m->books.lines->len; i++)
    {
      const McLine *line = MC_LINE_AT (&m->books, i);
      g_string_append_printf (out, "line of %d seat %d.%d fee %" G_GINT64_FORMAT "%s\n",
                              line->order + 1, SEAT (m, line->seat)->offering,
                              SEAT (m, line->seat)->number, line->fee,
                              line->applied ? " applied" : "");
    }
}

/* Nobody pays twice, and nothing is paid that nobody paid for. */
char *
mc_model_check_money (Model *m)
{
  for (guint s = 0; s < m->seats->len; s++)
    {
      int n_paid = 0;
      for (guint i = 0; i < m->books.lines->len; i++)
        n_paid += MC_LINE_AT (&m->books, i)->applied && MC_LINE_AT (&m->books, i)->seat == (int) s;
      n_paid += SEAT (m, s)->paid_by_group;
      if (n_paid != is (SEAT (m, s), "paid"))
        return g_strdup_printf ("I-P8, I-P9: seat %u is paid for %d times", s, n_paid);
    }
  for (guint i = 0; i < m->books.orders->len; i++)
    if (ORDER (m, i)->captured !=
        ORDER (m, i)->applied + ORDER (m, i)->due + ORDER (m, i)->refunded + ORDER (m, i)->suspense)
      return g_strdup_printf ("I-P1: order %u loses money", i + 1);
  return NULL;
}

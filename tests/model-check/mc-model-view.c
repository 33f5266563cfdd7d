/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-model-private.h"

static gint64
since_epoch (gint64 time)
{
  return time == MC_UNSET ? 0 : time - MC_EPOCH;
}

static void
dump_seats (Model *m, GString *out)
{
  for (guint i = 0; i < m->seats->len; i++)
    {
      const Seat *s = SEAT (m, i);
      g_string_append_printf (
          out, "seat %d.%d account %d %s %s fee %d form %s %s deadline %" G_GINT64_FORMAT,
          s->offering, s->number, REG (m, s->registration)->account, s->state, s->by, s->fee,
          s->form != NULL ? s->form : "-", s->reason != NULL ? s->reason : "-",
          since_epoch (s->deadline));
      g_string_append_printf (out, " lock %s %" G_GINT64_FORMAT,
                              s->lock_owner != NULL ? s->lock_owner : "-",
                              since_epoch (s->lock_until));
      g_string_append_printf (out, " made %" G_GINT64_FORMAT " ended %" G_GINT64_FORMAT "\n",
                              s->created - MC_EPOCH, s->ended == 0 ? 0 : s->ended - MC_EPOCH);
    }
}

static void
dump_places (Model *m, GString *out)
{
  for (guint i = 0; i < m->places->len; i++)
    {
      const Place *p = PLACE (m, i);
      g_string_append_printf (out, "place %d.%d account %d %s %s seat %d", p->offering, p->number,
                              REG (m, p->registration)->account, p->state, p->reason, p->seat);
      g_string_append_printf (out, " made %" G_GINT64_FORMAT " ended %" G_GINT64_FORMAT "\n",
                              p->joined - MC_EPOCH, p->ended == 0 ? 0 : p->ended - MC_EPOCH);
    }
}

/* Lines in the order of their names, so that it does not matter who made what first. */
char *
mc_model_dump (gpointer self)
{
  Model *m = self;
  g_autoptr (GString) out = g_string_new (NULL);

  for (int o = 0; o < m->world.n_offerings; o++)
    {
      int waiting = 0;
      for (guint i = 0; i < m->places->len; i++)
        waiting += PLACE (m, i)->offering == o && mc_place_is_live (PLACE (m, i));
      g_string_append_printf (out, "offering %d capacity %d used %d waiting %d last %d%s\n", o,
                              m->world.offerings[o].capacity, mc_model_seats_used (m, o), waiting,
                              mc_model_count_numbers (m, o, TRUE),
                              m->withdrawn[o] ? " withdrawn" : "");
    }
  for (guint r = 0; r < m->registrations->len; r++)
    g_string_append_printf (
        out, "registration %u account %d %s empty %" G_GINT64_FORMAT "\n", r + 1,
        REG (m, r)->account, REG (m, r)->active ? "active" : "closed",
        REG (m, r)->empty_since == MC_UNSET ? -1 : REG (m, r)->empty_since - MC_EPOCH);
  dump_seats (m, out);
  dump_places (m, out);
  mc_orders_print (&m->books, out);
  mc_model_print_lines (m, out);
  return mc_sort_lines (out->str);
}

/* The invariants that a model could break by being wrong itself. */
char *
mc_model_check (gpointer self, gint64 now)
{
  Model *m = self;

  for (guint i = 0; i < m->seats->len; i++)
    if (mc_seat_is_live (SEAT (m, i)) &&
        !mc_model_written_fits (m, SEAT (m, i)->registration, SEAT (m, i)->offering))
      return g_strdup ("I-S4: an oral seat without its written one");
  return mc_model_check_money (m);
}

/* ---- what candidates see -------------------------------------------------------------------- */

/* What a row of the board offers, and what is in the way. */
static char *
board_action (Model *m, int account, int offering, gint64 now)
{
  g_autofree char *taking = mc_model_refuse_taking (m, account, offering, now);
  g_autofree char *enrolling = mc_model_refuse_enrolling (m, account, offering, now);

  if (mc_model_has_place (m, account, offering))
    return g_strdup ("waiting");
  if (mc_model_has_seat (m, account, offering))
    return g_strdup ("enrolled");
  if (taking != NULL)
    return g_strconcat ("none ", taking, NULL);
  if (enrolling == NULL)
    return g_strdup ("enrol");
  if (now >= m->world.waitlist_closes)
    return g_strconcat ("none ", enrolling, NULL);
  return g_strdup ("join");
}

static int
count_waiting (Model *m, int offering, int before)
{
  int n = 0;

  for (guint i = 0; i < m->places->len; i++)
    n += PLACE (m, i)->offering == offering && mc_place_is_live (PLACE (m, i)) &&
         PLACE (m, i)->number < before;
  return n;
}

static void
print_board (Model *m, const McCommand *command, gint64 now, GString *out)
{
  for (int o = 0; o < m->world.n_offerings; o++)
    {
      g_autofree char *action = board_action (m, command->account, o, now);
      int remaining = m->world.offerings[o].capacity - mc_model_seats_used (m, o);
      if (m->withdrawn[o] || !mc_model_campus_fits (m, o) ||
          mc_is_oral (mc_model_subject_of (m, o)) != (command->value == 1))
        continue;
      g_string_append_printf (out, "%d %s remaining %d waiting %d\n", o, action, MAX (remaining, 0),
                              count_waiting (m, o, G_MAXINT));
    }
}

/* Whose time is over shows as failed, though nobody has ended it yet. */
static void
print_places (Model *m, const McCommand *command, const GArray *before, GString *out)
{
  for (guint i = 0; i < m->places->len; i++)
    {
      const Place *p = PLACE (m, i);
      if (REG (m, p->registration)->account != command->account ||
          !mc_place_is_live (&g_array_index (before, Place, i)))
        continue;
      if (mc_place_is_live (p))
        g_string_append_printf (out, "place %d.%d position %d of %d\n", p->offering, p->number,
                                count_waiting (m, p->offering, p->number) + 1,
                                count_waiting (m, p->offering, G_MAXINT));
      else
        g_string_append_printf (out, "place %d.%d failed\n", p->offering, p->number);
    }
}

static void
print_seats (Model *m, const McCommand *command, GString *out)
{
  for (guint i = 0; i < m->seats->len; i++)
    {
      const Seat *s = SEAT (m, i);
      gboolean held = g_str_equal (s->state, "unpaid") || g_str_equal (s->state, "paying");
      gboolean locked = g_str_equal (s->state, "locked");
      if (REG (m, s->registration)->account != command->account)
        continue;
      g_string_append_printf (
          out, "seat %d.%d %s deadline %" G_GINT64_FORMAT " lock %s %" G_GINT64_FORMAT "\n",
          s->offering, s->number, s->state, held ? since_epoch (s->deadline) : 0,
          locked ? s->lock_owner : "-", locked ? since_epoch (s->lock_until) : 0);
    }
}

/* Looks at a copy on which the clock has done its part. */
char *
mc_model_read (Model *m, const McCommand *command, gint64 now)
{
  Model copy = *m;
  g_autoptr (GArray) seats = g_array_copy (m->seats);
  g_autoptr (GArray) places = g_array_copy (m->places);
  g_autoptr (GString) out = g_string_new (NULL);

  if (command->kind == MC_BOARD && mc_model_registration_of_account (m, command->account) < 0)
    return g_strdup ("step_missing");
  copy.seats = seats;
  copy.places = places;
  mc_model_end_due (&copy, now);
  if (command->kind == MC_BOARD)
    print_board (&copy, command, now, out);
  else if (command->kind == MC_SEATS)
    print_seats (&copy, command, out);
  else
    print_places (&copy, command, m->places, out);
  return mc_sort_lines (out->str);
}

/* ---- what the generator asks ---------------------------------------------------------------- */

gboolean
mc_model_would_allow (gpointer model, const McCommand *command, gint64 now)
{
  Model copy;
  g_autofree char *answer = NULL;

  mc_model_copy (&copy, model);
  answer = mc_model_subject.apply (&copy, command, now);
  mc_model_clear (&copy);
  return mc_is_reading (command) || g_str_equal (answer, "ok");
}

GArray *
mc_model_next_moments (gpointer model, gint64 now)
{
  Model *m = model;
  GArray *moments = g_array_new (FALSE, FALSE, sizeof (gint64));
  const gint64 windows[] = {
    m->world.opens,
    m->world.closes,
    m->world.payment_closes,
    m->world.waitlist_closes,
    m->world.forms_close,
    m->world.payment_closes - m->world.min_pay_seconds * G_TIME_SPAN_SECOND,
  };

  g_array_append_vals (moments, windows, G_N_ELEMENTS (windows));
  for (int o = 0; o < m->world.n_offerings; o++)
    {
      g_array_append_val (moments, m->world.offerings[o].opens);
      g_array_append_val (moments, m->world.offerings[o].closes);
    }
  for (guint i = 0; i < m->seats->len; i++)
    if (g_str_equal (SEAT (m, i)->state, "locked"))
      {
        gint64 end = SEAT (m, i)->lock_until;
        gint64 deadline = end + m->world.hold_seconds * G_TIME_SPAN_SECOND;
        g_array_append_val (moments, end);
        g_array_append_val (moments, deadline);
      }
    else if (mc_seat_is_live (SEAT (m, i)))
      g_array_append_val (moments, SEAT (m, i)->deadline);
  for (guint i = 0; i < m->books.orders->len; i++)
    if (mc_order_is_open (MC_ORDER_AT (&m->books, i)))
      {
        gint64 moment = MC_ORDER_AT (&m->books, i)->expires + MC_GRACE;
        g_array_append_val (moments, moment);
      }
  for (guint r = 0; r < m->registrations->len; r++)
    if (REG (m, r)->empty_since != MC_UNSET)
      {
        gint64 moment = REG (m, r)->empty_since + 24 * G_TIME_SPAN_HOUR;
        g_array_append_val (moments, moment);
      }
  for (guint i = moments->len; i > 0; i--)
    if (g_array_index (moments, gint64, i - 1) <= now)
      g_array_remove_index_fast (moments, i - 1);
  return moments;
}

gboolean
mc_model_has_seat (gpointer model, int account, int offering)
{
  Model *m = model;

  for (guint i = 0; i < m->seats->len; i++)
    if (SEAT (m, i)->offering == offering && mc_seat_is_live (SEAT (m, i)) &&
        REG (m, SEAT (m, i)->registration)->account == account)
      return TRUE;
  return FALSE;
}

gboolean
mc_model_has_place (gpointer model, int account, int offering)
{
  Model *m = model;

  for (guint i = 0; i < m->places->len; i++)
    if (PLACE (m, i)->offering == offering && mc_place_is_live (PLACE (m, i)) &&
        REG (m, PLACE (m, i)->registration)->account == account)
      return TRUE;
  return FALSE;
}

/* How many orders the account has opened, for @open only those that are open. */
int
mc_model_count_orders (gpointer model, int account, gboolean open)
{
  Model *m = model;
  int n = 0;

  for (guint i = 0; i < m->books.orders->len; i++)
    n += MC_ORDER_AT (&m->books, i)->account == account &&
         (!open || mc_order_is_open (MC_ORDER_AT (&m->books, i)));
  return n;
}

/* When the newest order of the account is over, or MC_UNSET when it was paid or closed. */
gint64
mc_model_order_expires (gpointer model, int account)
{
  Model *m = model;

  for (guint i = m->books.orders->len; i > 0; i--)
    if (MC_ORDER_AT (&m->books, i - 1)->account == account)
      return mc_order_is_open (MC_ORDER_AT (&m->books, i - 1))
                 ? MC_ORDER_AT (&m->books, i - 1)->expires
                 : MC_UNSET;
  return MC_UNSET;
}

gint64
mc_model_hold (gpointer model)
{
  return ((Model *) model)->world.hold_seconds * G_TIME_SPAN_SECOND;
}

gboolean
mc_model_is_registered (gpointer model, int account)
{
  return mc_model_registration_of_account (model, account) >= 0;
}

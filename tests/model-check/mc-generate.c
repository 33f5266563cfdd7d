/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-history.h"

/* Weights of the kinds, drawn anew for each seed: some worlds never cancel, some only race the
 * clock. What a rule refuses stays in, since refusing is behaviour too. */
typedef struct
{
  GRand *rand;
  McWorld world;
  int weights[MC_N_KINDS];
  int total;
  gboolean money;
  gpointer model;
  gint64 now;
  GArray *plan; /* (owned) (element-type McCommand): what is to come next, last first */
} Generator;

static const int usual_weights[MC_N_KINDS] = {
  [MC_CLOCK] = 18,      [MC_SWEEP] = 4,       [MC_REGISTER] = 8,     [MC_UNREGISTER] = 2,
  [MC_ENROL] = 18,      [MC_JOIN] = 26,       [MC_CANCEL_SEAT] = 8,  [MC_CANCEL_PLACE] = 6,
  [MC_CAPACITY] = 10,   [MC_FEE] = 3,         [MC_WITHDRAW] = 1,     [MC_HOLD] = 1,
  [MC_MIN_PAY] = 1,     [MC_WAITLIST] = 1,    [MC_CAMPUS_OPENS] = 1, [MC_CAMPUS_CLOSES] = 1,
  [MC_REVIEW] = 3,      [MC_DECIDE] = 3,      [MC_BOARD] = 6,        [MC_PLACES] = 3,
  [MC_LOCK] = 8,        [MC_UNLOCK] = 4,      [MC_SEATS] = 4,        [MC_FORM] = 10,
  [MC_ORDER] = 14,      [MC_PAY] = 12,        [MC_NOTICE] = 10,      [MC_REFRESH] = 3,
  [MC_RETURN] = 2,      [MC_CLOSE_ORDER] = 3, [MC_SILENCE] = 4,      [MC_REFUND] = 3,
  [MC_FORMS_CLOSE] = 1,
};

/* In a third of the worlds there is no money at all, as in most of the time before a deadline. */
static void
draw_weights (Generator *g)
{
  g->money = g_rand_int_range (g->rand, 0, 3) > 0;
  for (guint kind = 0; kind < MC_N_KINDS; kind++)
    {
      int factor = g_rand_int_range (g->rand, 0, 6);
      g->weights[kind] = usual_weights[kind] * (factor == 0 ? 0 : factor == 5 ? 4 : 1);
      if (kind == MC_REGISTER || kind == MC_CLOCK)
        g->weights[kind] = usual_weights[kind];
      if (kind >= MC_FORM && !g->money)
        g->weights[kind] = 0;
      else if (kind == MC_FORM || kind == MC_ORDER || kind == MC_PAY)
        g->weights[kind] = usual_weights[kind];
      g->total += g->weights[kind];
    }
}

static McKind
draw_kind (Generator *g)
{
  int left = g_rand_int_range (g->rand, 0, g->total);

  for (guint kind = 0; kind < MC_N_KINDS; kind++)
    {
      left -= g->weights[kind];
      if (left < 0)
        return kind;
    }
  g_assert_not_reached ();
}

static gint64
draw_moment (Generator *g, GArray *moments)
{
  return g_array_index (moments, gint64,
                        (guint) g_rand_int_range (g->rand, 0, (gint32) moments->len));
}

/* Most of the steps are small; the others go to a moment at which something happens by itself, or
 * a microsecond or millisecond to either side of it. */
static gint64
draw_step (Generator *g)
{
  static const gint64 sides[] = { 0, 0, -1, 1, -1000, 1000 };
  g_autoptr (GArray) moments = NULL;
  gint64 moment;

  if (g_rand_int_range (g->rand, 0, 3) > 0)
    return g_rand_int_range (g->rand, 1, 40) * G_TIME_SPAN_SECOND;
  moments = mc_model_next_moments (g->model, g->now);
  if (moments->len == 0)
    return G_TIME_SPAN_HOUR;
  moment = MIN (draw_moment (g, moments), draw_moment (g, moments));
  moment += sides[g_rand_int_range (g->rand, 0, G_N_ELEMENTS (sides))];
  /* Once registration has closed little is left to do: most of the far jumps come late. */
  if (moment - g->now > 6 * G_TIME_SPAN_HOUR && g_rand_int_range (g->rand, 0, 10) > 0)
    return g_rand_int_range (g->rand, 1, 60) * G_TIME_SPAN_MINUTE;
  return MAX (moment - g->now, 0);
}

static int
draw_offering (Generator *g)
{
  /* The first three are where people meet. */
  if (g_rand_int_range (g->rand, 0, 8) > 0)
    return g_rand_int_range (g->rand, 0, 3);
  return g_rand_int_range (g->rand, 0, g->world.n_offerings);
}

static gboolean
draw_illegal (Generator *g)
{
  return g_rand_int_range (g->rand, 0, 5) == 0;
}

/* Mostly somebody who has registered, or who has not. */
static void
draw_account (Generator *g, McCommand *c, gboolean registered)
{
  for (int tries = 0; tries < 5; tries++)
    {
      c->account = g_rand_int_range (g->rand, 0, MC_N_ACCOUNTS);
      if (mc_model_is_registered (g->model, c->account) == registered)
        break;
    }
}

/* Somebody who has what the command is about; says whether there is one. */
static gboolean
draw_owner (Generator *g, McCommand *c, gboolean of_place)
{
  gboolean found = FALSE;

  for (int tries = 0; tries < 40; tries++)
    {
      c->account = g_rand_int_range (g->rand, 0, MC_N_ACCOUNTS);
      c->offering = draw_offering (g);
      found = of_place ? mc_model_has_place (g->model, c->account, c->offering)
                       : mc_model_has_seat (g->model, c->account, c->offering);
      if (found)
        break;
    }
  c->other = c->account;
  if (g_rand_int_range (g->rand, 0, 20) == 0)
    c->account = g_rand_int_range (g->rand, 0, MC_N_ACCOUNTS);
  return found;
}

/* Most often somebody who may: registered, and without something of that level. */
static void
draw_taker (Generator *g, McCommand *c)
{
  gboolean illegal = draw_illegal (g);

  for (int tries = 0; tries < 20; tries++)
    {
      c->account = g_rand_int_range (g->rand, 0, MC_N_ACCOUNTS);
      c->offering = draw_offering (g);
      if (illegal || (mc_model_is_registered (g->model, c->account) &&
                      !mc_model_has_seat (g->model, c->account, c->offering) &&
                      !mc_model_has_place (g->model, c->account, c->offering)))
        break;
    }
  c->other = -1;
  if (c->kind == MC_ENROL && g_rand_int_range (g->rand, 0, 4) == 0)
    c->other = draw_offering (g);
}

/* Until soon, for long, to about a moment at which something happens anyway, or until no later. */
static gint64
draw_lock_end (Generator *g)
{
  switch (g_rand_int_range (g->rand, 0, 6))
    {
    case 0:
    case 1:
      return g->now + g_rand_int_range (g->rand, 1, 40) * G_TIME_SPAN_SECOND;
    case 2:
      return g->now + g_rand_int_range (g->rand, 1, 90) * G_TIME_SPAN_MINUTE;
    case 3:
      return g->now + g_rand_int_range (g->rand, 1, 40) * G_TIME_SPAN_HOUR;
    case 4:
      return g->now + draw_step (g);
    default:
      return g->now + g_rand_int_range (g->rand, -1, 3);
    }
}

/* Somebody's seat, now and then their place, which has no lock. */
static void
draw_of_lock (Generator *g, McCommand *c)
{
  draw_owner (g, c, FALSE);
  c->account = c->other;
  c->other = g_rand_int_range (g->rand, 0, 15) == 0;
  if (c->kind == MC_LOCK)
    c->value = draw_lock_end (g) - MC_EPOCH;
  else
    c->value = g_rand_boolean (g->rand);
}

static void
draw_operator (Generator *g, McCommand *c)
{
  static const int holds[] = { 1, 600, 1800, 24 * 3600 };
  static const int min_pays[] = { 0, 1, 600, 7200, 60 * 3600 };

  c->offering = draw_offering (g);
  if (c->kind == MC_CAPACITY)
    {
      c->value = MIN (g_rand_int_range (g->rand, 0, 4), g_rand_int_range (g->rand, 0, 4));
      c->other = g_rand_int_range (g->rand, 0, 4) == 0;
    }
  else if (c->kind == MC_FEE)
    c->value = g_rand_int_range (g->rand, 0, 3) == 0 ? MC_UNSET : g_rand_int_range (g->rand, 1, 99);
  else if (c->kind == MC_WITHDRAW)
    c->value = g_rand_int_range (g->rand, 0, 4) == 0;
  else if (c->kind == MC_HOLD)
    c->value = holds[g_rand_int_range (g->rand, 0, G_N_ELEMENTS (holds))];
  else if (c->kind == MC_MIN_PAY)
    c->value = min_pays[g_rand_int_range (g->rand, 0, G_N_ELEMENTS (min_pays))];
  else
    /* A window, moved to about now as often as to somewhere else. */
    c->value = g_rand_boolean (g->rand)
                   ? g->now - MC_EPOCH + g_rand_int_range (g->rand, -30, 120) * G_TIME_SPAN_MINUTE
                   : g_rand_int_range (g->rand, -5, 80) * G_TIME_SPAN_HOUR;
}

/* Somebody with an order, mostly the newest one; says whether there is one. */
static gboolean
draw_order (Generator *g, McCommand *c)
{
  int n_orders = 0;

  for (int tries = 0; tries < 20 && n_orders == 0; tries++)
    {
      c->account = g_rand_int_range (g->rand, 0, MC_N_ACCOUNTS);
      n_orders = mc_model_count_orders (g->model, c->account, c->kind == MC_CLOSE_ORDER);
    }
  if (g_rand_int_range (g->rand, 0, 4) == 0)
    c->other = g_rand_int_range (g->rand, 0, n_orders + 1);
  return n_orders > 0;
}

static McCommand
draw_of_money (Generator *g, McKind kind)
{
  McCommand c = { .kind = kind };

  switch (kind)
    {
    case MC_FORM:
      draw_owner (g, &c, FALSE);
      c.value = g_rand_boolean (g->rand);
      break;
    case MC_REFUND:
      draw_owner (g, &c, FALSE);
      break;
    case MC_FORMS_CLOSE:
      c.value = g->now - MC_EPOCH + g_rand_int_range (g->rand, 1, 300) * G_TIME_SPAN_MINUTE;
      break;
    case MC_ORDER:
      draw_account (g, &c, TRUE);
      c.value = g_rand_int_range (g->rand, 0, 4) == 0;
      break;
    case MC_SILENCE:
      c.value = g_rand_int_range (g->rand, 0, MC_N_SILENCES);
      break;
    default:
      draw_order (g, &c);
      if (g_rand_int_range (g->rand, 0, 5) == 0)
        c.value = g_rand_int_range (g->rand, 1,
                                    kind == MC_PAY      ? MC_N_PAYINGS
                                    : kind == MC_NOTICE ? MC_N_NOTICES
                                                        : 2);
    }
  return c;
}

/* The first to act after the clock moved sees what nobody has swept: let it be somebody who frees
 * or fills seats where people meet. */
static McKind
draw_kind_after (Generator *g, McKind before)
{
  static const McKind kinds[] = { MC_CAPACITY, MC_JOIN, MC_ENROL, MC_CANCEL_SEAT, MC_UNREGISTER };

  if (before != MC_CLOCK || g_rand_int_range (g->rand, 0, 3) > 0)
    return draw_kind (g);
  return kinds[g_rand_int_range (g->rand, 0, G_N_ELEMENTS (kinds))];
}

static McCommand
draw_of_kind (Generator *g, McKind kind)
{
  McCommand c = { .kind = kind };

  switch (c.kind)
    {
    case MC_CLOCK:
      c.value = draw_step (g);
      return c;
    case MC_SWEEP:
      return c;
    case MC_REGISTER:
    case MC_UNREGISTER:
      draw_account (g, &c, c.kind == MC_UNREGISTER);
      return c;
    case MC_LOCK:
    case MC_UNLOCK:
      draw_of_lock (g, &c);
      return c;
    case MC_BOARD:
    case MC_PLACES:
    case MC_SEATS:
      draw_account (g, &c, TRUE);
      c.value = c.kind == MC_BOARD && g_rand_boolean (g->rand);
      return c;
    case MC_REVIEW:
    case MC_DECIDE:
      c.account = g_rand_int_range (g->rand, 0, MC_N_ACCOUNTS);
      c.value = g_rand_int_range (g->rand, 0, kind == MC_REVIEW ? MC_N_TICKETS : 2);
      return c;
    case MC_ENROL:
    case MC_JOIN:
      draw_taker (g, &c);
      return c;
    case MC_CANCEL_SEAT:
    case MC_CANCEL_PLACE:
      if (!draw_owner (g, &c, c.kind == MC_CANCEL_PLACE) && !draw_illegal (g))
        {
          c.kind = c.kind == MC_CANCEL_PLACE ? MC_JOIN : MC_ENROL;
          draw_taker (g, &c);
          return c;
        }
      c.value = c.kind == MC_CANCEL_PLACE ? g_rand_int_range (g->rand, 0, 5) : 0;
      return c;
    default:
      if (kind >= MC_FORM)
        return draw_of_money (g, kind);
      draw_operator (g, &c);
      return c;
    }
}

/* ---- paying, from the seat to what becomes of the money -------------------------------------- */

static void
plan (Generator *g, McKind kind, const McCommand *after, gint64 value)
{
  McCommand c = { kind, after->account, after->offering, 0, value };

  if (kind == MC_FORM || kind == MC_CANCEL_SEAT)
    c.other = c.account;
  else if (kind == MC_ENROL)
    c.other = -1;
  g_array_insert_val (g->plan, 0, c);
}

/* The money is under way when its seat goes, or while nobody hears of it until the hold has gone.
 */
static void
plan_late_money (Generator *g, const McCommand *paid)
{
  static const gint64 sides[] = { 0, 0, -1, 1, G_TIME_SPAN_MINUTE };
  gint64 expires = mc_model_order_expires (g->model, paid->account);

  if (expires == MC_UNSET)
    return;
  if (g_rand_int_range (g->rand, 0, 4) == 0)
    {
      plan (g, MC_WITHDRAW, paid, 1);
      plan (g, MC_WITHDRAW, paid, 0);
    }
  else
    {
      plan (g, MC_SILENCE, paid, g_rand_int_range (g->rand, MC_ANSWER_IS_LOST, MC_N_SILENCES));
      plan (g, MC_CLOCK, paid,
            expires + MC_GRACE - g->now + sides[g_rand_int_range (g->rand, 0, 5)]);
      plan (g, MC_SWEEP, paid, 0);
      if (g_rand_boolean (g->rand))
        plan (g, MC_CAPACITY, paid, g_rand_int_range (g->rand, 0, 4));
      plan (g, MC_SILENCE, paid, MC_HEARS_ALL);
    }
  plan (g, g_rand_boolean (g->rand) ? MC_NOTICE : MC_SWEEP, paid, MC_NOTICE_TRUE);
}

/* The platform is silent when timers come round at the end of an order, and is then asked without
 * them: no sweep follows that would end what was missed. */
static void
plan_order_end (Generator *g, const McCommand *opened)
{
  gint64 expires = mc_model_order_expires (g->model, opened->account);

  if (expires == MC_UNSET || expires - g->now > 6 * G_TIME_SPAN_HOUR)
    return;
  plan (g, MC_SILENCE, opened, MC_ANSWER_IS_LOST);
  plan (g, MC_CLOCK, opened, MAX (expires - g->now + g_rand_int_range (g->rand, -1, 2), 0));
  plan (g, MC_SWEEP, opened, 0);
  plan (g, MC_SILENCE, opened, MC_HEARS_ALL);
  plan (g, g_rand_boolean (g->rand) ? MC_REFRESH : MC_CLOSE_ORDER, opened, 0);
}

/* Somebody waits where others have paid. */
static void
plan_refund (Generator *g, const McCommand *joined)
{
  McCommand owner = *joined;

  owner.account = g_rand_int_range (g->rand, 0, MC_N_ACCOUNTS);
  if (mc_model_has_seat (g->model, owner.account, owner.offering))
    plan (g, MC_REFUND, &owner, 0);
}

/* The lock, or the hold after it, is just about to end or has just ended, and nobody has swept yet.
 */
static void
plan_lock_end (Generator *g, const McCommand *locked)
{
  static const gint64 sides[] = { 0, 0, -1, 1, -1000, 1000, 6 * G_TIME_SPAN_SECOND };
  static const struct
  {
    McKind kind;
    gint64 value;
  } next[] = { { MC_SWEEP, 0 },   { MC_SWEEP, 0 },
               { MC_SEATS, 0 },   { MC_ENROL, 0 },
               { MC_HOLD, 1800 }, { MC_CANCEL_SEAT, 0 },
               { MC_UNLOCK, 0 },  { MC_LOCK, 73 * G_TIME_SPAN_HOUR } };
  gint64 step = locked->value + MC_EPOCH - g->now;
  int i = g_rand_int_range (g->rand, 0, G_N_ELEMENTS (next));

  if (g_rand_int_range (g->rand, 0, 3) == 0)
    step += mc_model_hold (g->model);
  step += sides[g_rand_int_range (g->rand, 0, G_N_ELEMENTS (sides))];
  /* Long locks are looked at later, as the other far moments are. */
  if (step > 6 * G_TIME_SPAN_HOUR && g_rand_int_range (g->rand, 0, 4) > 0)
    return;
  plan (g, MC_CLOCK, locked, MAX (step, 0));
  if (g_rand_boolean (g->rand))
    plan (g, g_rand_boolean (g->rand) ? MC_SEATS : MC_BOARD, locked, 0);
  plan (g, next[i].kind, locked, next[i].value);
}

static void
plan_on_lock (Generator *g, const McCommand *locked)
{
  static const McKind tries[] = { MC_CANCEL_SEAT, MC_UNREGISTER, MC_ORDER };
  McKind kind = tries[g_rand_int_range (g->rand, 0, G_N_ELEMENTS (tries))];

  if (g_rand_int_range (g->rand, 0, 4) == 0 && (kind != MC_ORDER || g->money))
    plan (g, kind, locked, 0);
  if (g_rand_int_range (g->rand, 0, 3) == 0)
    plan (g, MC_UNLOCK, locked, g_rand_boolean (g->rand));
  else
    plan_lock_end (g, locked);
}

/* What an allowed command makes likely. */
static void
plan_on (Generator *g, const McCommand *c)
{
  if (g->plan->len > 0 || g_rand_int_range (g->rand, 0, 4) == 0)
    return;
  if (c->kind == MC_LOCK)
    plan_on_lock (g, c);
  else if (c->kind == MC_ENROL && g_rand_int_range (g->rand, 0, g->money ? 10 : 4) == 0)
    plan (g, MC_LOCK, c, draw_lock_end (g) - MC_EPOCH);
  if (!g->money || g->plan->len > 0)
    return;
  if (c->kind == MC_ENROL)
    plan (g, MC_FORM, c, 0);
  if (c->kind == MC_ENROL || c->kind == MC_FORM)
    plan (g, MC_ORDER, c, 0);
  else if (c->kind == MC_ORDER && g_rand_int_range (g->rand, 0, 8) == 0)
    plan_order_end (g, c);
  else if (c->kind == MC_ORDER)
    plan (g, MC_PAY, c, g_rand_int_range (g->rand, 0, 8) == 0 ? MC_PAY_OTHER_SUM : MC_PAY_SUM);
  else if (c->kind == MC_PAY && g_rand_int_range (g->rand, 0, 3) == 0)
    plan_late_money (g, c);
  else if (c->kind == MC_PAY)
    plan (g, MC_NOTICE, c, MC_NOTICE_TRUE);
  else if (c->kind == MC_NOTICE && g_rand_int_range (g->rand, 0, 4) == 0)
    plan (g, MC_PAY, c, MC_PAY_AGAIN);
  else if (c->kind == MC_JOIN)
    plan_refund (g, c);
  else if (c->kind == MC_FORMS_CLOSE)
    plan (g, MC_CLOCK, c, c->value + MC_EPOCH - g->now - g_rand_int_range (g->rand, 0, 2));
}

/* Now and then something else comes between. */
static gboolean
follow_plan (Generator *g, McCommand *c)
{
  if (g->plan->len == 0 || g_rand_int_range (g->rand, 0, 8) == 0)
    return FALSE;
  *c = g_array_index (g->plan, McCommand, g->plan->len - 1);
  g_array_set_size (g->plan, g->plan->len - 1);
  return TRUE;
}

/* Four in five are allowed when they come, if one can be found; the fifth is what it is. */
static McCommand
draw_command (Generator *g, McKind before)
{
  McKind kind = draw_kind_after (g, before);
  McCommand c = draw_of_kind (g, kind);

  if (follow_plan (g, &c))
    return c;

  if (draw_illegal (g))
    return c;
  for (int tries = 0; tries < 20 && !mc_model_would_allow (g->model, &c, g->now); tries++)
    c = draw_of_kind (g, kind);
  return c;
}

/* Around the moment of opening most people are there. */
static McCommand
draw_opening (Generator *g, guint step)
{
  McCommand c = { .kind = MC_CLOCK };

  if (step == 0)
    c.value = G_TIME_SPAN_MINUTE + g_rand_int_range (g->rand, -1, 2);
  else if (step == 3)
    c.value = 2;
  else
    {
      c.kind = MC_REGISTER;
      c.account = g_rand_int_range (g->rand, 0, MC_N_ACCOUNTS);
    }
  return c;
}

/* The model runs along, so that most commands mean something when they come. */
McHistory *
mc_history_generate (guint64 seed, guint n_commands)
{
  guint64 mixed = mc_mix (seed ^ G_GUINT64_CONSTANT (0x5DEECE66D));
  guint32 words[] = { (guint32) mixed, (guint32) (mixed >> 32) };
  McKind before = MC_CLOCK;
  McHistory *history;
  Generator g = { .now = MC_EPOCH - G_TIME_SPAN_MINUTE };

  mc_world_init (&g.world, seed);
  history = mc_history_new (&g.world);
  g.rand = g_rand_new_with_seed_array (words, G_N_ELEMENTS (words));
  g.model = mc_model_subject.create (&g.world);
  g.plan = g_array_new (FALSE, FALSE, sizeof (McCommand));
  draw_weights (&g);
  for (guint i = 0; i < n_commands; i++)
    {
      McCommand command = i < 8 ? draw_opening (&g, i) : draw_command (&g, before);
      g_autofree char *answer = NULL;
      if (command.kind == MC_CLOCK)
        g.now += command.value;
      answer = mc_model_subject.apply (g.model, &command, g.now);
      if (g_str_equal (answer, "ok"))
        plan_on (&g, &command);
      before = command.kind;
      g_array_append_val (history->commands, command);
    }
  mc_model_subject.destroy (g.model);
  g_array_unref (g.plan);
  g_rand_free (g.rand);
  return history;
}

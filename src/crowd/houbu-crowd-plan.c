/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-plan.h"

#include <math.h>

typedef struct
{
  double least;
  double most;
} Range;

/* What can be done about a seat or a place, and how often; a further choice is a further row. */
typedef struct
{
  HoubuCrowdChoice choice;
  guint weight;
} Weighted;

#define N_CHOICES 3

struct _HoubuCrowdTemper
{
  const char *name;
  guint most_visits; /* 0: they come back for ever */
  double comes_back;
  Range think;
  Range look_every;
  Range patience;
  Range seat_after;
  Range away;
  Weighted queue[N_CHOICES];
  Weighted seat[N_CHOICES];
};

struct _HoubuCrowdPlan
{
  const HoubuCrowdTemper *temper; /* (unowned) */
  GRand *lot;                     /* (owned) */
  HoubuCrowdCurve curve;
  double span;
  guint visits;
};

static const HoubuCrowdTemper tempers[] = {
  {
      .name = "school",
      .most_visits = 3,
      .comes_back = 0.4,
      .think = { 0.5, 6 },
      .look_every = { 15, 60 },
      .patience = { 30, 180 },
      .seat_after = { 5, 60 },
      .away = { 10, 60 },
      .queue = { { HOUBU_CROWD_STAY, 60 }, { HOUBU_CROWD_CANCEL, 40 } },
      .seat = { { HOUBU_CROWD_STAY, 40 }, { HOUBU_CROWD_CANCEL, 30 }, { HOUBU_CROWD_PAY, 30 } },
  },
  /* A few people who keep one queue moving while somebody watches: what is paid for never comes
   * free again. */
  {
      .name = "practice",
      .most_visits = 0,
      .comes_back = 1,
      .think = { 0.5, 3 },
      .look_every = { 20, 60 },
      .patience = { 60, 300 },
      .seat_after = { 20, 150 },
      .away = { 10, 30 },
      .queue = { { HOUBU_CROWD_STAY, 65 }, { HOUBU_CROWD_CANCEL, 35 } },
      .seat = { { HOUBU_CROWD_STAY, 25 }, { HOUBU_CROWD_CANCEL, 75 } },
  },
};

static const struct
{
  const char *word;
  double span;
} curves[] = {
  [HOUBU_CROWD_RUSH] = { "rush", 60 },
  [HOUBU_CROWD_STEADY] = { "steady", 600 },
  [HOUBU_CROWD_LAST_HOUR] = { "last-hour", 3600 },
};

static const char *const choice_words[] = {
  [HOUBU_CROWD_STAY] = "stay",
  [HOUBU_CROWD_CANCEL] = "cancel",
  [HOUBU_CROWD_PAY] = "pay",
};

static const char *const method_words[] = {
  [HOUBU_CROWD_WALLET] = "wallet",
  [HOUBU_CROWD_CARD] = "card",
  [HOUBU_CROWD_CREDIT] = "credit",
};
G_STATIC_ASSERT (G_N_ELEMENTS (method_words) == HOUBU_CROWD_N_METHODS);

static double
draw (GRand *lot, Range range)
{
  return g_rand_double_range (lot, range.least, range.most);
}

static HoubuCrowdChoice
choose (GRand *lot, const Weighted *rows)
{
  guint sum = 0;
  guint hit;

  for (guint i = 0; i < N_CHOICES; i++)
    sum += rows[i].weight;
  hit = (guint) g_rand_int_range (lot, 0, (gint32) sum);
  for (guint i = 0; i < N_CHOICES; i++)
    {
      if (hit < rows[i].weight)
        return rows[i].choice;
      hit -= rows[i].weight;
    }
  g_assert_not_reached ();
}

static double
arrive (HoubuCrowdCurve curve, double span, double chance)
{
  switch (curve)
    {
    case HOUBU_CROWD_RUSH:
      return span * chance * chance;
    case HOUBU_CROWD_LAST_HOUR:
      return span * sqrt (chance);
    case HOUBU_CROWD_STEADY:
    default:
      return span * chance;
    }
}

/**
 * houbu_crowd_temper_find:
 * @name: "school" or "practice"
 *
 * Returns: (transfer none) (nullable): the temper of that name
 */
const HoubuCrowdTemper *
houbu_crowd_temper_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (tempers); i++)
    if (g_strcmp0 (tempers[i].name, name) == 0)
      return &tempers[i];
  return NULL;
}

/**
 * houbu_crowd_curve_from_word:
 * @word: "rush", "steady" or "last-hour"
 * @curve: (out): what it stands for
 *
 * Returns: whether the word is known
 */
gboolean
houbu_crowd_curve_from_word (const char *word, HoubuCrowdCurve *curve)
{
  for (guint i = 0; i < G_N_ELEMENTS (curves); i++)
    if (g_strcmp0 (curves[i].word, word) == 0)
      {
        *curve = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * houbu_crowd_curve_get_span:
 * @curve: how candidates arrive
 *
 * Returns: within how many seconds, when nobody says otherwise
 */
double
houbu_crowd_curve_get_span (HoubuCrowdCurve curve)
{
  g_return_val_if_fail (curve < G_N_ELEMENTS (curves), 0);

  return curves[curve].span;
}

/**
 * houbu_crowd_plan_new:
 * @temper: how the crowd behaves
 * @curve: how it arrives
 * @span: within how many seconds
 * @seed: of the crowd
 * @candidate: which of them
 *
 * Returns: (transfer full): the candidate's plan
 */
HoubuCrowdPlan *
houbu_crowd_plan_new (const HoubuCrowdTemper *temper,
                      HoubuCrowdCurve curve,
                      double span,
                      guint32 seed,
                      guint32 candidate)
{
  const guint32 seeds[] = { seed, candidate };
  HoubuCrowdPlan *self = NULL;

  g_return_val_if_fail (temper != NULL, NULL);

  self = g_new0 (HoubuCrowdPlan, 1);
  self->temper = temper;
  self->curve = curve;
  self->span = span;
  self->lot = g_rand_new_with_seed_array (seeds, G_N_ELEMENTS (seeds));
  return self;
}

/**
 * houbu_crowd_plan_free:
 * @self: (transfer full): a plan
 */
void
houbu_crowd_plan_free (HoubuCrowdPlan *self)
{
  g_rand_free (self->lot);
  g_free (self);
}

/**
 * houbu_crowd_plan_next:
 * @self: a plan
 * @visit: (out caller-allocates): the next visit
 *
 * Each visit takes the same number of draws, so that nothing that happens meanwhile changes the
 * next one.
 *
 * Returns: whether there is one
 */
gboolean
houbu_crowd_plan_next (HoubuCrowdPlan *self, HoubuCrowdVisit *visit)
{
  const HoubuCrowdTemper *temper = NULL;
  gboolean first = FALSE;

  g_return_val_if_fail (self != NULL && visit != NULL, FALSE);

  temper = self->temper;
  first = self->visits == 0;
  if (temper->most_visits > 0 && self->visits >= temper->most_visits)
    return FALSE;
  if (!first && g_rand_double (self->lot) >= temper->comes_back)
    {
      self->visits = temper->most_visits;
      return FALSE;
    }
  self->visits++;
  visit->begins_after = first ? arrive (self->curve, self->span, g_rand_double (self->lot))
                              : draw (self->lot, temper->away);
  visit->think = draw (self->lot, temper->think);
  visit->look_every = draw (self->lot, temper->look_every);
  visit->patience = draw (self->lot, temper->patience);
  for (guint i = 0; i < HOUBU_CROWD_TASTES; i++)
    visit->tastes[i] = g_rand_double (self->lot);
  visit->queue = choose (self->lot, temper->queue);
  visit->reason = (HoubuWaitlistCancelReason) g_rand_int_range (
      self->lot, HOUBU_WAITLIST_CANCEL_REASON_GIVE_UP, HOUBU_WAITLIST_CANCEL_REASON_OTHER + 1);
  visit->seat = choose (self->lot, temper->seat);
  visit->seat_after = draw (self->lot, temper->seat_after);
  visit->form = g_rand_boolean (self->lot) ? HOUBU_REPORT_FORM_PAPER : HOUBU_REPORT_FORM_ELECTRONIC;
  visit->method = (HoubuCrowdMethod) g_rand_int_range (self->lot, 0, HOUBU_CROWD_N_METHODS);
  visit->signs_out = g_rand_boolean (self->lot);
  return TRUE;
}

/**
 * houbu_crowd_method_to_word:
 * @method: how one pays
 *
 * Returns: (transfer none): its word in the sandbox's form
 */
const char *
houbu_crowd_method_to_word (HoubuCrowdMethod method)
{
  g_return_val_if_fail (method < HOUBU_CROWD_N_METHODS, NULL);

  return method_words[method];
}

/**
 * houbu_crowd_visit_to_string:
 * @visit: a visit
 *
 * Returns: (transfer full): all that is decided in it, in one line
 */
char *
houbu_crowd_visit_to_string (const HoubuCrowdVisit *visit)
{
  g_return_val_if_fail (visit != NULL, NULL);

  return g_strdup_printf (
      "after %.3f think %.3f look %.3f patience %.3f tastes %.6f %.6f %.6f queue %s %s seat %s "
      "after %.3f %s %s end %s",
      visit->begins_after, visit->think, visit->look_every, visit->patience, visit->tastes[0],
      visit->tastes[1], visit->tastes[2], choice_words[visit->queue],
      houbu_waitlist_cancel_reason_to_string (visit->reason), choice_words[visit->seat],
      visit->seat_after, houbu_report_form_to_string (visit->form),
      houbu_crowd_method_to_word (visit->method), visit->signs_out ? "sign-out" : "close");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-records.h"

G_BEGIN_DECLS

/* How many offerings a candidate thinks of in turn. */
#define HOUBU_CROWD_TASTES 3

/**
 * HoubuCrowdCurve:
 * @HOUBU_CROWD_RUSH: most at the opening
 * @HOUBU_CROWD_STEADY: evenly
 * @HOUBU_CROWD_LAST_HOUR: most at the end
 *
 * How candidates arrive.
 */
typedef enum
{
  HOUBU_CROWD_RUSH,
  HOUBU_CROWD_STEADY,
  HOUBU_CROWD_LAST_HOUR,
} HoubuCrowdCurve;

/**
 * HoubuCrowdChoice:
 * @HOUBU_CROWD_STAY: leaves it as it is: a place is kept, an unpaid seat expires
 * @HOUBU_CROWD_CANCEL: gives it up
 * @HOUBU_CROWD_PAY: pays for it, where a sandbox takes the money
 *
 * What a candidate does about a place or a seat, when it is time.
 */
typedef enum
{
  HOUBU_CROWD_STAY,
  HOUBU_CROWD_CANCEL,
  HOUBU_CROWD_PAY,
} HoubuCrowdChoice;

/**
 * HoubuCrowdMethod:
 *
 * How one pays: the choices of the sandbox's page.
 */
typedef enum
{
  HOUBU_CROWD_WALLET,
  HOUBU_CROWD_CARD,
  HOUBU_CROWD_CREDIT,
  HOUBU_CROWD_N_METHODS,
} HoubuCrowdMethod;

/**
 * HoubuCrowdVisit:
 * @begins_after: seconds after the beginning, or after the end of the visit before
 * @think: seconds between two steps
 * @look_every: seconds between two looks at the board while waiting
 * @patience: seconds in the queue until @queue is done
 * @tastes: numbers in [0, 1): which offerings, the most wanted first
 * @queue: what is done about a place
 * @reason: with which reason
 * @seat: what is done about a seat
 * @seat_after: seconds until it is
 * @form: with which report form, for whoever pays
 * @method: how
 * @signs_out: whether the visit ends by signing out; otherwise the app is just closed
 *
 * One use of the app, from its start to its end, decided beforehand.
 */
typedef struct
{
  double begins_after;
  double think;
  double look_every;
  double patience;
  double tastes[HOUBU_CROWD_TASTES];
  HoubuCrowdChoice queue;
  HoubuWaitlistCancelReason reason;
  HoubuCrowdChoice seat;
  double seat_after;
  HoubuReportForm form;
  HoubuCrowdMethod method;
  gboolean signs_out;
} HoubuCrowdVisit;

/**
 * HoubuCrowdTemper:
 *
 * How a kind of crowd behaves: ranges and weights that plans are drawn from.
 */
typedef struct _HoubuCrowdTemper HoubuCrowdTemper;

/**
 * HoubuCrowdPlan:
 *
 * What one candidate will decide, visit by visit, from a seed and nothing else.
 */
typedef struct _HoubuCrowdPlan HoubuCrowdPlan;

const HoubuCrowdTemper *houbu_crowd_temper_find (const char *name);
gboolean houbu_crowd_curve_from_word (const char *word, HoubuCrowdCurve *curve);
double houbu_crowd_curve_get_span (HoubuCrowdCurve curve);

HoubuCrowdPlan *houbu_crowd_plan_new (const HoubuCrowdTemper *temper,
                                      HoubuCrowdCurve curve,
                                      double span,
                                      guint32 seed,
                                      guint32 candidate);
void houbu_crowd_plan_free (HoubuCrowdPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuCrowdPlan, houbu_crowd_plan_free)
gboolean houbu_crowd_plan_next (HoubuCrowdPlan *self, HoubuCrowdVisit *visit);
const char *houbu_crowd_method_to_word (HoubuCrowdMethod method);
char *houbu_crowd_visit_to_string (const HoubuCrowdVisit *visit);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sweep.h"

#include "houbu-change.h"
#include "houbu-registration-end.h"
#include "houbu-rules-promotion.h"
#include "houbu-rules-types.h"
#include "houbu-store-guards.h"
#include "houbu-sweeper.h"
#include "houbu-tx.h"

/* How much one plan holds at most; what is left over is in the next one. */
#define PLAN_LIMIT 200

/**
 * houbu_sweep_plan_new:
 * @engine: (nullable): whose plan it is
 * @now: the clock reading
 *
 * Returns: (transfer full): an empty plan
 */
HoubuSweepPlan *
houbu_sweep_plan_new (HoubuEngine *engine, gint64 now)
{
  HoubuSweepPlan *self = g_new0 (HoubuSweepPlan, 1);

  self->engine = engine;
  self->now = now;
  self->offerings = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->registrations = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

/**
 * houbu_sweep_plan_free:
 * @self: (transfer full) (nullable): a plan
 */
void
houbu_sweep_plan_free (HoubuSweepPlan *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->offerings);
  g_array_unref (self->registrations);
  g_free (self);
}

/* A free seat alone is no reason to write: a rule may stop the queue for weeks. */
static gboolean
add_if_promotable (HoubuTx *tx, HoubuSweepPlan *plan, gint64 offering, GError **error)
{
  g_autoptr (HoubuOfferingRow) row = NULL;
  g_autoptr (HoubuExamRow) exam = NULL;
  HoubuOfferingState state;

  row = houbu_store_offering_load (tx, offering, plan->now, error);
  if (row == NULL)
    return FALSE;
  exam = houbu_store_exam_load (tx, row->exam, error);
  if (exam == NULL)
    return FALSE;
  houbu_offering_row_fill_state (row, &state);
  if (houbu_rules_check_promotion (&exam->window, &state, plan->now) == HOUBU_HALT_NONE)
    g_array_append_val (plan->offerings, offering);
  return TRUE;
}

static gboolean
add_promotable (HoubuTx *tx, HoubuSweepPlan *plan, GError **error)
{
  g_autoptr (GArray) offerings = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!houbu_store_offering_list_promotable (tx, plan->now, offerings, error))
    return FALSE;
  for (guint i = 0; i < offerings->len && plan->offerings->len < PLAN_LIMIT; i++)
    if (!add_if_promotable (tx, plan, g_array_index (offerings, gint64, i), error))
      return FALSE;
  return TRUE;
}

/**
 * houbu_sweep_find:
 * @tx: a transaction
 * @data: a plan
 * @error: what a statement failed with
 *
 * Fills the plan: holds that are due, queues whose time is over, seats that nobody was given yet,
 * empty registrations.
 */
gboolean
houbu_sweep_find (HoubuTx *tx, gpointer data, GError **error)
{
  HoubuSweepPlan *plan = data;

  g_array_set_size (plan->offerings, 0);
  g_array_set_size (plan->registrations, 0);
  return houbu_store_enrolment_list_due_offerings (tx, plan->now, PLAN_LIMIT, plan->offerings,
                                                   error) &&
         houbu_store_offering_list_closing (tx, plan->now, PLAN_LIMIT, plan->offerings, error) &&
         add_promotable (tx, plan, error) &&
         houbu_store_registration_list_empty (tx, plan->now - HOUBU_EMPTY_REGISTRATION_US,
                                              PLAN_LIMIT, plan->registrations, error);
}

static gboolean
sweep_offering (HoubuTx *tx, HoubuSweepPlan *plan, gint64 offering, GError **error)
{
  g_autoptr (HoubuOfferingRow) row = NULL;
  g_autoptr (HoubuChange) change = NULL;

  row = houbu_store_offering_load (tx, offering, plan->now, error);
  if (row == NULL)
    return FALSE;
  change = houbu_change_begin_timer (tx, plan->engine, row->exam, plan->now, error);
  return change != NULL && houbu_change_settle_one (change, offering, NULL, error) &&
         houbu_change_finish (change, error);
}

static gboolean
sweep_registration (HoubuTx *tx, HoubuSweepPlan *plan, gint64 registration, GError **error)
{
  g_autoptr (HoubuPerson) person = NULL;
  g_autoptr (HoubuChange) change = NULL;

  person = houbu_store_person_load_by_registration (tx, registration, error);
  if (person == NULL)
    return FALSE;
  change =
      houbu_change_begin_timer (tx, plan->engine, houbu_person_get_exam (person), plan->now, error);
  return change != NULL && houbu_engine_end_if_empty (change, registration, error) &&
         houbu_change_finish (change, error);
}

/**
 * houbu_sweep_one:
 * @tx: a writing transaction
 * @data: a plan with one offering or one registration, which may have changed since it was found
 * @error: what a statement failed with
 *
 * Lets happen what is due there.
 */
gboolean
houbu_sweep_one (HoubuTx *tx, gpointer data, GError **error)
{
  HoubuSweepPlan *plan = data;

  houbu_tx_declare_journaled (tx);
  if (plan->offerings->len > 0)
    return sweep_offering (tx, plan, g_array_index (plan->offerings, gint64, 0), error);
  return sweep_registration (tx, plan, g_array_index (plan->registrations, gint64, 0), error);
}

/**
 * houbu_sweep_marked:
 * @tx: a writing transaction
 * @data: a plan
 * @error: what a statement failed with
 *
 * Goes on with the first release that was too large for one transaction (Q4), and asks to be called
 * again when there are more.
 */
gboolean
houbu_sweep_marked (HoubuTx *tx, gpointer data, GError **error)
{
  HoubuSweepPlan *plan = data;

  g_array_set_size (plan->offerings, 0);
  if (!houbu_store_offering_list_pending (tx, plan->offerings, error))
    return FALSE;
  if (plan->offerings->len == 0)
    return TRUE;
  if (plan->offerings->len > 1)
    houbu_sweeper_wake (plan->engine);
  return sweep_offering (tx, plan, g_array_index (plan->offerings, gint64, 0), error);
}

/**
 * houbu_sweep_forget:
 * @tx: a writing transaction
 * @data: a plan
 * @error: what a statement failed with
 *
 * Forgets captchas, queries, sessions, counters and idempotency keys that have outlived their use.
 */
gboolean
houbu_sweep_forget (HoubuTx *tx, gpointer data, GError **error)
{
  HoubuSweepPlan *plan = data;

  houbu_tx_declare_journaled (tx);
  return houbu_store_forget_expired (tx, plan->now, error);
}

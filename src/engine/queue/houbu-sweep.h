/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-engine-types.h"

G_BEGIN_DECLS

/**
 * HoubuSweepPlan:
 * @offerings: (element-type gint64): keys of those where something is due
 * @registrations: (element-type gint64): keys of those that have been empty for long enough
 *
 * What the clock asks for now.
 */
typedef struct
{
  HoubuEngine *engine; /* (borrowed) */
  gint64 now;
  GArray *offerings;
  GArray *registrations;
} HoubuSweepPlan;

HoubuSweepPlan *houbu_sweep_plan_new (HoubuEngine *engine, gint64 now);
void houbu_sweep_plan_free (HoubuSweepPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuSweepPlan, houbu_sweep_plan_free)

/* Functions for the store; their data is the plan. */
gboolean houbu_sweep_find (HoubuTx *tx, gpointer plan, GError **error);
gboolean houbu_sweep_one (HoubuTx *tx, gpointer plan, GError **error);
gboolean houbu_sweep_marked (HoubuTx *tx, gpointer plan, GError **error);
gboolean houbu_sweep_forget (HoubuTx *tx, gpointer plan, GError **error);

G_END_DECLS

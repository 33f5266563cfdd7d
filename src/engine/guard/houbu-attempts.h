/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-call.h"
#include "houbu-store-guards.h"

G_BEGIN_DECLS

/**
 * HoubuAttempts:
 * @kind: what is counted, as the store names it
 * @window: how long an attempt counts, µs
 * @target: whom or what it aims at, as a keyed hash
 * @row: what was counted inside the window
 *
 * A durable count of attempts. Begin with houbu_attempts_init(); end with houbu_attempts_clear().
 */
typedef struct
{
  const char *kind;
  gint64 window;
  GBytes *target; /* (owned) */
  HoubuCounterRow row;
} HoubuAttempts;

void houbu_attempts_clear (HoubuAttempts *attempts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HoubuAttempts, houbu_attempts_clear)

gboolean houbu_attempts_load (HoubuAttempts *attempts, HoubuTx *tx, gint64 now, GError **error);
gboolean houbu_attempts_add (HoubuAttempts *attempts, HoubuTx *tx, gint64 now, GError **error);
gboolean houbu_attempts_take_back (HoubuAttempts *attempts, HoubuTx *tx, GError **error);
gboolean houbu_attempts_reset (HoubuAttempts *attempts, HoubuTx *tx, gint64 now, GError **error);
gint64 houbu_attempts_seconds_left (const HoubuAttempts *attempts, gint64 now);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-records.h"

#include "houbu-client-types.h"

G_BEGIN_DECLS

/**
 * HoubuWaitPoint:
 * @at: when, µs since the epoch, on the server's clock
 * @position: the position from then on
 *
 * One step of the movement chart.
 */
typedef struct
{
  gint64 at;
  gint64 position;
} HoubuWaitPoint;

/**
 * HoubuWait:
 *
 * A waiting entry as it is watched: the position moves by itself with the queue, and never grows.
 *
 * Properties, all read only: `entry` (HoubuEntry), `position` (int64, 0 = not known), `waiting`
 * (int64), `first-position` (int64: where the watching began), `next-hold-ends-at` (int64, µs or
 * HOUBU_UNSET: when the next unpaid hold of this offering ends), `n-points` (uint: notified when
 * the history grows).
 */
#define HOUBU_TYPE_WAIT (houbu_wait_get_type ())
G_DECLARE_FINAL_TYPE (HoubuWait, houbu_wait, HOUBU, WAIT, GObject)

HoubuWait *houbu_wait_new (HoubuEntry *entry, gint64 now);
HoubuEntry *houbu_wait_get_entry (HoubuWait *self);
gint64 houbu_wait_get_position (HoubuWait *self);
gint64 houbu_wait_get_waiting (HoubuWait *self);
gint64 houbu_wait_get_first_position (HoubuWait *self);
gint64 houbu_wait_get_next_hold_ends_at (HoubuWait *self);
const HoubuWaitPoint *houbu_wait_get_history (HoubuWait *self, guint *n_points);

void houbu_wait_confirm (HoubuWait *self, HoubuEntry *entry, gint64 now);
void houbu_wait_queue_moved (HoubuWait *self, HoubuQueueMoved *movement, gint64 now);

G_END_DECLS

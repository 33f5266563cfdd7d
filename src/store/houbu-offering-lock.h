/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-types.h"

G_BEGIN_DECLS

/*
 * Got from houbu_tx_lock_offering(). The counters are kept in memory for the rest of the
 * transaction and written by one UPDATE before the commit, so inside a writing transaction the
 * columns of `offering` that stand here are stale in SQL: read them from the lock, or call
 * houbu_tx_flush() before a statement that shows them. Nobody else writes those columns.
 */

gint64 houbu_offering_lock_get_offering (HoubuOfferingLock *self);
gint64 houbu_offering_lock_get_capacity (HoubuOfferingLock *self);
gint64 houbu_offering_lock_get_seats_in_use (HoubuOfferingLock *self);
gint64 houbu_offering_lock_get_seats_free (HoubuOfferingLock *self);
gint64 houbu_offering_lock_get_waiting (HoubuOfferingLock *self);
gint64 houbu_offering_lock_get_last_queue_number (HoubuOfferingLock *self);
gboolean houbu_offering_lock_get_promotion_pending (HoubuOfferingLock *self);
gboolean houbu_offering_lock_get_over_capacity (HoubuOfferingLock *self);

void houbu_offering_lock_take_seat (HoubuOfferingLock *self);
void houbu_offering_lock_free_seat (HoubuOfferingLock *self);
gint64 houbu_offering_lock_next_queue_number (HoubuOfferingLock *self);
void houbu_offering_lock_leave_queue (HoubuOfferingLock *self);
void houbu_offering_lock_set_promotion_pending (HoubuOfferingLock *self, gboolean pending);
void houbu_offering_lock_set_capacity (HoubuOfferingLock *self, gint64 capacity);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-offering-lock-private.h"

#include "houbu-chain.h"
#include "houbu-statement.h"
#include "houbu-store-failure.h"
#include "houbu-tx-private.h"
#include "houbu-tx-touched.h"

#include <string.h>

struct _HoubuOfferingLock
{
  HoubuTx *tx; /* (not owned) */
  gint64 offering;
  gint64 capacity;
  gint64 seats_in_use;
  gint64 waiting;
  gint64 last_queue_number;
  gboolean promotion_pending;
  gboolean over_capacity;
  gint64 chain_number;
  guint8 chain_hash[HOUBU_CHAIN_BYTES];
  gboolean dirty;
  gboolean oversold;
};

static const HoubuSql flush_offering = {
  "flush-offering",
  "UPDATE offering SET capacity = $capacity, seats_in_use = $seats_in_use, waiting = $waiting,"
  " last_queue_number = $last_queue_number, promotion_pending = $promotion_pending,"
  " over_capacity = $over_capacity, chain_number = $chain_number, chain_hash = $chain_hash"
  " WHERE key = $offering",
};

static void
take_chain_hash (HoubuOfferingLock *self, HoubuStatement *row)
{
  gsize length = 0;
  gconstpointer hash = houbu_statement_get_blob (row, "chain_hash", &length);

  if (length == HOUBU_CHAIN_BYTES)
    memcpy (self->chain_hash, hash, length);
}

static HoubuOfferingLock *
lock_from_row (HoubuTx *tx, gint64 offering, HoubuStatement *row)
{
  HoubuOfferingLock *self = g_new0 (HoubuOfferingLock, 1);

  self->tx = tx;
  self->offering = offering;
  self->capacity = houbu_statement_get_int64 (row, "capacity");
  self->seats_in_use = houbu_statement_get_int64 (row, "seats_in_use");
  self->waiting = houbu_statement_get_int64 (row, "waiting");
  self->last_queue_number = houbu_statement_get_int64 (row, "last_queue_number");
  self->promotion_pending = houbu_statement_get_int64 (row, "promotion_pending") != 0;
  self->over_capacity = houbu_statement_get_int64 (row, "over_capacity") != 0;
  self->chain_number = houbu_statement_get_int64 (row, "chain_number");
  take_chain_hash (self, row);
  return self;
}

HoubuOfferingLock *
houbu_offering_lock_load (HoubuTx *tx, const HoubuSql *sql, gint64 offering, GError **error)
{
  HoubuStatement *statement = houbu_tx_statement (tx, sql);
  GError *failure = NULL;
  HoubuOfferingLock *self;

  houbu_statement_bind_int64 (statement, "offering", offering);
  if (houbu_statement_step (statement, &failure))
    {
      self = lock_from_row (tx, offering, statement);
      houbu_statement_reset (statement);
      return self;
    }
  if (failure == NULL)
    g_set_error (&failure, HOUBU_STORE_FAILURE, HOUBU_STORE_FAILURE_FAILED,
                 "There is no offering %" G_GINT64_FORMAT, offering);
  g_propagate_error (error, failure);
  return NULL;
}

void
houbu_offering_lock_free (HoubuOfferingLock *self)
{
  g_free (self);
}

gint64 *
houbu_offering_lock_key (HoubuOfferingLock *self)
{
  return &self->offering;
}

/* The last barrier before the database's own: nothing that oversells leaves this process. */
static gboolean
refuse_oversold (HoubuOfferingLock *self, GError **error)
{
  if (!self->oversold)
    return TRUE;
  g_set_error (error, HOUBU_STORE_FAILURE, HOUBU_STORE_FAILURE_CONSTRAINT,
               "Offering %" G_GINT64_FORMAT " would be oversold", self->offering);
  return FALSE;
}

gboolean
houbu_offering_lock_flush (HoubuOfferingLock *self, GError **error)
{
  HoubuStatement *update;

  if (!refuse_oversold (self, error))
    return FALSE;
  if (!self->dirty)
    return TRUE;
  update = houbu_tx_statement (self->tx, &flush_offering);
  houbu_statement_bind_int64 (update, "capacity", self->capacity);
  houbu_statement_bind_int64 (update, "seats_in_use", self->seats_in_use);
  houbu_statement_bind_int64 (update, "waiting", self->waiting);
  houbu_statement_bind_int64 (update, "last_queue_number", self->last_queue_number);
  houbu_statement_bind_int64 (update, "promotion_pending", self->promotion_pending);
  houbu_statement_bind_int64 (update, "over_capacity", self->over_capacity);
  houbu_statement_bind_int64 (update, "chain_number", self->chain_number);
  if (self->chain_number > 0)
    houbu_statement_bind_blob (update, "chain_hash", self->chain_hash, HOUBU_CHAIN_BYTES);
  else
    houbu_statement_bind_null (update, "chain_hash");
  houbu_statement_bind_int64 (update, "offering", self->offering);
  if (!houbu_statement_run (update, error))
    return FALSE;
  houbu_tx_touch (self->tx, houbu_topic_of_offering (self->offering));
  self->dirty = FALSE;
  return TRUE;
}

static void
touch (HoubuOfferingLock *self)
{
  self->dirty = TRUE;
  houbu_tx_mark_written (self->tx);
}

gint64
houbu_offering_lock_get_chain_number (HoubuOfferingLock *self)
{
  return self->chain_number;
}

/* NULL before the first link. */
const guint8 *
houbu_offering_lock_get_chain_hash (HoubuOfferingLock *self)
{
  return self->chain_number > 0 ? self->chain_hash : NULL;
}

void
houbu_offering_lock_set_chain (HoubuOfferingLock *self, gint64 number, const guint8 *hash)
{
  self->chain_number = number;
  memcpy (self->chain_hash, hash, HOUBU_CHAIN_BYTES);
  touch (self);
}

gint64
houbu_offering_lock_get_offering (HoubuOfferingLock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->offering;
}

gint64
houbu_offering_lock_get_capacity (HoubuOfferingLock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->capacity;
}

gint64
houbu_offering_lock_get_seats_in_use (HoubuOfferingLock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->seats_in_use;
}

/**
 * houbu_offering_lock_get_seats_free:
 * @self: a lock
 *
 * Returns: how many seats can be taken now; 0 while it is over capacity
 */
gint64
houbu_offering_lock_get_seats_free (HoubuOfferingLock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return MAX (self->capacity - self->seats_in_use, 0);
}

gint64
houbu_offering_lock_get_waiting (HoubuOfferingLock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->waiting;
}

gint64
houbu_offering_lock_get_last_queue_number (HoubuOfferingLock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->last_queue_number;
}

gboolean
houbu_offering_lock_get_promotion_pending (HoubuOfferingLock *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->promotion_pending;
}

gboolean
houbu_offering_lock_get_over_capacity (HoubuOfferingLock *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->over_capacity;
}

/**
 * houbu_offering_lock_take_seat:
 * @self: a lock with a free seat
 *
 * Counts a seat that was just given. Without a free one it is a mistake of the caller, and the
 * transaction cannot be committed any more.
 */
void
houbu_offering_lock_take_seat (HoubuOfferingLock *self)
{
  g_return_if_fail (self != NULL);

  if (houbu_offering_lock_get_seats_free (self) == 0)
    self->oversold = TRUE;
  self->seats_in_use++;
  touch (self);
}

void
houbu_offering_lock_free_seat (HoubuOfferingLock *self)
{
  g_return_if_fail (self != NULL);

  self->seats_in_use--;
  self->over_capacity = self->seats_in_use > self->capacity;
  touch (self);
}

/**
 * houbu_offering_lock_next_queue_number:
 * @self: a lock
 *
 * Counts one more who waits.
 *
 * Returns: the number for the new entry, larger than every one before
 */
gint64
houbu_offering_lock_next_queue_number (HoubuOfferingLock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  self->last_queue_number++;
  self->waiting++;
  touch (self);
  return self->last_queue_number;
}

void
houbu_offering_lock_leave_queue (HoubuOfferingLock *self)
{
  g_return_if_fail (self != NULL);

  self->waiting--;
  touch (self);
}

void
houbu_offering_lock_set_promotion_pending (HoubuOfferingLock *self, gboolean pending)
{
  g_return_if_fail (self != NULL);

  if (self->promotion_pending == pending)
    return;
  self->promotion_pending = pending;
  touch (self);
}

/**
 * houbu_offering_lock_set_capacity:
 * @self: a lock
 * @capacity: at least 0
 *
 * Sets the capacity. Below the seats in use it is a forced cut, which evicts nobody.
 */
void
houbu_offering_lock_set_capacity (HoubuOfferingLock *self, gint64 capacity)
{
  g_return_if_fail (self != NULL && capacity >= 0);

  if (self->capacity == capacity)
    return;
  self->capacity = capacity;
  self->over_capacity = self->seats_in_use > capacity;
  touch (self);
}

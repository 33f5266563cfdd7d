/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-attempts.h"

/**
 * houbu_attempts_clear:
 * @attempts: a count whose fields are freed
 */
void
houbu_attempts_clear (HoubuAttempts *attempts)
{
  g_clear_pointer (&attempts->target, g_bytes_unref);
}

/**
 * houbu_attempts_load:
 * @attempts: a count with kind, window and target
 * @tx: a transaction
 * @now: clock reading
 * @error: return location
 *
 * Reads what was counted; a window that is over begins anew.
 *
 * Returns: whether it was read
 */
gboolean
houbu_attempts_load (HoubuAttempts *attempts, HoubuTx *tx, gint64 now, GError **error)
{
  if (!houbu_store_counter_get (tx, attempts->kind, attempts->target, &attempts->row, error))
    return FALSE;
  if (attempts->row.count == 0 || now - attempts->row.since >= attempts->window)
    attempts->row = (HoubuCounterRow){ .since = now, .last_at = now };
  return TRUE;
}

/**
 * houbu_attempts_add:
 * @attempts: a loaded count
 * @tx: the writing transaction it was loaded in
 * @now: clock reading
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_attempts_add (HoubuAttempts *attempts, HoubuTx *tx, gint64 now, GError **error)
{
  attempts->row.count++;
  attempts->row.last_at = now;
  return houbu_store_counter_set (tx, attempts->kind, attempts->target, &attempts->row, error);
}

/**
 * houbu_attempts_take_back:
 * @attempts: a loaded count
 * @tx: the writing transaction it was loaded in
 * @error: return location
 *
 * Takes one attempt back that was not made after all.
 *
 * Returns: whether it was written
 */
gboolean
houbu_attempts_take_back (HoubuAttempts *attempts, HoubuTx *tx, GError **error)
{
  if (attempts->row.count == 0)
    return TRUE;
  attempts->row.count--;
  return houbu_store_counter_set (tx, attempts->kind, attempts->target, &attempts->row, error);
}

/**
 * houbu_attempts_reset:
 * @attempts: a count
 * @tx: a writing transaction
 * @now: clock reading
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_attempts_reset (HoubuAttempts *attempts, HoubuTx *tx, gint64 now, GError **error)
{
  attempts->row = (HoubuCounterRow){ .since = now, .last_at = now };
  return houbu_store_counter_set (tx, attempts->kind, attempts->target, &attempts->row, error);
}

/**
 * houbu_attempts_seconds_left:
 * @attempts: a loaded count
 * @now: clock reading
 *
 * Returns: seconds until the window is over, at least one
 */
gint64
houbu_attempts_seconds_left (const HoubuAttempts *attempts, gint64 now)
{
  gint64 left = attempts->row.since + attempts->window - now;

  return MAX ((left + G_TIME_SPAN_SECOND - 1) / G_TIME_SPAN_SECOND, 1);
}

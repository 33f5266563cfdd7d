/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-settlement.h"

#include "houbu-error.h"
#include "houbu-rules-promotion.h"
#include "houbu-rules-time.h"
#include "houbu-sweeper.h"
#include "houbu-tx.h"

/* Seconds after which the sweeper is likely to be through with what is too much for one
 * transaction. */
#define SWEEP_RETRY 5

/* How many seats and places have to be looked at here. */
static gint64
count_work (const HoubuOfferingRow *row, const HoubuExamWindow *window, gint64 now)
{
  HoubuOfferingState state;

  houbu_offering_row_fill_state (row, &state);
  if (row->withdrawn || houbu_rules_is_waitlist_closed (window, now))
    return row->overdue + row->waiting;
  if (houbu_rules_check_promotion (window, &state, now) != HOUBU_HALT_NONE)
    return row->overdue;
  return row->overdue + MIN (state.waiting, state.capacity - state.seats_in_use);
}

static gboolean
check_work (HoubuChange *change, GArray *offerings, GError **error)
{
  gint64 now = houbu_change_get_now (change);
  gint64 work = 0;

  for (guint i = 0; i < offerings->len; i++)
    {
      g_autoptr (HoubuOfferingRow) row = houbu_store_offering_load (
          houbu_change_get_tx (change), g_array_index (offerings, gint64, i), now, error);

      if (row == NULL)
        return FALSE;
      work += count_work (row, houbu_change_get_window (change), now);
      if (work <= HOUBU_PROMOTION_CHUNK)
        continue;
      houbu_settlement_set_busy (houbu_change_get_engine (change), error);
      return FALSE;
    }
  return TRUE;
}

/* Heads that end as failed take no seat, so that a release may be longer than it looked. */
static gboolean
check_done (HoubuChange *change, GArray *offerings, GError **error)
{
  for (guint i = 0; i < offerings->len; i++)
    {
      HoubuOfferingLock *lock =
          houbu_change_get_lock (change, g_array_index (offerings, gint64, i), error);

      if (lock == NULL)
        return FALSE;
      if (!houbu_offering_lock_get_promotion_pending (lock))
        continue;
      houbu_settlement_set_busy (houbu_change_get_engine (change), error);
      return FALSE;
    }
  return TRUE;
}

/**
 * houbu_settlement_run:
 * @change: a change that has not begun to write
 * @offerings: (element-type gint64): where to append the keys of the offerings that it was about
 * @error: %HOUBU_ERROR_BUSY when it is more than one transaction may do: nothing is to be written
 *   then, and the sweeper is at it
 *
 * Lets happen all that is due in the exam session, under the rules as they are (P2, Q4, Q7), before
 * they are changed. The offerings are locked afterwards.
 */
gboolean
houbu_settlement_run (HoubuChange *change, GArray *offerings, GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  gint64 now = houbu_change_get_now (change);
  gboolean closed = houbu_rules_is_waitlist_closed (houbu_change_get_window (change), now);

  return houbu_tx_flush (tx, error) &&
         houbu_store_offering_list_unsettled (tx, houbu_change_get_exam (change)->key, closed, now,
                                              offerings, error) &&
         check_work (change, offerings, error) &&
         houbu_change_settle (change, offerings, NULL, error) &&
         houbu_change_finish (change, error) && check_done (change, offerings, error);
}

/**
 * houbu_settlement_set_busy:
 * @engine: (nullable): an engine
 * @error: (out): where to say that the sweeper has to come first
 */
void
houbu_settlement_set_busy (HoubuEngine *engine, GError **error)
{
  houbu_sweeper_wake (engine);
  houbu_error_set (error, HOUBU_ERROR_BUSY, HOUBU_PROBLEM_NONE, "retry-after", (gint64) SWEEP_RETRY,
                   NULL);
}

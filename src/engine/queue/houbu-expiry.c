/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-expiry.h"

#include "houbu-error.h"
#include "houbu-item-changes.h"
#include "houbu-rules-time.h"
#include "houbu-sweeper.h"

/* Seconds after which a caller may come back while the clock is in doubt. */
#define CLOCK_DOUBT_RETRY 30

static gboolean
expire_due (HoubuChange *change, GPtrArray *due, GError **error)
{
  const HoubuSeatEnd end = {
    HOUBU_SEAT_EXPIRED,
    HOUBU_END_DEADLINE,
    HOUBU_BY_CLOCK,
    HOUBU_ACTOR_TIMER,
  };

  for (guint i = 0; i < due->len; i++)
    if (!houbu_item_end_enrolment (change, g_ptr_array_index (due, i), &end, error))
      return FALSE;
  return TRUE;
}

/* While wall and boot time disagree nothing may end by the clock (I-H6): whoever needs it comes
 * back later. */
static gboolean
check_clock (HoubuChange *change, GError **error)
{
  if (!houbu_sweeper_is_halted (houbu_change_get_engine (change)))
    return TRUE;
  houbu_error_set (error, HOUBU_ERROR_BUSY, HOUBU_PROBLEM_NONE, "retry-after",
                   (gint64) CLOCK_DOUBT_RETRY, NULL);
  return FALSE;
}

/* Ends those who still wait, at most HOUBU_PROMOTION_CHUNK of them; the sweeper goes on. */
static gboolean
close_queue (HoubuChange *change,
             gint64 offering,
             HoubuFailReason reason,
             HoubuCause cause,
             const char *actor,
             GError **error)
{
  g_autoptr (GPtrArray) waiting = houbu_store_entry_list_waiting_of_offering (
      houbu_change_get_tx (change), offering, HOUBU_PROMOTION_CHUNK, error);

  if (waiting == NULL)
    return FALSE;
  for (guint i = 0; i < waiting->len; i++)
    if (!houbu_item_fail_entry (change, g_ptr_array_index (waiting, i), reason, cause, actor,
                                error))
      return FALSE;
  return TRUE;
}

static gboolean
may_give_seat (HoubuOfferingLock *lock)
{
  return houbu_offering_lock_get_waiting (lock) > 0 &&
         houbu_offering_lock_get_seats_free (lock) > 0;
}

/**
 * houbu_expiry_end_locks:
 * @change: a change that holds the offering
 * @offering: key of the offering
 * @error: HOUBU_ERROR_BUSY when a lock is over but the clock is in doubt (I-H6); what a statement
 *   failed with
 *
 * Ends the locks whose time is over: they leave a whole hold from their end (R7), which may be over
 * as well. To be called for each offering of a change before any is swept, so that what falls with
 * a seat of another one (P8) is unpaid by then.
 */
gboolean
houbu_expiry_end_locks (HoubuChange *change, gint64 offering, GError **error)
{
  g_autoptr (GPtrArray) over = houbu_store_enrolment_list_lock_over (
      houbu_change_get_tx (change), offering, houbu_change_get_now (change), error);

  if (over == NULL || (over->len > 0 && !check_clock (change, error)))
    return FALSE;
  for (guint i = 0; i < over->len; i++)
    {
      const HoubuEnrolmentRow *row = g_ptr_array_index (over, i);
      const HoubuSeatMove move = {
        .hold = { .state = HOUBU_SEAT_UNPAID,
                  .deadline = houbu_rules_deadline_after_lock (houbu_change_get_window (change),
                                                               row->lock_until),
                  .lock_until = HOUBU_NONE },
        .cause = HOUBU_BY_CLOCK,
        .actor = HOUBU_ACTOR_TIMER,
      };

      if (!houbu_item_move_enrolment (change, row, &move, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * houbu_expiry_sweep_offering:
 * @change: a change that holds the offering
 * @offering: key of the offering
 * @error: HOUBU_ERROR_BUSY when something is due but the clock is in doubt (I-H6); what a statement
 *   failed with
 *
 * Lets happen what the clock has brought (P2, Q7) after the ends of locks. The freed seats are
 * given away when the change promotes.
 */
gboolean
houbu_expiry_sweep_offering (HoubuChange *change, gint64 offering, GError **error)
{
  gint64 now = houbu_change_get_now (change);
  HoubuOfferingLock *lock = houbu_change_get_lock (change, offering, error);
  g_autoptr (GPtrArray) due = NULL;

  if (lock == NULL)
    return FALSE;
  due = houbu_store_enrolment_list_due (houbu_change_get_tx (change), offering, now, error);
  if (due == NULL)
    return FALSE;
  if (due->len > 0 && !check_clock (change, error))
    return FALSE;
  if (!expire_due (change, due, error))
    return FALSE;
  if (houbu_offering_lock_get_promotion_pending (lock) || may_give_seat (lock))
    houbu_change_mark_freed (change, offering);
  if (houbu_offering_lock_get_waiting (lock) == 0)
    return TRUE;
  if (houbu_change_get_offering (change, offering, NULL)->withdrawn)
    return close_queue (change, offering, HOUBU_FAIL_OFFERING_WITHDRAWN, HOUBU_BY_CONSEQUENCE,
                        HOUBU_ACTOR_SYSTEM, error);
  if (houbu_rules_is_waitlist_closed (houbu_change_get_window (change), now))
    return check_clock (change, error) && close_queue (change, offering, HOUBU_FAIL_WINDOW_CLOSED,
                                                       HOUBU_BY_CLOCK, HOUBU_ACTOR_TIMER, error);
  return TRUE;
}

/**
 * houbu_expiry_withdraw:
 * @change: a change that holds the offering
 * @offering: key of an offering that is withdrawn
 * @actor: the operator, as the journal names them
 * @error: what a statement failed with
 *
 * Ends what the offering still had to give: places and seats that are not paid. What is paid stays
 * until an operator refunds it (R6).
 */
gboolean
houbu_expiry_withdraw (HoubuChange *change, gint64 offering, const char *actor, GError **error)
{
  const HoubuSeatEnd end = {
    HOUBU_SEAT_REVOKED,
    HOUBU_END_OFFERING_WITHDRAWN,
    HOUBU_BY_CONSEQUENCE,
    actor,
  };
  g_autoptr (GPtrArray) seats = NULL;

  if (!close_queue (change, offering, HOUBU_FAIL_OFFERING_WITHDRAWN, HOUBU_BY_CONSEQUENCE, actor,
                    error))
    return FALSE;
  seats =
      houbu_store_enrolment_list_active_of_offering (houbu_change_get_tx (change), offering, error);
  if (seats == NULL)
    return FALSE;
  for (guint i = 0; i < seats->len; i++)
    {
      const HoubuEnrolmentRow *seat = g_ptr_array_index (seats, i);

      if (seat->state != HOUBU_SEAT_PAID && !houbu_item_end_enrolment (change, seat, &end, error))
        return FALSE;
    }
  return TRUE;
}

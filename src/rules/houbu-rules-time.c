/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-rules-time.h"

static gint64
add_time (gint64 time, gint64 span)
{
  return time > G_MAXINT64 - span ? G_MAXINT64 : time + span;
}

/**
 * houbu_rules_deadline:
 * @window: times of the exam
 * @now: when the seat is given
 *
 * Q5, for a direct enrolment and for a promotion alike:
 *
 * 1. the hold ends before payment closes: now + hold
 * 2. payment closes first: then
 *
 * Returns: the moment from which the seat is gone unless it is paid
 */
gint64
houbu_rules_deadline (const HoubuExamWindow *window, gint64 now)
{
  g_return_val_if_fail (window != NULL, HOUBU_NONE);

  return MIN (add_time (now, window->hold_us), window->payment_closes_at);
}

/**
 * houbu_rules_deadline_after_lock:
 * @window: times of the exam
 * @lock_until: when a school's lock ends or was taken away
 *
 * R7: a lock that ends unpaid leaves a whole hold from its end.
 *
 * Returns: the deadline from then on
 */
gint64
houbu_rules_deadline_after_lock (const HoubuExamWindow *window, gint64 lock_until)
{
  g_return_val_if_fail (window != NULL, HOUBU_NONE);

  return add_time (lock_until, window->hold_us);
}

/**
 * houbu_rules_effective_seat_state:
 * @state: what the row says
 * @deadline: its deadline, or %HOUBU_NONE
 * @now: the clock
 *
 * P2: from its deadline on an unpaid enrolment is gone for everyone.
 *
 * 1. not unpaid: as the row says
 * 2. unpaid without a deadline: unpaid
 * 3. unpaid before the deadline: unpaid
 * 4. unpaid at the deadline or later: expired
 *
 * Returns: the state that counts
 */
HoubuSeatState
houbu_rules_effective_seat_state (HoubuSeatState state, gint64 deadline, gint64 now)
{
  if (state == HOUBU_SEAT_UNPAID && deadline != HOUBU_NONE && now >= deadline)
    return HOUBU_SEAT_EXPIRED;
  return state;
}

static gboolean
is_lock_over (const HoubuItem *item, gint64 now)
{
  return item->state == HOUBU_SEAT_LOCKED && item->lock_until != HOUBU_NONE &&
         now >= item->lock_until;
}

/**
 * houbu_rules_item_state:
 * @window: times of the exam
 * @item: an enrolment
 * @now: the clock
 *
 * Its state with both clocks seen to, the hold's (P2) and the lock's (R7).
 *
 * 1. locked, the lock lasts: locked
 * 2. locked, the lock has ended: unpaid for a whole hold from its end, then expired
 * 3. anything else: houbu_rules_effective_seat_state()
 *
 * Returns: the state that counts
 */
HoubuSeatState
houbu_rules_item_state (const HoubuExamWindow *window, const HoubuItem *item, gint64 now)
{
  g_return_val_if_fail (window != NULL, HOUBU_SEAT_NONE);
  g_return_val_if_fail (item != NULL, HOUBU_SEAT_NONE);

  return houbu_rules_effective_seat_state (is_lock_over (item, now) ? HOUBU_SEAT_UNPAID
                                                                    : item->state,
                                           houbu_rules_item_deadline (window, item, now), now);
}

/**
 * houbu_rules_item_deadline:
 * @window: times of the exam
 * @item: an enrolment
 * @now: the clock
 *
 * 1. locked, the lock has ended: a whole hold after its end (R7)
 * 2. anything else: its own
 *
 * Returns: the deadline that counts, or %HOUBU_NONE
 */
gint64
houbu_rules_item_deadline (const HoubuExamWindow *window, const HoubuItem *item, gint64 now)
{
  g_return_val_if_fail (window != NULL, HOUBU_NONE);
  g_return_val_if_fail (item != NULL, HOUBU_NONE);

  return is_lock_over (item, now) ? houbu_rules_deadline_after_lock (window, item->lock_until)
                                  : item->deadline;
}

/**
 * houbu_rules_item_is_live:
 * @window: times of the exam
 * @item: an enrolment or a waiting entry
 * @now: the clock
 *
 * 1. an entry: while the waitlist is open (Q7)
 * 2. an enrolment: while it holds a seat (Q1)
 *
 * Returns: whether it counts as something that the person has
 */
gboolean
houbu_rules_item_is_live (const HoubuExamWindow *window, const HoubuItem *item, gint64 now)
{
  g_return_val_if_fail (window != NULL, FALSE);
  g_return_val_if_fail (item != NULL, FALSE);

  if (item->is_entry)
    return !houbu_rules_is_waitlist_closed (window, now);
  return houbu_seat_state_holds (houbu_rules_item_state (window, item, now));
}

/**
 * houbu_rules_is_registration_open:
 * @window: times of the exam
 * @offering: an offering
 * @now: the clock
 *
 * R5: inside the exam's window and, where the campus has one of its own, inside that too. A window
 * holds its first moment and not its last.
 *
 * 1. before the exam opens: no
 * 2. at or after the exam's close: no
 * 3. before the campus opens: no
 * 4. at or after the campus's close: no
 * 5. else: yes
 *
 * Returns: whether the offering can be taken now
 */
gboolean
houbu_rules_is_registration_open (const HoubuExamWindow *window,
                                  const HoubuOfferingState *offering,
                                  gint64 now)
{
  g_return_val_if_fail (window != NULL, FALSE);
  g_return_val_if_fail (offering != NULL, FALSE);

  if (now < window->registration_opens_at || now >= window->registration_closes_at)
    return FALSE;
  if (offering->opens_at != HOUBU_NONE && now < offering->opens_at)
    return FALSE;
  return offering->closes_at == HOUBU_NONE || now < offering->closes_at;
}

/**
 * houbu_rules_is_waitlist_closed:
 * @window: times of the exam
 * @now: the clock
 *
 * Returns: whether every waiting entry has ended by now (Q7)
 */
gboolean
houbu_rules_is_waitlist_closed (const HoubuExamWindow *window, gint64 now)
{
  g_return_val_if_fail (window != NULL, TRUE);

  return now >= window->waitlist_closes_at;
}

/**
 * houbu_rules_check_window:
 * @window: times of an exam
 *
 * What an operator may set:
 *
 * 1. registration closes after it opens
 * 2. payment closes after registration opens
 * 3. the waitlist closes after registration opens
 * 4. a hold lasts at least a second
 * 5. the other spans are not negative
 *
 * Returns: whether all of it holds
 */
gboolean
houbu_rules_check_window (const HoubuExamWindow *window)
{
  g_return_val_if_fail (window != NULL, FALSE);

  return window->registration_closes_at > window->registration_opens_at &&
         window->payment_closes_at > window->registration_opens_at &&
         window->waitlist_closes_at > window->registration_opens_at &&
         window->hold_us >= G_TIME_SPAN_SECOND && window->min_pay_window_us >= 0 &&
         window->grace_us >= 0;
}

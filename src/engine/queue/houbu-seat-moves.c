/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-item-private.h"
#include "houbu-journal-data.h"

/* Only what is another than before. */
static void
add_differences (HoubuJournalData *data, const HoubuEnrolmentRow *row, const HoubuSeatHold *hold)
{
  if (hold->deadline != row->deadline)
    houbu_journal_data_add_int64_or_null (data, "deadline", hold->deadline, HOUBU_NONE);
  if (g_strcmp0 (hold->lock_owner, row->lock_owner) != 0)
    houbu_journal_data_add_text (data, "lock_owner", hold->lock_owner);
  if (hold->lock_until != row->lock_until)
    houbu_journal_data_add_int64_or_null (data, "lock_until", hold->lock_until, HOUBU_NONE);
}

/**
 * houbu_item_move_enrolment:
 * @change: a change
 * @row: an enrolment as it stands
 * @move: a state that holds a seat, and what goes with it
 * @error: what a statement failed with
 *
 * Changes what holds a seat; an enrolment that had ended takes a free one again.
 */
gboolean
houbu_item_move_enrolment (HoubuChange *change,
                           const HoubuEnrolmentRow *row,
                           const HoubuSeatMove *move,
                           GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  HoubuOfferingLock *lock = houbu_change_get_lock (change, row->offering, error);
  const char *from = houbu_seat_state_to_word (row->state);
  const char *to = houbu_seat_state_to_word (move->hold.state);
  HoubuJournalRow journal;

  if (lock == NULL)
    return FALSE;
  if (!houbu_seat_may_change (row->state, move->hold.state, move->cause))
    return houbu_item_refuse_transition (from, to, error);
  if (!houbu_store_enrolment_hold (tx, row->key, &move->hold, error))
    return FALSE;
  houbu_change_mark_written (change);
  if (!houbu_seat_state_holds (row->state))
    {
      houbu_offering_lock_take_seat (lock);
      houbu_change_mark_gain (change, row->registration);
    }

  add_differences (data, row, &move->hold);
  journal = houbu_item_journal_row (change, HOUBU_JOURNAL_ENROLMENT_CHANGED, lock, row->key);
  journal.actor = move->actor;
  journal.registration = row->registration;
  journal.from_state = from;
  journal.to_state = to;
  journal.data = houbu_journal_data_get_text (data);
  return houbu_journal_append (tx, &journal, error);
}

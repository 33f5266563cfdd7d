/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-item-private.h"

#include "houbu-error.h"
#include "houbu-journal-data.h"
#include "houbu-journal.h"
#include "houbu-rules-time.h"
#include "houbu-rules.h"
#include "houbu-store-payments.h"
#include "houbu-tokens.h"

/* A decision that contradicts the transition tables is a mistake of ours: nothing is written. */
gboolean
houbu_item_refuse_transition (const char *from, const char *to, GError **error)
{
  g_critical ("no transition from %s to %s", from, to);
  houbu_error_set (error, HOUBU_ERROR_INTERNAL, HOUBU_PROBLEM_NONE, NULL);
  return FALSE;
}

/* The journal row of a change to an item, without what only some of them have. */
HoubuJournalRow
houbu_item_journal_row (HoubuChange *change,
                        HoubuJournalType type,
                        HoubuOfferingLock *lock,
                        gint64 item)
{
  return (HoubuJournalRow){
    .at = houbu_change_get_now (change),
    .type = type,
    .actor = houbu_change_get_actor (change),
    .request = houbu_change_get_request (change),
    .exam = houbu_change_get_exam (change)->key,
    .lock = lock,
    .item = item,
  };
}

static gboolean
journal_enrolment_created (HoubuChange *change,
                           HoubuOfferingLock *lock,
                           const HoubuNewEnrolment *enrolment,
                           gint64 key,
                           GError **error)
{
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  HoubuJournalRow row = houbu_item_journal_row (change, HOUBU_JOURNAL_ENROLMENT_CREATED, lock, key);

  houbu_journal_data_add_text (data, "obtained_by", enrolment->obtained_by);
  houbu_journal_data_add_int64 (data, "fee_fen", enrolment->fee_fen);
  houbu_journal_data_add_int64 (data, "deadline", enrolment->deadline);
  if (g_str_equal (enrolment->obtained_by, HOUBU_OBTAINED_WAITLIST))
    row.actor = HOUBU_ACTOR_SYSTEM;
  row.registration = enrolment->registration;
  row.to_state = houbu_seat_state_to_word (HOUBU_SEAT_UNPAID);
  row.data = houbu_journal_data_get_text (data);
  return houbu_journal_append (houbu_change_get_tx (change), &row, error);
}

static void
fill_new_enrolment (HoubuChange *change,
                    const HoubuHolder *holder,
                    const HoubuOfferingRow *offering,
                    HoubuNewEnrolment *enrolment)
{
  gint64 now = houbu_change_get_now (change);

  enrolment->registration = holder->registration;
  enrolment->person = holder->person;
  enrolment->offering = offering->key;
  enrolment->exam = offering->exam;
  enrolment->subject = offering->subject;
  enrolment->fee_fen = offering->fee_fen;
  enrolment->deadline = houbu_rules_deadline (houbu_change_get_window (change), now);
  enrolment->created_at = now;
}

/* What had come to its end by the clock already ends so, whichever is swept first (P2, Q7). */
static gboolean
fell_seat (HoubuChange *change, const HoubuEnrolmentRow *seat, GError **error)
{
  static const HoubuSeatEnd lost = {
    HOUBU_SEAT_REVOKED,
    HOUBU_END_WRITTEN_LOST,
    HOUBU_BY_CONSEQUENCE,
    HOUBU_ACTOR_SYSTEM,
  };
  static const HoubuSeatEnd expired = {
    HOUBU_SEAT_EXPIRED,
    HOUBU_END_DEADLINE,
    HOUBU_BY_CLOCK,
    HOUBU_ACTOR_TIMER,
  };
  HoubuSeatState state =
      houbu_rules_effective_seat_state (seat->state, seat->deadline, houbu_change_get_now (change));

  /* What is paid stays until an operator refunds it. */
  if (!houbu_seat_may_become (seat->state, lost.state))
    return TRUE;
  return houbu_item_end_enrolment (change, seat, state == HOUBU_SEAT_EXPIRED ? &expired : &lost,
                                   error);
}

static gboolean
fell_place (HoubuChange *change, const HoubuEntryRow *place, GError **error)
{
  if (houbu_rules_is_waitlist_closed (houbu_change_get_window (change),
                                      houbu_change_get_now (change)))
    return houbu_item_fail_entry (change, place, HOUBU_FAIL_WINDOW_CLOSED, HOUBU_BY_CLOCK,
                                  HOUBU_ACTOR_TIMER, error);
  return houbu_item_fail_entry (change, place, HOUBU_FAIL_WRITTEN_LOST, HOUBU_BY_CONSEQUENCE,
                                HOUBU_ACTOR_SYSTEM, error);
}

/* Losing the written one ends the oral items of the level, seats and places alike (P8). */
static gboolean
end_what_falls_with (HoubuChange *change, const HoubuEnrolmentRow *lost, GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  gint64 exam = houbu_change_get_exam (change)->key;
  int level = lost->subject->level;
  g_autoptr (GPtrArray) seats = NULL;
  g_autoptr (GPtrArray) places = NULL;

  if (lost->subject->kind != HOUBU_KIND_WRITTEN)
    return TRUE;
  seats = houbu_store_enrolment_list_active_orals (tx, exam, lost->person, level, error);
  if (seats == NULL)
    return FALSE;
  places = houbu_store_entry_list_waiting_orals (tx, exam, lost->person, level, error);
  if (places == NULL)
    return FALSE;
  for (guint i = 0; i < seats->len; i++)
    if (!fell_seat (change, g_ptr_array_index (seats, i), error))
      return FALSE;
  for (guint i = 0; i < places->len; i++)
    if (!fell_place (change, g_ptr_array_index (places, i), error))
      return FALSE;
  return TRUE;
}

/* Ends the row, leaves the queue and tells the journal. */
static gboolean
end_entry (HoubuChange *change,
           const HoubuEntryRow *row,
           HoubuEntryEnd *end,
           HoubuJournalRow *journal,
           GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);

  end->ended_at = houbu_change_get_now (change);
  if (!houbu_store_entry_end (tx, row->key, end, error))
    return FALSE;
  houbu_offering_lock_leave_queue (journal->lock);
  houbu_change_mark_written (change);
  /* A promotion has put a seat in its place. */
  if (end->state != HOUBU_WAIT_PROMOTED)
    houbu_change_mark_loss (change, row->registration);

  journal->registration = row->registration;
  journal->queue_number = row->queue_number;
  journal->from_state = houbu_wait_state_to_word (HOUBU_WAIT_WAITING);
  journal->to_state = houbu_wait_state_to_word (end->state);
  return houbu_journal_append (tx, journal, error);
}

/**
 * houbu_item_create_enrolment:
 * @change: a change
 * @id: id of the new enrolment
 * @holder: who gets it
 * @offering: key of an offering with a free seat and a fee
 * @obtained_by: how, HOUBU_OBTAINED_DIRECT or HOUBU_OBTAINED_WAITLIST
 * @key: (out): key of the new enrolment
 * @error: what a statement failed with
 *
 * Takes a seat, unpaid, with the deadline of Q5.
 */
gboolean
houbu_item_create_enrolment (HoubuChange *change,
                             const char *id,
                             const HoubuHolder *holder,
                             gint64 offering,
                             const char *obtained_by,
                             gint64 *key,
                             GError **error)
{
  HoubuNewEnrolment enrolment = { .id = id, .obtained_by = obtained_by };
  HoubuOfferingRow *row = houbu_change_get_offering (change, offering, error);
  HoubuOfferingLock *lock = NULL;

  if (row == NULL)
    return FALSE;
  lock = houbu_change_get_lock (change, offering, error);
  fill_new_enrolment (change, holder, row, &enrolment);
  if (!houbu_store_enrolment_insert (houbu_change_get_tx (change), &enrolment, key, error))
    return FALSE;
  houbu_offering_lock_take_seat (lock);
  houbu_change_mark_gain (change, holder->registration);
  return journal_enrolment_created (change, lock, &enrolment, *key, error);
}

/**
 * houbu_item_end_enrolment:
 * @change: a change
 * @row: an enrolment that holds a seat
 * @end: how it ends
 * @error: what a statement failed with
 *
 * Gives the seat back, and with a written one the oral items of its level (P8).
 */
gboolean
houbu_item_end_enrolment (HoubuChange *change,
                          const HoubuEnrolmentRow *row,
                          const HoubuSeatEnd *end,
                          GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  HoubuOfferingLock *lock = houbu_change_get_lock (change, row->offering, error);
  HoubuJournalRow journal;

  if (lock == NULL)
    return FALSE;
  if (!houbu_seat_may_become (row->state, end->state))
    return houbu_item_refuse_transition (houbu_seat_state_to_word (row->state),
                                         houbu_seat_state_to_word (end->state), error);
  if (!houbu_store_enrolment_end (tx, row->key, end->state, end->reason,
                                  houbu_change_get_now (change), error))
    return FALSE;
  /* Its order is no longer to be paid: the provider is told at once. */
  if (row->state == HOUBU_SEAT_PAYING &&
      !houbu_store_payment_ask_of_enrolment (tx, row->key, houbu_change_get_now (change), error))
    return FALSE;
  houbu_offering_lock_free_seat (lock);
  houbu_change_mark_freed (change, row->offering);
  houbu_change_mark_loss (change, row->registration);

  journal = houbu_item_journal_row (change, HOUBU_JOURNAL_ENROLMENT_CHANGED, lock, row->key);
  houbu_journal_data_add_text (data, "reason", houbu_end_reason_to_word (end->reason));
  if (end->words != NULL)
    houbu_journal_data_add_text (data, "words", end->words);
  journal.actor = end->actor;
  journal.registration = row->registration;
  journal.from_state = houbu_seat_state_to_word (row->state);
  journal.to_state = houbu_seat_state_to_word (end->state);
  journal.data = houbu_journal_data_get_text (data);
  return houbu_journal_append (tx, &journal, error) && end_what_falls_with (change, row, error);
}

/* What was just inserted, as a statement would read it. */
static HoubuEntryRow *
entry_row_new (const HoubuNewEntry *entry,
               gint64 key,
               gint64 account,
               const HoubuOfferingRow *where)
{
  HoubuEntryRow *row = g_new0 (HoubuEntryRow, 1);

  row->key = key;
  row->id = g_strdup (entry->id);
  row->registration = entry->registration;
  row->account = account;
  row->person = entry->person;
  row->offering = entry->offering;
  row->exam = entry->exam;
  row->subject = entry->subject;
  houbu_place_copy (&row->place, &where->place);
  row->queue_number = entry->queue_number;
  row->state = HOUBU_WAIT_WAITING;
  row->joined_at = entry->joined_at;
  row->ended_at = HOUBU_NONE;
  row->waiting = where->waiting;
  row->last_queue_number = entry->queue_number;
  return row;
}

/**
 * houbu_item_set_report_form:
 * @change: a change
 * @row: an enrolment that holds a seat
 * @report_form: `paper` or `electronic`
 * @error: what a statement failed with
 *
 * Notes the form of the score report; nothing happens when it is the one chosen already.
 */
gboolean
houbu_item_set_report_form (HoubuChange *change,
                            const HoubuEnrolmentRow *row,
                            const char *report_form,
                            GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  HoubuOfferingLock *lock = houbu_change_get_lock (change, row->offering, error);
  HoubuJournalRow journal;

  if (lock == NULL)
    return FALSE;
  if (g_strcmp0 (row->report_form, report_form) == 0)
    return TRUE;
  if (!houbu_store_enrolment_set_report_form (tx, row->key, report_form, error))
    return FALSE;
  houbu_change_mark_written (change);

  houbu_journal_data_add_text (data, "report_form", report_form);
  journal = houbu_item_journal_row (change, HOUBU_JOURNAL_ENROLMENT_CHANGED, lock, row->key);
  journal.registration = row->registration;
  journal.from_state = journal.to_state = houbu_seat_state_to_word (row->state);
  journal.data = houbu_journal_data_get_text (data);
  return houbu_journal_append (tx, &journal, error);
}

/**
 * houbu_item_create_entry:
 * @change: a change
 * @id: id of the new entry
 * @holder: who joins
 * @offering: key of an offering
 * @error: what a statement failed with
 *
 * Joins the tail of the queue.
 *
 * Returns: (transfer full): the new entry
 */
HoubuEntryRow *
houbu_item_create_entry (
    HoubuChange *change, const char *id, const HoubuHolder *holder, gint64 offering, GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  HoubuOfferingLock *lock = houbu_change_get_lock (change, offering, error);
  const HoubuOfferingRow *where = NULL;
  HoubuNewEntry entry = { .id = id, .offering = offering };
  HoubuJournalRow journal;
  gint64 key = 0;

  if (lock == NULL)
    return NULL;
  entry.registration = holder->registration;
  entry.person = holder->person;
  entry.queue_number = houbu_offering_lock_next_queue_number (lock);
  entry.joined_at = houbu_change_get_now (change);
  where = houbu_change_get_offering (change, offering, NULL);
  entry.exam = where->exam;
  entry.subject = where->subject;
  if (!houbu_store_entry_insert (tx, &entry, &key, error))
    return NULL;
  houbu_change_mark_gain (change, holder->registration);

  journal = houbu_item_journal_row (change, HOUBU_JOURNAL_ENTRY_JOINED, lock, key);
  journal.registration = holder->registration;
  journal.queue_number = entry.queue_number;
  journal.to_state = houbu_wait_state_to_word (HOUBU_WAIT_WAITING);
  if (!houbu_journal_append (tx, &journal, error))
    return NULL;
  return entry_row_new (&entry, key, holder->account, where);
}

/**
 * houbu_item_cancel_entry:
 * @change: a change
 * @row: a waiting entry
 * @reason: the candidate's
 * @note: (nullable): the candidate's own words; they stay out of the journal
 * @error: what a statement failed with
 */
gboolean
houbu_item_cancel_entry (HoubuChange *change,
                         const HoubuEntryRow *row,
                         HoubuCancelReason reason,
                         const char *note,
                         GError **error)
{
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  HoubuOfferingLock *lock = houbu_change_get_lock (change, row->offering, error);
  HoubuEntryEnd end = { .state = HOUBU_WAIT_CANCELLED };
  HoubuJournalRow journal;

  if (lock == NULL)
    return FALSE;
  if (!houbu_wait_may_change (row->state, end.state, HOUBU_BY_CANDIDATE))
    return houbu_item_refuse_transition (houbu_wait_state_to_word (row->state), "cancelled", error);
  end.reason = houbu_cancel_reason_to_word (reason);
  end.note = note;
  houbu_journal_data_add_text (data, "reason", end.reason);
  journal = houbu_item_journal_row (change, HOUBU_JOURNAL_ENTRY_CANCELLED, lock, row->key);
  journal.data = houbu_journal_data_get_text (data);
  return end_entry (change, row, &end, &journal, error);
}

/**
 * houbu_item_fail_entry:
 * @change: a change
 * @row: a waiting entry
 * @reason: why it fails
 * @cause: what makes it fail
 * @actor: who stands in the journal
 * @error: what a statement failed with
 */
gboolean
houbu_item_fail_entry (HoubuChange *change,
                       const HoubuEntryRow *row,
                       HoubuFailReason reason,
                       HoubuCause cause,
                       const char *actor,
                       GError **error)
{
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  HoubuOfferingLock *lock = houbu_change_get_lock (change, row->offering, error);
  HoubuEntryEnd end = { .state = HOUBU_WAIT_FAILED };
  HoubuJournalRow journal;

  if (lock == NULL)
    return FALSE;
  if (!houbu_wait_may_change (row->state, end.state, cause))
    return houbu_item_refuse_transition (houbu_wait_state_to_word (row->state), "failed", error);
  end.reason = houbu_fail_reason_to_word (reason);
  houbu_journal_data_add_text (data, "reason", end.reason);
  journal = houbu_item_journal_row (change, HOUBU_JOURNAL_ENTRY_FAILED, lock, row->key);
  journal.actor = actor;
  journal.data = houbu_journal_data_get_text (data);
  return end_entry (change, row, &end, &journal, error);
}

/**
 * houbu_item_promote_entry:
 * @change: a change
 * @row: the head of a queue, found eligible
 * @error: what a statement failed with
 *
 * Turns a place into a seat. The journal tells of the place first; the seat's row comes right
 * after it.
 */
gboolean
houbu_item_promote_entry (HoubuChange *change, const HoubuEntryRow *row, GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  g_autofree char *id = houbu_item_id (houbu_change_get_now (change));
  const HoubuHolder holder = { row->account, row->person, row->registration };
  HoubuOfferingRow *offering = houbu_change_get_offering (change, row->offering, error);
  HoubuOfferingLock *lock = NULL;
  HoubuNewEnrolment enrolment = { .id = id, .obtained_by = HOUBU_OBTAINED_WAITLIST };
  HoubuEntryEnd end = { .state = HOUBU_WAIT_PROMOTED };
  HoubuJournalRow journal;

  if (offering == NULL)
    return FALSE;
  lock = houbu_change_get_lock (change, row->offering, error);
  fill_new_enrolment (change, &holder, offering, &enrolment);
  if (!houbu_store_enrolment_insert (tx, &enrolment, &end.enrolment, error))
    return FALSE;
  houbu_offering_lock_take_seat (lock);

  houbu_journal_data_add_int64 (data, "enrolment", end.enrolment);
  journal = houbu_item_journal_row (change, HOUBU_JOURNAL_ENTRY_PROMOTED, lock, row->key);
  journal.actor = HOUBU_ACTOR_SYSTEM;
  journal.data = houbu_journal_data_get_text (data);
  return end_entry (change, row, &end, &journal, error) &&
         journal_enrolment_created (change, lock, &enrolment, end.enrolment, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-entries.h"

#include "houbu-error.h"
#include "houbu-statement-rows.h"
#include "houbu-statement.h"
#include "houbu-tx.h"

#define SELECT_ENTRY                                                                               \
  "SELECT n.key AS key, n.id AS id, n.registration AS registration, r.account AS account,"         \
  " n.person AS person, n.offering AS offering, n.exam AS exam, o.subject AS "                     \
  "subject, " HOUBU_PLACE_COLUMNS                                                                  \
  ", n.queue_number AS queue_number, n.state AS state, n.reason AS reason, n.note AS note,"        \
  " n.joined_at AS joined_at, n.ended_at AS ended_at, e.id AS enrolment_id, o.waiting AS waiting," \
  " o.last_queue_number AS last_queue_number"                                                      \
  " FROM entry n JOIN registration r ON r.key = n.registration"                                    \
  " JOIN offering o ON o.key = n.offering" HOUBU_PLACE_JOINS                                       \
  "LEFT JOIN enrolment e ON e.key = n.enrolment "

static const HoubuSql sql_insert = {
  "entry-insert",
  "INSERT INTO entry (id, registration, offering, exam, person, level, kind, queue_number, active,"
  " state, joined_at)"
  " VALUES ($id, $registration, $offering, $exam, $person, $level, $kind, $queue_number, 1,"
  " 'waiting', $joined_at)",
};

static const HoubuSql sql_end = {
  "entry-end",
  "UPDATE entry SET active = 0, state = $state, reason = $reason, note = $note,"
  " ended_at = $ended_at, enrolment = $enrolment WHERE key = $entry AND active = 1",
};

static const HoubuSql sql_find = {
  "entry-find",
  SELECT_ENTRY "WHERE n.id = $id",
};

static const HoubuSql sql_load = {
  "entry-load",
  SELECT_ENTRY "WHERE n.key = $entry",
};

static const HoubuSql sql_head = {
  "entry-head",
  SELECT_ENTRY "WHERE n.offering = $offering AND n.active = 1 ORDER BY n.queue_number LIMIT 1",
};

static const HoubuSql sql_waiting_of_account = {
  "entry-waiting-of-account",
  SELECT_ENTRY "WHERE r.account = $account AND r.exam = $exam AND n.active = 1"
               " ORDER BY n.key DESC",
};

static const HoubuSql sql_completed_of_account = {
  "entry-completed-of-account",
  SELECT_ENTRY "WHERE r.account = $account AND r.exam = $exam AND n.active = 0"
               " ORDER BY n.ended_at DESC, n.key DESC",
};

static const HoubuSql sql_waiting_of_registration = {
  "entry-waiting-of-registration",
  SELECT_ENTRY "WHERE n.registration = $registration AND n.active = 1 ORDER BY n.key DESC",
};

static const HoubuSql sql_waiting_of_offering = {
  "entry-waiting-of-offering",
  SELECT_ENTRY "WHERE n.offering = $offering AND n.active = 1 ORDER BY n.queue_number LIMIT $limit",
};

static const HoubuSql sql_waiting_orals = {
  "entry-waiting-orals",
  SELECT_ENTRY "WHERE n.exam = $exam AND n.person = $person AND n.level = $level"
               " AND n.kind = 'oral' AND n.active = 1 ORDER BY n.key",
};

static const HoubuSql sql_queue = {
  "entry-queue",
  "SELECT n.id AS id, n.queue_number AS queue_number, n.joined_at AS joined_at, r.name AS name,"
  " r.student_number AS student_number FROM entry n JOIN registration r ON r.key = n.registration"
  " WHERE n.offering = $offering AND n.active = 1 AND n.queue_number > $after"
  " ORDER BY n.queue_number LIMIT $limit",
};

static const HoubuSql sql_from_here = {
  "entry-from-here",
  "SELECT count(*) AS places FROM entry WHERE offering = $offering AND active = 1"
  " AND queue_number >= $queue_number",
};

static const HoubuSql sql_ahead = {
  "entry-ahead",
  "SELECT count(*) AS places FROM entry WHERE offering = $offering AND active = 1"
  " AND queue_number < $queue_number",
};

static HoubuEntryRow *
row_from_statement (HoubuStatement *st)
{
  HoubuEntryRow *self = g_new0 (HoubuEntryRow, 1);

  self->key = houbu_statement_get_int64 (st, "key");
  self->id = houbu_statement_dup_text (st, "id");
  self->registration = houbu_statement_get_int64 (st, "registration");
  self->account = houbu_statement_get_int64 (st, "account");
  self->person = houbu_statement_get_int64 (st, "person");
  self->offering = houbu_statement_get_int64 (st, "offering");
  self->exam = houbu_statement_get_int64 (st, "exam");
  self->subject = houbu_subject_info_find (houbu_statement_get_text (st, "subject"));
  houbu_place_read (&self->place, st);
  self->queue_number = houbu_statement_get_int64 (st, "queue_number");
  self->state = houbu_wait_state_from_word (houbu_statement_get_text (st, "state"));
  self->reason = houbu_statement_dup_text (st, "reason");
  self->note = houbu_statement_dup_text (st, "note");
  self->joined_at = houbu_statement_get_int64 (st, "joined_at");
  self->ended_at = houbu_statement_get_int64_or (st, "ended_at", HOUBU_NONE);
  self->enrolment_id = houbu_statement_dup_text (st, "enrolment_id");
  self->waiting = houbu_statement_get_int64 (st, "waiting");
  self->last_queue_number = houbu_statement_get_int64 (st, "last_queue_number");
  return self;
}

/* One row or NULL; NULL without an error is "there is none". */
static HoubuEntryRow *
step_to_row (HoubuStatement *st, GError **error)
{
  HoubuEntryRow *row = NULL;

  if (houbu_statement_step (st, error))
    row = row_from_statement (st);
  houbu_statement_reset (st);
  return row;
}

static HoubuEntryRow *
step_to_known_row (HoubuStatement *st, GError **error)
{
  GError *failure = NULL;
  HoubuEntryRow *row = step_to_row (st, &failure);

  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (row == NULL)
    houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
  return row;
}

static gpointer
read_queue_row (HoubuStatement *st)
{
  HoubuQueueRow *row = g_new0 (HoubuQueueRow, 1);

  row->id = houbu_statement_dup_text (st, "id");
  row->queue_number = houbu_statement_get_int64 (st, "queue_number");
  row->joined_at = houbu_statement_get_int64 (st, "joined_at");
  row->name = houbu_statement_dup_text (st, "name");
  row->student_number = houbu_statement_dup_text (st, "student_number");
  return row;
}

static GPtrArray *
step_to_rows (HoubuStatement *st, GError **error)
{
  return houbu_statement_read_rows (st, (HoubuRowFunc) row_from_statement,
                                    (GDestroyNotify) houbu_entry_row_free, error);
}

/**
 * houbu_entry_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_entry_row_free (HoubuEntryRow *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  houbu_place_clear (&self->place);
  g_free (self->reason);
  g_free (self->note);
  g_free (self->enrolment_id);
  g_free (self);
}

/**
 * houbu_queue_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_queue_row_free (HoubuQueueRow *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->student_number);
  g_free (self);
}

/**
 * houbu_store_entry_insert:
 * @tx: a writing transaction
 * @entry: the new place
 * @key: (out): its key
 * @error: what a statement failed with
 */
gboolean
houbu_store_entry_insert (HoubuTx *tx, const HoubuNewEntry *entry, gint64 *key, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_insert);

  houbu_statement_bind_text (st, "id", entry->id);
  houbu_statement_bind_int64 (st, "registration", entry->registration);
  houbu_statement_bind_int64 (st, "offering", entry->offering);
  houbu_statement_bind_int64 (st, "exam", entry->exam);
  houbu_statement_bind_int64 (st, "person", entry->person);
  houbu_statement_bind_int64 (st, "level", entry->subject->level);
  houbu_statement_bind_text (st, "kind", houbu_kind_to_word (entry->subject->kind));
  houbu_statement_bind_int64 (st, "queue_number", entry->queue_number);
  houbu_statement_bind_int64 (st, "joined_at", entry->joined_at);
  if (!houbu_statement_run (st, error))
    return FALSE;
  *key = houbu_tx_last_key (tx);
  return TRUE;
}

/**
 * houbu_store_entry_end:
 * @tx: a writing transaction
 * @entry: key of a waiting entry
 * @end: how it ends
 * @error: what a statement failed with
 */
gboolean
houbu_store_entry_end (HoubuTx *tx, gint64 entry, const HoubuEntryEnd *end, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_end);

  houbu_statement_bind_int64 (st, "entry", entry);
  houbu_statement_bind_text (st, "state", houbu_wait_state_to_word (end->state));
  houbu_statement_bind_text (st, "reason", end->reason);
  houbu_statement_bind_text (st, "note", end->note);
  houbu_statement_bind_int64_or_null (st, "enrolment", end->enrolment, 0);
  houbu_statement_bind_int64 (st, "ended_at", end->ended_at);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_entry_find:
 * @tx: a transaction
 * @id: what stood on the wire
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such
 *
 * Returns: (transfer full): the entry
 */
HoubuEntryRow *
houbu_store_entry_find (HoubuTx *tx, const char *id, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_find);

  houbu_statement_bind_text (st, "id", id);
  return step_to_known_row (st, error);
}

/**
 * houbu_store_entry_load:
 * @tx: a transaction
 * @entry: key of an entry
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such
 *
 * Returns: (transfer full): the entry
 */
HoubuEntryRow *
houbu_store_entry_load (HoubuTx *tx, gint64 entry, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_load);

  houbu_statement_bind_int64 (st, "entry", entry);
  return step_to_known_row (st, error);
}

/**
 * houbu_store_entry_find_head:
 * @tx: a transaction
 * @offering: key of an offering
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (nullable): the first of the queue; %NULL without @error when nobody
 *   waits
 */
HoubuEntryRow *
houbu_store_entry_find_head (HoubuTx *tx, gint64 offering, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_head);

  houbu_statement_bind_int64 (st, "offering", offering);
  return step_to_row (st, error);
}

/**
 * houbu_store_entry_list_of_account:
 * @tx: a transaction
 * @exam: key of the exam session
 * @account: key of an account
 * @choice: those that wait, or those that have ended
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuEntryRow): newest first
 */
GPtrArray *
houbu_store_entry_list_of_account (
    HoubuTx *tx, gint64 exam, gint64 account, HoubuEntryChoice choice, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (
      tx, choice == HOUBU_ENTRIES_WAITING ? &sql_waiting_of_account : &sql_completed_of_account);

  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_int64 (st, "account", account);
  return step_to_rows (st, error);
}

/**
 * houbu_store_entry_list_waiting_of_registration:
 * @tx: a transaction
 * @registration: key of a registration
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuEntryRow): newest first
 */
GPtrArray *
houbu_store_entry_list_waiting_of_registration (HoubuTx *tx, gint64 registration, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_waiting_of_registration);

  houbu_statement_bind_int64 (st, "registration", registration);
  return step_to_rows (st, error);
}

/**
 * houbu_store_entry_list_waiting_of_offering:
 * @tx: a transaction
 * @offering: key of an offering
 * @limit: how many at most
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuEntryRow): in the order of the queue
 */
GPtrArray *
houbu_store_entry_list_waiting_of_offering (HoubuTx *tx,
                                            gint64 offering,
                                            gint64 limit,
                                            GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_waiting_of_offering);

  houbu_statement_bind_int64 (st, "offering", offering);
  houbu_statement_bind_int64 (st, "limit", limit);
  return step_to_rows (st, error);
}

/**
 * houbu_store_entry_list_waiting_orals:
 * @tx: a transaction
 * @exam: key of the exam session
 * @person: key of an identity document
 * @level: 4 or 6
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuEntryRow): the person's oral places of that level
 */
GPtrArray *
houbu_store_entry_list_waiting_orals (
    HoubuTx *tx, gint64 exam, gint64 person, int level, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_waiting_orals);

  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_int64 (st, "person", person);
  houbu_statement_bind_int64 (st, "level", level);
  return step_to_rows (st, error);
}

/**
 * houbu_store_entry_list_queue:
 * @tx: a transaction
 * @offering: key of an offering
 * @after: queue number after which to begin, or 0
 * @limit: how many at most
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuQueueRow): those who wait, in order
 */
GPtrArray *
houbu_store_entry_list_queue (
    HoubuTx *tx, gint64 offering, gint64 after, gint64 limit, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_queue);

  houbu_statement_bind_int64 (st, "offering", offering);
  houbu_statement_bind_int64 (st, "after", after);
  houbu_statement_bind_int64 (st, "limit", limit);
  return houbu_statement_read_rows (st, read_queue_row, (GDestroyNotify) houbu_queue_row_free,
                                    error);
}

static gboolean
count_places (HoubuTx *tx,
              const HoubuSql *sql,
              gint64 offering,
              gint64 queue_number,
              gint64 *places,
              GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, sql);
  gboolean found = FALSE;

  houbu_statement_bind_int64 (st, "offering", offering);
  houbu_statement_bind_int64 (st, "queue_number", queue_number);
  found = houbu_statement_step (st, error);
  *places = found ? houbu_statement_get_int64 (st, "places") : 0;
  houbu_statement_reset (st);
  return found;
}

/**
 * houbu_store_entry_count_ahead:
 * @tx: a transaction
 * @offering: key of an offering
 * @queue_number: a place in its queue
 * @ahead: (out): how many wait with a smaller number
 * @error: what a statement failed with
 */
gboolean
houbu_store_entry_count_ahead (
    HoubuTx *tx, gint64 offering, gint64 queue_number, gint64 *ahead, GError **error)
{
  return count_places (tx, &sql_ahead, offering, queue_number, ahead, error);
}

/**
 * houbu_store_entry_find_position:
 * @tx: a transaction
 * @row: a waiting entry, whose `waiting` is what this transaction sees
 * @position: (out): its rank, 1 at the head
 * @error: what a statement failed with
 *
 * Counts from the end of the queue that is likely to be nearer, so that one who has just joined a
 * long queue costs no more than one at its head.
 */
gboolean
houbu_store_entry_find_position (HoubuTx *tx,
                                 const HoubuEntryRow *row,
                                 gint64 *position,
                                 GError **error)
{
  gboolean is_near_tail = row->last_queue_number - row->queue_number < row->waiting / 2;
  gint64 places = 0;

  if (row->queue_number == row->last_queue_number)
    {
      *position = row->waiting;
      return TRUE;
    }
  if (!count_places (tx, is_near_tail ? &sql_from_here : &sql_ahead, row->offering,
                     row->queue_number, &places, error))
    return FALSE;
  *position = is_near_tail ? row->waiting - places + 1 : places + 1;
  return TRUE;
}

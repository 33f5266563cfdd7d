/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-enrolments-private.h"

#include "houbu-error.h"
#include "houbu-statement-rows.h"
#include "houbu-statement.h"
#include "houbu-tx.h"

static const HoubuSql sql_insert = {
  "enrolment-insert",
  "INSERT INTO enrolment (id, registration, offering, exam, person, level, kind, active, state,"
  " obtained_by, fee_fen, deadline, created_at)"
  " VALUES ($id, $registration, $offering, $exam, $person, $level, $kind, 1, 'unpaid',"
  " $obtained_by, $fee_fen, $deadline, $created_at)",
};

static const HoubuSql sql_end = {
  "enrolment-end",
  "UPDATE enrolment SET active = 0, state = $state, ended_at = $ended_at,"
  " ended_reason = $ended_reason WHERE key = $enrolment AND active = 1",
};

static const HoubuSql sql_set_report_form = {
  "enrolment-set-report-form",
  "UPDATE enrolment SET report_form = $report_form WHERE key = $enrolment",
};

static const HoubuSql sql_hold = {
  "enrolment-hold",
  "UPDATE enrolment SET active = 1, state = $state, deadline = $deadline,"
  " lock_owner = $lock_owner, lock_until = $lock_until, ended_at = NULL, ended_reason = NULL"
  " WHERE key = $enrolment",
};

static const HoubuSql sql_find = {
  "enrolment-find",
  HOUBU_SELECT_ENROLMENT "WHERE e.id = $id",
};

static const HoubuSql sql_load = {
  "enrolment-load",
  HOUBU_SELECT_ENROLMENT "WHERE e.key = $enrolment",
};

static const HoubuSql sql_of_account = {
  "enrolment-of-account",
  HOUBU_SELECT_ENROLMENT "WHERE r.account = $account AND r.exam = $exam ORDER BY e.key DESC",
};

static const HoubuSql sql_of_registration = {
  "enrolment-of-registration",
  HOUBU_SELECT_ENROLMENT "WHERE e.registration = $registration ORDER BY e.key DESC",
};

static const HoubuSql sql_active_of_offering = {
  "enrolment-active-of-offering",
  HOUBU_SELECT_ENROLMENT "WHERE e.offering = $offering AND e.active = 1 ORDER BY e.key",
};

static const HoubuSql sql_active_orals = {
  "enrolment-active-orals",
  HOUBU_SELECT_ENROLMENT "WHERE e.exam = $exam AND e.person = $person AND e.level = $level"
                         " AND e.kind = 'oral' AND e.active = 1 ORDER BY e.key",
};

static HoubuEnrolmentRow *
row_from_statement (HoubuStatement *st)
{
  HoubuEnrolmentRow *self = g_new0 (HoubuEnrolmentRow, 1);

  self->key = houbu_statement_get_int64 (st, "key");
  self->id = houbu_statement_dup_text (st, "id");
  self->registration = houbu_statement_get_int64 (st, "registration");
  self->account = houbu_statement_get_int64 (st, "account");
  self->person = houbu_statement_get_int64 (st, "person");
  self->offering = houbu_statement_get_int64 (st, "offering");
  self->exam = houbu_statement_get_int64 (st, "exam");
  self->subject = houbu_subject_info_find (houbu_statement_get_text (st, "subject"));
  houbu_place_read (&self->place, st);
  self->state = houbu_seat_state_from_word (houbu_statement_get_text (st, "state"));
  self->obtained_by = g_intern_string (houbu_statement_get_text (st, "obtained_by"));
  self->fee_fen = houbu_statement_get_int64 (st, "fee_fen");
  self->deadline = houbu_statement_get_int64_or (st, "deadline", HOUBU_NONE);
  self->report_form = houbu_statement_dup_text (st, "report_form");
  self->arrangement = houbu_statement_dup_text (st, "arrangement");
  self->lock_owner = houbu_statement_dup_text (st, "lock_owner");
  self->admission_ticket = houbu_statement_dup_text (st, "admission_ticket");
  self->room = houbu_statement_dup_text (st, "room");
  self->seat = houbu_statement_dup_text (st, "seat");
  self->ticket_printing = houbu_statement_dup_text (st, "ticket_printing");
  self->exam_starts_at = houbu_statement_get_int64_or (st, "exam_starts_at", HOUBU_NONE);
  self->exam_ends_at = houbu_statement_get_int64_or (st, "exam_ends_at", HOUBU_NONE);
  self->lock_until = houbu_statement_get_int64_or (st, "lock_until", HOUBU_NONE);
  self->created_at = houbu_statement_get_int64 (st, "created_at");
  self->ended_at = houbu_statement_get_int64_or (st, "ended_at", HOUBU_NONE);
  self->ended_reason = houbu_statement_dup_text (st, "ended_reason");
  return self;
}

static HoubuEnrolmentRow *
step_to_row (HoubuStatement *st, GError **error)
{
  HoubuEnrolmentRow *row = NULL;
  GError *failure = NULL;

  if (houbu_statement_step (st, &failure))
    row = row_from_statement (st);
  houbu_statement_reset (st);

  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (row == NULL)
    houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
  return row;
}

GPtrArray *
houbu_enrolment_read_rows (HoubuStatement *st, GError **error)
{
  return houbu_statement_read_rows (st, (HoubuRowFunc) row_from_statement,
                                    (GDestroyNotify) houbu_enrolment_row_free, error);
}

/**
 * houbu_enrolment_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_enrolment_row_free (HoubuEnrolmentRow *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  houbu_place_clear (&self->place);
  g_free (self->report_form);
  g_free (self->lock_owner);
  g_free (self->arrangement);
  g_free (self->admission_ticket);
  g_free (self->room);
  g_free (self->seat);
  g_free (self->ticket_printing);
  g_free (self->ended_reason);
  g_free (self);
}

/**
 * houbu_store_enrolment_insert:
 * @tx: a writing transaction
 * @enrolment: the new seat
 * @key: (out): its key
 * @error: what a statement failed with
 */
gboolean
houbu_store_enrolment_insert (HoubuTx *tx,
                              const HoubuNewEnrolment *enrolment,
                              gint64 *key,
                              GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_insert);

  houbu_statement_bind_text (st, "id", enrolment->id);
  houbu_statement_bind_int64 (st, "registration", enrolment->registration);
  houbu_statement_bind_int64 (st, "offering", enrolment->offering);
  houbu_statement_bind_int64 (st, "exam", enrolment->exam);
  houbu_statement_bind_int64 (st, "person", enrolment->person);
  houbu_statement_bind_int64 (st, "level", enrolment->subject->level);
  houbu_statement_bind_text (st, "kind", houbu_kind_to_word (enrolment->subject->kind));
  houbu_statement_bind_text (st, "obtained_by", enrolment->obtained_by);
  houbu_statement_bind_int64 (st, "fee_fen", enrolment->fee_fen);
  houbu_statement_bind_int64 (st, "deadline", enrolment->deadline);
  houbu_statement_bind_int64 (st, "created_at", enrolment->created_at);
  houbu_enrolment_note_deadline (tx, enrolment->deadline);
  if (!houbu_statement_run (st, error))
    return FALSE;
  *key = houbu_tx_last_key (tx);
  return TRUE;
}

/**
 * houbu_store_enrolment_hold:
 * @tx: a writing transaction
 * @enrolment: key of an enrolment that holds a seat, or holds one again
 * @hold: what it says of that from now on
 * @error: what a statement failed with
 */
gboolean
houbu_store_enrolment_hold (HoubuTx *tx,
                            gint64 enrolment,
                            const HoubuSeatHold *hold,
                            GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_hold);

  houbu_statement_bind_int64 (st, "enrolment", enrolment);
  houbu_statement_bind_text (st, "state", houbu_seat_state_to_word (hold->state));
  houbu_statement_bind_int64_or_null (st, "deadline", hold->deadline, HOUBU_NONE);
  houbu_statement_bind_text (st, "lock_owner", hold->lock_owner);
  houbu_statement_bind_int64_or_null (st, "lock_until", hold->lock_until, HOUBU_NONE);
  if (!houbu_statement_run (st, error))
    return FALSE;
  if (hold->state == HOUBU_SEAT_UNPAID)
    houbu_enrolment_note_deadline (tx, hold->deadline);
  else if (hold->state == HOUBU_SEAT_LOCKED)
    houbu_enrolment_note_deadline (tx, hold->lock_until);
  return TRUE;
}

/**
 * houbu_store_enrolment_end:
 * @tx: a writing transaction
 * @enrolment: key of a live enrolment
 * @state: its last state
 * @reason: why it ended
 * @ended_at: when
 * @error: what a statement failed with
 */
gboolean
houbu_store_enrolment_end (HoubuTx *tx,
                           gint64 enrolment,
                           HoubuSeatState state,
                           HoubuEndReason reason,
                           gint64 ended_at,
                           GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_end);

  houbu_statement_bind_int64 (st, "enrolment", enrolment);
  houbu_statement_bind_text (st, "state", houbu_seat_state_to_word (state));
  houbu_statement_bind_text (st, "ended_reason", houbu_end_reason_to_word (reason));
  houbu_statement_bind_int64 (st, "ended_at", ended_at);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_enrolment_set_report_form:
 * @tx: a writing transaction
 * @enrolment: key of an enrolment
 * @report_form: `paper` or `electronic`
 * @error: what a statement failed with
 */
gboolean
houbu_store_enrolment_set_report_form (HoubuTx *tx,
                                       gint64 enrolment,
                                       const char *report_form,
                                       GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_set_report_form);

  houbu_statement_bind_int64 (st, "enrolment", enrolment);
  houbu_statement_bind_text (st, "report_form", report_form);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_enrolment_find:
 * @tx: a transaction
 * @id: what stood on the wire
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such
 *
 * Returns: (transfer full): the enrolment
 */
HoubuEnrolmentRow *
houbu_store_enrolment_find (HoubuTx *tx, const char *id, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_find);

  houbu_statement_bind_text (st, "id", id);
  return step_to_row (st, error);
}

/**
 * houbu_store_enrolment_load:
 * @tx: a transaction
 * @enrolment: key of an enrolment
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such
 *
 * Returns: (transfer full): the enrolment
 */
HoubuEnrolmentRow *
houbu_store_enrolment_load (HoubuTx *tx, gint64 enrolment, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_load);

  houbu_statement_bind_int64 (st, "enrolment", enrolment);
  return step_to_row (st, error);
}

/**
 * houbu_store_enrolment_list_of_account:
 * @tx: a transaction
 * @exam: key of the exam session
 * @account: key of an account
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuEnrolmentRow): all of the account, newest first
 */
GPtrArray *
houbu_store_enrolment_list_of_account (HoubuTx *tx, gint64 exam, gint64 account, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_of_account);

  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_int64 (st, "account", account);
  return houbu_enrolment_read_rows (st, error);
}

/**
 * houbu_store_enrolment_list_of_registration:
 * @tx: a transaction
 * @registration: key of a registration
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuEnrolmentRow): all of it, newest first
 */
GPtrArray *
houbu_store_enrolment_list_of_registration (HoubuTx *tx, gint64 registration, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_of_registration);

  houbu_statement_bind_int64 (st, "registration", registration);
  return houbu_enrolment_read_rows (st, error);
}

/**
 * houbu_store_enrolment_list_active_of_offering:
 * @tx: a transaction
 * @offering: key of an offering
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuEnrolmentRow): those that hold a seat
 */
GPtrArray *
houbu_store_enrolment_list_active_of_offering (HoubuTx *tx, gint64 offering, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_active_of_offering);

  houbu_statement_bind_int64 (st, "offering", offering);
  return houbu_enrolment_read_rows (st, error);
}

/**
 * houbu_store_enrolment_list_active_orals:
 * @tx: a transaction
 * @exam: key of the exam session
 * @person: key of an identity document
 * @level: 4 or 6
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuEnrolmentRow): the person's oral seats of that level
 */
GPtrArray *
houbu_store_enrolment_list_active_orals (
    HoubuTx *tx, gint64 exam, gint64 person, int level, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_active_orals);

  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_int64 (st, "person", person);
  houbu_statement_bind_int64 (st, "level", level);
  return houbu_enrolment_read_rows (st, error);
}

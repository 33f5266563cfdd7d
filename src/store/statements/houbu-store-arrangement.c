/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-arrangement.h"

#include "houbu-statement.h"
#include "houbu-tx.h"

#define SELECT                                                                                     \
  "SELECT e.key AS enrolment, e.offering AS offering, e.registration AS registration,"             \
  " e.state AS state, e.admission_ticket AS admission_ticket, e.room AS room, e.seat AS seat,"     \
  " e.ticket_printing AS ticket_printing FROM enrolment e "

static const HoubuSql sql_find = {
  "arrangement-find",
  SELECT "JOIN person p ON p.key = e.person JOIN offering o ON o.key = e.offering"
         " WHERE p.lookup = $lookup AND e.exam = $exam AND e.active = 1 AND o.campus = $campus"
         " AND o.subject = $subject",
};

static const HoubuSql sql_load = {
  "arrangement-load",
  SELECT "WHERE e.key = $enrolment AND e.active = 1",
};

static const HoubuSql sql_find_ticket = {
  "arrangement-find-ticket",
  "SELECT key FROM enrolment WHERE exam = $exam AND admission_ticket = $ticket AND active = 1",
};

static const HoubuSql sql_find_seat = {
  "arrangement-find-seat",
  "SELECT key FROM enrolment WHERE offering = $offering AND room = $room AND seat = $seat"
  " AND active = 1",
};

static const HoubuSql sql_clear = {
  "arrangement-clear",
  "UPDATE enrolment SET arrangement = 'pending', admission_ticket = NULL, room = NULL, seat = NULL,"
  " ticket_printing = NULL WHERE key = $enrolment",
};

static const HoubuSql sql_set = {
  "arrangement-set",
  "UPDATE enrolment SET arrangement = 'arranged', admission_ticket = $admission_ticket,"
  " room = $room, seat = $seat, ticket_printing = $ticket_printing WHERE key = $enrolment",
};

/**
 * houbu_arrangement_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_arrangement_row_free (HoubuArrangementRow *self)
{
  if (self == NULL)
    return;
  g_free (self->admission_ticket);
  g_free (self->room);
  g_free (self->seat);
  g_free (self->ticket_printing);
  g_free (self);
}

/* NULL without an error when there is none. */
static HoubuArrangementRow *
read_one (HoubuStatement *st, GError **error)
{
  HoubuArrangementRow *row = NULL;

  if (!houbu_statement_step (st, error))
    return NULL;
  row = g_new0 (HoubuArrangementRow, 1);
  row->enrolment = houbu_statement_get_int64 (st, "enrolment");
  row->offering = houbu_statement_get_int64 (st, "offering");
  row->registration = houbu_statement_get_int64 (st, "registration");
  row->state = houbu_seat_state_from_word (houbu_statement_get_text (st, "state"));
  row->admission_ticket = houbu_statement_dup_text (st, "admission_ticket");
  row->room = houbu_statement_dup_text (st, "room");
  row->seat = houbu_statement_dup_text (st, "seat");
  row->ticket_printing = houbu_statement_dup_text (st, "ticket_printing");
  houbu_statement_reset (st);
  return row;
}

/**
 * houbu_store_arrangement_find:
 * @tx: a transaction
 * @exam: key of the exam session
 * @person_lookup: keyed hash of an identity document
 * @campus: code of a campus
 * @subject: code of a subject
 * @error: what the statement failed with
 *
 * Returns: (transfer full) (nullable): the seat of that person there, as it is arranged; %NULL
 *   without an error when there is none
 */
HoubuArrangementRow *
houbu_store_arrangement_find (HoubuTx *tx,
                              gint64 exam,
                              GBytes *person_lookup,
                              const char *campus,
                              const char *subject,
                              GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_find);

  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_bytes (st, "lookup", person_lookup);
  houbu_statement_bind_text (st, "campus", campus);
  houbu_statement_bind_text (st, "subject", subject);
  return read_one (st, error);
}

/**
 * houbu_store_arrangement_load:
 * @tx: a transaction
 * @enrolment: key of a seat
 * @error: what the statement failed with
 *
 * Returns: (transfer full) (nullable): the seat as it is arranged; %NULL without an error when it
 *   has ended
 */
HoubuArrangementRow *
houbu_store_arrangement_load (HoubuTx *tx, gint64 enrolment, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_load);

  houbu_statement_bind_int64 (st, "enrolment", enrolment);
  return read_one (st, error);
}

static gboolean
read_key (HoubuStatement *st, gint64 *key, GError **error)
{
  GError *failure = NULL;

  *key = 0;
  if (houbu_statement_step (st, &failure))
    *key = houbu_statement_get_int64 (st, "key");
  houbu_statement_reset (st);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/**
 * houbu_store_arrangement_find_ticket:
 * @tx: a transaction
 * @exam: key of the exam session
 * @ticket: number of an admission ticket
 * @enrolment: (out): key of the seat that has it, or 0
 * @error: what the statement failed with
 *
 * Returns: whether it could be read
 */
gboolean
houbu_store_arrangement_find_ticket (
    HoubuTx *tx, gint64 exam, const char *ticket, gint64 *enrolment, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_find_ticket);

  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_text (st, "ticket", ticket);
  return read_key (st, enrolment, error);
}

/**
 * houbu_store_arrangement_find_seat:
 * @tx: a transaction
 * @offering: key of an offering
 * @room: a room
 * @seat: a chair in it
 * @enrolment: (out): key of the seat that has it, or 0
 * @error: what the statement failed with
 *
 * Returns: whether it could be read
 */
gboolean
houbu_store_arrangement_find_seat (HoubuTx *tx,
                                   gint64 offering,
                                   const char *room,
                                   const char *seat,
                                   gint64 *enrolment,
                                   GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_find_seat);

  houbu_statement_bind_int64 (st, "offering", offering);
  houbu_statement_bind_text (st, "room", room);
  houbu_statement_bind_text (st, "seat", seat);
  return read_key (st, enrolment, error);
}

/**
 * houbu_store_arrangement_clear:
 * @tx: a writing transaction
 * @enrolment: key of a seat that is to be arranged anew
 * @error: what the statement failed with
 *
 * Frees ticket and chair, so that two candidates can change places.
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_arrangement_clear (HoubuTx *tx, gint64 enrolment, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_clear);

  houbu_statement_bind_int64 (st, "enrolment", enrolment);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_arrangement_set:
 * @tx: a writing transaction
 * @row: how a seat is arranged
 * @error: what the statement failed with
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_arrangement_set (HoubuTx *tx, const HoubuArrangementRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_set);

  houbu_statement_bind_int64 (st, "enrolment", row->enrolment);
  houbu_statement_bind_text (st, "admission_ticket", row->admission_ticket);
  houbu_statement_bind_text (st, "room", row->room);
  houbu_statement_bind_text (st, "seat", row->seat);
  houbu_statement_bind_text (st, "ticket_printing", row->ticket_printing);
  return houbu_statement_run (st, error);
}

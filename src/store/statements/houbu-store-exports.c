/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-exports.h"

#include "houbu-statement.h"
#include "houbu-time.h"
#include "houbu-tx.h"

#define IN_SCOPE                                                                                   \
  " AND ($school IS NULL OR c.school = $school)"                                                   \
  " AND ($province IS NULL OR s.province = $province)"

#define PLACE(campus) " JOIN campus c ON c.code = " campus " JOIN school s ON s.code = c.school"

/* Who it is about: enough to find the person in the school's own books, no document number. */
#define PERSON                                                                                     \
  "r.id AS registration, r.name AS name, r.student_number AS student_number,"                      \
  " p.id_type AS id_type, p.id_masked AS id_number_masked, "

#define PERSON_COLUMNS                                                                             \
  { "registration" }, { "name" }, { "student_number" }, { "id_type" },                             \
  {                                                                                                \
    "id_number_masked"                                                                             \
  }

static const HoubuSql sql_registrations = {
  "export-registrations",
  "SELECT " PERSON "r.state AS state, r.sex AS sex, c.school AS school_code,"
  " r.campus AS campus_code, r.education_level AS education_level, r.study_years AS study_years,"
  " r.entry_year AS entry_year, r.grade AS grade, r.department AS department, r.major AS major,"
  " r.class_name AS class_name, r.remark AS remark, r.qualified AS qualified_subjects,"
  " r.created_at AS created_at, r.closed_at AS closed_at, r.closed_reason AS closed_reason"
  " FROM registration r JOIN person p ON p.key = r.person" PLACE (
      "r.campus") " WHERE r.exam = $exam" IN_SCOPE " ORDER BY r.key",
};

static const HoubuExportColumn registrations[] = {
  PERSON_COLUMNS,
  { "state" },
  { "sex" },
  { "school_code" },
  { "campus_code" },
  { "education_level" },
  { "study_years", HOUBU_EXPORT_NUMBER },
  { "entry_year", HOUBU_EXPORT_NUMBER },
  { "grade" },
  { "department" },
  { "major" },
  { "class_name" },
  { "remark" },
  { "qualified_subjects" },
  { "created_at", HOUBU_EXPORT_TIME },
  { "closed_at", HOUBU_EXPORT_TIME },
  { "closed_reason" },
};

static const HoubuSql sql_enrolments = {
  "export-enrolments",
  "SELECT e.id AS enrolment, " PERSON "c.school AS school_code, o.campus AS campus_code,"
  " o.subject AS subject_code, e.state AS state, e.obtained_by AS obtained_by,"
  " e.fee_fen AS fee_fen, e.deadline AS deadline, e.report_form AS report_form,"
  " e.lock_owner AS lock_owner, e.lock_until AS lock_until,"
  " e.admission_ticket AS admission_ticket, e.room AS room, e.seat AS seat,"
  " e.ticket_printing AS ticket_printing, e.created_at AS created_at, e.ended_at AS ended_at,"
  " e.ended_reason AS ended_reason"
  " FROM enrolment e JOIN offering o ON o.key = e.offering"
  " JOIN registration r ON r.key = e.registration"
  " JOIN person p ON p.key = e.person" PLACE ("o.campus") " WHERE e.exam = $exam" IN_SCOPE
                                                          " ORDER BY e.key",
};

static const HoubuExportColumn enrolments[] = {
  { "enrolment" },
  PERSON_COLUMNS,
  { "school_code" },
  { "campus_code" },
  { "subject_code" },
  { "state" },
  { "obtained_by" },
  { "fee_fen", HOUBU_EXPORT_NUMBER },
  { "deadline", HOUBU_EXPORT_TIME },
  { "report_form" },
  { "lock_owner" },
  { "lock_until", HOUBU_EXPORT_TIME },
  { "admission_ticket" },
  { "room" },
  { "seat" },
  { "ticket_printing" },
  { "created_at", HOUBU_EXPORT_TIME },
  { "ended_at", HOUBU_EXPORT_TIME },
  { "ended_reason" },
};

static const HoubuSql sql_entries = {
  "export-waitlist-entries",
  "SELECT n.id AS entry, " PERSON "c.school AS school_code, o.campus AS campus_code,"
  " o.subject AS subject_code, n.queue_number AS queue_number, n.state AS state,"
  " n.reason AS reason, n.note AS note, n.joined_at AS joined_at, n.ended_at AS ended_at,"
  " e.id AS enrolment"
  " FROM entry n JOIN offering o ON o.key = n.offering"
  " JOIN registration r ON r.key = n.registration"
  " JOIN person p ON p.key = n.person"
  " LEFT JOIN enrolment e ON e.key = n.enrolment" PLACE (
      "o.campus") " WHERE n.exam = $exam" IN_SCOPE " ORDER BY n.key",
};

static const HoubuExportColumn entries[] = {
  { "entry" },
  PERSON_COLUMNS,
  { "school_code" },
  { "campus_code" },
  { "subject_code" },
  { "queue_number", HOUBU_EXPORT_NUMBER },
  { "state" },
  { "reason" },
  { "note" },
  { "joined_at", HOUBU_EXPORT_TIME },
  { "ended_at", HOUBU_EXPORT_TIME },
  { "enrolment" },
};

static const HoubuSql sql_payments = {
  "export-payments",
  "SELECT y.id AS payment, " PERSON "c.school AS school_code, r.campus AS campus_code,"
  " y.kind AS kind, y.state AS state, y.amount_fen AS amount_fen,"
  " y.captured_fen AS captured_fen, y.applied_fen AS applied_fen,"
  " y.refund_due_fen AS refund_due_fen, y.refunded_fen AS refunded_fen,"
  " y.suspense_fen AS suspense_fen, y.provider AS provider,"
  " (SELECT group_concat (t.transaction_id, ';') FROM payment_capture t WHERE t.payment = y.key)"
  " AS transactions, y.created_at AS created_at, y.expires_at AS expires_at,"
  " y.ended_at AS ended_at"
  " FROM payment_order y JOIN registration r ON r.key = y.registration"
  " JOIN person p ON p.key = r.person" PLACE ("r.campus") " WHERE y.exam = $exam" IN_SCOPE
                                                          " ORDER BY y.key",
};

static const HoubuExportColumn payments[] = {
  { "payment" },
  PERSON_COLUMNS,
  { "school_code" },
  { "campus_code" },
  { "kind" },
  { "state" },
  { "amount_fen", HOUBU_EXPORT_NUMBER },
  { "captured_fen", HOUBU_EXPORT_NUMBER },
  { "applied_fen", HOUBU_EXPORT_NUMBER },
  { "refund_due_fen", HOUBU_EXPORT_NUMBER },
  { "refunded_fen", HOUBU_EXPORT_NUMBER },
  { "suspense_fen", HOUBU_EXPORT_NUMBER },
  { "provider" },
  { "transactions" },
  { "created_at", HOUBU_EXPORT_TIME },
  { "expires_at", HOUBU_EXPORT_TIME },
  { "ended_at", HOUBU_EXPORT_TIME },
};

static const HoubuExportTable tables[] = {
  { "registrations", registrations, G_N_ELEMENTS (registrations), &sql_registrations },
  { "enrolments", enrolments, G_N_ELEMENTS (enrolments), &sql_enrolments },
  { "waitlist-entries", entries, G_N_ELEMENTS (entries), &sql_entries },
  { "payments", payments, G_N_ELEMENTS (payments), &sql_payments },
};

/* A number or a time as text; what is longer belongs to the statement. */
typedef char Buffer[32];

G_STATIC_ASSERT (sizeof (Buffer) >= HOUBU_TIME_SIZE);

static const char *
read_cell (HoubuStatement *st, const HoubuExportColumn *column, Buffer buffer)
{
  if (houbu_statement_is_null (st, column->name))
    return NULL;
  switch (column->format)
    {
    case HOUBU_EXPORT_NUMBER:
      g_snprintf (buffer, sizeof (Buffer), "%" G_GINT64_FORMAT,
                  houbu_statement_get_int64 (st, column->name));
      return buffer;
    case HOUBU_EXPORT_TIME:
      houbu_time_print (houbu_statement_get_int64 (st, column->name), buffer);
      return buffer;
    case HOUBU_EXPORT_TEXT:
    default:
      return houbu_statement_get_text (st, column->name);
    }
}

static gboolean
read_row (HoubuStatement *st,
          const HoubuExportTable *table,
          HoubuExportRowFunc func,
          gpointer data,
          GError **error)
{
  const char *cells[HOUBU_EXPORT_MOST_COLUMNS];
  Buffer buffers[HOUBU_EXPORT_MOST_COLUMNS];

  for (gsize i = 0; i < table->n_columns; i++)
    cells[i] = read_cell (st, &table->columns[i], buffers[i]);
  return func (cells, data, error);
}

/**
 * houbu_store_export_find_table:
 * @kind: (nullable): a word
 *
 * Returns: (transfer none) (nullable): the table that it names
 */
const HoubuExportTable *
houbu_store_export_find_table (const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_strcmp0 (tables[i].kind, kind) == 0)
      return &tables[i];
  return NULL;
}

/**
 * houbu_store_export_read:
 * @tx: a transaction
 * @table: what to read
 * @scope: how far the operator sees: seats and queues of its campuses, orders and registrations of
 *   its students
 * @exam: key of the exam session
 * @func: called for each row, oldest first; %FALSE ends the reading with its error
 * @data: for @func
 * @error: what @func or the statement failed with
 *
 * Reads row by row, so that the size of the table costs no memory.
 */
gboolean
houbu_store_export_read (HoubuTx *tx,
                         const HoubuExportTable *table,
                         const HoubuScope *scope,
                         gint64 exam,
                         HoubuExportRowFunc func,
                         gpointer data,
                         GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, table->sql);
  GError *failure = NULL;

  g_return_val_if_fail (table->n_columns <= HOUBU_EXPORT_MOST_COLUMNS, FALSE);

  houbu_statement_bind_text (st, "school", scope->school);
  houbu_statement_bind_text (st, "province", scope->province);
  houbu_statement_bind_int64 (st, "exam", exam);
  while (houbu_statement_step (st, &failure) && read_row (st, table, func, data, &failure))
    continue;
  houbu_statement_reset (st);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

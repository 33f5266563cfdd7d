/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-registrations.h"

#include "houbu-statement-rows.h"
#include "houbu-statement.h"
#include "houbu-tx.h"

#define COLUMNS                                                                                    \
  "s.key AS key, s.id AS id, s.exam AS exam, s.account AS account, s.state AS state, "             \
  "s.created_at AS created_at, " HOUBU_STUDENT_COLUMNS

static const HoubuSql sql_active_of_account = {
  "registration_active_of_account",
  "SELECT " COLUMNS "FROM registration s " HOUBU_STUDENT_JOINS
  "WHERE s.exam = $exam AND s.account = $of AND s.state = 'active'",
};

static const HoubuSql sql_active_of_person = {
  "registration_active_of_person",
  "SELECT " COLUMNS "FROM registration s " HOUBU_STUDENT_JOINS
  "WHERE s.exam = $exam AND s.person = $of AND s.state = 'active'",
};

static const HoubuSql sql_closed_of_account = {
  "registration_closed_of_account",
  "SELECT key FROM registration WHERE exam = $exam AND account = $account AND state = 'closed' "
  "ORDER BY key DESC LIMIT 20",
};

static const HoubuSql sql_add = {
  "registration_add",
  "INSERT INTO registration (id, exam, account, person, state, name, sex, campus, "
  "education_level, study_years, entry_year, grade, department, major, class_name, "
  "student_number, remark, qualified, created_at, empty_since) "
  "VALUES ($id, $exam, $account, $person, 'active', $name, $sex, $campus, $education_level, "
  "$study_years, $entry_year, $grade, $department, $major, $class_name, $student_number, $remark, "
  "$qualified, $now, $now)",
};

/**
 * houbu_registration_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_registration_row_free (HoubuRegistrationRow *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  houbu_student_row_free (self->student);
  g_free (self);
}

static HoubuRegistrationRow *
find (HoubuTx *tx, const HoubuSql *sql, gint64 exam, gint64 of, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, sql);
  HoubuRegistrationRow *row;

  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_int64 (st, "of", of);
  if (!houbu_statement_step (st, error))
    return NULL;
  row = g_new0 (HoubuRegistrationRow, 1);
  row->key = houbu_statement_get_int64 (st, "key");
  row->id = houbu_statement_dup_text (st, "id");
  row->exam = houbu_statement_get_int64 (st, "exam");
  row->account = houbu_statement_get_int64 (st, "account");
  row->active = g_str_equal (houbu_statement_get_text (st, "state"), "active");
  row->created_at = houbu_statement_get_int64 (st, "created_at");
  row->student = g_new0 (HoubuStudentRow, 1);
  houbu_student_row_read (row->student, st);
  houbu_statement_reset (st);
  return row;
}

/**
 * houbu_store_registration_active_of_account:
 * @tx: a transaction
 * @exam: key of the exam session
 * @account: key of the account
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the active registration made with this account; %NULL
 *   without an error when there is none
 */
HoubuRegistrationRow *
houbu_store_registration_active_of_account (HoubuTx *tx,
                                            gint64 exam,
                                            gint64 account,
                                            GError **error)
{
  return find (tx, &sql_active_of_account, exam, account, error);
}

/**
 * houbu_store_registration_active_of_person:
 * @tx: a transaction
 * @exam: key of the exam session
 * @person: key of the person
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the active registration of this person, with whatever
 *   account; %NULL without an error when there is none
 */
HoubuRegistrationRow *
houbu_store_registration_active_of_person (HoubuTx *tx, gint64 exam, gint64 person, GError **error)
{
  return find (tx, &sql_active_of_person, exam, person, error);
}

/**
 * houbu_store_registration_closed_of_account:
 * @tx: a transaction
 * @exam: key of the exam session
 * @account: key of the account
 * @error: return location
 *
 * Returns: (transfer full) (element-type gint64) (nullable): keys of the closed registrations made
 *   with this account, the newest first
 */
GArray *
houbu_store_registration_closed_of_account (HoubuTx *tx,
                                            gint64 exam,
                                            gint64 account,
                                            GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_closed_of_account);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_int64 (st, "account", account);
  if (!houbu_statement_read_keys (st, keys, error))
    return NULL;
  return g_steal_pointer (&keys);
}

/**
 * houbu_store_registration_add:
 * @tx: a writing transaction
 * @id: opaque id
 * @exam: key of the exam session
 * @account: key of the account
 * @student: what is copied
 * @now: clock reading
 * @error: return location
 *
 * Returns: its key, or 0
 */
gint64
houbu_store_registration_add (HoubuTx *tx,
                              const char *id,
                              gint64 exam,
                              gint64 account,
                              const HoubuStudentRow *student,
                              gint64 now,
                              GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_add);

  houbu_student_row_bind (student, st);
  houbu_statement_bind_text (st, "id", id);
  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_int64 (st, "account", account);
  houbu_statement_bind_int64 (st, "now", now);
  return houbu_statement_run (st, error) ? houbu_tx_last_key (tx) : 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-students.h"

#include "houbu-statement.h"
#include "houbu-tx.h"

#define IDENTITY_COLUMNS "key, lookup, id_type, id_cipher, id_masked "

static const HoubuSql sql_identity_by_key = {
  "identity_by_key",
  "SELECT " IDENTITY_COLUMNS "FROM person WHERE key = $key",
};

static const HoubuSql sql_identity_by_lookup = {
  "identity_by_lookup",
  "SELECT " IDENTITY_COLUMNS "FROM person WHERE lookup = $lookup",
};

static const HoubuSql sql_identity_add = {
  "identity_add",
  "INSERT INTO person (lookup, id_type, id_cipher, id_masked) "
  "VALUES ($lookup, $id_type, $cipher, $masked)",
};

static const HoubuSql sql_student_by_key = {
  "student_by_key",
  "SELECT s.key AS key, " HOUBU_STUDENT_COLUMNS "FROM student s " HOUBU_STUDENT_JOINS
  "WHERE s.key = $key",
};

static const HoubuSql sql_student_by_person = {
  "student_by_person",
  "SELECT s.key AS key, " HOUBU_STUDENT_COLUMNS "FROM student s " HOUBU_STUDENT_JOINS
  "WHERE s.person = $key",
};

static const HoubuSql sql_student_set = {
  "student_set",
  "INSERT INTO student (person, name, sex, campus, education_level, study_years, entry_year, "
  "grade, department, major, class_name, student_number, remark, qualified, updated_at) "
  "VALUES ($person, $name, $sex, $campus, $education_level, $study_years, $entry_year, $grade, "
  "$department, $major, $class_name, $student_number, $remark, $qualified, $now) "
  "ON CONFLICT (person) DO UPDATE SET name = excluded.name, sex = excluded.sex, "
  "campus = excluded.campus, education_level = excluded.education_level, "
  "study_years = excluded.study_years, entry_year = excluded.entry_year, "
  "grade = excluded.grade, department = excluded.department, major = excluded.major, "
  "class_name = excluded.class_name, student_number = excluded.student_number, "
  "remark = excluded.remark, qualified = excluded.qualified, updated_at = excluded.updated_at",
};

static const HoubuSql sql_query_add = {
  "query_add",
  "INSERT INTO query (id, account, student, expires_at) "
  "VALUES ($id, $account, $student, $expires_at)",
};

static const HoubuSql sql_query_find = {
  "query_find",
  "SELECT student FROM query WHERE id = $id AND account = $account AND expires_at > $now",
};

/* The text columns of a student, where they stand in the row. */
static const struct
{
  const char *column;
  gsize offset;
} texts[] = {
  { "id_type", G_STRUCT_OFFSET (HoubuStudentRow, id_type) },
  { "id_masked", G_STRUCT_OFFSET (HoubuStudentRow, id_masked) },
  { "campus_name", G_STRUCT_OFFSET (HoubuStudentRow, campus_name) },
  { "school", G_STRUCT_OFFSET (HoubuStudentRow, school) },
  { "school_name", G_STRUCT_OFFSET (HoubuStudentRow, school_name) },
  { "province", G_STRUCT_OFFSET (HoubuStudentRow, province) },
  /* from here on a student's own, which are written as well */
  { "name", G_STRUCT_OFFSET (HoubuStudentRow, name) },
  { "sex", G_STRUCT_OFFSET (HoubuStudentRow, sex) },
  { "campus", G_STRUCT_OFFSET (HoubuStudentRow, campus) },
  { "education_level", G_STRUCT_OFFSET (HoubuStudentRow, education_level) },
  { "grade", G_STRUCT_OFFSET (HoubuStudentRow, grade) },
  { "department", G_STRUCT_OFFSET (HoubuStudentRow, department) },
  { "major", G_STRUCT_OFFSET (HoubuStudentRow, major) },
  { "class_name", G_STRUCT_OFFSET (HoubuStudentRow, class_name) },
  { "student_number", G_STRUCT_OFFSET (HoubuStudentRow, student_number) },
  { "remark", G_STRUCT_OFFSET (HoubuStudentRow, remark) },
  { "qualified", G_STRUCT_OFFSET (HoubuStudentRow, qualified) },
};

#define FIRST_OWN_TEXT 6

/**
 * houbu_identity_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_identity_row_free (HoubuIdentityRow *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->lookup, g_bytes_unref);
  g_clear_pointer (&self->cipher, g_bytes_unref);
  g_free (self->id_type);
  g_free (self->masked);
  g_free (self);
}

static char **
text_at (const HoubuStudentRow *row, gsize i)
{
  return (char **) G_STRUCT_MEMBER_P (row, texts[i].offset);
}

/**
 * houbu_student_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_student_row_free (HoubuStudentRow *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*text_at (self, i));
  g_free (self);
}

/**
 * houbu_student_row_read:
 * @self: an empty row
 * @st: a statement on a row with %HOUBU_STUDENT_COLUMNS
 *
 * Fills all but the key.
 */
void
houbu_student_row_read (HoubuStudentRow *self, HoubuStatement *st)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    *text_at (self, i) = houbu_statement_dup_text (st, texts[i].column);
  self->person = houbu_statement_get_int64 (st, "person");
  self->study_years = houbu_statement_get_int64 (st, "study_years");
  self->entry_year = houbu_statement_get_int64 (st, "entry_year");
}

/**
 * houbu_student_row_bind:
 * @self: a row
 * @st: a statement that writes person and a student's own columns
 */
void
houbu_student_row_bind (const HoubuStudentRow *self, HoubuStatement *st)
{
  for (gsize i = FIRST_OWN_TEXT; i < G_N_ELEMENTS (texts); i++)
    houbu_statement_bind_text (st, texts[i].column, *text_at (self, i));
  houbu_statement_bind_int64 (st, "person", self->person);
  houbu_statement_bind_int64 (st, "study_years", self->study_years);
  houbu_statement_bind_int64 (st, "entry_year", self->entry_year);
}

static HoubuIdentityRow *
read_identity (HoubuStatement *st, GError **error)
{
  HoubuIdentityRow *row;

  if (!houbu_statement_step (st, error))
    return NULL;
  row = g_new0 (HoubuIdentityRow, 1);
  row->key = houbu_statement_get_int64 (st, "key");
  row->lookup = houbu_statement_dup_bytes (st, "lookup");
  row->id_type = houbu_statement_dup_text (st, "id_type");
  row->cipher = houbu_statement_dup_bytes (st, "id_cipher");
  row->masked = houbu_statement_dup_text (st, "id_masked");
  houbu_statement_reset (st);
  return row;
}

/**
 * houbu_store_identity_by_key:
 * @tx: a transaction
 * @key: of the person
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the document; %NULL without an error when there is none
 */
HoubuIdentityRow *
houbu_store_identity_by_key (HoubuTx *tx, gint64 key, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_identity_by_key);

  houbu_statement_bind_int64 (st, "key", key);
  return read_identity (st, error);
}

/**
 * houbu_store_identity_by_lookup:
 * @tx: a transaction
 * @lookup: keyed hash of type and number
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the document; %NULL without an error when there is none
 */
HoubuIdentityRow *
houbu_store_identity_by_lookup (HoubuTx *tx, GBytes *lookup, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_identity_by_lookup);

  houbu_statement_bind_bytes (st, "lookup", lookup);
  return read_identity (st, error);
}

/**
 * houbu_store_identity_add:
 * @tx: a writing transaction
 * @row: a new document; its key is not looked at
 * @error: return location
 *
 * Returns: its key, or 0
 */
gint64
houbu_store_identity_add (HoubuTx *tx, const HoubuIdentityRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_identity_add);

  houbu_statement_bind_bytes (st, "lookup", row->lookup);
  houbu_statement_bind_text (st, "id_type", row->id_type);
  houbu_statement_bind_bytes (st, "cipher", row->cipher);
  houbu_statement_bind_text (st, "masked", row->masked);
  return houbu_statement_run (st, error) ? houbu_tx_last_key (tx) : 0;
}

static HoubuStudentRow *
student_by (HoubuTx *tx, const HoubuSql *sql, gint64 key, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, sql);
  HoubuStudentRow *row;

  houbu_statement_bind_int64 (st, "key", key);
  if (!houbu_statement_step (st, error))
    return NULL;
  row = g_new0 (HoubuStudentRow, 1);
  row->key = houbu_statement_get_int64 (st, "key");
  houbu_student_row_read (row, st);
  houbu_statement_reset (st);
  return row;
}

/**
 * houbu_store_student_by_key:
 * @tx: a transaction
 * @key: of the student record
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the record; %NULL without an error when there is none
 */
HoubuStudentRow *
houbu_store_student_by_key (HoubuTx *tx, gint64 key, GError **error)
{
  return student_by (tx, &sql_student_by_key, key, error);
}

/**
 * houbu_store_student_by_person:
 * @tx: a transaction
 * @person: key of a person
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the record; %NULL without an error when there is none
 */
HoubuStudentRow *
houbu_store_student_by_person (HoubuTx *tx, gint64 person, GError **error)
{
  return student_by (tx, &sql_student_by_person, person, error);
}

/**
 * houbu_store_student_set:
 * @tx: a writing transaction
 * @row: a student record; the key and the names of places are not looked at
 * @now: clock reading
 * @error: return location
 *
 * Adds the record of a person or replaces the one there is.
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_student_set (HoubuTx *tx, const HoubuStudentRow *row, gint64 now, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_student_set);

  houbu_student_row_bind (row, st);
  houbu_statement_bind_int64 (st, "now", now);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_query_add:
 * @tx: a writing transaction
 * @id: of the query
 * @account: who asked
 * @student: what was found
 * @expires_at: until when it may be confirmed
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_query_add (
    HoubuTx *tx, const char *id, gint64 account, gint64 student, gint64 expires_at, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_query_add);

  houbu_statement_bind_text (st, "id", id);
  houbu_statement_bind_int64 (st, "account", account);
  houbu_statement_bind_int64 (st, "student", student);
  houbu_statement_bind_int64 (st, "expires_at", expires_at);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_query_find:
 * @tx: a transaction
 * @id: of the query
 * @account: who asked
 * @now: clock reading
 * @error: return location
 *
 * Returns: key of the student record found; 0 without an error when the query is not this
 *   account's or has expired
 */
gint64
houbu_store_query_find (HoubuTx *tx, const char *id, gint64 account, gint64 now, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_query_find);
  gint64 student = 0;

  houbu_statement_bind_text (st, "id", id);
  houbu_statement_bind_int64 (st, "account", account);
  houbu_statement_bind_int64 (st, "now", now);
  if (houbu_statement_step (st, error))
    {
      student = houbu_statement_get_int64 (st, "student");
      houbu_statement_reset (st);
    }
  return student;
}

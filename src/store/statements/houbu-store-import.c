/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-import.h"

#include "houbu-statement.h"
#include "houbu-tx-memory.h"
#include "houbu-tx.h"

static const HoubuSql sql_provinces = {
  "import-provinces",
  "SELECT code, name FROM province",
};

/* The same columns as a campus has, so that one function reads both. */
static const HoubuSql sql_schools = {
  "import-schools",
  "SELECT code, '' AS campus, '' AS campus_name, code AS school, name AS school_name, province"
  " FROM school",
};

static const HoubuSql sql_campuses = {
  "import-campuses",
  "SELECT c.code AS code, c.code AS campus, c.name AS campus_name, s.code AS school,"
  " s.name AS school_name, s.province AS province FROM campus c JOIN school s ON s.code = c.school",
};

static const HoubuSql sql_set_province = {
  "import-set-province",
  "INSERT INTO province (code, name) VALUES ($code, $name)"
  " ON CONFLICT (code) DO UPDATE SET name = excluded.name",
};

static const HoubuSql sql_set_school = {
  "import-set-school",
  "INSERT INTO school (code, province, name) VALUES ($code, $province, $name)"
  " ON CONFLICT (code) DO UPDATE SET name = excluded.name",
};

static const HoubuSql sql_set_campus = {
  "import-set-campus",
  "INSERT INTO campus (code, school, name) VALUES ($code, $school, $name)"
  " ON CONFLICT (code) DO UPDATE SET name = excluded.name",
};

/* Its capacity is set through its lock, like every change of it later. */
static const HoubuSql sql_add_offering = {
  "import-add-offering",
  "INSERT INTO offering (exam, campus, subject, capacity) VALUES ($exam, $campus, $subject, 0)",
};

static const HoubuSql sql_find_person = {
  "import-find-person",
  "SELECT key FROM person WHERE lookup = $lookup",
};

static const HoubuSql sql_set_account = {
  "import-set-account",
  "UPDATE account SET name = $name, password_hash = $password_hash WHERE key = $key",
};

static void
place_free (gpointer data)
{
  houbu_place_clear (data);
  g_free (data);
}

static GHashTable *
load_places (HoubuTx *tx, const HoubuSql *sql, GError **error)
{
  g_autoptr (GHashTable) places =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, place_free);
  HoubuStatement *st = houbu_tx_statement (tx, sql);
  GError *failure = NULL;

  while (houbu_statement_step (st, &failure))
    {
      HoubuPlace *place = g_new0 (HoubuPlace, 1);

      houbu_place_read (place, st);
      g_hash_table_insert (places, houbu_statement_dup_text (st, "code"), place);
    }
  if (failure == NULL)
    return g_steal_pointer (&places);
  g_propagate_error (error, failure);
  return NULL;
}

/**
 * houbu_store_import_load_provinces:
 * @tx: a transaction
 * @error: what the statement failed with
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): names by code
 */
GHashTable *
houbu_store_import_load_provinces (HoubuTx *tx, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  HoubuStatement *st = houbu_tx_statement (tx, &sql_provinces);
  GError *failure = NULL;

  while (houbu_statement_step (st, &failure))
    g_hash_table_insert (names, houbu_statement_dup_text (st, "code"),
                         houbu_statement_dup_text (st, "name"));
  if (failure == NULL)
    return g_steal_pointer (&names);
  g_propagate_error (error, failure);
  return NULL;
}

/**
 * houbu_store_import_load_schools:
 * @tx: a transaction
 * @error: what the statement failed with
 *
 * Returns: (transfer full) (nullable) (element-type utf8 HoubuPlace): schools by code, as places
 *   without a campus
 */
GHashTable *
houbu_store_import_load_schools (HoubuTx *tx, GError **error)
{
  return load_places (tx, &sql_schools, error);
}

/**
 * houbu_store_import_load_campuses:
 * @tx: a transaction
 * @error: what the statement failed with
 *
 * Returns: (transfer full) (nullable) (element-type utf8 HoubuPlace): campuses by code
 */
GHashTable *
houbu_store_import_load_campuses (HoubuTx *tx, GError **error)
{
  return load_places (tx, &sql_campuses, error);
}

/**
 * houbu_store_import_set_province:
 * @tx: a writing transaction
 * @code: of a province
 * @name: its name
 * @error: what the statement failed with
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_import_set_province (HoubuTx *tx, const char *code, const char *name, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_set_province);

  houbu_tx_unlearn (tx);
  houbu_statement_bind_text (st, "code", code);
  houbu_statement_bind_text (st, "name", name);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_import_set_school:
 * @tx: a writing transaction
 * @code: of a school
 * @province: code of its province, which never changes
 * @name: its name
 * @error: what the statement failed with
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_import_set_school (
    HoubuTx *tx, const char *code, const char *province, const char *name, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_set_school);

  houbu_tx_unlearn (tx);
  houbu_statement_bind_text (st, "code", code);
  houbu_statement_bind_text (st, "province", province);
  houbu_statement_bind_text (st, "name", name);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_import_set_campus:
 * @tx: a writing transaction
 * @code: of a campus
 * @school: code of its school, which never changes
 * @name: its name
 * @error: what the statement failed with
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_import_set_campus (
    HoubuTx *tx, const char *code, const char *school, const char *name, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_set_campus);

  houbu_tx_unlearn (tx);
  houbu_statement_bind_text (st, "code", code);
  houbu_statement_bind_text (st, "school", school);
  houbu_statement_bind_text (st, "name", name);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_import_add_offering:
 * @tx: a writing transaction
 * @exam: key of the exam session
 * @campus: code of the campus
 * @subject: code of the subject
 * @error: what the statement failed with
 *
 * Adds an offering without seats; the rest is set through its lock and by an update.
 *
 * Returns: its key, or 0 on error
 */
gint64
houbu_store_import_add_offering (
    HoubuTx *tx, gint64 exam, const char *campus, const char *subject, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_add_offering);

  houbu_tx_unlearn (tx);
  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_text (st, "campus", campus);
  houbu_statement_bind_text (st, "subject", subject);
  return houbu_statement_run (st, error) ? houbu_tx_last_key (tx) : 0;
}

/**
 * houbu_store_import_find_student:
 * @tx: a transaction
 * @lookup: keyed hash of an identity document
 * @person: (out): key of the person, or 0 when the document is not known
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (nullable): the record of the person, %NULL without one and on error
 */
HoubuStudentRow *
houbu_store_import_find_student (HoubuTx *tx, GBytes *lookup, gint64 *person, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_find_person);

  *person = 0;
  houbu_statement_bind_bytes (st, "lookup", lookup);
  if (!houbu_statement_step (st, error))
    return NULL;
  *person = houbu_statement_get_int64 (st, "key");
  houbu_statement_reset (st);
  return houbu_store_student_by_person (tx, *person, error);
}

/**
 * houbu_store_import_set_account:
 * @tx: a writing transaction
 * @account: key of an account
 * @name: (nullable): its name
 * @password_hash: hash of its password
 * @error: what the statement failed with
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_import_set_account (
    HoubuTx *tx, gint64 account, const char *name, const char *password_hash, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_set_account);

  houbu_statement_bind_int64 (st, "key", account);
  houbu_statement_bind_text (st, "name", name);
  houbu_statement_bind_text (st, "password_hash", password_hash);
  return houbu_statement_run (st, error);
}

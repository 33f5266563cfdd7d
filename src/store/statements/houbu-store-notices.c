/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-notices.h"

#include "houbu-error.h"
#include "houbu-rules-types.h"
#include "houbu-statement-rows.h"
#include "houbu-statement.h"
#include "houbu-tx.h"

#define SELECT                                                                                     \
  "SELECT n.key AS key, n.id AS id, n.exam AS exam, n.province AS province, n.school AS school,"   \
  " s.province AS school_province, coalesce (s.name, p.name) AS issuer, n.title AS title,"         \
  " n.body AS body, n.published_at AS published_at, n.removed_at AS removed_at"                    \
  " FROM notice n LEFT JOIN school s ON s.code = n.school"                                         \
  " LEFT JOIN province p ON p.code = n.province "

static const HoubuSql sql_load = {
  "notice-load",
  SELECT "WHERE n.key = $key",
};

static const HoubuSql sql_find = {
  "notice-find",
  SELECT "WHERE n.exam = $exam AND n.id = $id AND n.removed_at IS NULL",
};

static const HoubuSql sql_shown = {
  "notice-shown",
  SELECT "WHERE n.exam = $exam AND n.removed_at IS NULL AND ((n.province IS NULL AND"
         " n.school IS NULL) OR n.province = $province OR n.school = $school)"
         " ORDER BY n.published_at DESC, n.key DESC LIMIT $limit",
};

static const HoubuSql sql_of_scope = {
  "notice-of-scope",
  SELECT "WHERE n.exam = $exam AND n.removed_at IS NULL AND n.key < $before"
         " AND ($school IS NULL OR n.school = $school)"
         " AND ($province IS NULL OR n.province = $province OR s.province = $province)"
         " ORDER BY n.key DESC LIMIT $limit",
};

static const HoubuSql sql_add = {
  "notice-add",
  "INSERT INTO notice (id, exam, province, school, title, body, published_at)"
  " VALUES ($id, $exam, $province, $school, $title, $body, $published_at)",
};

static const HoubuSql sql_update = {
  "notice-update",
  "UPDATE notice SET title = $title, body = $body, removed_at = $removed_at WHERE key = $key",
};

static const HoubuSql sql_province = {
  "place-province",
  "SELECT name FROM province WHERE code = $code",
};

static const HoubuSql sql_school_province = {
  "place-school-province",
  "SELECT province FROM school WHERE code = $code",
};

/**
 * houbu_notice_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_notice_row_free (HoubuNoticeRow *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->province);
  g_free (self->school);
  g_free (self->school_province);
  g_free (self->issuer);
  g_free (self->title);
  g_free (self->body);
  g_free (self);
}

static gpointer
read_notice (HoubuStatement *st)
{
  HoubuNoticeRow *row = g_new0 (HoubuNoticeRow, 1);

  row->key = houbu_statement_get_int64 (st, "key");
  row->id = houbu_statement_dup_text (st, "id");
  row->exam = houbu_statement_get_int64 (st, "exam");
  row->province = houbu_statement_dup_text (st, "province");
  row->school = houbu_statement_dup_text (st, "school");
  row->school_province = houbu_statement_dup_text (st, "school_province");
  row->issuer = houbu_statement_dup_text (st, "issuer");
  row->title = houbu_statement_dup_text (st, "title");
  row->body = houbu_statement_dup_text (st, "body");
  row->published_at = houbu_statement_get_int64 (st, "published_at");
  row->removed_at = houbu_statement_get_int64_or (st, "removed_at", HOUBU_NONE);
  return row;
}

static HoubuNoticeRow *
read_one (HoubuStatement *st, GError **error)
{
  g_autoptr (GError) failure = NULL;
  HoubuNoticeRow *row = houbu_statement_step (st, &failure) ? read_notice (st) : NULL;

  houbu_statement_reset (st);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (row == NULL)
    houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
  return row;
}

/**
 * houbu_store_notice_load:
 * @tx: a transaction
 * @key: key of a notice
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such
 *
 * Returns: (transfer full): the notice, taken back or not
 */
HoubuNoticeRow *
houbu_store_notice_load (HoubuTx *tx, gint64 key, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_load);

  houbu_statement_bind_int64 (st, "key", key);
  return read_one (st, error);
}

/**
 * houbu_store_notice_find:
 * @tx: a transaction
 * @exam: key of the exam session
 * @id: of a notice
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such, or no longer
 *
 * Returns: (transfer full): the notice
 */
HoubuNoticeRow *
houbu_store_notice_find (HoubuTx *tx, gint64 exam, const char *id, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_find);

  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_text (st, "id", id);
  return read_one (st, error);
}

/**
 * houbu_store_notice_list_shown:
 * @tx: a transaction
 * @exam: key of the exam session
 * @school: (nullable): code of the reader's school
 * @province: (nullable): code of its province
 * @limit: how many at most
 * @error: what the statement failed with
 *
 * Returns: (transfer full) (element-type HoubuNoticeRow): what concerns the reader, newest first
 */
GPtrArray *
houbu_store_notice_list_shown (HoubuTx *tx,
                               gint64 exam,
                               const char *school,
                               const char *province,
                               gint64 limit,
                               GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_shown);

  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_text (st, "school", school);
  houbu_statement_bind_text (st, "province", province);
  houbu_statement_bind_int64 (st, "limit", limit);
  return houbu_statement_read_rows (st, read_notice, (GDestroyNotify) houbu_notice_row_free, error);
}

/**
 * houbu_store_notice_list_of_scope:
 * @tx: a transaction
 * @exam: key of the exam session
 * @scope: how far the operator's hand reaches
 * @before: key before which to begin, or %G_MAXINT64
 * @limit: how many at most
 * @error: what the statement failed with
 *
 * Returns: (transfer full) (element-type HoubuNoticeRow): what the operator may change, newest
 * first
 */
GPtrArray *
houbu_store_notice_list_of_scope (
    HoubuTx *tx, gint64 exam, const HoubuScope *scope, gint64 before, gint64 limit, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_of_scope);

  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_text (st, "school", scope->school);
  houbu_statement_bind_text (st, "province", scope->province);
  houbu_statement_bind_int64 (st, "before", before);
  houbu_statement_bind_int64 (st, "limit", limit);
  return houbu_statement_read_rows (st, read_notice, (GDestroyNotify) houbu_notice_row_free, error);
}

/**
 * houbu_store_notice_add:
 * @tx: a writing transaction
 * @row: the notice; its key is not looked at
 * @error: what the statement failed with
 *
 * Returns: its key, or 0 on error
 */
gint64
houbu_store_notice_add (HoubuTx *tx, const HoubuNoticeRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_add);

  houbu_statement_bind_text (st, "id", row->id);
  houbu_statement_bind_int64 (st, "exam", row->exam);
  houbu_statement_bind_text (st, "province", row->province);
  houbu_statement_bind_text (st, "school", row->school);
  houbu_statement_bind_text (st, "title", row->title);
  houbu_statement_bind_text (st, "body", row->body);
  houbu_statement_bind_int64 (st, "published_at", row->published_at);
  return houbu_statement_run (st, error) ? houbu_tx_last_key (tx) : 0;
}

/**
 * houbu_store_notice_update:
 * @tx: a writing transaction
 * @row: the notice with another text, or taken back
 * @error: what the statement failed with
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_notice_update (HoubuTx *tx, const HoubuNoticeRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_update);

  houbu_statement_bind_int64 (st, "key", row->key);
  houbu_statement_bind_text (st, "title", row->title);
  houbu_statement_bind_text (st, "body", row->body);
  houbu_statement_bind_int64_or_null (st, "removed_at", row->removed_at, HOUBU_NONE);
  return houbu_statement_run (st, error);
}

static char *
read_word (HoubuStatement *st, const char *column, GError **error)
{
  char *word = NULL;

  if (houbu_statement_step (st, error))
    word = houbu_statement_dup_text (st, column);
  houbu_statement_reset (st);
  return word;
}

/**
 * houbu_store_place_has_province:
 * @tx: a transaction
 * @code: of a province
 * @error: what the statement failed with
 *
 * Returns: whether there is such a province
 */
gboolean
houbu_store_place_has_province (HoubuTx *tx, const char *code, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_province);
  g_autofree char *name = NULL;

  houbu_statement_bind_text (st, "code", code);
  name = read_word (st, "name", error);
  return name != NULL;
}

/**
 * houbu_store_place_find_province:
 * @tx: a transaction
 * @school: code of a school
 * @error: what the statement failed with
 *
 * Returns: (transfer full) (nullable): code of its province; %NULL without an error when there is
 *   no such school
 */
char *
houbu_store_place_find_province (HoubuTx *tx, const char *school, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_school_province);

  houbu_statement_bind_text (st, "code", school);
  return read_word (st, "province", error);
}

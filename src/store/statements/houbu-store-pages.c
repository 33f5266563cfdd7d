/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-pages.h"

#include "houbu-error.h"
#include "houbu-rules-types.h"
#include "houbu-statement-rows.h"
#include "houbu-statement.h"
#include "houbu-tx.h"

static const HoubuSql sql_page_find = {
  "page_find",
  "SELECT title, body, updated_at FROM page WHERE kind = $kind AND language = $language",
};

static const HoubuSql sql_page_set = {
  "page_set",
  "INSERT INTO page (kind, language, title, body, updated_at) "
  "VALUES ($kind, $language, $title, $body, $updated_at) "
  "ON CONFLICT (kind, language) DO UPDATE SET title = excluded.title, body = excluded.body, "
  "updated_at = excluded.updated_at",
};

static const HoubuSql sql_page_remove = {
  "page_remove",
  "DELETE FROM page WHERE kind = $kind AND language = $language",
};

#define NEWS "SELECT key, id, language, title, body, published_at, removed_at FROM news "

static const HoubuSql sql_news_list = {
  "news_list",
  NEWS "WHERE (exam = $exam OR exam IS NULL) AND (language = $language OR language IS NULL) "
       "AND removed_at IS NULL ORDER BY published_at DESC, key DESC LIMIT 100",
};

static const HoubuSql sql_news_list_all = {
  "news_list_all",
  NEWS "WHERE (exam = $exam OR exam IS NULL) AND removed_at IS NULL AND key < $before "
       "ORDER BY key DESC LIMIT $limit",
};

static const HoubuSql sql_news_find = {
  "news_find",
  NEWS "WHERE (exam = $exam OR exam IS NULL) AND id = $id AND removed_at IS NULL",
};

static const HoubuSql sql_news_update = {
  "news_update",
  "UPDATE news SET title = $title, body = $body, removed_at = $removed_at WHERE key = $key",
};

static const HoubuSql sql_news_add = {
  "news_add",
  "INSERT INTO news (id, exam, language, title, body, published_at) "
  "VALUES ($id, $exam, $language, $title, $body, $published_at)",
};

/* Campuses may hold a subject at times of their own: one line for each. */
static const HoubuSql sql_timetable_list = {
  "timetable_list",
  "SELECT subject, exam_starts_at, exam_ends_at FROM offering "
  "WHERE exam = $exam AND withdrawn = 0 AND exam_starts_at IS NOT NULL "
  "GROUP BY subject, exam_starts_at, exam_ends_at ORDER BY exam_starts_at, subject LIMIT 100",
};

/**
 * houbu_page_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_page_row_free (HoubuPageRow *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->language);
  g_free (self->title);
  g_free (self->body);
  g_free (self);
}

/**
 * houbu_news_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_news_row_free (HoubuNewsRow *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->language);
  g_free (self->title);
  g_free (self->body);
  g_free (self);
}

/**
 * houbu_timetable_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_timetable_row_free (HoubuTimetableRow *self)
{
  if (self == NULL)
    return;
  g_free (self->subject);
  g_free (self);
}

/**
 * houbu_store_page_find:
 * @tx: a transaction
 * @kind: of the text
 * @language: of the text
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the operator's text; %NULL without an error when there is
 *   none
 */
HoubuPageRow *
houbu_store_page_find (HoubuTx *tx, const char *kind, const char *language, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_page_find);
  HoubuPageRow *row;

  houbu_statement_bind_text (st, "kind", kind);
  houbu_statement_bind_text (st, "language", language);
  if (!houbu_statement_step (st, error))
    return NULL;
  row = g_new0 (HoubuPageRow, 1);
  row->kind = g_strdup (kind);
  row->language = g_strdup (language);
  row->title = houbu_statement_dup_text (st, "title");
  row->body = houbu_statement_dup_text (st, "body");
  row->updated_at = houbu_statement_get_int64 (st, "updated_at");
  houbu_statement_reset (st);
  return row;
}

/**
 * houbu_store_page_set:
 * @tx: a writing transaction
 * @row: the operator's text
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_page_set (HoubuTx *tx, const HoubuPageRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_page_set);

  houbu_statement_bind_text (st, "kind", row->kind);
  houbu_statement_bind_text (st, "language", row->language);
  houbu_statement_bind_text (st, "title", row->title);
  houbu_statement_bind_text (st, "body", row->body);
  houbu_statement_bind_int64 (st, "updated_at", row->updated_at);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_page_remove:
 * @tx: a writing transaction
 * @kind: of the text
 * @language: of the text
 * @error: return location
 *
 * Returns: whether the operator's text, if there was one, is gone
 */
gboolean
houbu_store_page_remove (HoubuTx *tx, const char *kind, const char *language, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_page_remove);

  houbu_statement_bind_text (st, "kind", kind);
  houbu_statement_bind_text (st, "language", language);
  return houbu_statement_run (st, error);
}

static gpointer
read_news (HoubuStatement *st)
{
  HoubuNewsRow *row = g_new0 (HoubuNewsRow, 1);

  row->key = houbu_statement_get_int64 (st, "key");
  row->id = houbu_statement_dup_text (st, "id");
  row->language = houbu_statement_dup_text (st, "language");
  row->title = houbu_statement_dup_text (st, "title");
  row->body = houbu_statement_dup_text (st, "body");
  row->published_at = houbu_statement_get_int64 (st, "published_at");
  row->removed_at = houbu_statement_get_int64_or (st, "removed_at", HOUBU_NONE);
  return row;
}

static gpointer
read_timetable (HoubuStatement *st)
{
  HoubuTimetableRow *row = g_new0 (HoubuTimetableRow, 1);

  row->subject = houbu_statement_dup_text (st, "subject");
  row->starts_at = houbu_statement_get_int64 (st, "exam_starts_at");
  row->ends_at = houbu_statement_get_int64_or (st, "exam_ends_at", HOUBU_NONE);
  return row;
}

/**
 * houbu_store_news_list:
 * @tx: a transaction
 * @exam: key of the exam session
 * @language: of the reader
 * @error: return location
 *
 * Returns: (transfer full) (element-type HoubuNewsRow) (nullable): the news, newest first
 */
GPtrArray *
houbu_store_news_list (HoubuTx *tx, gint64 exam, const char *language, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_news_list);

  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_text (st, "language", language);
  return houbu_statement_read_rows (st, read_news, (GDestroyNotify) houbu_news_row_free, error);
}

/**
 * houbu_store_news_list_all:
 * @tx: a transaction
 * @exam: key of the exam session
 * @before: key before which to begin, or %G_MAXINT64
 * @limit: how many at most
 * @error: return location
 *
 * Returns: (transfer full) (element-type HoubuNewsRow) (nullable): the news in every language,
 *   newest first
 */
GPtrArray *
houbu_store_news_list_all (HoubuTx *tx, gint64 exam, gint64 before, gint64 limit, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_news_list_all);

  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_int64 (st, "before", before);
  houbu_statement_bind_int64 (st, "limit", limit);
  return houbu_statement_read_rows (st, read_news, (GDestroyNotify) houbu_news_row_free, error);
}

/**
 * houbu_store_news_find:
 * @tx: a transaction
 * @exam: key of the exam session
 * @id: of some news
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such, or no longer
 *
 * Returns: (transfer full): the news
 */
HoubuNewsRow *
houbu_store_news_find (HoubuTx *tx, gint64 exam, const char *id, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_news_find);
  g_autoptr (GError) failure = NULL;
  HoubuNewsRow *row = NULL;

  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_text (st, "id", id);
  if (houbu_statement_step (st, &failure))
    row = read_news (st);
  houbu_statement_reset (st);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (row == NULL)
    houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
  return row;
}

/**
 * houbu_store_news_update:
 * @tx: a writing transaction
 * @row: the news with another text, or taken back
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_news_update (HoubuTx *tx, const HoubuNewsRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_news_update);

  houbu_statement_bind_int64 (st, "key", row->key);
  houbu_statement_bind_text (st, "title", row->title);
  houbu_statement_bind_text (st, "body", row->body);
  houbu_statement_bind_int64_or_null (st, "removed_at", row->removed_at, HOUBU_NONE);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_news_add:
 * @tx: a writing transaction
 * @exam: key of the exam session, or 0 for whichever is the current one
 * @row: the news
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_news_add (HoubuTx *tx, gint64 exam, const HoubuNewsRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_news_add);

  houbu_statement_bind_text (st, "id", row->id);
  houbu_statement_bind_int64_or_null (st, "exam", exam, 0);
  houbu_statement_bind_text (st, "language", row->language);
  houbu_statement_bind_text (st, "title", row->title);
  houbu_statement_bind_text (st, "body", row->body);
  houbu_statement_bind_int64 (st, "published_at", row->published_at);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_timetable_list:
 * @tx: a transaction
 * @exam: key of the exam session
 * @error: return location
 *
 * Returns: (transfer full) (element-type HoubuTimetableRow) (nullable): when its subjects take
 *   place, in the order of time
 */
GPtrArray *
houbu_store_timetable_list (HoubuTx *tx, gint64 exam, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_timetable_list);

  houbu_statement_bind_int64 (st, "exam", exam);
  return houbu_statement_read_rows (st, read_timetable, (GDestroyNotify) houbu_timetable_row_free,
                                    error);
}

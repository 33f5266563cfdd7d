/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-admin.h"

#include "houbu-admin-journal.h"
#include "houbu-admin-text.h"
#include "houbu-exam-record.h"
#include "houbu-limits.h"
#include "houbu-operator-scope.h"
#include "houbu-paging.h"
#include "houbu-tokens.h"

#define PUBLISHED "published"
#define REMOVED "removed"

static gboolean
journal (HoubuTx *tx,
         HoubuCall *call,
         const HoubuExamRow *exam,
         const HoubuNewsRow *row,
         const HoubuNewsRow *before,
         GError **error)
{
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  const HoubuAdminAct act = {
    .type = HOUBU_JOURNAL_NEWS_CHANGED,
    .exam = exam->key,
    .item = row->key,
    .from_state = before != NULL ? PUBLISHED : NULL,
    .to_state = row->removed_at == HOUBU_NONE ? PUBLISHED : REMOVED,
  };

  houbu_journal_data_add_text (data, "id", row->id);
  if (row->language != NULL)
    houbu_journal_data_add_text (data, "language", row->language);
  houbu_admin_journal_add_text (data, "title", row->title, before != NULL ? before->title : NULL);
  houbu_admin_journal_add_digest (data, "body", row->body, before != NULL ? before->body : NULL);
  return houbu_admin_journal (tx, call, &act, data, error);
}

/* News are everybody's: only those who reach everywhere publish them (O1). */
static HoubuExamRow *
load_exam (HoubuTx *tx, HoubuCall *call, GError **error)
{
  return houbu_operator_check_national (call, error) ? houbu_store_exam_load_current (tx, error)
                                                     : NULL;
}

static HoubuRecord *
list_news (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuExamRow) exam = load_exam (tx, call, error);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (HoubuNewsItemList) list = NULL;
  g_autofree char *next = NULL;
  gint64 before = 0;

  if (exam == NULL || !houbu_paging_read_number (call, &before, error))
    return NULL;
  rows = houbu_store_news_list_all (tx, exam->key, before > 0 ? before : G_MAXINT64,
                                    HOUBU_LIMIT_PAGE_ITEMS + 1, error);
  if (rows == NULL)
    return NULL;
  list = houbu_news_item_list_new ();
  for (guint i = 0; i < MIN (rows->len, HOUBU_LIMIT_PAGE_ITEMS); i++)
    {
      const HoubuNewsRow *row = g_ptr_array_index (rows, i);
      g_autoptr (HoubuNewsItem) record = houbu_news_record_new (row);

      g_list_store_append (houbu_news_item_list_get_items (list), record);
      if (i + 1 == HOUBU_LIMIT_PAGE_ITEMS && i + 1 < rows->len)
        next = g_strdup_printf ("%" G_GINT64_FORMAT, row->key);
    }
  houbu_news_item_list_set_next (list, next);
  return HOUBU_RECORD (g_steal_pointer (&list));
}

static HoubuRecord *
add_news (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuNewsRequest *request = HOUBU_NEWS_REQUEST (call->request);
  g_autoptr (HoubuExamRow) exam = load_exam (tx, call, error);
  g_autoptr (HoubuNewsRow) row = g_new0 (HoubuNewsRow, 1);
  g_autoptr (HoubuNewsRow) added = NULL;

  if (exam == NULL ||
      !houbu_admin_text_read (&row->title, &row->body, houbu_news_request_get_title (request),
                              houbu_news_request_get_body (request), error))
    return NULL;
  row->id = houbu_random_id ();
  row->language = g_strdup (houbu_news_request_get_language (request));
  row->published_at = call->now;
  if (!houbu_store_news_add (tx, exam->key, row, error))
    return NULL;
  added = houbu_store_news_find (tx, exam->key, row->id, error);
  if (added == NULL || !journal (tx, call, exam, added, NULL, error))
    return NULL;
  return HOUBU_RECORD (houbu_news_record_new (added));
}

/* The news of the path, before and after the change that @run makes of them. */
static HoubuRecord *
change (HoubuTx *tx,
        HoubuCall *call,
        gboolean (*run) (HoubuCall *call, HoubuNewsRow *row, GError **error),
        GError **error)
{
  const char *id = houbu_call_get_path (call, "id");
  g_autoptr (HoubuExamRow) exam = load_exam (tx, call, error);
  g_autoptr (HoubuNewsRow) before = NULL;
  g_autoptr (HoubuNewsRow) row = NULL;

  if (exam != NULL)
    before = houbu_store_news_find (tx, exam->key, id, error);
  if (before != NULL)
    row = houbu_store_news_find (tx, exam->key, id, error);
  if (row == NULL || !run (call, row, error))
    return NULL;
  if ((row->removed_at != before->removed_at || !g_str_equal (row->title, before->title) ||
       !g_str_equal (row->body, before->body)) &&
      (!houbu_store_news_update (tx, row, error) || !journal (tx, call, exam, row, before, error)))
    return NULL;
  return row->removed_at == HOUBU_NONE ? HOUBU_RECORD (houbu_news_record_new (row)) : NULL;
}

static gboolean
apply_change (HoubuCall *call, HoubuNewsRow *row, GError **error)
{
  HoubuNewsChange *request = HOUBU_NEWS_CHANGE (call->request);

  return houbu_admin_text_read (&row->title, &row->body, houbu_news_change_get_title (request),
                                houbu_news_change_get_body (request), error);
}

static gboolean
apply_removal (HoubuCall *call, HoubuNewsRow *row, GError **error)
{
  row->removed_at = call->now;
  return TRUE;
}

static HoubuRecord *
change_news (HoubuTx *tx, HoubuCall *call, GError **error)
{
  return change (tx, call, apply_change, error);
}

static HoubuRecord *
remove_news (HoubuTx *tx, HoubuCall *call, GError **error)
{
  return change (tx, call, apply_removal, error);
}

const HoubuOperation houbu_operation_list_news = {
  .name = "list_news",
  .mode = HOUBU_OPERATION_READ,
  .run = list_news,
};

const HoubuOperation houbu_operation_add_news = {
  .name = "add_news",
  .mode = HOUBU_OPERATION_WRITE,
  .run = add_news,
};

const HoubuOperation houbu_operation_change_news = {
  .name = "change_news",
  .mode = HOUBU_OPERATION_WRITE,
  .run = change_news,
};

const HoubuOperation houbu_operation_remove_news = {
  .name = "remove_news",
  .mode = HOUBU_OPERATION_WRITE,
  .run = remove_news,
};

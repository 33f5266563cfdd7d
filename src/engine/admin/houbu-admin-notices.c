/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-admin.h"

#include "houbu-admin-journal.h"
#include "houbu-admin-text.h"
#include "houbu-error.h"
#include "houbu-limits.h"
#include "houbu-notice-record.h"
#include "houbu-operator-scope.h"
#include "houbu-paging.h"
#include "houbu-store-exam.h"
#include "houbu-tokens.h"

#define PUBLISHED "published"
#define REMOVED "removed"

/* An operator changes what is for the own candidates only, be it of the own hand or not (O1). */
static gboolean
check_reach (HoubuCall *call, const HoubuNoticeRow *row, GError **error)
{
  const HoubuPlace place = {
    .school = row->school,
    .province = row->school != NULL ? row->school_province : row->province,
  };

  return houbu_operator_check_place (call, &place, error);
}

static gboolean
journal (HoubuTx *tx,
         HoubuCall *call,
         const HoubuNoticeRow *row,
         const HoubuNoticeRow *before,
         GError **error)
{
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  const HoubuAdminAct act = {
    .type = HOUBU_JOURNAL_NOTICE_CHANGED,
    .exam = row->exam,
    .item = row->key,
    .from_state = before != NULL ? PUBLISHED : NULL,
    .to_state = row->removed_at == HOUBU_NONE ? PUBLISHED : REMOVED,
  };

  houbu_journal_data_add_text (data, "id", row->id);
  if (row->province != NULL)
    houbu_journal_data_add_text (data, "province", row->province);
  if (row->school != NULL)
    houbu_journal_data_add_text (data, "school", row->school);
  houbu_admin_journal_add_text (data, "title", row->title, before != NULL ? before->title : NULL);
  houbu_admin_journal_add_digest (data, "body", row->body, before != NULL ? before->body : NULL);
  return houbu_admin_journal (tx, call, &act, data, error);
}

static HoubuRecord *
list_notices (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuScope scope;
  g_autoptr (HoubuExamRow) exam = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (HoubuNoticeList) list = NULL;
  g_autofree char *next = NULL;
  gint64 before = 0;

  if (!houbu_operator_scope_get (call, &scope, error) ||
      !houbu_paging_read_number (call, &before, error))
    return NULL;
  exam = houbu_store_exam_load_current (tx, error);
  if (exam == NULL)
    return NULL;
  rows = houbu_store_notice_list_of_scope (tx, exam->key, &scope, before > 0 ? before : G_MAXINT64,
                                           HOUBU_LIMIT_PAGE_ITEMS + 1, error);
  if (rows == NULL)
    return NULL;
  list = houbu_notice_list_new ();
  for (guint i = 0; i < MIN (rows->len, HOUBU_LIMIT_PAGE_ITEMS); i++)
    {
      const HoubuNoticeRow *row = g_ptr_array_index (rows, i);
      g_autoptr (HoubuNotice) record = houbu_notice_record_new (row);

      g_list_store_append (houbu_notice_list_get_items (list), record);
      if (i + 1 == HOUBU_LIMIT_PAGE_ITEMS && i + 1 < rows->len)
        next = g_strdup_printf ("%" G_GINT64_FORMAT, row->key);
    }
  houbu_notice_list_set_next (list, next);
  return HOUBU_RECORD (g_steal_pointer (&list));
}

static gboolean
set_unknown (GError **error, const char *field, HoubuProblem problem, const char *code)
{
  if (error == NULL || *error == NULL)
    houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, problem, "field", field, "value", code,
                     NULL);
  return FALSE;
}

/* Without a place in the request it is for all whom the operator reaches. */
static void
read_place (HoubuCall *call, HoubuNoticeRow *row)
{
  HoubuNoticeRequest *request = HOUBU_NOTICE_REQUEST (call->request);
  const HoubuCaller *caller = call->caller;

  row->province = g_strdup (houbu_notice_request_get_province (request));
  row->school = g_strdup (houbu_notice_request_get_school (request));
  if (row->province != NULL || row->school != NULL)
    return;
  if (caller->role == HOUBU_ROLE_PROVINCE)
    row->province = g_strdup (caller->scope);
  else if (caller->role == HOUBU_ROLE_SCHOOL)
    row->school = g_strdup (caller->scope);
}

static gboolean
check_place (HoubuTx *tx, HoubuCall *call, HoubuNoticeRow *row, GError **error)
{
  if (row->province != NULL && row->school != NULL)
    {
      houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_NOT_TOGETHER, "field",
                       "school", "value", "province", NULL);
      return FALSE;
    }
  if (row->school != NULL)
    {
      row->school_province = houbu_store_place_find_province (tx, row->school, error);
      if (row->school_province == NULL)
        return set_unknown (error, "school", HOUBU_PROBLEM_UNKNOWN_SCHOOL, row->school);
    }
  if (row->province != NULL && !houbu_store_place_has_province (tx, row->province, error))
    return set_unknown (error, "province", HOUBU_PROBLEM_UNKNOWN_PROVINCE, row->province);
  return check_reach (call, row, error);
}

static HoubuRecord *
add_notice (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuNoticeRequest *request = HOUBU_NOTICE_REQUEST (call->request);
  g_autoptr (HoubuExamRow) exam = houbu_store_exam_load_current (tx, error);
  g_autoptr (HoubuNoticeRow) row = g_new0 (HoubuNoticeRow, 1);
  g_autoptr (HoubuNoticeRow) added = NULL;

  if (exam == NULL)
    return NULL;
  read_place (call, row);
  if (!check_place (tx, call, row, error) ||
      !houbu_admin_text_read (&row->title, &row->body, houbu_notice_request_get_title (request),
                              houbu_notice_request_get_body (request), error))
    return NULL;
  row->id = houbu_random_id ();
  row->exam = exam->key;
  row->published_at = call->now;
  row->removed_at = HOUBU_NONE;
  row->key = houbu_store_notice_add (tx, row, error);
  if (row->key == 0 || !journal (tx, call, row, NULL, error))
    return NULL;
  added = houbu_store_notice_load (tx, row->key, error);
  return added != NULL ? HOUBU_RECORD (houbu_notice_record_new (added)) : NULL;
}

/* The notice of the path, twice: one to change, one to compare with. */
static HoubuNoticeRow *
load_notice (HoubuTx *tx, HoubuCall *call, HoubuNoticeRow **before, GError **error)
{
  g_autoptr (HoubuExamRow) exam = houbu_store_exam_load_current (tx, error);
  g_autoptr (HoubuNoticeRow) row = NULL;

  if (exam == NULL)
    return NULL;
  row = houbu_store_notice_find (tx, exam->key, houbu_call_get_path (call, "id"), error);
  if (row == NULL || !check_reach (call, row, error))
    return NULL;
  *before = houbu_store_notice_load (tx, row->key, error);
  return *before != NULL ? g_steal_pointer (&row) : NULL;
}

static gboolean
write_notice (HoubuTx *tx,
              HoubuCall *call,
              const HoubuNoticeRow *row,
              const HoubuNoticeRow *before,
              GError **error)
{
  return houbu_store_notice_update (tx, row, error) && journal (tx, call, row, before, error);
}

static HoubuRecord *
change_notice (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuNoticeChange *request = HOUBU_NOTICE_CHANGE (call->request);
  g_autoptr (HoubuNoticeRow) before = NULL;
  g_autoptr (HoubuNoticeRow) row = load_notice (tx, call, &before, error);

  if (row == NULL ||
      !houbu_admin_text_read (&row->title, &row->body, houbu_notice_change_get_title (request),
                              houbu_notice_change_get_body (request), error))
    return NULL;
  if ((!g_str_equal (row->title, before->title) || !g_str_equal (row->body, before->body)) &&
      !write_notice (tx, call, row, before, error))
    return NULL;
  return HOUBU_RECORD (houbu_notice_record_new (row));
}

static HoubuRecord *
remove_notice (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuNoticeRow) before = NULL;
  g_autoptr (HoubuNoticeRow) row = load_notice (tx, call, &before, error);

  if (row == NULL)
    return NULL;
  row->removed_at = call->now;
  write_notice (tx, call, row, before, error);
  return NULL;
}

const HoubuOperation houbu_operation_list_notices = {
  .name = "list_notices",
  .mode = HOUBU_OPERATION_READ,
  .run = list_notices,
};

const HoubuOperation houbu_operation_add_notice = {
  .name = "add_notice",
  .mode = HOUBU_OPERATION_WRITE,
  .run = add_notice,
};

const HoubuOperation houbu_operation_change_notice = {
  .name = "change_notice",
  .mode = HOUBU_OPERATION_WRITE,
  .run = change_notice,
};

const HoubuOperation houbu_operation_remove_notice = {
  .name = "remove_notice",
  .mode = HOUBU_OPERATION_WRITE,
  .run = remove_notice,
};

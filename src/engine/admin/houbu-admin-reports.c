/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-admin.h"

#include "houbu-limits.h"
#include "houbu-operator-scope.h"
#include "houbu-paging.h"
#include "houbu-records.h"
#include "houbu-store-exam.h"

static HoubuJournalRecord *
make_journal_record (const HoubuJournalView *row)
{
  HoubuJournalRecord *record = houbu_journal_record_new ();

  houbu_journal_record_set_seq (record, row->seq);
  houbu_journal_record_set_at (record, row->at);
  houbu_journal_record_set_record_type (record, houbu_journal_record_type_from_string (row->type));
  houbu_journal_record_set_actor (record, row->actor);
  houbu_journal_record_set_request (record, row->request);
  houbu_journal_record_set_exam (record, row->exam);
  houbu_journal_record_set_offering (record, row->offering);
  houbu_journal_record_set_registration (record, row->registration);
  houbu_journal_record_set_item (record, row->item);
  houbu_journal_record_set_from_state (record, row->from_state);
  houbu_journal_record_set_to_state (record, row->to_state);
  if (row->queue_number > 0)
    houbu_journal_record_set_queue_number (record, row->queue_number);
  houbu_journal_record_set_data (record, row->data);
  if (row->chain_number > 0)
    houbu_journal_record_set_chain_number (record, row->chain_number);
  houbu_journal_record_set_chain_hash (record, row->chain_hash);
  return record;
}

static gboolean
read_offering (HoubuTx *tx, HoubuCall *call, gint64 *offering, GError **error)
{
  const char *id = houbu_call_get_query (call, "offering");
  g_autoptr (HoubuExamRow) exam = NULL;
  g_autoptr (HoubuOfferingRow) row = NULL;

  *offering = 0;
  if (id == NULL)
    return TRUE;
  exam = houbu_store_exam_load_current (tx, error);
  if (exam == NULL)
    return FALSE;
  row = houbu_store_offering_find (tx, exam->key, id, call->now, error);
  if (row == NULL || !houbu_operator_check_place (call, &row->place, error))
    return FALSE;
  *offering = row->key;
  return TRUE;
}

static HoubuRecord *
list_journal (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuScope scope;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (HoubuJournalRecordList) list = NULL;
  g_autofree char *next = NULL;
  gint64 after = 0;
  gint64 offering = 0;

  if (!houbu_operator_scope_get (call, &scope, error) ||
      !houbu_paging_read_number (call, &after, error) ||
      !read_offering (tx, call, &offering, error))
    return NULL;
  rows = houbu_store_admin_list_journal (tx, &scope, offering, after, HOUBU_LIMIT_PAGE_ITEMS + 1,
                                         error);
  if (rows == NULL)
    return NULL;
  list = houbu_journal_record_list_new ();
  for (guint i = 0; i < MIN (rows->len, HOUBU_LIMIT_PAGE_ITEMS); i++)
    {
      const HoubuJournalView *row = g_ptr_array_index (rows, i);
      g_autoptr (HoubuJournalRecord) record = make_journal_record (row);

      g_list_store_append (houbu_journal_record_list_get_items (list), record);
      if (i + 1 == HOUBU_LIMIT_PAGE_ITEMS && i + 1 < rows->len)
        next = g_strdup_printf ("%" G_GINT64_FORMAT, row->seq);
    }
  houbu_journal_record_list_set_next (list, next);
  return HOUBU_RECORD (g_steal_pointer (&list));
}

static HoubuStatistics *
make_statistics (const HoubuOfferingCounts *row)
{
  HoubuStatistics *record = houbu_statistics_new ();

  houbu_statistics_set_offering (record, row->id);
  houbu_statistics_set_capacity (record, row->capacity);
  houbu_statistics_set_seats_in_use (record, row->seats_in_use);
  houbu_statistics_set_unpaid (record, row->unpaid);
  houbu_statistics_set_paid (record, row->paid);
  houbu_statistics_set_ended (record, row->ended);
  houbu_statistics_set_waiting (record, row->waiting);
  houbu_statistics_set_promoted (record, row->promoted);
  houbu_statistics_set_cancelled (record, row->cancelled);
  houbu_statistics_set_failed (record, row->failed);
  return record;
}

static HoubuRecord *
list_statistics (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuScope scope;
  g_autoptr (HoubuExamRow) exam = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (HoubuStatisticsList) list = NULL;
  g_autofree char *next = NULL;
  gint64 after = 0;

  if (!houbu_operator_scope_get (call, &scope, error) ||
      !houbu_paging_read_number (call, &after, error))
    return NULL;
  exam = houbu_store_exam_load_current (tx, error);
  if (exam == NULL)
    return NULL;
  rows = houbu_store_admin_list_counts (tx, &scope, exam->key, after, HOUBU_LIMIT_PAGE_ITEMS + 1,
                                        error);
  if (rows == NULL)
    return NULL;
  list = houbu_statistics_list_new ();
  for (guint i = 0; i < MIN (rows->len, HOUBU_LIMIT_PAGE_ITEMS); i++)
    {
      const HoubuOfferingCounts *row = g_ptr_array_index (rows, i);
      g_autoptr (HoubuStatistics) record = make_statistics (row);

      g_list_store_append (houbu_statistics_list_get_items (list), record);
      if (i + 1 == HOUBU_LIMIT_PAGE_ITEMS && i + 1 < rows->len)
        next = g_strdup_printf ("%" G_GINT64_FORMAT, row->key);
    }
  houbu_statistics_list_set_next (list, next);
  return HOUBU_RECORD (g_steal_pointer (&list));
}

const HoubuOperation houbu_operation_list_journal = {
  .name = "list_journal",
  .mode = HOUBU_OPERATION_READ,
  .run = list_journal,
};

const HoubuOperation houbu_operation_list_statistics = {
  .name = "list_statistics",
  .mode = HOUBU_OPERATION_READ,
  .run = list_statistics,
};

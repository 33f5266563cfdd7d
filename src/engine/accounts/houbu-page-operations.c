/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-accounts.h"

#include "houbu-error.h"
#include "houbu-records.h"
#include "houbu-texts.h"

static HoubuRecord *
not_found (GError **error)
{
  if (error != NULL && *error == NULL)
    houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
  return NULL;
}

static HoubuRecord *
list_pages (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuPageSummaryList) list = houbu_page_summary_list_new ();
  GListStore *items = houbu_page_summary_list_get_items (list);

  for (int kind = 1; houbu_page_kind_to_string (kind) != NULL; kind++)
    {
      g_autoptr (HoubuPageSummary) item = houbu_page_summary_new ();
      g_autoptr (HoubuPageRow) row =
          houbu_text_load (tx, houbu_page_kind_to_string (kind), call->language, error);

      if (row == NULL)
        return not_found (error);
      houbu_page_summary_set_kind (item, kind);
      houbu_page_summary_set_title (item, row->title);
      houbu_page_summary_set_updated_at (item, row->updated_at);
      g_list_store_append (items, item);
    }
  return (HoubuRecord *) g_steal_pointer (&list);
}

const HoubuOperation houbu_operation_list_pages = {
  .name = "list_pages",
  .mode = HOUBU_OPERATION_READ,
  .run = list_pages,
};

static HoubuRecord *
get_page (HoubuTx *tx, HoubuCall *call, GError **error)
{
  const char *word = houbu_call_get_path (call, "kind");
  HoubuPageKind kind = houbu_page_kind_from_string (word);
  g_autoptr (HoubuPageRow) row = NULL;
  HoubuTextPage *record;

  if (kind != HOUBU_PAGE_KIND_UNSET)
    row = houbu_text_load (tx, word, call->language, error);
  if (row == NULL)
    return not_found (error);
  record = houbu_text_page_new ();
  houbu_text_page_set_kind (record, kind);
  houbu_text_page_set_title (record, row->title);
  houbu_text_page_set_body (record, row->body);
  houbu_text_page_set_updated_at (record, row->updated_at);
  return HOUBU_RECORD (record);
}

const HoubuOperation houbu_operation_get_page = {
  .name = "get_page",
  .mode = HOUBU_OPERATION_READ,
  .run = get_page,
};
